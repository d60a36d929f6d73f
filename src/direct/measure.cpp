// Each test of a row has three answers: no, yes, cannot be told. A row that fails one test is out; one that passes all is
// counted; any other could be counted and is named with what is missing. Bounds: value_low gives every such row to
// others, value_high to the supplier in question (docs/judging.md, "Not knowing is an answer").
// Words are asked once a distinct value, so a million rows cost a few table look-ups each.
#include "direct/measure.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "direct/tri.h"
#include "screen/screen.h"

namespace rf::direct {
namespace {

using knowledge::Scope;

struct Hit {
  Tri is = Tri::No;
  screen::Relation relation = screen::Relation::None;
  bool brand_only = false;
};

class Counter {
 public:
  Counter(const Subject& s, const Question& q) : s_(s), q_(q), r_(*q.requirement), e_(*s.estate) {
    for (const auto& role : r_.relations) {
      reads_maker_ = reads_maker_ || role == "maker";
      reads_managed_ = reads_managed_ || role == "managed-operation";
      reads_software_ = reads_software_ || role == "software";
    }
    for (const auto& m : s.makers) makers_.push_back(hit(m));
    for (const auto& [code, parties] : s.parties)
      for (const auto& [role, who] : parties)
        if (std::find(r_.relations.begin(), r_.relations.end(), role == "managed-service" ? "managed-operation" : role) != r_.relations.end())
          stronger(parties_[code], hit(who));
    scope_ = by_code<Tri>(Field::Function, [&](auto text) { return scope(text); });
    counted_at_ = by_code<Tri>(Field::Function, [&](auto text) { return counted_at(text); });
    passive_ = by_code<bool>(Field::Function, [](auto text) { return text == "ran.antenna" || starts_with_path(text, "access.fttp.passive"); });
    segment_ = by_code<Tri>(Field::Segment, [&](auto text) { return among(r_.segments, text); });
    site_class_ = by_code<Tri>(Field::SiteClass, [&](auto text) { return among(r_.site_classes, text); });
    region_ = by_code<Tri>(Field::Region, [&](auto text) { return among(r_.regions, text); });
    affected_ = by_code<Tri>(Field::Affected, [&](auto text) { return text == "unknown" ? Tri::Maybe : among(r_.affected, text); });
    country_ = by_code<Tri>(Field::Country, [&](auto text) {
      const std::string_view at = text.empty() ? std::string_view(s_.country) : text;
      return q_.territory.empty() || at.empty() || at == q_.territory ? Tri::Yes : Tri::No;
    });
    operator_ = by_code<bool>(Field::Operator, [&](auto text) { return text == q_.operator_id || (text.empty() && q_.whole_estate_operator); });
    shared_ = by_code<bool>(Field::SharedWith, [&](auto text) {
      for (const auto with : split(text, '|'))
        if (trimmed(with) == q_.operator_id && !q_.operator_id.empty()) return true;
      return false;
    });
    no_pieces_ = by_code<std::uint8_t>(Field::Kind, [](auto text) { return static_cast<std::uint8_t>(text == "software" ? 1 : text == "service" ? 2 : text == "component" ? 3 : 0); });
  }

