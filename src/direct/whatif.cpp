// Why something changed is asked by leaving changes out: a change is a cause where without it the new status would not stand. Where
// each of several would do, none is a cause by itself; then the sets that suffice are sought from the smallest up, and what holds
// a set already found is passed over.
#include "direct/whatif.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <unordered_map>


#include "base/count.h"
#include "base/text.h"
#include "direct/measure.h"

namespace rf::direct {
namespace {

using Set = Overlay::Set;

std::string status_of(const Finding& f) { return std::string(to_text(f.status)); }
constexpr const char* kNone = "not-applicable";  // no such finding

std::string number(const Measured& m) {
  std::string s = against_limit(m);
  return s + (m.share ? " of " + m.measure : m.measure == "quantity" ? "" : " " + m.measure);
}

class Causes {
 public:
  Causes(Overlay& overlay, const Choice& choice, std::set<std::string> ids) : overlay_(overlay), choice_(choice), ids_(std::move(ids)) {
    choice_.only = &ids_;
    all_ = overlay.come();
  }

  /// Statuses of the asked ids with these changes alone. Memoised.
  const std::map<std::string, std::string>& with(Set changes) {
    const auto known = memo_.find(changes);
    if (known != memo_.end()) return known->second;
    overlay_.apply(changes);
    std::map<std::string, std::string> out;
    if (const auto j = judge(overlay_.subject(), choice_)) {
      for (const auto& f : j->findings) out[f.id] = status_of(f);
      for (const auto& r : j->regimes) out[regime_key(r.id, r.operator_id)] = r.status;
    }
    return memo_.emplace(changes, std::move(out)).first->second;
  }
  std::string status(Set changes, const std::string& id) {
    const auto& all = with(changes);
    const auto at = all.find(id);
    return at == all.end() ? kNone : at->second;
  }

  void explain(Changed& c) {
    for (std::size_t i = 0; i < 64; ++i)
      if ((all_ >> i) & 1U)
        if (status(all_ & ~(Set{1} << i), c.id) != c.to_status) c.because.push_back(i);
    if (!c.because.empty()) return;
    std::vector<Set> minimal = std::popcount(all_) <= static_cast<int>(kExactChanges) ? smallest(c) : one_by_one(c);
    c.exact = std::popcount(all_) <= static_cast<int>(kExactChanges);
    Set any = 0;
    for (const Set s : minimal) {
      any |= s;
      c.because_any.push_back(members(s));
    }
    c.because = members(any);
  }

  static std::vector<std::size_t> members(Set s) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < 64; ++i)
      if ((s >> i) & 1U) out.push_back(i);
    return out;
  }

 private:
  /// All sets that suffice and hold no smaller one that does, smallest first.
  std::vector<Set> smallest(const Changed& c) {
    const auto bits = members(all_);
    std::vector<Set> of_size[kExactChanges + 1], out;
    for (Set pick = 1; pick < (Set{1} << bits.size()); ++pick) {
      Set s = 0;
      for (std::size_t i = 0; i < bits.size(); ++i)
        if ((pick >> i) & 1U) s |= Set{1} << bits[i];
      of_size[std::popcount(s)].push_back(s);
    }
    for (auto& sets : of_size) {
      std::sort(sets.begin(), sets.end(), [](Set a, Set b) { return (a & (a ^ b) & (~(a ^ b) + 1)) != 0; });  // by the first change in which they differ
      for (const Set s : sets) {
        if (std::any_of(out.begin(), out.end(), [&](Set m) { return (m & s) == m; })) continue;
        if (status(s, c.id) == c.to_status) out.push_back(s);
      }
    }
    return out;
  }
  /// One set that suffices and from which nothing can be spared.
  std::vector<Set> one_by_one(const Changed& c) {
    Set s = all_;
    for (const std::size_t i : members(all_))
      if (status(s & ~(Set{1} << i), c.id) == c.to_status) s &= ~(Set{1} << i);
    return {s};
  }

  Overlay& overlay_;
  Choice choice_;
  std::set<std::string> ids_;
  Set all_ = 0;
  std::unordered_map<Set, std::map<std::string, std::string>> memo_;
};

