// Regimes: a mitigation stays effective while the conditions recorded for it hold. A deciding condition that is false
// makes it ineffective; none false and one undecided make it unknown (docs/judging.md, "uk-hcsec, exactly"). Kinds of
// conditions are few and general; which regime has which, for whom and from when, stands in knowledge/regimes/.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "direct/judge.h"
#include "direct/measure.h"
#include "direct/tri.h"
#include "screen/screen.h"

namespace rf::direct {
namespace {


Tri below_any(std::string_view cell, const std::vector<std::string>& paths, const std::vector<std::string>& without = {}) {
  if (cell.empty()) return Tri::Maybe;
  Tri best = Tri::No;
  for (const auto path : split(cell, '|')) {
    if (std::any_of(without.begin(), without.end(), [&](const auto& p) { return starts_with_path(path, p); })) continue;
    for (const auto& p : paths) {
      if (starts_with_path(path, p)) best = Tri::Yes;
      else if (starts_with_path(p, path)) best = std::max(best, Tri::Maybe);
    }
  }
  return best;
}

class RegimeJudge {
 public:
  RegimeJudge(const Subject& s, const knowledge::Regime& r, const std::string& op, bool whole) : s_(s), w_(*s.world), r_(r), e_(*s.estate), op_(op), whole_(whole) {
    const auto& functions = e_.words(Field::Function);
    for (std::uint32_t c = 0; c < functions.size(); ++c) infra_.push_back(below_any(functions.text(c), r.infrastructure, r.infrastructure_without));
    for (const auto& m : s.makers) {
      std::string group = m.match == names::Match::Clear ? screen::influence_group(w_, m.supplier) : std::string();
      groups_.push_back(group);
    }
    for (std::size_t row = 0; row < e_.size(); ++row)
      if (mine(row) && infra_[e_.code(Field::Function, row)] != Tri::No && s.states[row].present) rows_.push_back(static_cast<std::uint32_t>(row));
  }

  RegimeResult run() {
    RegimeResult out;
    out.id = r_.id;
    out.operator_id = op_;
    if (std::none_of(r_.conditions.begin(), r_.conditions.end(), [&](const auto& c) { return w_.holds(c, r_.conditions); }) && !w_.first(r_.assurance)) {
      out.status = "absent";  // not yet on record that day
      return out;
    }
    if (const auto* a = w_.first(r_.assurance)) {
      out.assurance_level = a->level;
      out.assurance_by = a->by;
      out.assurance_says = a->says;
      out.assurance_from = a->from;
    }
    Tri about = Tri::No;
    for (const auto row : rows_) about = std::max(about, std::min(infra_[e_.code(Field::Function, row)], is_about(row)));
    if (about == Tri::No) {
      out.status = "not-needed";
      out.why = "nothing of " + list(r_.about) + " is in scope";
      return out;
    }
    bool any_false = false, any_open = false;
    std::string falses, opens;
    for (const auto& c : r_.conditions) {
      if (!w_.holds(c, r_.conditions)) continue;
      Condition k{c.name, c.says, {}, c.decides, {}};
      Tri is = Tri::Maybe;
      if (c.kind == "one-supplier") is = one_supplier(k.why);
      else if (c.kind == "other-vendors") is = other_vendors(c, k.why);
      else if (c.kind == "share") is = share(c, k.why);
      else if (c.kind == "supply") is = supply(c, k.why);
      else if (const Assurance* a = assured(c)) k.why = "stated by the operator" + (a->from.known() ? " from " + to_text(a->from) : std::string()) + (a->source.empty() ? "" : " (" + a->source + ")");
      else k.why = "no evidence of it was given";
      k.state = c.kind == "assurance" ? (assured(c) ? "true" : "not-stated") : is == Tri::Yes ? "true" : is == Tri::No ? "false" : "undecided";
      if (c.decides && k.state == "false") {
        any_false = true;
        falses += (falses.empty() ? "" : "; ") + c.name + ": " + k.why;
      }
      if (c.decides && k.state == "undecided") {
        any_open = true;
        opens += (opens.empty() ? "" : "; ") + c.name + ": " + k.why;
      }
      out.conditions.push_back(std::move(k));
    }
    out.status = any_false ? "ineffective" : any_open ? "unknown" : "effective";
    out.why = any_false ? falses : any_open ? opens : "all deciding conditions on record hold";
    if (about == Tri::Maybe && out.status == "effective") {
      out.status = "unknown";
      out.why = "whether " + list(r_.about) + " is in scope cannot be told";
    }
    return out;
  }