  Counted run() {
    if (q_.measure->measure == "suppliers") return suppliers();
    const bool share = r_.share;
    const Field weight_field = q_.measure->measure == "premises" ? Field::Premises : q_.measure->measure == "traffic" ? Field::Traffic : Field::Quantity;
    const bool weighed = weight_field != Field::Quantity;
    const bool sites = q_.measure->measure == "sites";
    // A missing weight lies between 0 and the largest known of the counted functions.
    std::int64_t largest = 0;
    if (weighed)
      for (std::size_t row = 0; row < e_.size(); ++row)
        if (at(counted_at_, Field::Function, row) == Tri::Yes) largest = std::max(largest, e_.count(weight_field, row));
    // Where no weight is known at all, any is possible: one for each row lets the share range from nothing to all.
    if (weighed && largest <= 0) largest = 1;
    Counted out;
    out.measured.measure = q_.measure->measure;
    out.measured.share = share;
    out.measured.limit_num = r_.limit_num;
    out.measured.limit_den = r_.limit_den;
    std::int64_t part = 0, part_low = 0, part_high = 0;        // of the supplier
    std::int64_t other = 0, other_low = 0, other_high = 0;     // of others, as they add to the bounds' totals
    std::map<std::string, std::uint8_t> site_bits;             // bit 0: in the base for sure, 1: maybe, 2: supplier sure, 3: supplier maybe
    for (std::size_t row = 0; row < e_.size(); ++row) {
      const Hit h = hit_of(row);
      if ((!at(operator_, Field::Operator, row) && !at(shared_, Field::SharedWith, row)) || at(country_, Field::Country, row) == Tri::No) continue;
      if (is_passive(row)) continue;
      const std::uint8_t kind = at(no_pieces_, Field::Kind, row);
      if (kind == 3) continue;  // a line of a bill of materials: part of something, never counted in use
      if (kind == 2 && (share || !reads_managed_ || e_.text(Field::Service, row) != "managed-operation")) continue;
      if (kind == 1 && (share || !reads_software_ || hosted(row))) continue;
      if (e_.has(Field::PartOf) && !e_.text(Field::PartOf, row).empty()) continue;
      Tri t = share && (weighed || sites) ? at(counted_at_, Field::Function, row) : at(scope_, Field::Function, row);
      if (t == Tri::No) continue;
      const char* lacks[4];
      std::size_t n = 0;
      if (t == Tri::Maybe) lacks[n++] = "function";
      const auto need = [&](Tri test, const char* what) {
        if (test == Tri::No) t = Tri::No;
        if (test == Tri::Maybe && n < 4) lacks[n++] = what;
      };
      if (!r_.segments.empty()) need(at(segment_, Field::Segment, row), "segment");
      if (!r_.site_classes.empty()) need(at(site_class_, Field::SiteClass, row), "site_class");
      if (!r_.regions.empty()) need(at(region_, Field::Region, row), "region");
      if (!r_.affected.empty()) need(at(affected_, Field::Affected, row), "affected");
      if (t == Tri::No) continue;
      const char* stood_in = nullptr;
      const Tri on_the_day = active(row, stood_in);
      if (on_the_day == Tri::Yes && s_.states[row].unsure) need(Tri::Maybe, "status");
      else need(on_the_day, r_.kind == "purchase-ban" ? "ordered_on" : "installed_on");
      if (t == Tri::No) continue;
      const bool base_sure = n == 0;
      if (h.is == Tri::Maybe && n < 4) lacks[n++] = h.brand_only ? "maker (brand only)" : "maker";
      if (sites) {
        std::string site(e_.text(Field::Site, row));
        if (site.empty() && n < 4) lacks[n++] = "site";
        site = site.empty() ? "#" + std::to_string(row) : std::string(e_.text(Field::Region, row)) + "/" + site;
        auto& bits = site_bits[site];
        bits |= static_cast<std::uint8_t>(base_sure ? 1 : 2);
        if (h.is == Tri::Yes && n == 0) bits |= 4;
        else if (h.is != Tri::No) bits |= 8;
      }
      std::int64_t low = 1, high = 1, known = 1;
      if (weighed) {
        known = e_.count(weight_field, row);
        low = high = known;
        if (known == estate::kNoCount) {
          low = known = 0;
          high = largest;
          if (n < 4) lacks[n++] = "weight";
        }
      } else if (!sites) {
        low = high = known = e_.quantity(row);
      }
      const bool of_supplier_sure = h.is == Tri::Yes, of_supplier_maybe = h.is != Tri::No;
      const bool weight_open = low != high;
      const bool sure = base_sure && of_supplier_sure;
      if (of_supplier_maybe) {
        if (sure) {
          part += known;
          part_low += low;
        }
        part_high += high;
        if (!sure) {
          // For others in the low bound (with its highest weight), the supplier's in the high one.
          if (base_sure) other += known;
          if (!of_supplier_sure) other_low += high;
        }
        if (sure) {
          out.sure.push_back(static_cast<std::uint32_t>(row));
          note_basis(out, h);
          if (stood_in) ++out.stood_in[stood_in];
        } else if (h.brand_only && out.basis.empty()) {
          out.basis = "brand-only";
        }
        if (!sure || weight_open) out.open.push_back({static_cast<std::uint32_t>(row), std::max<std::int64_t>(high - (sure ? low : 0), 0)});
        if (n > 0) ++undecided_rows_;
        for (std::size_t i = 0; i < n; ++i) ++out.missing[lacks[i]];
      } else {
        if (base_sure) other += known;
        other_low += high;
        if (base_sure) other_high += low;
        if (weight_open && share) {
          ++out.missing["weight"];
          out.open.push_back({static_cast<std::uint32_t>(row), high - low});
        }
      }
    }
    auto& m = out.measured;
    if (sites) {
      std::int64_t n_part = 0, n_high = 0, total = 0, total_max = 0;
      for (const auto& [site, b] : site_bits) {
        total += (b & 1) != 0;
        total_max += 1;
        n_part += (b & 4) != 0 && (b & 1) != 0;
        n_high += (b & 12) != 0;
      }
      m.part = m.part_low = n_part;
      m.part_high = n_high;
      m.total = total;
      m.total_low = total_max;
      // Sites that would join the base only with the supplier's equipment.
      m.total_high = total;
      for (const auto& [site, b] : site_bits) m.total_high += (b & 1) == 0 && (b & 12) != 0;
    } else {
      m.part = part;
      m.part_low = part_low;
      m.part_high = part_high;
      m.total = part + other;
      m.total_low = part_low + other_low;
      m.total_high = part_high + other_high;
      if (share) against_stated_total(out);
    }
    std::stable_sort(out.open.begin(), out.open.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
    if (!share) m.total_low = m.total_high = m.total;
    if (out.missing.empty()) out.open.clear();
    return out;
  }

 private:
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
    std::int64_t open_known = 0;  // known weights that may be the supplier's
    const Field f = q_.measure->measure == "premises" ? Field::Premises : q_.measure->measure == "traffic" ? Field::Traffic : Field::Quantity;
    for (const auto& o : out.open)
      if (const auto n = f == Field::Quantity ? e_.quantity(o.row) : e_.count(f, o.row); n != estate::kNoCount) open_known += n;
    for (auto& o : out.open) o.weight = std::min(o.weight, std::max(lacking, e_.count(f, o.row)));
    m.part_high = std::min(*stated, m.part + open_known + lacking);
    m.total = m.total_low = m.total_high = *stated;
    if (lacking > 0) out.missing["stated total"] = lacking;
  }

