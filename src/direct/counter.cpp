// Each test of a row has three answers: no, yes, cannot be told. A row that fails one test is out; one that passes all is
// counted; any other could be counted and is named with what is missing. Bounds: value_low gives every such row to
// others, value_high to the supplier in question (docs/judging.md, "Not knowing is an answer").
// Words are asked once a distinct value, so a million rows cost a few table look-ups each.
#include "direct/counter.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "base/count.h"
#include "base/text.h"
#include "direct/stated_total.h"

namespace rf::direct {
namespace {

constexpr std::int64_t kMostSum = std::numeric_limits<std::int64_t>::max();
constexpr Lacks lack_bit(Lack l) { return static_cast<Lacks>(1U << static_cast<unsigned>(l)); }

// Words of docs/inventory.md. What a column with words of its own holds beside them is a slip or somebody's own word: it may mean any of them.
constexpr std::array<std::string_view, 7> kSegments = {"access", "backhaul", "aggregation", "intra-core", "inter-operator", "inter-dc", "subsea"};
constexpr std::array<std::string_view, 16> kSiteClasses = {"uk-nss", "sensitive", "cni", "military", "nuclear", "government", "emergency", "de-kritis", "fr-restricted", "customer-restricted",
                                                           "none", "no", "normal", "standard", "ordinary", "public"};
constexpr std::array<std::string_view, 2> kYesNo = {"yes", "no"};

/// `words`: those that the column may hold, where it has words of its own.
Tri among(const std::vector<std::string>& wanted, std::string_view cell, std::span<const std::string_view> words = {}) {
  if (cell.empty()) return Tri::Maybe;
  Tri best = Tri::No;
  for (const auto part : split(cell, '|')) {
    const auto word = trimmed(part);
    if (std::find(wanted.begin(), wanted.end(), word) != wanted.end()) return Tri::Yes;
    if (!words.empty() && std::find(words.begin(), words.end(), word) == words.end()) best = Tri::Maybe;
  }
  return best;
}
void add_fact(Counted& out, std::string fact) {
  if (std::find(out.facts.begin(), out.facts.end(), fact) == out.facts.end()) out.facts.push_back(std::move(fact));
}
void note_basis(Tally& sums, const Meant& h, std::int64_t n) {
  if (h.described) return;  // nobody is named, so nobody is meant by name
  sums.subsidiaries += h.relation == screen::Relation::Subsidiary ? n : 0;
  sums.affiliates += h.relation == screen::Relation::Affiliate ? n : 0;
  const auto basis = std::find(kBases.begin(), kBases.end(), h.component ? "component-only" : screen::to_text(h.relation));
  if (basis != kBases.end()) sums.basis[static_cast<std::size_t>(basis - kBases.begin())] += n;
}

/// Equal as far as both go: words that one of them does not know yet are of no row that it counted.
template <class... T>
bool same_tables(const std::tuple<const std::vector<T>&...>& a, const std::tuple<const std::vector<T>&...>& b) {
  const auto same = [](const auto& x, const auto& y) { return std::equal(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(std::min(x.size(), y.size())), y.begin()); };
  return [&]<std::size_t... I>(std::index_sequence<I...>) { return (same(std::get<I>(a), std::get<I>(b)) && ...); }(std::index_sequence_for<T...>());
}

}  // namespace

Counter::Reads Counter::reads_of(std::string_view kind) {
  if (kind == "removal") return Reads::Removal;
  if (kind == "use" || kind == "cap") return Reads::Use;
  if (kind == "purchase-ban") return Reads::PurchaseBan;
  return kind == "approval" ? Reads::Approval : Reads::InstallBan;
}

Counter::Counter(const Subject& s, const Question& q) : s_(s), q_(q), r_(*q.requirement), e_(*s.estate), reads_(reads_of(r_.kind)) {
  for (const auto& role : r_.relations) {
    reads_maker_ = reads_maker_ || role == "maker";
    reads_managed_ = reads_managed_ || role == "managed-operation";
    reads_software_ = reads_software_ || role == "software";
  }
  const auto* limit = s.world->first(r_.limits);
  if (!limit && !r_.limits.empty()) limit = &r_.limits.front();  // before its first phase
  if (limit) {
    share_ = limit->share;
    limit_num_ = limit->num;
    limit_den_ = limit->den > 0 ? limit->den : 1;
  }
  if (q_.as_count) share_ = false;
  const auto meant_by = [&](const names::Resolution& who) { return meant(*s.world, r_, q_.targets, who); };
  for (const auto& m : s.makers) makers_.push_back(meant_by(m));
  const auto stronger = [](Meant& into, const Meant& h) {
    if (h.stronger_than(into)) into = h;
  };
  if (!s.parties.empty()) parties_.resize(e_.words(Field::Parties).size());
  for (const auto& [code, parties] : s.parties)
    for (const auto& [role, who] : parties)
      if (std::find(r_.relations.begin(), r_.relations.end(), role == "managed-service" ? "managed-operation" : role) != r_.relations.end())
        stronger(parties_[code], meant_by(who));
  if (!s.components.empty()) components_.resize(e_.words(Field::Components).size());
  for (const auto& [code, parts] : s.components)
    for (const auto& part : parts) {
      Meant h = meant_by(part.who);
      h.component = true;
      // A part whose maker is not known says nothing: most rows have such parts.
      if (h.is == Tri::Yes) stronger(components_[code], h);
    }
  for (const auto& x : r_.exceptions)
    if (x.test && s.world->holds(x, r_.exceptions)) {
      if (!ground_) ground_ = std::make_unique<EstateGround>(s);
      exceptions_.push_back({&x, expr::RowTest(*x.test, no_names_, *ground_)});
    }
  scope_ = by_code<Tri>(Field::Function, [&](auto text) { return scope(text); });
  counted_at_ = by_code<Tri>(Field::Function, [&](auto text) { return counted_at(text); });
  passive_ = by_code<bool>(Field::Function, [](auto text) { return is_passive_function(text); });
  said_passive_ = by_code<bool>(Field::Passive, [](auto text) { return text == "yes"; });
  to_come_ = by_code<bool>(Field::Status, [](auto text) { return text == "planned" || text == "ordered" || text == "in-store"; });
  // A service that does not say what it is may be the operation of the network.
  managed_ = by_code<Tri>(Field::Service, [](auto text) { return text.empty() || text == "unknown" ? Tri::Maybe : text == "managed-operation" ? Tri::Yes : Tri::No; });
  segment_ = by_code<Tri>(Field::Segment, [&](auto text) { return among(r_.segments, text, kSegments); });
  site_class_ = by_code<Tri>(Field::SiteClass, [&](auto text) { return among(r_.site_classes, text, kSiteClasses); });
  region_ = by_code<Tri>(Field::Region, [&](auto text) { return among(r_.regions, text); });
  affected_ = by_code<Tri>(Field::Affected, [&](auto text) { return among(r_.affected, text, kYesNo); });
  country_ = by_code<Tri>(Field::Country, [&](auto text) {
    const std::string_view at = text.empty() ? std::string_view(s_.country) : text;
    return at.empty() || in_territory(*s_.world, at, q_.territory) ? Tri::Yes : Tri::No;
  });
  operator_ = by_code<bool>(Field::Operator, [&](auto text) { return text == q_.operator_id || (text.empty() && q_.whole_estate_operator); });
  shared_ = by_code<bool>(Field::SharedWith, [&](auto text) {
    for (const auto with : split(text, '|'))
      if (trimmed(with) == q_.operator_id && !q_.operator_id.empty()) return true;
    return false;
  });
  kinds_ = by_code<RowKind>(Field::Kind, [](auto text) {
    return text == "software" ? RowKind::Software : text == "service" ? RowKind::Service : text == "component" ? RowKind::Component : RowKind::Equipment;
  });
  if (const auto* dates = s.world->first(r_.dates)) {
    since_ = dates->since;
    // A last lawful day of a ban is the last on which what it bans is lawful.
    const auto* variation = variation_of(*s.world, q_.operator_id, q_.direction, r_.name);
    const Day last = variation && variation->deadline.known() ? variation->deadline : dates->deadline;
    if ((reads_ == Reads::InstallBan || reads_ == Reads::PurchaseBan) && last.known() && (!since_.known() || since_ <= last)) since_ = last.plus(1);
  }
  weight_field_ = q_.measure->measure == "premises" ? Field::Premises : q_.measure->measure == "traffic" ? Field::Traffic : Field::Quantity;
  weighed_ = weight_field_ != Field::Quantity;
  sites_ = q_.measure->measure == "sites";
  by_weight_ = share_ && (weighed_ || sites_);
  in_ = by_weight_ ? counted_at_ : scope_;
  has_parts_ = e_.has(Field::PartOf);
  for (const Field f : {Field::Parties, Field::Components}) tables_of_.emplace_back(f, e_.words(f).size());
  for (const Meant& m : makers_) part_makers_.push_back(of_part(m));
  for (const auto& w : s.wholes) {
    whole_counts_.push_back(reads_maker_ && makers_[w.maker].is == Tri::Yes && scope(w.function) == Tri::Yes);
    whole_apart_.push_back(scope(w.function) == Tri::No);
  }
}

Counted Counter::run() {
  if (q_.measure->measure == "suppliers") return suppliers();
  Counted out;
  const Tally t = tally(&out);
  return finish(t, std::move(out));
}

Tally Counter::tally(Counted* lists) const {
  Tally t;
  t.disputed.resize(e_.words(Field::Function).size(), 0);
  t.open_exceptions.resize(exceptions_.size(), 0);
  // A missing weight lies between 0 and the largest known of the counted functions.
  if (weighed_)
    each_row(counted_at_, Tri::Yes, [&](std::size_t row) {
      if (s_.there(row) && at(counted_at_, Field::Function, row) == Tri::Yes) t.largest = std::max(t.largest, s_.largest(weight_field_, row));
    });
  // Where no weight is known at all, any is possible: one for each row lets the share range from nothing to all.
  if (weighed_ && t.largest <= 0) t.largest = 1;
  each_row(in_, Tri::Maybe, [&](std::size_t row) {
    if (s_.there(row)) look_at(t, row, 1, s_.states[row], lists);
  });
  return t;
}

bool Counter::decides_largest(const Tally& t, std::size_t row) const { return weighed_ && at(counted_at_, Field::Function, row) == Tri::Yes && s_.largest(weight_field_, row) >= t.largest; }
bool Counter::concerned(std::uint32_t function) const { return in_[function] >= Tri::Maybe || counted_at_[function] == Tri::Yes; }
bool Counter::outgrown() const {
  return (ground_ && ground_->rows() != e_.size()) || makers_.size() != s_.makers.size() || whole_counts_.size() != s_.wholes.size() ||
         std::any_of(tables_of_.begin(), tables_of_.end(), [&](const auto& t) { return e_.words(t.first).size() != t.second; });
}
bool Counter::counts_as(const Counter& o) const {
  const auto tables = [](const Counter& c) {
    return std::tie(c.makers_, c.parties_, c.components_, c.scope_, c.counted_at_, c.segment_, c.site_class_, c.region_, c.affected_, c.country_, c.operator_, c.shared_, c.whole_counts_, c.whole_apart_);
  };
  return exceptions_.empty() && o.exceptions_.empty() && reads_ != Reads::Approval && share_ == o.share_ && by_weight_ == o.by_weight_ && since_ == o.since_ && parties_.size() == o.parties_.size() &&
         components_.size() == o.components_.size() && same_tables(tables(*this), tables(o));
}
bool Counter::tally_serves(const Counter& o) const {
  const auto asked = [](const Counter& c) {
    const auto& r = c.r_;
    return std::tuple(c.reads_, c.reads_maker_, c.reads_managed_, c.reads_software_, r.components, r.segments.empty(), r.site_classes.empty(), r.regions.empty(), r.affected.empty());
  };
  return counts_as(o) && !outgrown() && !o.outgrown() && asked(*this) == asked(o);
}
bool Counter::apart_from(const Counter& o, Tri least) const {
  if (!parties_.empty() || !components_.empty()) return false;
  for (std::size_t m = 0; m < std::min(makers_.size(), o.makers_.size()); ++m)
    if (makers_[m].is >= least && o.makers_[m].is >= least) return false;
  return true;
}

void Counter::look_at(Tally& sums, std::size_t row, int sign, const RowState& state, Counted* lists) const {
  const std::int64_t rows = s_.rows_in(row), n = rows * sign;
  if ((!at(operator_, Field::Operator, row) && !at(shared_, Field::SharedWith, row)) || at(country_, Field::Country, row) == Tri::No) return;
  if (is_passive(row)) return;
  const RowKind kind = at(kinds_, Field::Kind, row);
  if (kind == RowKind::Component) return;  // a line of a bill of materials: part of something, never counted in use
  if (kind == RowKind::Service && (share_ || !reads_managed_ || at(managed_, Field::Service, row) == Tri::No)) return;
  if (kind == RowKind::Software && (share_ || !reads_software_)) return;
  const bool is_part = has_parts_ && e_.filled(Field::PartOf, row) && !stands_alone(row), on_host = !is_part && kind == RowKind::Software && hosted(row);
  if ((is_part || on_host) && (share_ || counted_with_whole(row))) return;
  Tri t = at(in_, Field::Function, row);
  if (t == Tri::No) return;
  Lacks lacks = 0;
  const auto need = [&](Tri test, Lack what) {
    if (test == Tri::No) t = Tri::No;
    if (test == Tri::Maybe) lacks |= lack_bit(what);
  };
  need(t, Lack::Function);
  if (kind == RowKind::Service) need(at(managed_, Field::Service, row), Lack::Service);
  if (!r_.segments.empty()) need(at(segment_, Field::Segment, row), Lack::Segment);
  if (!r_.site_classes.empty()) need(at(site_class_, Field::SiteClass, row), Lack::SiteClass);
  if (!r_.regions.empty()) need(at(region_, Field::Region, row), Lack::Region);
  if (!r_.affected.empty()) need(at(affected_, Field::Affected, row), Lack::Affected);
  if (t == Tri::No) return;
  if (!exceptions_.empty()) {
    const Tri excepted = excepted_by(row, sign, sums.open_exceptions);
    if (excepted == Tri::Yes) sums.excepted_rows += n;
    need(negated(excepted), Lack::Exception);
    if (t == Tri::No) return;
  }
  const Meant& h = is_part ? part_makers_[s_.maker_of_row[row]] : meant_in(row, kind);
  // What belongs to another row is no piece of its own, unless it is the supplier's and the other is not.
  if ((is_part || on_host) && h.is == Tri::No) return;
  Field by = Field::Id;  // the date that stood in for the one that is read
  const Tri active_now = active(row, state, by);
  if (active_now == Tri::No && h.is == Tri::Yes && at(to_come_, Field::Status, row)) {
    sums.exposure_rows += n;
    sums.exposure_pieces += sign * Wide{e_.quantity(row)};
  }
  if (active_now == Tri::Yes && state.unsure) need(Tri::Maybe, Lack::Status);
  else need(active_now, reads_ == Reads::PurchaseBan ? Lack::OrderedOn : Lack::InstalledOn);
  if (t == Tri::No) return;
  if (reads_ == Reads::Approval) need(unapproved(row), Lack::Approval);
  if (t == Tri::No) return;
  if (is_part && !r_.components) {
    sums.component_rows += n;
    return;
  }
  const bool base_sure = lacks == 0;
  if (h.is == Tri::Maybe) lacks |= lack_bit(h.described ? Lack::Designation : h.brand_only ? Lack::Brand : Lack::Maker);
  if (h.is == Tri::No && component_of(row).is != Tri::No) sums.component_rows += n;
  if ((lacks & lack_bit(Lack::Function)) != 0 && h.is != Tri::No) sums.disputed[e_.code(Field::Function, row)] += n;
  if (sites_) {
    const std::uint32_t site = e_.code(Field::Site, row);
    const Tri supplier = h.is == Tri::Yes && lacks != 0 ? Tri::Maybe : h.is;
    if (const auto several = s_.sites_of(row); !several.empty()) {
      sums.sites.add_all(e_.code(Field::Region, row), several, base_sure, supplier, sign);
    } else if (site == 0) {
      lacks |= lack_bit(Lack::Site);
      if (h.is == Tri::No) {
        sums.siteless_of_others += n;
        if (lists) sums.siteless.push_back({static_cast<std::uint32_t>(row), 1, lacks, true});
      } else {
        sums.siteless_of_supplier += n;
        if (h.is == Tri::Maybe || !base_sure) sums.siteless_maybe += n;
      }
    } else {
      sums.sites.add(e_.code(Field::Region, row), site, base_sure, supplier, n);
    }
  }
  std::int64_t low = 1, high = 1, known = 1;
  if (weighed_) {
    known = e_.count(weight_field_, row);
    low = high = known;
    if (known == estate::kNoCount) {
      low = known = 0;
      if (__builtin_mul_overflow(sums.largest, rows, &high)) high = kMostSum;
      lacks |= lack_bit(Lack::Weight);
    }
  } else if (!sites_) {
    low = high = known = e_.quantity(row);
  }
  const bool of_supplier_sure = h.is == Tri::Yes, of_supplier_maybe = h.is != Tri::No;
  const bool weight_open = low != high;
  const bool sure = base_sure && of_supplier_sure;
  const auto open = [&](std::int64_t weight, Lacks what) {
    sums.open_rows += n;
    if (lists) lists->open.push_back({static_cast<std::uint32_t>(row), weight, what});
  };
  if (of_supplier_maybe) {
    if (sure) {
      sums.part += sign * Wide{known};
      sums.part_low += sign * Wide{low};
    }
    sums.part_high += sign * Wide{high};
    if (!sure) {
      // For others in the low bound (with its highest weight), the supplier's in the high one.
      if (base_sure) sums.other += sign * Wide{known};
      if (!of_supplier_sure) sums.other_low += sign * Wide{high};
    }
    if (sure) {
      sums.sure_rows += n;
      if (lists) lists->sure.push_back(static_cast<std::uint32_t>(row));
      note_basis(sums, h, n);
      sums.stood_in[index_of(by)] += n;
    } else if (h.brand_only) {
      sums.basis[kBases.size() - 1] += n;
    }
    if (!sure || weight_open) open(std::max<std::int64_t>(high - (sure ? low : 0), 0), lacks);
    for (std::size_t i = 0; i < kLacks; ++i) sums.missing[i] += (lacks >> i) & 1U ? n : 0;
  } else {
    if (base_sure) sums.other += sign * Wide{known};
    sums.other_low += sign * Wide{high};
    if (base_sure) sums.other_high += sign * Wide{low};
    if (weight_open && share_) {
      sums.missing[static_cast<std::size_t>(Lack::Weight)] += n;
      open(high - low, lack_bit(Lack::Weight));
    }
  }
}

Counted Counter::finish(const Tally& t, Counted out) const {
  out.measured.measure = q_.measure->measure;
  out.measured.share = share_;
  out.measured.limit_num = limit_num_;
  out.measured.limit_den = limit_den_;
  out.largest = t.largest;
  out.sure_rows = t.sure_rows;
  out.open_rows = t.open_rows;
  out.excepted_rows = t.excepted_rows;
  out.exposure_rows = t.exposure_rows;
  out.exposure_pieces = static_cast<std::int64_t>(std::min<Wide>(t.exposure_pieces, kMostSum));
  out.component_rows = t.component_rows;
  out.subsidiaries = t.subsidiaries;
  out.affiliates = t.affiliates;
  for (std::size_t i = kBases.size(); i-- > 0;)
    if (t.basis[i] > 0) out.basis = kBases[i];
  std::sort(out.sure.begin(), out.sure.end());
  for (std::size_t i = 0; i < kLacks; ++i)
    if (t.missing[i] > 0) out.missing[std::string(to_text(static_cast<Lack>(i)))] = t.missing[i];
  for (std::size_t f = index_of(Field::Id) + 1; f < kFieldCount; ++f)
    if (t.stood_in[f] > 0) out.stood_in[std::string(kFields[f].name)] = t.stood_in[f];
  for (std::size_t i = 0; i < exceptions_.size(); ++i)
    if (t.open_exceptions[i] > 0) add_fact(out, "whether the exception " + exceptions_[i].exception->name + " applies: " + exceptions_[i].exception->says);
  for (std::uint32_t code = 0; code < t.disputed.size(); ++code)
    if (t.disputed[code] > 0) note_dispute(code, out);
  auto& m = out.measured;
  if (sites_) {
    m.part = m.part_low = t.sites.part;
    m.part_high = t.sites.part_all;
    m.total = t.sites.sure;
    m.total_low = t.sites.all;
    // Sites that would join the base only with the supplier's equipment.
    m.total_high = m.total + t.sites.joining;
    // Without a site's name, rows of others may each have a site of their own, or all stand where the supplier does; rows of the
    // supplier stand at its sites, or make one of others' its own, and where there are no more, have their own.
    m.total_low += t.siteless_of_others + t.siteless_maybe;
    m.total_high += t.siteless_of_supplier - std::min(t.siteless_of_supplier, m.total_high - m.part_high);
    m.part_high += t.siteless_of_supplier;
    if (share_ && m.part_high > 0 && t.siteless_of_others > 0) {
      out.missing[std::string(to_text(Lack::Site))] += t.siteless_of_others;
      out.open_rows += t.siteless_of_others;
      out.open.insert(out.open.end(), t.siteless.begin(), t.siteless.end());
    }
  } else {
    const auto fit = [&](Wide n) {
      if (n <= kMostSum) return static_cast<std::int64_t>(n);
      out.too_large = true;
      return kMostSum;
    };
    m.part = fit(t.part);
    m.part_low = fit(t.part_low);
    m.part_high = fit(t.part_high);
    m.total = fit(t.part + t.other);
    m.total_low = fit(t.part_low + t.other_low);
    m.total_high = fit(t.part_high + t.other_high);
    if (share_ && !out.too_large) against_stated_total(out);
  }
  std::sort(out.open.begin(), out.open.end(), Counted::before);
  if (!share_) m.total_low = m.total_high = m.total;
  if (out.missing.empty()) {
    out.open.clear();
    out.open_rows = 0;
  }
  return out;
}

void Counter::against_stated_total(Counted& out) const {
  if (s_.totals.empty()) return;
  const auto stated = stated_total(s_, q_);
  auto& m = out.measured;
  if (!stated || *stated < m.total || *stated <= 0) return;
  const std::int64_t lacking = *stated - m.total;
  Wide open_known = 0;  // known weights that may be the supplier's
  for (const auto& o : out.open)
    if (const auto n = !weighed_ ? e_.quantity(o.row) : e_.count(weight_field_, o.row); n != estate::kNoCount) open_known = added(open_known, n);
  for (auto& o : out.open) o.weight = std::min(o.weight, std::max(lacking, e_.count(weight_field_, o.row)));
  m.part_high = static_cast<std::int64_t>(std::min<Wide>(*stated, Wide{m.part} + open_known + lacking));
  m.total = m.total_low = m.total_high = *stated;
  out.largest = std::min(out.largest, lacking);
  if (lacking > 0) out.missing["stated total"] = lacking;
}

Question of_one_target(const Question& q, const std::string& target, const knowledge::Measure& pieces) {
  Question one = q;
  one.targets = {target};
  one.measure = &pieces;
  one.as_count = true;
  return one;
}
void add_target(Counted& out, const Counted& c) {
  out.measured.measure = "suppliers";
  out.measured.limit_num = c.measured.limit_num;
  out.measured.part_low = out.measured.part += c.sure_rows > 0;
  out.measured.part_high += c.sure_rows > 0 || c.open_rows > 0;
  out.measured.total_low = out.measured.total_high = ++out.measured.total;
  if (c.sure_rows == 0)
    for (const auto& [what, n] : c.missing) out.missing[what] = std::max(out.missing[what], n);
  if (!c.basis.empty() && c.basis != "brand-only") out.basis = c.basis;
}

Counted Counter::suppliers() const {
  Counted out;
  out.measured.measure = "suppliers";
  out.measured.limit_num = limit_num_;
  knowledge::Measure pieces = *q_.measure;
  pieces.measure = "quantity";
  for (const auto& target : q_.targets) {
    const Question one = of_one_target(q_, target, pieces);
    const Counted c = Counter(s_, one).run();
    add_target(out, c);
    out.sure.insert(out.sure.end(), c.sure.begin(), c.sure.end());
    if (c.sure.empty())
      for (const auto& o : c.open) out.open.push_back({o.row, 1, o.lacks});
  }
  std::sort(out.sure.begin(), out.sure.end());
  out.sure.erase(std::unique(out.sure.begin(), out.sure.end()), out.sure.end());
  std::sort(out.open.begin(), out.open.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
  out.open.erase(std::unique(out.open.begin(), out.open.end(), [](const auto& a, const auto& b) { return a.row == b.row; }), out.open.end());
  for (const auto row : out.sure) out.sure_rows += s_.rows_in(row);
  for (const auto& o : out.open) out.open_rows += s_.rows_in(o.row);
  return out;
}

const Meant& Counter::meant_in(std::size_t row, RowKind kind) const {
  const Meant* h = &nobody_;
  const auto or_stronger = [&h](const Meant& other) {
    if (other.stronger_than(*h)) h = &other;
  };
  if (reads_maker_ || kind == RowKind::Service) h = &makers_[s_.maker_of_row[row]];
  if (!parties_.empty()) or_stronger(parties_[e_.code(Field::Parties, row)]);
  if (h->is != Tri::Yes && r_.components)
    if (const Meant& part = component_of(row); part.is > h->is) h = &part;
  return *h;
}
const Meant& Counter::component_of(std::size_t row) const { return components_.empty() ? nobody_ : components_[e_.code(Field::Components, row)]; }

Tri Counter::excepted_by(std::size_t row, int sign, std::vector<std::int64_t>& open) const {
  Tri any = Tri::No;
  for (std::size_t i = 0; i < exceptions_.size(); ++i) {
    const Tri t = exceptions_[i].test.test(row);
    if (t == Tri::Maybe) open[i] += sign * s_.rows_in(row);
    any = std::max(any, t);
  }
  return any;
}
Tri Counter::unapproved(std::size_t row) const {
  if (!speaks_for(s_.facts, q_.operator_id)) return Tri::Maybe;
  for (const auto& a : s_.facts.approvals) {
    if (a.direction != q_.direction || (!a.requirement.empty() && a.requirement != r_.name)) continue;
    if ((a.from.known() && a.from > s_.world->as_of) || (a.to.known() && s_.world->as_of > a.to)) continue;
    if (!a.supplier.empty() && stands_for(*s_.world, s_.makers[s_.maker_of_row[row]], {a.supplier}) != Tri::Yes) continue;
    if (!a.function.empty() && below_any(e_.text(Field::Function, row), {a.function}) != Tri::Yes) continue;
    if (!a.model.empty() && e_.text(Field::Model, row) != a.model) continue;
    return Tri::No;
  }
  return s_.facts.approvals_complete ? Tri::Yes : Tri::Maybe;
}

void Counter::note_dispute(std::uint32_t code, Counted& out) const {
  for (const auto path : split(e_.words(Field::Function).text(code), '|'))
    for (const auto& p : r_.functions)
      if (p.scope == knowledge::Scope::Disputed && starts_with_path(path, p.path) && s_.world->holds(p, r_.functions)) {
        add_fact(out, "whether " + p.path + " is covered" + (p.note.empty() ? std::string() : ": " + p.note));
      }
}

Meant Counter::of_part(Meant h) const {
  if (h.is != Tri::Yes || h.described || !reads_maker_) return nobody_;
  h.component = true;
  return h;
}

bool Counter::counted_with_whole(std::size_t row) const {
  const std::uint32_t w = s_.whole_at(row);
  return w != 0 && whole_counts_[w - 1];
}
bool Counter::stands_alone(std::size_t row) const {
  const std::uint32_t w = s_.whole_at(row);
  return w == 0 || whole_apart_[w - 1];
}
bool Counter::hosted(std::size_t row) const { return e_.has(Field::RunsOn) && e_.filled(Field::RunsOn, row); }
bool Counter::is_passive(std::size_t row) const {
  const std::uint32_t p = e_.code(Field::Passive, row);
  return p == 0 ? at(passive_, Field::Function, row) : said_passive_[p];
}

Tri Counter::scope(std::string_view cell) const {
  if (r_.all_functions) return Tri::Yes;
  if (cell.empty()) return Tri::Maybe;
  Tri best = Tri::No;
  for (const auto path : split(cell, '|')) {
    std::size_t deepest = 0;
    Tri verdict = Tri::No;
    bool wider = false;
    for (const auto& p : r_.functions) {
      if (!s_.world->holds(p, r_.functions)) continue;
      if (starts_with_path(path, p.path) && p.path.size() >= deepest) {
        deepest = p.path.size();
        verdict = p.scope == knowledge::Scope::In ? Tri::Yes : p.scope == knowledge::Scope::Disputed ? Tri::Maybe : Tri::No;
      }
      // "core" alone may be any of what is listed below it.
      wider = wider || (p.scope != knowledge::Scope::Out && p.path.size() > path.size() && starts_with_path(p.path, path));
    }
    if (deepest == 0 && wider) verdict = Tri::Maybe;
    best = std::max(best, verdict);
  }
  return best;
}
Tri Counter::counted_at(std::string_view cell) const {
  if (q_.measure->counted_at.empty()) return scope(cell);
  if (cell.empty()) return Tri::Maybe;
  Tri best = Tri::No;
  for (const auto path : split(cell, '|'))
    for (const auto& p : q_.measure->counted_at) {
      if (starts_with_path(path, p)) best = Tri::Yes;
      else if (starts_with_path(p, path)) best = std::max(best, Tri::Maybe);
    }
  return best;
}

Tri Counter::active(std::size_t row, const RowState& st, Field& by) const {
  if (reads_ == Reads::Use) return st.in_service ? Tri::Yes : Tri::No;
  // What stood there before the duty to have an approval began needs none.
  const bool bought = reads_ == Reads::PurchaseBan && st.ordered;  // an order is a purchase, wherever the piece is
  if ((!st.present && !bought) || reads_ == Reads::Removal || (reads_ == Reads::Approval && !since_.known())) return st.present ? Tri::Yes : Tri::No;
  if (!since_.known()) return Tri::Maybe;
  static constexpr std::array kBought = {Field::OrderedOn, Field::ManufacturedOn, Field::InstalledOn, Field::InServiceFrom};
  static constexpr std::array kInstalled = {Field::InstalledOn, Field::InServiceFrom};
  const auto first = [&](auto& chain) {
    for (const Field f : chain)
      if (const Day d = e_.day(f, row); d.known()) {
        if (f != chain[0]) by = f;
        return d;
      }
    return Day{};
  };
  const Day d = reads_ == Reads::PurchaseBan ? first(kBought) : first(kInstalled);
  if (!d.known()) {
    // What was ordered or seen before the ban cannot tell; a piece last seen before it was there before it.
    const Day seen = e_.day(Field::LastSeen, row);
    return seen.known() && seen < since_ ? Tri::No : Tri::Maybe;
  }
  return d >= since_ ? Tri::Yes : Tri::No;
}

}  // namespace rf::direct
