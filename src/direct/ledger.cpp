#include "direct/ledger.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"
#include "direct/because.h"
#include "direct/measure.h"

namespace rf::direct {
namespace {

std::vector<LedgerDay> chain_of(const knowledge::World& w, const knowledge::Requirement& q) {
  std::vector<LedgerDay> out;
  for (const auto& t : q.dates) {
    if (t.learnt.known() && t.learnt > w.known_at) continue;  // nobody could know of it
    out.push_back({t.deadline.known() ? t.deadline : t.since, t.deadline_other, t.learnt, source_words(*w.knowledge, t.source), w.holds(t, q.dates), t.unverified});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.learnt < b.learnt; });
  return out;
}

/// Since when an addressee is bound, and by which notice.
void set_clock_from(LedgerEntry& e, const knowledge::World& w, const knowledge::Direction& d) {
  for (const auto& n : d.addressees.named)
    if ((same_operator(n.operator_id, e.operator_id) || same_operator(n.name, e.operator_id)) && w.holds(n, d.addressees.named)) {
      e.clock_from = n.from;
      e.reference = n.reference;
    }
  if (e.clock_from.known()) return;
  for (const auto& state : d.states)
    if (state.state == "in-force" && w.known(state, d.states) && (!e.clock_from.known() || state.from < e.clock_from)) e.clock_from = state.from;
}

}  // namespace

std::vector<LedgerEntry> ledger(const Subject& s, const std::vector<Finding>& findings) {
  const knowledge::World& w = *s.world;
  std::map<std::string, std::vector<std::string>> amended_by;
  for (const auto& [id, d] : w.knowledge->directions)
    for (const auto& a : d.amends)
      if (std::any_of(d.states.begin(), d.states.end(), [&](const auto& st) { return w.known(st, d.states) && st.from <= w.as_of; })) amended_by[a].push_back(id);
  std::map<std::tuple<std::string, std::string, std::string>, LedgerEntry> entries;  // operator, direction, requirement
  std::map<const LedgerEntry*, Status> worst;                                         // of a requirement's findings
  std::set<std::pair<std::string, std::string>> addressed;                            // operator, direction
  for (const auto& f : findings) {
    if (f.status == Status::NotApplicable || f.exposure_only) continue;
    const auto d = w.knowledge->directions.find(f.direction);
    const auto* q = requirement_of(*w.knowledge, f);
    if (q == nullptr || d == w.knowledge->directions.end()) continue;
    addressed.emplace(f.operator_id, f.direction);
    const auto [at, fresh] = entries.try_emplace({f.operator_id, f.direction, f.requirement});
    LedgerEntry& e = at->second;
    if (!fresh) {
      if (rank_of(f.status) < rank_of(worst[&e])) e.status = to_text(worst[&e] = f.status);
      continue;
    }
    e.kind = "requirement";
    e.operator_id = f.operator_id;
    e.direction = f.direction;
    e.requirement = f.requirement;
    e.says = q->says;
    e.force = f.force;
    e.applies = f.applies;
    e.status = to_text(worst[&e] = f.status);
    e.chain = chain_of(w, *q);
    e.amends = d->second.amends;
    e.amended_by = amended_by[d->first];
    const auto* t = w.first(q->dates);
    if (f.has_deadline) e.deadline = f.from;
    if (t) e.other = t->deadline_other;
    e.clock = !f.variation.empty() ? "own" : t && t->individual && !t->deadline.known() ? "individual" : e.deadline.known() ? "general" : "none";
    if (e.clock == "own") e.other = Day{};
    set_clock_from(e, w, d->second);
    if (!f.variation.empty()) e.reference = f.variation;
    if (e.deadline.known()) e.days_left = e.deadline.days - w.as_of.days;
  }
  for (const auto& [op, direction] : addressed) {
    const auto& d = w.knowledge->directions.find(direction)->second;
    for (const auto& x : d.obligations) {
      if (!w.holds(x, d.obligations)) continue;
      LedgerEntry e;
      e.kind = "obligation";
      e.operator_id = op;
      e.direction = direction;
      e.requirement = x.name;
      e.says = x.says;
      e.force = d.force;
      e.to = x.recipient;
      e.within = x.within;
      e.deadline = x.due;
      if (x.due.known()) e.days_left = x.due.days - w.as_of.days;
      e.clock = x.due.known() ? "general" : x.within.empty() ? "none" : "within";
      e.chain.push_back({x.due, {}, x.learnt, source_words(*w.knowledge, x.source), true, x.unverified});
      e.amended_by = amended_by[direction];
      set_clock_from(e, w, d);
      entries.try_emplace({op, direction, "\x1f" + x.name}, std::move(e));
    }
  }
  std::vector<LedgerEntry> out;
  for (auto& [key, e] : entries) out.push_back(std::move(e));
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    if (a.deadline.known() != b.deadline.known()) return a.deadline.known();
    return a.deadline < b.deadline;
  });
  return out;
}

}  // namespace rf::direct
