// The 50 percent rule is a least fixed point: begin with the listed, add who is owned half or more by those reached so far, until
// nobody is added. Shares of different reached owners add up (OFAC FAQ 399, 401); two statements on the same owner do not: the
// larger counts. An owner half or more owned counts with his whole share, not with a half of it, so nothing is multiplied.
// Tested by tests/screen/graph_test.cpp, with circles, sums of thirds and 49.99 % beside 50 %.
#include "screen/graph.h"

#include <algorithm>
#include <set>

namespace rf::screen {
namespace {
Day day_or_open(const std::string& s) { return parse_iso_day(s).value_or(Day{}); }
}  // namespace

std::string_view to_text(Tie::Kind k) {
  using enum Tie::Kind;
  switch (k) {
    case Owns: return "owns";
    case Controls: return "controls";
    case Parent: return "parent";
    case Ultimate: return "ultimate-parent";
    case Branch: return "branch";
    case Affiliate: return "affiliate";
    case Linked: return "linked";
  }
  return "";
}

std::size_t Graph::party_of(const std::string& id, const std::string& name, const std::string& country) {
  const auto [at, fresh] = by_id_.emplace(id, parties_.size());
  if (fresh) {
    parties_.push_back({id, name.empty() ? id : name, country, false, nullptr});
    up_.emplace_back();
    down_.emplace_back();
  }
  return at->second;
}
void Graph::add(Tie tie) {
  if (tie.owner == tie.owned) return;  // nobody owns himself
  up_[tie.owned].push_back(ties_.size());
  down_[tie.owner].push_back(ties_.size());
  ties_.push_back(std::move(tie));
}

Graph::Graph(const knowledge::World& w) {
  const auto& k = *w.knowledge;
  for (const auto& [id, s] : k.suppliers) {
    const auto* seat = w.first(s.seats);
    const std::size_t at = party_of(id, s.name, seat ? seat->country : std::string());
    parties_[at].supplier = &s;
    parties_[at].state = s.state;
    for (const auto& i : s.ids)
      if (w.known(i, s.ids)) by_identifier_.emplace(i.type + ":" + i.value, at);
  }
  for (const auto& [id, s] : k.suppliers) {
    const std::size_t at = by_id_.at(id);
    for (const auto& o : s.owners) {
      if (!w.known(o, s.owners)) continue;
      const std::size_t owner = o.owner.empty() ? party_of("name:" + o.name, o.name, o.country) : party_of(o.owner, {}, {});
      if (o.state) parties_[owner].state = true;
      Tie t;
      t.owner = owner;
      t.owned = at;
      t.share = parse_share(o.share_text, false).value_or(Share{});
      t.control = o.control.value_or(t.share.billionths > Share::kWhole / 2);
      t.kind = !t.share.known() && t.control ? Tie::Kind::Controls : Tie::Kind::Owns;
      t.from = o.from;
      t.to = o.to;
      const auto src = k.sources.find(o.source);
      t.source = src == k.sources.end() ? o.source : src->second.title;
      t.note = o.note;
      t.unverified = o.unverified;
      add(std::move(t));
    }
    for (const auto& a : s.affiliates) {
      if (!w.known(a, s.affiliates)) continue;
      Tie t;
      t.kind = Tie::Kind::Affiliate;
      t.owner = party_of(a.supplier, {}, {});
      t.owned = at;
      t.from = a.from;
      t.to = a.to;
      const auto src = k.sources.find(a.source);
      t.source = src == k.sources.end() ? a.source : src->second.title;
      t.note = a.note;
      t.unverified = a.unverified;
      add(std::move(t));
    }
  }
}

void Graph::name(std::size_t at, std::string name, std::string country) {
  parties_[at].name = std::move(name);
  if (parties_[at].country.empty()) parties_[at].country = std::move(country);
}
void Graph::doubt(std::size_t party, const std::string& source, const std::string& why) {
  for (const auto* side : {&up_[party], &down_[party]})
    for (const std::size_t t : *side) {
      if (ties_[t].source != source) continue;
      ties_[t].unverified = true;
      ties_[t].note += (ties_[t].note.empty() ? "" : "; ") + why;
    }
}

Result<void> Graph::add(const lists::Editions& editions, const store::Edition& edition) { return add_between(editions, edition, {}); }
Result<void> Graph::add_between(const lists::Editions& editions, const store::Edition& edition, const std::function<bool(const lists::Relation&)>& relations_wanted) {
  if (edition.relations == 0) return {};
  const bool leis = edition.format == "gleif-level2";
  const std::string prefix = leis ? "lei:" : edition.list + ":";
  std::vector<lists::Relation> relations;
  std::unordered_map<std::string, std::size_t> named;  // entry → party
  const auto place = [&](const std::string& entry) {
    const auto [at, fresh] = named.emplace(entry, npos);
    if (!fresh) return at->second;
    if (leis)
      if (const auto s = by_identifier_.find("lei:" + entry); s != by_identifier_.end()) return at->second = s->second;
    return at->second = party_of(prefix + entry, {}, {});
  };
  if (!leis) {
    // Which entities are suppliers we know has to be clear before ties are made.
    std::set<std::string> wanted;
    RF_CHECK(editions.each(edition, {}, [&](lists::Relation r) {
      wanted.insert(r.owner);
      wanted.insert(r.owned);
    }));
    RF_CHECK(editions.each(edition, [&](names::ListEntity e, std::string_view) {
      if (!wanted.contains(e.entry)) return;
      std::size_t at = npos;
      if (!e.supplier.empty()) at = find(e.supplier);
      for (const auto& i : e.identifiers)
        if (at == npos && (i.type == "lei" || i.type == "uscc"))
          if (const auto s = by_identifier_.find(i.type + ":" + i.value); s != by_identifier_.end()) at = s->second;
      if (at == npos) {
        at = party_of(prefix + e.entry, e.name, e.countries.size() == 1 ? e.countries[0] : std::string());
        parties_[at].name = e.name;
      }
      named[e.entry] = at;
    }));
  }
  return editions.each(edition, {}, [&](lists::Relation r) {
    if (relations_wanted && !relations_wanted(r)) return;
    Tie t;
    t.owner = place(r.owner);
    t.owned = place(r.owned);
    t.kind = static_cast<Tie::Kind>(0);
    using enum lists::Relation::Kind;
    switch (r.kind) {
      case Owns: t.kind = Tie::Kind::Owns; break;
      case Controls: t.kind = Tie::Kind::Controls; break;
      case Parent: t.kind = Tie::Kind::Parent; break;
      case Ultimate: t.kind = Tie::Kind::Ultimate; break;
      case Branch: t.kind = Tie::Kind::Branch; break;
      case Linked: t.kind = Tie::Kind::Linked; break;
    }
    t.share = r.share;
    t.control = t.kind == Tie::Kind::Parent || t.kind == Tie::Kind::Ultimate || t.kind == Tie::Kind::Branch || (r.share.known() && r.share.billionths > Share::kWhole / 2) ||
                (t.kind == Tie::Kind::Controls && r.says.find("irector") == std::string::npos);
    t.from = day_or_open(r.from);
    t.to = day_or_open(r.to);
    t.source = edition.list + " of " + edition.dated;
    t.note = r.says;
    add(std::move(t));
  });
}

std::size_t Graph::find(std::string_view id) const {
  const auto at = by_id_.find(std::string(id));
  return at == by_id_.end() ? npos : at->second;
}

std::vector<const Tie*> Graph::owners(std::size_t of, Day day) const {
  std::vector<const Tie*> out;
  for (const std::size_t t : up_[of])
    if (ties_[t].holds(day)) out.push_back(&ties_[t]);
  return out;
}
std::vector<const Tie*> Graph::owned(std::size_t by, Day day) const {
  std::vector<const Tie*> out;
  for (const std::size_t t : down_[by])
    if (ties_[t].holds(day)) out.push_back(&ties_[t]);
  return out;
}
std::vector<const Tie*> Graph::history(std::size_t of) const {
  std::vector<const Tie*> out;
  for (const std::size_t t : up_[of]) out.push_back(&ties_[t]);
  std::stable_sort(out.begin(), out.end(), [](const Tie* a, const Tie* b) { return a->from < b->from; });
  return out;
}

Graph::Reached Graph::reach(const std::vector<std::size_t>& named, Carry carry, Day day) const {
  Reached r;
  r.is.assign(size(), false);
  r.share.assign(size(), Share{});
  r.by_control.assign(size(), false);
  r.ties.resize(size());
  std::vector<std::int64_t> sum(size(), 0);
  std::vector<std::vector<const Tie*>> counted(size());
  std::vector<std::size_t> work;
  for (const std::size_t n : named)
    if (n < size() && !r.is[n]) {
      r.is[n] = true;
      work.push_back(n);
    }
  for (std::size_t at = 0; at < work.size(); ++at) {
    // Of several statements on one pair the largest share counts, once.
    std::unordered_map<std::size_t, const Tie*> best, controls;
    for (const std::size_t i : down_[work[at]]) {
      const Tie& t = ties_[i];
      if (!t.holds(day) || r.is[t.owned] || t.kind == Tie::Kind::Affiliate || t.kind == Tie::Kind::Linked) continue;
      if (t.share.known()) {
        const Tie*& b = best[t.owned];
        if (b == nullptr || t.share.billionths > b->share.billionths) b = &t;
      }
      if (t.control) controls.emplace(t.owned, &t);
    }
    std::vector<std::size_t> touched;
    for (const auto& [owned, tie] : best) {
      sum[owned] += tie->share.billionths;
      counted[owned].push_back(tie);
      touched.push_back(owned);
    }
    for (const auto& [owned, tie] : controls)
      if (!best.contains(owned)) touched.push_back(owned);
    std::sort(touched.begin(), touched.end());  // the answer's order does not hang on the table's
    for (const std::size_t owned : touched) {
      const bool by_share = carry == Carry::Half ? sum[owned] * 2 >= Share::kWhole : sum[owned] * 2 > Share::kWhole;
      const auto control = controls.find(owned);
      const bool by_control = carry == Carry::OverHalf && control != controls.end();
      if (!by_share && !by_control) continue;
      r.is[owned] = true;
      if (by_share) {
        r.share[owned] = Share{std::min(sum[owned], Share::kWhole)};
        r.ties[owned] = counted[owned];
      } else {
        r.by_control[owned] = true;
        r.ties[owned] = {control->second};
      }
      work.push_back(owned);
    }
  }
  return r;
}

std::vector<const Tie*> Graph::path(const Reached& r, std::size_t of) {
  std::vector<const Tie*> out;
  std::set<std::size_t> seen{of};
  std::vector<std::size_t> work{of};
  for (std::size_t at = 0; at < work.size(); ++at)
    for (const Tie* t : r.ties[work[at]]) {
      out.push_back(t);
      if (seen.insert(t->owner).second) work.push_back(t->owner);
    }
  return out;
}

std::vector<Graph::Above> Graph::above(std::size_t of, Day day) const {
  std::vector<Above> out;
  std::set<std::size_t> seen{of};
  std::vector<Above> work{{of, {}, Share{Share::kWhole}}};
  for (std::size_t at = 0; at < work.size() && out.size() < kMaxAbove; ++at) {
    const Above here = work[at];
    for (const Tie* t : owners(here.party, day)) {
      if (t->kind == Tie::Kind::Affiliate || t->kind == Tie::Kind::Linked || !seen.insert(t->owner).second) continue;
      Above next{t->owner, here.ties, here.share * t->share};
      next.ties.push_back(t);
      out.push_back(next);
      work.push_back(std::move(next));
    }
  }
  return out;
}

std::vector<Graph::Above> Graph::ultimate(std::size_t of, Day day) const {
  auto out = above(of, day);
  std::erase_if(out, [&](const Above& a) {
    const auto up = owners(a.party, day);
    return std::any_of(up.begin(), up.end(), [](const Tie* t) { return t->kind != Tie::Kind::Affiliate && t->kind != Tie::Kind::Linked; });
  });
  return out;
}

std::vector<const Tie*> Graph::state_control(std::size_t of, Day day) const {
  for (const Above& a : above(of, day))
    if (parties_[a.party].state && std::all_of(a.ties.begin(), a.ties.end(), [](const Tie* t) { return t->control; })) return a.ties;
  return {};
}

}  // namespace rf::screen
