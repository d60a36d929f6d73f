// Each test of a row has three answers: no, yes, cannot be told. A row that fails one test is out; one that passes all is
// counted; any other could be counted and is named with what is missing. Bounds: value_low gives every such row to
// others, value_high to the supplier in question (docs/judging.md, "Not knowing is an answer").
// Words are asked once a distinct value, so a million rows cost a few table look-ups each.
#include "direct/measure.h"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

#include "base/count.h"
#include "base/text.h"
#include "direct/ground.h"
#include "screen/screen.h"

namespace rf::direct {
/// A namespace with a name, for what `Recounts` keeps of it.
namespace counting {

using knowledge::Scope;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

struct Hit {
  Tri is = Tri::No;
  screen::Relation relation = screen::Relation::None;
  bool brand_only = false;
  bool described = false;  ///< by an instrument that names nobody
  bool component = false;
  bool operator==(const Hit&) const = default;
};

constexpr Lacks bit(Lack l) { return static_cast<Lacks>(1U << static_cast<unsigned>(l)); }

/// Which of a row's days count (docs/judging.md, "What is read").
enum class Reads : std::uint8_t { Removal, Use, InstallBan, PurchaseBan, Approval };
Reads reads_of(std::string_view kind) {
  if (kind == "removal") return Reads::Removal;
  if (kind == "use" || kind == "cap") return Reads::Use;
  if (kind == "purchase-ban") return Reads::PurchaseBan;
  return kind == "approval" ? Reads::Approval : Reads::InstallBan;
}
/// What stands for no piece in use, or only for some requirements.
enum class RowKind : std::uint8_t { Equipment, Software, Service, Component };

class Counter {
 public:
  Counter(const Subject& s, const Question& q) : s_(s), q_(q), r_(*q.requirement), e_(*s.estate), reads_(reads_of(r_.kind)) {
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
    for (const auto& m : s.makers) makers_.push_back(hit(m));
    if (!s.parties.empty()) parties_.resize(e_.words(Field::Parties).size());
    for (const auto& [code, parties] : s.parties)
      for (const auto& [role, who] : parties)
        if (std::find(r_.relations.begin(), r_.relations.end(), role == "managed-service" ? "managed-operation" : role) != r_.relations.end())
          stronger(parties_[code], hit(who));
    if (!s.components.empty()) components_.resize(e_.words(Field::Components).size());
    for (const auto& [code, parts] : s.components)
      for (const auto& part : parts) {
        Hit h = hit(part.who);
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
    passive_ = by_code<bool>(Field::Function, [](auto text) { return text == "ran.antenna" || starts_with_path(text, "access.fttp.passive"); });
    said_passive_ = by_code<bool>(Field::Passive, [](auto text) { return text == "yes"; });
    to_come_ = by_code<bool>(Field::Status, [](auto text) { return text == "planned" || text == "ordered" || text == "in-store"; });
    // A service that does not say what it is may be the operation of the network.
    managed_ = by_code<Tri>(Field::Service, [](auto text) { return text.empty() || text == "unknown" ? Tri::Maybe : text == "managed-operation" ? Tri::Yes : Tri::No; });
    segment_ = by_code<Tri>(Field::Segment, [&](auto text) { return among(r_.segments, text); });
    site_class_ = by_code<Tri>(Field::SiteClass, [&](auto text) { return among(r_.site_classes, text); });
    region_ = by_code<Tri>(Field::Region, [&](auto text) { return among(r_.regions, text); });
    affected_ = by_code<Tri>(Field::Affected, [&](auto text) { return text == "unknown" ? Tri::Maybe : among(r_.affected, text); });
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
    if (const auto* dates = s.world->first(r_.dates)) since_ = dates->since;
    weight_field_ = q_.measure->measure == "premises" ? Field::Premises : q_.measure->measure == "traffic" ? Field::Traffic : Field::Quantity;
    weighed_ = weight_field_ != Field::Quantity;
    sites_ = q_.measure->measure == "sites";
    by_weight_ = share_ && (weighed_ || sites_);
    in_ = by_weight_ ? counted_at_ : scope_;
    has_parts_ = e_.has(Field::PartOf);
    status_words_ = e_.words(Field::Status).size();
    parties_words_ = e_.words(Field::Parties).size();
    components_words_ = e_.words(Field::Components).size();
    for (const Hit& m : makers_) part_makers_.push_back(part_hit(m));
    for (const auto& w : s.wholes) whole_counts_.push_back(reads_maker_ && makers_[w.maker].is == Tri::Yes && scope(w.function) == Tri::Yes);
  }

  /// Rows by site (codes of region and site), and how many sites are of each kind: rows can be taken out again.
  class SiteTally {
   public:
    /// `supplier`: its row for sure, perhaps, or not at all.
    void add(std::uint32_t region, std::uint32_t site, bool base_sure, Tri supplier, std::int64_t n) {
      Rows& of = at(region, site);
      note(of, -1);
      of[base_sure ? 0 : 1] += n;
      if (supplier == Tri::Yes) of[2] += n;
      else if (supplier == Tri::Maybe) of[3] += n;
      note(of, 1);
    }
    std::int64_t sure = 0, all = 0;       ///< in the base
    std::int64_t part = 0, part_all = 0;  ///< of the supplier
    std::int64_t joining = 0;             ///< in the base only with what may be the supplier's

   private:
    using Rows = std::array<std::int64_t, 4>;  ///< in the base for sure, maybe; the supplier's for sure, maybe
    static constexpr std::uint32_t kRegions = 64;              // of most estates; others are looked up
    static constexpr std::uint64_t kSpan = std::uint64_t{1} << 21;  // sites × regions that stand side by side
    void note(const Rows& of, std::int64_t n) {
      if (of[0] + of[1] == 0) return;
      const bool maybe = of[2] + of[3] > 0;
      sure += of[0] > 0 ? n : 0;
      all += n;
      part += of[2] > 0 && of[0] > 0 ? n : 0;
      part_all += maybe ? n : 0;
      joining += of[0] == 0 && maybe ? n : 0;
    }
    Rows& at(std::uint32_t region, std::uint32_t site) {
      while (stride_ <= region && stride_ < kRegions && near_.empty()) stride_ *= 2;
      const std::uint64_t i = std::uint64_t{site} * stride_ + region;
      if (region >= stride_ || i >= kSpan) return far_[std::uint64_t{region} << 32 | site];
      if (i >= near_.size()) near_.resize(std::min(kSpan, std::max<std::uint64_t>(i + 1, near_.size() * 2)));
      return near_[i];
    }
    std::uint32_t stride_ = 8;
    std::vector<Rows> near_;
    std::unordered_map<std::uint64_t, Rows> far_;
  };

  /// What rows add up to, from which a row can be taken out again.
  struct Tally {
    Wide part = 0, part_low = 0, part_high = 0;     // of the supplier
    Wide other = 0, other_low = 0, other_high = 0;  // of others, as they add to the bounds' totals
    std::array<std::int64_t, kLacks> missing{};
    std::vector<std::int64_t> disputed;  // by code of the function
    SiteTally sites;
    std::int64_t siteless_of_supplier = 0, siteless_maybe = 0, siteless_of_others = 0;  // rows that name no site; of the first, those that may not count
    std::vector<Counted::Open> siteless;  // of others, where rows are listed
    std::array<std::int64_t, kFieldCount> stood_in{};
    std::vector<std::int64_t> open_exceptions;
    std::int64_t excepted_rows = 0, exposure_rows = 0, component_rows = 0;
    Wide exposure_pieces = 0;
    std::array<std::int64_t, 5> basis{};  // by kBases
    std::int64_t subsidiaries = 0, affiliates = 0, sure_rows = 0, open_rows = 0;
    std::int64_t largest = 0;
  };

  Counted run() {
    if (q_.measure->measure == "suppliers") return suppliers();
    Counted out;
    const Tally t = tally(&out);
    return finish(t, std::move(out));
  }

  /// Over all rows; lists them in `lists`, where that is given.
  Tally tally(Counted* lists) const {
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

  /// Whether the largest weight may be another one because of this row.
  bool decides_largest(const Tally& t, std::size_t row) const { return weighed_ && at(counted_at_, Field::Function, row) == Tri::Yes && s_.largest(weight_field_, row) >= t.largest; }
  bool concerned(std::uint32_t function) const { return in_[function] >= Tri::Maybe || counted_at_[function] == Tri::Yes; }
  /// Words or makers have come that the tables do not have.
  bool outgrown() const {
    return (ground_ && ground_->rows() != e_.size()) || makers_.size() != s_.makers.size() || scope_.size() != e_.words(Field::Function).size() || status_words_ != e_.words(Field::Status).size() || operator_.size() != e_.words(Field::Operator).size() ||
           country_.size() != e_.words(Field::Country).size() || parties_words_ != e_.words(Field::Parties).size() || components_words_ != e_.words(Field::Components).size() || region_.size() != e_.words(Field::Region).size() ||
           segment_.size() != e_.words(Field::Segment).size() || site_class_.size() != e_.words(Field::SiteClass).size() || affected_.size() != e_.words(Field::Affected).size() || kinds_.size() != e_.words(Field::Kind).size() ||
           managed_.size() != e_.words(Field::Service).size() || whole_counts_.size() != s_.wholes.size() || shared_.size() != e_.words(Field::SharedWith).size() || said_passive_.size() != e_.words(Field::Passive).size();
  }
  /// Rows count here as they do there, whatever the limit. Where more than words decides, nothing is claimed.
  bool counts_as(const Counter& o) const {
    const auto same = [](const auto& a, const auto& b) { return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin()); };
    return exceptions_.empty() && o.exceptions_.empty() && reads_ != Reads::Approval && share_ == o.share_ && by_weight_ == o.by_weight_ && since_ == o.since_ && same(makers_, o.makers_) && parties_.size() == o.parties_.size() &&
           same(parties_, o.parties_) && components_.size() == o.components_.size() && same(components_, o.components_) && same(scope_, o.scope_) && same(counted_at_, o.counted_at_) && same(segment_, o.segment_) &&
           same(site_class_, o.site_class_) && same(region_, o.region_) && same(affected_, o.affected_) && same(country_, o.country_) && same(operator_, o.operator_) && same(shared_, o.shared_) && same(whole_counts_, o.whole_counts_);
  }

  /// What this one has counted is what the other would.
  bool tally_serves(const Counter& o) const { return counts_as(o) && !outgrown() && !o.outgrown() && reads_ == o.reads_ && reads_maker_ == o.reads_maker_ && reads_managed_ == o.reads_managed_ && reads_software_ == o.reads_software_ && r_.components == o.r_.components && r_.segments.empty() == o.r_.segments.empty() && r_.site_classes.empty() == o.r_.site_classes.empty() && r_.regions.empty() == o.r_.regions.empty() && r_.affected.empty() == o.r_.affected.empty(); }
  /// No row can be at least so surely of the suppliers of both.
  bool apart_from(const Counter& o, Tri least) const {
    if (!parties_.empty() || !components_.empty()) return false;
    for (std::size_t m = 0; m < std::min(makers_.size(), o.makers_.size()); ++m)
      if (makers_[m].is >= least && o.makers_[m].is >= least) return false;
    return true;
  }

  /// Adds a row in this state (`sign` 1), or takes it out (-1).
  void look_at(Tally& sums, std::size_t row, int sign, const RowState& state, Counted* lists) const {
    const std::int64_t rows = s_.rows_in(row), n = rows * sign;
    if ((!at(operator_, Field::Operator, row) && !at(shared_, Field::SharedWith, row)) || at(country_, Field::Country, row) == Tri::No) return;
    if (is_passive(row)) return;
    const RowKind kind = at(kinds_, Field::Kind, row);
    if (kind == RowKind::Component) return;  // a line of a bill of materials: part of something, never counted in use
    if (kind == RowKind::Service && (share_ || !reads_managed_ || at(managed_, Field::Service, row) == Tri::No)) return;
    if (kind == RowKind::Software && (share_ || !reads_software_)) return;
    const bool is_part = has_parts_ && e_.filled(Field::PartOf, row), on_host = !is_part && kind == RowKind::Software && hosted(row);
    if ((is_part || on_host) && (share_ || counted_with_whole(row))) return;
    Tri t = at(in_, Field::Function, row);
    if (t == Tri::No) return;
    Lacks lacks = 0;
    const auto need = [&](Tri test, Lack what) {
      if (test == Tri::No) t = Tri::No;
      if (test == Tri::Maybe) lacks |= bit(what);
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
    const Hit& h = is_part ? part_makers_[s_.maker_of_row[row]] : hit_of(row, kind);
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
    if (h.is == Tri::Maybe) lacks |= bit(h.described ? Lack::Designation : h.brand_only ? Lack::Brand : Lack::Maker);
    if (h.is == Tri::No && component_of(row).is != Tri::No) sums.component_rows += n;
    if ((lacks & bit(Lack::Function)) != 0 && h.is != Tri::No) sums.disputed[e_.code(Field::Function, row)] += n;
    if (sites_) {
      const std::uint32_t site = e_.code(Field::Site, row);
      if (site == 0) {
        lacks |= bit(Lack::Site);
        if (h.is == Tri::No) {
          sums.siteless_of_others += n;
          if (lists) sums.siteless.push_back({static_cast<std::uint32_t>(row), 1, lacks, true});
        } else {
          sums.siteless_of_supplier += n;
          if (h.is == Tri::Maybe || !base_sure) sums.siteless_maybe += n;
        }
      } else {
        sums.sites.add(e_.code(Field::Region, row), site, base_sure, h.is == Tri::Yes && lacks != 0 ? Tri::Maybe : h.is, n);
      }
    }
    std::int64_t low = 1, high = 1, known = 1;
    if (weighed_) {
      known = e_.count(weight_field_, row);
      low = high = known;
      if (known == estate::kNoCount) {
        low = known = 0;
        if (__builtin_mul_overflow(sums.largest, rows, &high)) high = kMost;
        lacks |= bit(Lack::Weight);
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
        open(high - low, bit(Lack::Weight));
      }
    }
  }

  /// The sums as a count; `out` has the lists.
  Counted finish(const Tally& t, Counted out) const {
    out.measured.measure = q_.measure->measure;
    out.measured.share = share_;
    out.measured.limit_num = limit_num_;
    out.measured.limit_den = limit_den_;
    out.largest = t.largest;
    out.sure_rows = t.sure_rows;
    out.open_rows = t.open_rows;
    out.excepted_rows = t.excepted_rows;
    out.exposure_rows = t.exposure_rows;
    out.exposure_pieces = static_cast<std::int64_t>(std::min<Wide>(t.exposure_pieces, kMost));
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
        if (n <= kMost) return static_cast<std::int64_t>(n);
        out.too_large = true;
        return kMost;
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

 private:
  /// Most requirements are about few functions: rows of others, whose `in` is below `least`, are not looked at where rows are sorted by it.
  template <class Look>
  void each_row(const std::vector<Tri>& in, Tri least, Look look) const {
    std::size_t rest = 0;
    if (!s_.by_function.rows.empty()) {
      for (std::size_t code = 0; code < in.size(); ++code)
        if (in[code] >= least)
          for (const auto row : s_.by_function.of(code)) look(row);
      rest = s_.by_function.rows.size();
    }
    for (std::size_t row = rest; row < e_.size(); ++row) look(row);
  }
  /// The total that is stated for what the measure counts; empty where none is, or several overlap.
  std::optional<std::int64_t> stated_total() const {
    std::vector<std::string> paths = q_.measure->counted_at;
    if (paths.empty())
      for (const auto& p : r_.functions)
        if (p.scope == Scope::In && s_.world->holds(p, r_.functions)) paths.push_back(p.path);
    if (paths.empty()) return std::nullopt;
    const auto stated = [&](std::string_view path) -> const StatedTotal* {
      for (const auto& t : s_.totals)
        if (t.measure == q_.measure->measure && t.function == path && (t.operator_id == q_.operator_id || (t.operator_id.empty() && q_.whole_estate_operator))) return &t;
      return nullptr;
    };
    std::int64_t sum = 0;
    bool every = true;
    for (const auto& p : paths) {
      const auto* t = stated(p);
      every = every && t != nullptr && t->total < (std::int64_t{1} << 60) - sum;
      if (every) sum += t->total;
    }
    if (every) return sum;
    // A wider path serves where the estate carries that weight nowhere else below it.
    for (std::string wide = paths.front(); !wide.empty(); wide = wide.substr(0, wide.rfind('.') == std::string::npos ? 0 : wide.rfind('.'))) {
      const auto* t = stated(wide);
      if (!t || !std::all_of(paths.begin(), paths.end(), [&](const auto& p) { return starts_with_path(p, wide); })) continue;
      std::int64_t narrow = 0;
      for (const auto& p : paths) {
        StatedTotal one = *t;
        one.function = p;
        narrow += known_sum(s_, one);
      }
      if (narrow == known_sum(s_, *t)) return t->total;
    }
    return std::nullopt;
  }
  /// Shares are of the stated total where the inventory has no more than it. What it lacks may be anybody's, and no missing weight is
  /// larger than that.
  void against_stated_total(Counted& out) const {
    if (s_.totals.empty()) return;
    const auto stated = stated_total();
    auto& m = out.measured;
    if (!stated || *stated < m.total || *stated <= 0) return;
    const std::int64_t lacking = *stated - m.total;
    Wide open_known = 0;  // known weights that may be the supplier's
    const Field f = q_.measure->measure == "premises" ? Field::Premises : q_.measure->measure == "traffic" ? Field::Traffic : Field::Quantity;
    for (const auto& o : out.open)
      if (const auto n = f == Field::Quantity ? e_.quantity(o.row) : e_.count(f, o.row); n != estate::kNoCount) open_known = added(open_known, n);
    for (auto& o : out.open) o.weight = std::min(o.weight, std::max(lacking, e_.count(f, o.row)));
    m.part_high = static_cast<std::int64_t>(std::min<Wide>(*stated, Wide{m.part} + open_known + lacking));
    m.total = m.total_low = m.total_high = *stated;
    out.largest = std::min(out.largest, lacking);
    if (lacking > 0) out.missing["stated total"] = lacking;
  }

  /// How many of the targets stand there: each is counted by itself, as pieces.
  Counted suppliers() const {
    Counted out;
    out.measured.measure = "suppliers";
    out.measured.limit_num = limit_num_;
    knowledge::Measure pieces = *q_.measure;
    pieces.measure = "quantity";
    for (const auto& target : q_.targets) {
      Question q = q_;
      q.targets = {target};
      q.measure = &pieces;
      q.as_count = true;
      Counted c = Counter(s_, q).run();
      ++out.measured.total;
      out.measured.part += !c.sure.empty();
      out.measured.part_high += !c.sure.empty() || !c.open.empty();
      out.sure.insert(out.sure.end(), c.sure.begin(), c.sure.end());
      if (c.sure.empty())
        for (const auto& o : c.open) out.open.push_back({o.row, 1, o.lacks});
      if (c.sure.empty())
        for (const auto& [what, n] : c.missing) out.missing[what] = std::max(out.missing[what], n);
      if (!c.basis.empty() && c.basis != "brand-only") out.basis = c.basis;
    }
    std::sort(out.sure.begin(), out.sure.end());
    out.sure.erase(std::unique(out.sure.begin(), out.sure.end()), out.sure.end());
    std::sort(out.open.begin(), out.open.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
    out.open.erase(std::unique(out.open.begin(), out.open.end(), [](const auto& a, const auto& b) { return a.row == b.row; }), out.open.end());
    for (const auto row : out.sure) out.sure_rows += s_.rows_in(row);
    for (const auto& o : out.open) out.open_rows += s_.rows_in(o.row);
    out.measured.part_low = out.measured.part;
    out.measured.total_low = out.measured.total_high = out.measured.total;
    return out;
  }

  template <class T, class Ask>
  std::vector<T> by_code(Field f, Ask ask) const {
    std::vector<T> out;
    const auto& words = e_.words(f);
    for (std::uint32_t c = 0; c < words.size(); ++c) out.push_back(static_cast<T>(ask(words.text(c))));
    return out;
  }
  template <class T>
  T at(const std::vector<T>& table, Field f, std::size_t row) const {
    return table[e_.code(f, row)];
  }

  /// Of a supplier that an instrument describes: perhaps where its seat or owner is of a group it may mean, never for sure.
  Hit described(const names::Resolution& who) const {
    Hit h;
    h.described = true;
    h.relation = screen::Relation::Named;
    const auto& groups = r_.described->groups;
    if (std::find(groups.begin(), groups.end(), "everyone") != groups.end()) {
      h.is = Tri::Yes;
      return h;
    }
    for (const auto& g : groups) {
      if (!g.starts_with("outside:")) continue;
      // Where the seat is not on record, it may be outside.
      const auto outside = [&](const std::string& id) {
        const std::string seat = screen::country(*s_.world, id);
        return seat.empty() ? Tri::Maybe : in_territory(*s_.world, seat, g.substr(8)) ? Tri::No : Tri::Yes;
      };
      switch (who.match) {
        case names::Match::Clear: h.is = outside(who.supplier); break;
        case names::Match::Brand: h.is = std::min(outside(who.supplier), Tri::Maybe); break;
        case names::Match::Near: case names::Match::Other: case names::Match::Unknown: h.is = Tri::Maybe; break;
      }
      h.described = who.match == names::Match::Clear;
      return h;
    }
    const auto meant = [&](const std::string& id) {
      const std::string g = screen::influence_group(*s_.world, id);
      return !g.empty() && (r_.described->any_group() || std::find(groups.begin(), groups.end(), g) != groups.end());
    };
    switch (who.match) {
      case names::Match::Clear: case names::Match::Brand: h.is = meant(who.supplier) ? Tri::Maybe : Tri::No; break;
      case names::Match::Near: h.is = std::any_of(who.candidates.begin(), who.candidates.end(), [&](const auto& c) { return meant(c.supplier); }) ? Tri::Maybe : Tri::No; break;
      case names::Match::Other: break;
      case names::Match::Unknown:
        h.is = Tri::Maybe;
        h.described = false;  // the maker is what is missing
        break;
    }
    return h;
  }
  Hit hit(const names::Resolution& who) const {
    if (r_.described) return described(who);
    Hit best;
    const auto relate = [&](const std::string& id) {
      auto strongest = screen::Relation::None;
      for (const auto& t : q_.targets) strongest = std::min(strongest, screen::relation(*s_.world, id, t));
      return strongest;
    };
    switch (who.match) {
      case names::Match::Clear: {
        best.relation = relate(who.supplier);
        best.is = best.relation == screen::Relation::None ? Tri::No : Tri::Yes;
        break;
      }
      case names::Match::Brand:
        best.brand_only = relate(who.supplier) != screen::Relation::None;
        best.is = best.brand_only ? Tri::Maybe : Tri::No;
        break;
      case names::Match::Near:
        for (const auto& c : who.candidates)
          if (relate(c.supplier) != screen::Relation::None) best.is = Tri::Maybe;
        break;
      case names::Match::Other: break;
      case names::Match::Unknown: best.is = Tri::Maybe; break;
    }
    return best;
  }
  static void stronger(Hit& into, const Hit& h) {
    if (h.is > into.is || (h.is == into.is && h.relation < into.relation)) into = h;
  }
  /// Of the maker, where it is read, the parties that are, and, where the instrument says so, the components.
  const Hit& hit_of(std::size_t row, RowKind kind) const {
    const Hit* h = &nobody_;
    const auto or_stronger = [&h](const Hit& other) {
      if (other.is > h->is || (other.is == h->is && other.relation < h->relation)) h = &other;
    };
    if (reads_maker_ || kind == RowKind::Service) h = &makers_[s_.maker_of_row[row]];
    if (!parties_.empty()) or_stronger(parties_[e_.code(Field::Parties, row)]);
    if (h->is != Tri::Yes && r_.components)
      if (const Hit& part = component_of(row); part.is > h->is) h = &part;
    return *h;
  }
  const Hit& component_of(std::size_t row) const { return components_.empty() ? nobody_ : components_[e_.code(Field::Components, row)]; }
  /// `open`: by exception, whether it could not be told of some row.
  Tri excepted_by(std::size_t row, int sign, std::vector<std::int64_t>& open) const {
    Tri any = Tri::No;
    for (std::size_t i = 0; i < exceptions_.size(); ++i) {
      const Tri t = exceptions_[i].test.test(row);
      if (t == Tri::Maybe) open[i] += sign * s_.rows_in(row);
      any = std::max(any, t);
    }
    return any;
  }
  /// Yes where an approval is needed and the operator's complete list has none; cannot be told where nobody said that the list is complete.
  Tri unapproved(std::size_t row) const {
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
  static void add_fact(Counted& out, std::string fact) {
    if (std::find(out.facts.begin(), out.facts.end(), fact) == out.facts.end()) out.facts.push_back(std::move(fact));
  }
  /// Which path of the instrument leaves this function open, and why.
  void note_dispute(std::uint32_t code, Counted& out) const {
    for (const auto path : split(e_.words(Field::Function).text(code), '|'))
      for (const auto& p : r_.functions)
        if (p.scope == Scope::Disputed && starts_with_path(path, p.path) && s_.world->holds(p, r_.functions)) {
          add_fact(out, "whether " + p.path + " is covered" + (p.note.empty() ? std::string() : ": " + p.note));
        }
  }

  /// What it is part of, or runs on, is the supplier's and in scope, and stands for both.
  bool counted_with_whole(std::size_t row) const {
    const std::uint32_t w = s_.whole_at(row);
    return w != 0 && whole_counts_[w - 1];
  }
  /// A part whose maker is not known says nothing: most rows have such parts.
  Hit part_hit(Hit h) const {
    if (h.is != Tri::Yes || h.described || !reads_maker_) return nobody_;
    h.component = true;
    return h;
  }
  bool hosted(std::size_t row) const { return e_.has(Field::RunsOn) && e_.filled(Field::RunsOn, row); }

  bool is_passive(std::size_t row) const {
    const std::uint32_t p = e_.code(Field::Passive, row);
    return p == 0 ? at(passive_, Field::Function, row) : said_passive_[p];
  }

  static Tri among(const std::vector<std::string>& wanted, std::string_view cell) {
    if (cell.empty()) return Tri::Maybe;
    for (const auto part : split(cell, '|'))
      if (std::find(wanted.begin(), wanted.end(), trimmed(part)) != wanted.end()) return Tri::Yes;
    return Tri::No;
  }

  Tri scope(std::string_view cell) const {
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
          verdict = p.scope == Scope::In ? Tri::Yes : p.scope == Scope::Disputed ? Tri::Maybe : Tri::No;
        }
        // "core" alone may be any of what is listed below it.
        wider = wider || (p.scope != Scope::Out && p.path.size() > path.size() && starts_with_path(p.path, path));
      }
      if (deepest == 0 && wider) verdict = Tri::Maybe;
      best = std::max(best, verdict);
    }
    return best;
  }
  Tri counted_at(std::string_view cell) const {
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

  /// Whether the row counts on the day by its dates: present, in service, or installed or bought since the day of a ban.
  Tri active(std::size_t row, const RowState& st, Field& by) const {
    if (reads_ == Reads::Use) return st.in_service ? Tri::Yes : Tri::No;
    // What stood there before the duty to have an approval began needs none.
    if (!st.present || reads_ == Reads::Removal || (reads_ == Reads::Approval && !since_.known())) return st.present ? Tri::Yes : Tri::No;
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

  static constexpr std::array<std::string_view, 5> kBases = {"named", "subsidiary", "affiliate", "component-only", "brand-only"};  ///< strongest first
  static void note_basis(Tally& sums, const Hit& h, std::int64_t n) {
    if (h.described) return;  // nobody is named, so nobody is meant by name
    sums.subsidiaries += h.relation == screen::Relation::Subsidiary ? n : 0;
    sums.affiliates += h.relation == screen::Relation::Affiliate ? n : 0;
    const auto basis = std::find(kBases.begin(), kBases.end(), h.component ? "component-only" : screen::to_text(h.relation));
    if (basis != kBases.end()) sums.basis[static_cast<std::size_t>(basis - kBases.begin())] += n;
  }

  const Subject& s_;
  const Question& q_;
  const knowledge::Requirement& r_;
  const estate::Estate& e_;
  bool reads_maker_ = false, reads_managed_ = false, reads_software_ = false;
  Reads reads_;
  Day since_;
  Field weight_field_ = Field::Quantity;
  bool weighed_ = false, sites_ = false, has_parts_ = false;
  bool by_weight_ = false;  ///< the base is counted where the measure says, else where the requirement does
  std::vector<Tri> in_;     ///< by code of the function: in the base
  std::size_t status_words_ = 0, parties_words_ = 0, components_words_ = 0;
  Hit nobody_;
  std::vector<Hit> makers_, part_makers_, parties_, components_;  ///< by index into the subject's makers, of a row and of a part; by code, where any row has such a cell
  struct ExceptionTest {
    const knowledge::Exception* exception;
    expr::RowTest test;
  };
  expr::Names no_names_;
  std::unique_ptr<EstateGround> ground_;
  std::vector<ExceptionTest> exceptions_;
  bool share_ = false;
  std::int64_t limit_num_ = 0, limit_den_ = 1;
  std::vector<Tri> scope_, counted_at_, segment_, site_class_, region_, affected_, country_;
  std::vector<Tri> managed_;
  std::vector<bool> operator_, shared_, passive_, said_passive_, to_come_, whole_counts_;
  std::vector<RowKind> kinds_;
};

}  // namespace counting

using counting::Counter;

Counted count(const Subject& s, const Question& q, bool plain) {
  const Subject& in = counted_in(s, *q.measure);
  if (plain && in.recounts) return in.recounts->count(in, q);
  return Counter(in, q).run();
}

struct Recounts::Kept {
  struct Was {
    std::uint32_t row;
    bool there;
    RowState state;
  };
  struct Moved {
    Was was, is;
    std::uint32_t function;
  };
  struct Entry {
    Question q;
    std::unique_ptr<Counter> counter;
    Counter::Tally tally;
    std::uint64_t step = 0, world = 0;
    Counted counted() const { return counter->finish(tally, {}); }
  };
  Entry& entry(const Subject& s, const Question& q);  ///< up to date
  std::map<std::string, knowledge::Measure> pieces;   ///< of requirements that count suppliers
  static constexpr std::size_t kSteps = 64;  // changes kept for a count that was not asked for meanwhile; one further behind starts anew
  std::vector<Was> log;
  std::deque<std::vector<Moved>> steps;
  std::uint64_t first_step = 0, world = 0;
  std::unordered_map<std::string, Entry> entries;
  std::map<std::string, AlikeRows> alike;  ///< by regime
  std::vector<std::uint32_t> mark;
  std::uint32_t stamp = 0;

  std::uint64_t now() const { return first_step + steps.size(); }
  /// What has come of the log since it was empty: rows that are as they were drop out.
  void settle(const Subject& s) {
    if (log.empty()) return;
    ++stamp;
    mark.resize(s.estate->size(), 0);
    std::vector<Moved> moved;
    for (const Was& w : log) {
      if (std::exchange(mark[w.row], stamp) == stamp) continue;  // the first says how it was
      const Was is{w.row, s.there(w.row), s.states[w.row]};
      if (w.there == is.there && (!w.there || w.state == is.state)) continue;
      moved.push_back({w, is, s.estate->code(Field::Function, w.row)});
    }
    log.clear();
    if (moved.empty()) return;
    steps.push_back(std::move(moved));
    if (steps.size() > kSteps) {
      steps.pop_front();
      ++first_step;
    }
  }
};

Recounts::Recounts() : kept_(std::make_unique<Kept>()) {}
Recounts::~Recounts() = default;
void Recounts::changes(std::uint32_t row, bool was_there, RowState was) { kept_->log.push_back({row, was_there, was}); }
void Recounts::world_changed() { ++kept_->world; }
void Recounts::forget() {
  kept_->entries.clear();
  kept_->alike.clear();
}
const AlikeRows* Recounts::alike(const Subject& s, const knowledge::Regime& regime) {
  AlikeRows& rows = kept_->alike.try_emplace(regime.id, regime).first->second;
  return rows.take(s) ? &rows : nullptr;
}

Counted Recounts::count(const Subject& s, const Question& q) {
  Kept& k = *kept_;
  k.settle(s);
  if (q.measure->measure == "suppliers" && s.totals.empty())
    if (auto counted = suppliers(s, q)) return std::move(*counted);
  if (q.measure->measure == "suppliers" || !s.totals.empty()) return Counter(s, q).run();
  return k.entry(s, q).counted();
}

std::optional<Counted> Recounts::suppliers(const Subject& s, const Question& q) {
  Kept& k = *kept_;
  knowledge::Measure& pieces = k.pieces[q.direction + "\x1f" + q.requirement->name];
  pieces = *q.measure;
  pieces.measure = "quantity";
  Counted out;
  out.measured.measure = "suppliers";
  std::vector<const Kept::Entry*> each, open;
  for (const auto& target : q.targets) {
    Question one = q;
    one.targets = {target};
    one.measure = &pieces;
    one.as_count = true;
    const Kept::Entry& entry = k.entry(s, one);
    Counted c = entry.counted();
    // Rows that count for several are counted once: who does not list rows cannot tell.
    const auto apart = [&](const std::vector<const Kept::Entry*>& others, Tri least) { return std::all_of(others.begin(), others.end(), [&](const auto* o) { return entry.counter->apart_from(*o->counter, least); }); };
    if (!apart(each, Tri::Yes) || (c.sure_rows == 0 && !apart(open, Tri::Maybe))) return std::nullopt;
    each.push_back(&entry);
    if (c.sure_rows == 0) open.push_back(&entry);
    out.measured.limit_num = c.measured.limit_num;
    ++out.measured.total;
    out.measured.part += c.sure_rows > 0;
    out.measured.part_high += c.sure_rows > 0 || c.open_rows > 0;
    out.sure_rows += c.sure_rows;
    if (c.sure_rows == 0) {
      out.open_rows += c.open_rows;
      for (const auto& [what, n] : c.missing) out.missing[what] = std::max(out.missing[what], n);
    }
    if (!c.basis.empty() && c.basis != "brand-only") out.basis = c.basis;
  }
  out.measured.part_low = out.measured.part;
  out.measured.total_low = out.measured.total_high = out.measured.total;
  return out;
}

Recounts::Kept::Entry& Recounts::Kept::entry(const Subject& s, const Question& q) {
  Kept& k = *this;
  std::string key = q.direction + "\x1f" + q.requirement->name + "\x1f" + q.measure->measure + "\x1f" + q.operator_id + (q.whole_estate_operator ? "\x1f+" : "\x1f-") + (q.as_count ? "n" : "");
  for (const auto& target : q.targets) key += "\x1f" + target;
  Kept::Entry& entry = k.entries[key];
  const auto anew = [&] {
    // Several directions ask the same of the same rows.
    const auto same = std::find_if(k.entries.begin(), k.entries.end(), [&](const auto& other) {
      const Entry& o = other.second;
      return &o != &entry && o.counter && o.world == k.world && o.step == k.now() && o.q.measure->measure == q.measure->measure && o.counter->tally_serves(*entry.counter);
    });
    entry.tally = same != k.entries.end() ? same->second.tally : entry.counter->tally(nullptr);
    entry.step = k.now();
  };
  if (!entry.counter || entry.world != k.world || entry.counter->outgrown()) {
    // The question that is kept must not move while a counter points to it.
    auto before = std::move(entry.counter);
    const bool other = !before || entry.step < k.first_step;
    Question asked = q;
    auto fresh = std::make_unique<Counter>(s, asked);
    const bool same = !other && before->counts_as(*fresh);
    fresh.reset();
    entry.q = std::move(asked);
    entry.counter = std::make_unique<Counter>(s, entry.q);
    entry.world = k.world;
    if (!same) anew();
    else entry.tally.disputed.resize(s.estate->words(Field::Function).size(), 0);
  } else if (entry.step < k.first_step) {
    anew();
  }
  const Counter& counter = *entry.counter;
  while (entry.step < k.now()) {
    for (const auto& m : k.steps[entry.step - k.first_step]) {
      if (!counter.concerned(m.function)) continue;
      if (counter.decides_largest(entry.tally, m.was.row)) {
        anew();
        break;
      }
      if (m.was.there) counter.look_at(entry.tally, m.was.row, -1, m.was.state, nullptr);
      if (m.is.there) counter.look_at(entry.tally, m.is.row, 1, m.is.state, nullptr);
    }
    if (entry.step < k.now()) ++entry.step;
  }
  return entry;
}

std::vector<std::uint32_t> Counted::rows() const {
  std::vector<std::uint32_t> out = sure;
  for (const auto& o : open) out.push_back(o.row);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

const knowledge::Requirement* requirement_of(const knowledge::Knowledge& k, const Finding& f) {
  const auto d = k.directions.find(f.direction);
  if (d == k.directions.end()) return nullptr;
  for (const auto& q : d->second.requirements)
    if (q.name == f.requirement) return &q;
  return nullptr;
}

std::optional<Counted> count_of(const Subject& s, const Finding& f) {
  const auto* q = requirement_of(*s.world->knowledge, f);
  if (q == nullptr) return std::nullopt;
  const auto& d = s.world->knowledge->directions.find(f.direction)->second;
  for (const auto& m : q->measures) {
    if (m.measure != f.measured.measure || !s.world->holds(m, q->measures)) continue;
    const auto targets = q->each_supplier && !f.supplier.empty() ? std::vector<std::string>{f.supplier} : targets_of(*s.world, *q);
    return count(s, {targets, q, &m, d.id, d.territory, f.operator_id, operators_of(s).takes_rest(f.operator_id)});
  }
  return std::nullopt;
}

std::string_view to_text(Lack l) {
  static constexpr std::array<std::string_view, kLacks> kWords = {"maker", "maker (brand only)", "function", "segment", "site_class", "region", "affected", "ordered_on", "installed_on", "site", "weight", "exception", "approval", "designation", "status", "service"};
  return kWords[static_cast<std::size_t>(l)];
}
std::vector<std::string> names_of(Lacks lacks) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kLacks; ++i)
    if ((lacks >> i) & 1U) out.emplace_back(to_text(static_cast<Lack>(i)));
  return out;
}

std::vector<std::string> targets_of(const knowledge::World& w, const knowledge::Requirement& q) {
  std::vector<std::string> out = q.about;
  if (!q.about_list.empty())
    for (const auto& t : screen::on_list(w, q.about_list))
      if (std::find(out.begin(), out.end(), t) == out.end()) out.push_back(t);
  return out;
}

bool over(std::int64_t part, std::int64_t total, const Measured& m) {
  if (!m.share) return part > m.limit_num;
  return Wide{part} * m.limit_den > Wide{m.limit_num} * total;
}
Tri within(const Measured& m) { return over(m.part_low, m.total_low, m) ? Tri::No : over(m.part_high, m.total_high, m) ? Tri::Maybe : Tri::Yes; }

std::string percent_cut(std::int64_t part, std::int64_t total) {
  const auto tenths = static_cast<std::int64_t>(Wide{part} * 1000 / total);
  return std::to_string(tenths / 10) + (tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "") + " %";
}

std::string against_limit(const Measured& m) {
  const auto value = [&](std::int64_t part, std::int64_t total) {
    if (!m.share) return std::to_string(part);
    return total == 0 ? std::string("nothing to take a share of (0 of 0)") : percent_cut(part, total) + " (" + std::to_string(part) + " of " + std::to_string(total) + ")";
  };
  std::string out = value(m.part, m.total);
  if (m.part_low != m.part_high || m.total_low != m.total_high) out = "between " + value(m.part_low, m.total_low) + " and " + value(m.part_high, m.total_high);
  out += ", at most " + (m.share ? percent_cut(m.limit_num, m.limit_den) : std::to_string(m.limit_num));
  if (over(m.part, m.total, m)) out += ", over by " + std::to_string(over_by(m));
  return out;
}

std::int64_t over_by(const Measured& m) {
  if (!over(m.part, m.total, m)) return 0;
  const Wide allowed = m.share ? Wide{m.limit_num} * m.total / m.limit_den : Wide{m.limit_num};
  return m.part - static_cast<std::int64_t>(allowed);
}

}  // namespace rf::direct