std::string numbered(const std::vector<std::size_t>& changes, const Scenario& s) {
  std::string out;
  for (std::size_t i = 0; i < changes.size(); ++i) out += (i == 0 ? "" : i + 1 == changes.size() ? " and " : ", ") + std::string("change ") + std::to_string(changes[i]) + " (" + s.changes[changes[i]].says + ")";
  return out;
}

/// In words that say nothing of the status: what a force allows to be said is the report's matter.
void say_why(Changed& c, const Scenario& s, const std::string& numbers) {
  c.why = numbers.empty() ? std::string() : numbers + (numbers.ends_with('.') ? " " : ". ");
  if (c.because_any.empty()) {
    c.why += c.because.size() == 1 ? "Without " + numbered(c.because, s) + " this would not follow." : "It takes all of these together: " + numbered(c.because, s) + ".";
    return;
  }
  if (c.because_any.size() == 1) {
    c.why += "It follows from " + numbered(c.because_any[0], s) + (c.exact ? "." : "; other changes may do as well: there are too many to try all sets.");
    return;
  }
  c.why += "Each of these alone suffices: ";
  for (std::size_t i = 0; i < c.because_any.size() && i < kExactChanges; ++i) c.why += (i == 0 ? "" : "; ") + numbered(c.because_any[i], s);
  if (c.because_any.size() > kExactChanges) c.why += "; and " + std::to_string(c.because_any.size() - kExactChanges) + " more sets";
  c.why += ".";
}

void add_cost(WhatIf& out, const Overlay& overlay) {
  const Scenario& s = overlay.scenario();
  out.cost.currency = s.costs.currency;
  const bool priced = !s.costs.add.empty() || !s.costs.replace.empty() || !s.costs.remove.empty();
  bool all_priced = priced;
  Money total = 0;
  std::int64_t months = 0;
  bool planned = !s.plan.pieces.empty() || s.plan.total > 0;
  for (std::size_t i = 0; i < s.changes.size(); ++i) {
    const Change& c = s.changes[i];
    ChangeNote note{std::string(to_text(c.kind)), c.says, overlay.day_of(i), overlay.day_of(i) <= out.as_of, overlay.touched(i), {}, {}};
    std::int64_t& pieces = c.kind == ChangeKind::Add ? out.cost.added : c.kind == ChangeKind::Remove ? out.cost.removed : out.cost.replaced;
    const Rates& rates = c.kind == ChangeKind::Add ? s.costs.add : c.kind == ChangeKind::Remove ? s.costs.remove : s.costs.replace;
    if (changes_estate(c.kind) && c.kind != ChangeKind::Transfer) {
      Money cost = 0;
      std::int64_t work = 0, all = 0;
      bool known = true;
      for (const auto& [function, n] : note.touched.pieces_by_function) {
        all = added(all, n);
        const auto rate = rates.of(function);
        known = known && (rate.has_value() || n == 0 || (c.kind == ChangeKind::Remove && priced));
        Money product = 0;
        if (__builtin_mul_overflow(rate.value_or(0), n, &product)) known = false;
        cost = added(cost, product);
        if (const auto a_month = s.plan.pieces.of(function); a_month && c.kind != ChangeKind::Remove) work = std::max(work, (n + *a_month - 1) / *a_month);
      }
      pieces = added(pieces, all);
      if (s.plan.total > 0 && c.kind != ChangeKind::Remove) work = std::max(work, all / s.plan.total + (all % s.plan.total != 0));
      if (priced && known) note.cost = cost;
      all_priced = all_priced && known;
      total = added(total, cost);
      if (planned) note.months = work;
      months = added(months, work);
    }
    out.changes.push_back(std::move(note));
  }
  if (all_priced) out.cost.total = total;
  if (planned) out.cost.months = months;
}

}  // namespace