  /// How many of the targets stand there: each is counted by itself, as pieces.
  Counted suppliers() const {
    Counted out;
    out.measured.measure = "suppliers";
    out.measured.limit_num = r_.limit_num;
    knowledge::Measure pieces = *q_.measure;
    pieces.measure = "quantity";
    knowledge::Requirement one = r_;
    one.share = false;
    for (const auto& target : q_.targets) {
      Question q = q_;
      q.targets = {target};
      q.measure = &pieces;
      q.requirement = &one;
      Counted c = Counter(s_, q).run();
      ++out.measured.total;
      out.measured.part += !c.sure.empty();
      out.measured.part_high += !c.sure.empty() || !c.open.empty();
      out.sure.insert(out.sure.end(), c.sure.begin(), c.sure.end());
      if (c.sure.empty())
        for (const auto& o : c.open) out.open.push_back({o.row, 1});
      if (c.sure.empty())
        for (const auto& [what, n] : c.missing) out.missing[what] = std::max(out.missing[what], n);
      if (!c.basis.empty() && c.basis != "brand-only") out.basis = c.basis;
    }
    std::sort(out.open.begin(), out.open.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
    out.open.erase(std::unique(out.open.begin(), out.open.end(), [](const auto& a, const auto& b) { return a.row == b.row; }), out.open.end());
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

  Hit hit(const names::Resolution& who) const {
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
  Hit hit_of(std::size_t row) const {
    Hit h;
    if (at(no_pieces_, Field::Kind, row) == 3) return h;
    const bool service = at(no_pieces_, Field::Kind, row) == 2;
    if (reads_maker_ || service) h = makers_[s_.maker_of_row[row]];
    if (!parties_.empty())
      if (const auto p = parties_.find(e_.code(Field::Parties, row)); p != parties_.end()) stronger(h, p->second);
    return h;
  }

  /// Software that runs on a host of this estate is counted with its host, once.
  bool hosted(std::size_t row) const { return e_.has(Field::RunsOn) && !e_.text(Field::RunsOn, row).empty(); }

  bool is_passive(std::size_t row) const {
    const std::uint32_t p = e_.code(Field::Passive, row);
    return p == 0 ? at(passive_, Field::Function, row) : e_.words(Field::Passive).text(p) == "yes";
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
  Tri active(std::size_t row, const char*& stood_in) const {
    const RowState st = s_.states[row];
    if (r_.kind == "removal") return st.present ? Tri::Yes : Tri::No;
    if (r_.kind == "use" || r_.kind == "cap") return st.in_service ? Tri::Yes : Tri::No;
    if (!st.present) return Tri::No;
    const auto* dates = s_.world->first(r_.dates);
    if (!dates || !dates->since.known()) return Tri::Maybe;
    static constexpr std::array kBought = {Field::OrderedOn, Field::ManufacturedOn, Field::InstalledOn, Field::InServiceFrom};
    static constexpr std::array kInstalled = {Field::InstalledOn, Field::InServiceFrom};
    const auto first = [&](auto& chain) {
      for (const Field f : chain)
        if (const Day d = e_.day(f, row); d.known()) {
          if (f != chain[0]) stood_in = info(f).name.data();
          return d;
        }
      return Day{};
    };
    const Day d = r_.kind == "purchase-ban" ? first(kBought) : first(kInstalled);
    if (!d.known()) {
      // What was ordered or seen before the ban cannot tell; a piece last seen before it was there before it.
      const Day seen = e_.day(Field::LastSeen, row);
      return seen.known() && seen < dates->since ? Tri::No : Tri::Maybe;
    }
    return d >= dates->since ? Tri::Yes : Tri::No;
  }

  void note_basis(Counted& out, const Hit& h) const {
    const auto text = std::string(screen::to_text(h.relation));
    out.subsidiaries += h.relation == screen::Relation::Subsidiary;
    out.affiliates += h.relation == screen::Relation::Affiliate;
    static constexpr std::array<std::string_view, 4> kOrder = {"named", "subsidiary", "affiliate", "brand-only"};
    const auto rank = [](std::string_view b) { return std::find(kOrder.begin(), kOrder.end(), b) - kOrder.begin(); };
    if (out.basis.empty() || rank(text) < rank(out.basis)) out.basis = text;
  }

  const Subject& s_;
  const Question& q_;
  const knowledge::Requirement& r_;
  const estate::Estate& e_;
  bool reads_maker_ = false, reads_managed_ = false, reads_software_ = false;
  std::vector<Hit> makers_;
  std::map<std::uint32_t, Hit> parties_;
  std::vector<Tri> scope_, counted_at_, segment_, site_class_, region_, affected_, country_;
  std::vector<bool> operator_, shared_, passive_;
  std::vector<std::uint8_t> no_pieces_;
  std::int64_t undecided_rows_ = 0;
};

}  // namespace

Counted count(const Subject& s, const Question& q) { return Counter(s, q).run(); }

}  // namespace rf::direct