 private:
  static std::string list(const std::vector<std::string>& v) {
    std::string out;
    for (const auto& x : v) out += (out.empty() ? "" : ", ") + x;
    return out;
  }
  /// The operator's own statement on a condition that only lowers or raises assurance; its kind is the condition's name
  /// ("equivalence"), or the noun of it ("evaluation" for "evaluated").
  const Assurance* assured(const knowledge::RegimeCondition& c) const {
    for (const Assurance& a : s_.facts.assurances) {
      if (a.kind != c.name && !(c.name == "evaluated" && a.kind == "evaluation")) continue;
      if (!a.about.empty() && std::find(r_.about.begin(), r_.about.end(), a.about) == r_.about.end()) continue;
      if ((!a.from.known() || a.from <= w_.as_of) && (!a.to.known() || w_.as_of <= a.to)) return &a;
    }
    return nullptr;
  }
  bool mine(std::size_t row) const {
    if (!belongs_to(e_, row, op_, whole_)) return false;
    if (r_.territory.empty()) return true;
    std::string_view at = e_.text(Field::Country, row);
    if (at.empty()) at = s_.country;
    return at.empty() || at == r_.territory;
  }
  /// Everybody whose equipment or managed operation a row is.
  template <class Use>
  void each_party(std::size_t row, Use use) const {
    use(s_.maker_of_row[row], s_.makers[s_.maker_of_row[row]]);
    const auto p = s_.parties.find(e_.code(Field::Parties, row));
    if (p == s_.parties.end()) return;
    for (const auto& [role, who] : p->second)
      if (role == "managed-operation" || role == "managed-service") use(s_.makers.size(), who);
  }
  Tri stands_for(const names::Resolution& who, const std::vector<std::string>& ids) const {
    const auto is = [&](const std::string& id) {
      return std::any_of(ids.begin(), ids.end(), [&](const auto& t) { return screen::relation(w_, id, t) != screen::Relation::None; });
    };
    if (who.match == names::Match::Clear) return is(who.supplier) ? Tri::Yes : Tri::No;
    if (who.match == names::Match::Unknown) return Tri::Maybe;
    for (const auto& c : who.candidates)
      if (is(c.supplier)) return Tri::Maybe;
    return Tri::No;
  }
  Tri is_about(std::size_t row) const {
    Tri best = Tri::No;
    each_party(row, [&](std::size_t, const names::Resolution& who) { best = std::max(best, stands_for(who, r_.about)); });
    return best;
  }

  /// At most one supplier of the assessed list; a firm of the same influence group that no statement names leaves it open.
  Tri one_supplier(std::string& why) const {
    const auto listed = screen::on_list(w_, r_.assessed_list);
    std::set<std::string> sure, maybe, unnamed, about_groups;
    for (const auto& a : r_.about) about_groups.insert(screen::influence_group(w_, a));
    about_groups.erase("");
    std::int64_t unknown = 0;
    for (const auto row : rows_) {
      const bool in = infra_[e_.code(Field::Function, row)] == Tri::Yes;
      each_party(row, [&](std::size_t, const names::Resolution& who) {
        if (who.match == names::Match::Unknown) {
          ++unknown;
          return;
        }
        bool named = false;
        for (const auto& l : listed) {
          const Tri t = stands_for(who, {l});
          if (t == Tri::Yes && in) sure.insert(l);
          else if (t != Tri::No) maybe.insert(l);
          named = named || t != Tri::No;
        }
        if (!named && who.match == names::Match::Clear && about_groups.contains(screen::influence_group(w_, who.supplier))) unnamed.insert(who.supplier);
      });
    }
    if (sure.size() > 1) {
      why = "equipment of " + list({sure.begin(), sure.end()}) + " stands in the infrastructure";
      return Tri::No;
    }
    std::set<std::string> all = sure;
    all.insert(maybe.begin(), maybe.end());
    if (all.size() > 1) {
      why = "whether " + list({maybe.begin(), maybe.end()}) + " stands in the infrastructure cannot be told";
      return Tri::Maybe;
    }
    if (!unnamed.empty()) {
      why = "no statement on it: " + list({unnamed.begin(), unnamed.end()}) + " is of the same influence group and no UK statement names it";
      return Tri::Maybe;
    }
    if (unknown > 0) {
      why = counted(unknown, "row", "rows") + " of the infrastructure have no known maker";
      return Tri::Maybe;
    }
    why = "only " + list({sure.begin(), sure.end()});
    return Tri::Yes;
  }