Result<WhatIf> what_if(Overlay& overlay, Overlay& folded, const Choice& choice) {
  WhatIf out;
  out.name = overlay.scenario().name;
  out.as_of = overlay.subject().world->as_of;
  overlay.apply(0);
  RF_TRY(out.before, judge(overlay.subject(), choice));
  overlay.apply(overlay.come());
  RF_TRY(out.after, judge(overlay.subject(), choice));
  add_cost(out, overlay);

  std::map<std::string, std::pair<const Finding*, const Finding*>> findings;
  for (const auto& f : out.before.findings) findings[f.id].first = &f;
  for (const auto& f : out.after.findings) findings[f.id].second = &f;
  std::set<std::string> ids;
  for (const auto& [id, pair] : findings) {
    const auto [before, after] = pair;
    const Finding& any = after ? *after : *before;
    const std::string from = before ? status_of(*before) : kNone, to = after ? status_of(*after) : kNone;
    if (from != to) {
      out.changed.push_back({id, any.direction, any.requirement, any.operator_id, from, to, {}, {}, true, {}});
      ids.insert(id);
    } else if (before && after) {
      const Measured &a = before->measured, &b = after->measured;
      const bool number_moved = std::tie(a.part, a.part_low, a.part_high) != std::tie(b.part, b.part_low, b.part_high) || (a.share && a.total != b.total);
      if (before->status == Status::NotApplicable || (!number_moved && before->mitigation.possible == after->mitigation.possible)) continue;
      std::string says;
      if (number_moved) says = "from " + number(a) + " to " + number(b);
      if (before->mitigation.possible != after->mitigation.possible) says += (says.empty() ? "" : "; ") + std::string("mitigation: ") + after->mitigation.why;
      out.moved.push_back({id, to, a, b, before->mitigation.possible, after->mitigation.possible, std::move(says)});
    }
  }
  std::map<std::string, std::pair<const RegimeResult*, const RegimeResult*>> regimes;
  for (const auto& r : out.before.regimes) regimes[regime_key(r.id, r.operator_id)].first = &r;
  for (const auto& r : out.after.regimes) regimes[regime_key(r.id, r.operator_id)].second = &r;
  for (const auto& [id, pair] : regimes) {
    const auto [before, after] = pair;
    const std::string from = before ? before->status : kNone, to = after ? after->status : kNone;
    if (from == to) continue;
    const RegimeResult& any = after ? *after : *before;
    out.regimes.push_back({id, any.id, {}, any.operator_id, from, to, {}, {}, true, {}});
    ids.insert(id);
  }
  std::map<std::string, std::pair<const Exposure*, const Exposure*>> exposures;
  for (const auto& x : out.before.exposures) exposures[x.id].first = &x;
  for (const auto& x : out.after.exposures) exposures[x.id].second = &x;
  for (const auto& [id, pair] : exposures) {
    const auto [before, after] = pair;
    const Exposure& any = after ? *after : *before;
    if (before && after && std::tie(before->status, before->assets, before->quantity, before->unknown_assets) == std::tie(after->status, after->assets, after->quantity, after->unknown_assets)) continue;
    out.exposures.push_back({id, any.list, any.supplier, any.operator_id, before ? before->status : "none", after ? after->status : "none", before ? before->assets : 0, after ? after->assets : 0,
                             before ? before->quantity : 0, after ? after->quantity : 0, after ? after->says : "nothing of this estate is exposed to it any more"});
  }
  if (ids.empty()) return out;
  Causes causes(folded, choice, ids);
  for (Changed& c : out.changed) {
    causes.explain(c);
    const auto [before, after] = findings.at(c.id);
    std::string numbers;
    if (before && after && before->measured.limit_den == after->measured.limit_den && before->measured.limit_num == after->measured.limit_num) {
      const std::string a = number(before->measured), b = number(after->measured);
      numbers = a == b ? "The count stays: " + a : "Before " + a + "; after " + b;
    } else if (after) {
      numbers = "After: " + number(after->measured);
    } else if (before) {
      numbers = "Before: " + number(before->measured);
    }
    say_why(c, overlay.scenario(), numbers);
  }
  for (Changed& c : out.regimes) {
    causes.explain(c);
    const auto* after = regimes.at(c.id).second;
    say_why(c, overlay.scenario(), after ? after->why : std::string());
  }
  return out;
}

}  // namespace rf::direct