  /// In each area where the regime's supplier stands, somebody outside its influence group stands too.
  Tri other_vendors(const knowledge::RegimeCondition& c, std::string& why) const {
    std::set<std::string> about_groups;
    for (const auto& a : r_.about) about_groups.insert(screen::influence_group(w_, a));
    about_groups.erase("");
    Tri all = Tri::Yes;
    for (const auto& area : c.areas) {
      Tri here = Tri::No, other = Tri::No;
      for (const auto row : rows_) {
        const Tri in = below_any(e_.text(Field::Function, row), {area}, r_.infrastructure_without);
        if (in == Tri::No) continue;
        here = std::max(here, std::min(in, is_about(row)));
        const std::uint32_t m = s_.maker_of_row[row];
        const auto& who = s_.makers[m];
        const bool known_outside = who.match == names::Match::Clear && !about_groups.contains(groups_[m]) && stands_for(who, r_.about) == Tri::No &&
                                   !screen::country(w_, who.supplier).empty();
        if (known_outside) other = std::max(other, in);
        else if (who.match == names::Match::Other || who.match == names::Match::Unknown || who.match == names::Match::Near) other = std::max(other, Tri::Maybe);
      }
      if (here == Tri::No || other == Tri::Yes) continue;
      const Tri verdict = here == Tri::Yes && other == Tri::No ? Tri::No : Tri::Maybe;
      why += (why.empty() ? "" : "; ") + std::string(verdict == Tri::No ? "no supplier outside the influence group in " : "whether another supplier stands in ") + area + (verdict == Tri::No ? "" : " cannot be told");
      all = std::min(all, verdict);
    }
    if (all == Tri::Yes) why = "another supplier in every area where " + list(r_.about) + " stands";
    return all;
  }

  /// The caps of a direction hold, whatever has become of that direction since.
  Tri share(const knowledge::RegimeCondition& c, std::string& why) const {
    const auto d = w_.knowledge->directions.find(c.direction);
    if (d == w_.knowledge->directions.end()) return Tri::Maybe;
    Tri all = Tri::Yes;
    for (const auto& q : d->second.requirements) {
      if (std::find(c.requirements.begin(), c.requirements.end(), q.name) == c.requirements.end()) continue;
      std::vector<std::string> targets = q.about;
      if (!q.about_list.empty())
        for (const auto& t : screen::on_list(w_, q.about_list)) targets.push_back(t);
      for (const auto& m : q.measures) {
        const Measured n = count(s_, Question{targets, &q, &m, d->second.territory, op_, whole_}).measured;
        const auto over = [&](std::int64_t part, std::int64_t total) {
          __extension__ using Wide128 = __int128;
          return n.share ? Wide128{part} * n.limit_den > Wide128{n.limit_num} * total : part > n.limit_num;
        };
        const Tri verdict = over(n.part_low, n.total_low) ? Tri::No : over(n.part_high, n.total_high) ? Tri::Maybe : Tri::Yes;
        if (verdict != Tri::Yes) why += (why.empty() ? "" : "; ") + q.name + " by " + m.measure + (verdict == Tri::No ? " is over its limit" : " cannot be told");
        all = std::min(all, verdict);
      }
    }
    if (all == Tri::Yes) why = "the caps of " + c.direction + " hold";
    return all;
  }

  /// Nothing of the regime's supplier installed since the day with its supply chain altered by sanctions.
  Tri supply(const knowledge::RegimeCondition& c, std::string& why) const {
    std::int64_t sure = 0, maybe = 0;
    for (const auto row : rows_) {
      const Tri about = is_about(row);
      const auto affected = e_.text(Field::Affected, row);
      if (about == Tri::No || affected == "no") continue;
      Day d = e_.day(Field::InstalledOn, row);
      if (!d.known()) d = e_.day(Field::InServiceFrom, row);
      if (d.known() && d < c.since) continue;
      (about == Tri::Yes && affected == "yes" && d.known() ? sure : maybe) += 1;
    }
    if (sure > 0) why = counted(sure, "row", "rows") + " installed since " + to_text(c.since) + " with an altered supply chain";
    else if (maybe > 0) why = "of " + counted(maybe, "row", "rows") + " it is not known whether they were installed since " + to_text(c.since) + " with an altered supply chain";
    else why = "nothing such was installed since " + to_text(c.since);
    return sure > 0 ? Tri::No : maybe > 0 ? Tri::Maybe : Tri::Yes;
  }

  const Subject& s_;
  const knowledge::World& w_;
  const knowledge::Regime& r_;
  const estate::Estate& e_;
  const std::string& op_;
  bool whole_;
  std::vector<Tri> infra_;
  std::vector<std::string> groups_;
  std::vector<std::uint32_t> rows_;
};

}  // namespace

RegimeResult regime(const Subject& s, const knowledge::Regime& r, const std::string& op, bool whole) { return RegimeJudge(s, r, op, whole).run(); }

}  // namespace rf::direct
