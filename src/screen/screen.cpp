#include "screen/screen.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "screen/imported_reach.h"

namespace rf::screen {
namespace {
using knowledge::World;

const knowledge::Supplier* find(const World& w, const std::string& id) {
  const auto at = w.knowledge->suppliers.find(id);
  return at == w.knowledge->suppliers.end() ? nullptr : &at->second;
}
std::string title_of(const World& w, const std::string& source) {
  const auto at = w.knowledge->sources.find(source);
  return at == w.knowledge->sources.end() ? source : at->second.title;
}
bool controls(const knowledge::Owner& o) { return o.control.value_or(parse_share(o.share_text, false).value_or(Share{}).billionths > Share::kWhole / 2); }

/// A state owns much that is no group of companies: it makes no affiliates (docs/judging.md, "Who is meant").
bool is_state(const World& w, const std::string& id) {
  const auto* s = find(w, id);
  return s != nullptr && s->state;
}

/// All suppliers that own `id` by control, in steps, itself and states left out.
std::set<std::string> parents(const World& w, const std::string& id) {
  std::set<std::string> out;
  std::function<void(const std::string&)> up = [&](const std::string& at) {
    const auto* s = find(w, at);
    if (!s) return;
    for (const auto& o : s->owners)
      if (!o.owner.empty() && o.owner != id && controls(o) && w.holds(o, s->owners) && !is_state(w, o.owner) && out.insert(o.owner).second) up(o.owner);
  };
  up(id);
  return out;
}
bool says_affiliate(const World& w, const std::string& a, const std::string& b) {
  const auto* s = find(w, a);
  return s && std::any_of(s->affiliates.begin(), s->affiliates.end(), [&](const auto& f) { return f.supplier == b && w.holds(f, s->affiliates); });
}
}  // namespace

std::string_view to_text(Relation r) {
  switch (r) {
    case Relation::Named: return "named";
    case Relation::Subsidiary: return "subsidiary";
    case Relation::Affiliate: return "affiliate";
    case Relation::None: return "";
  }
  return "";
}

Relation relation(const World& w, const std::string& maker, const std::string& named) {
  if (maker == named) return Relation::Named;
  const auto up = parents(w, maker);
  if (up.contains(named)) return Relation::Subsidiary;
  if (says_affiliate(w, maker, named) || says_affiliate(w, named, maker)) return Relation::Affiliate;
  const auto of_named = parents(w, named);
  if (of_named.contains(maker)) return Relation::Affiliate;
  for (const auto& p : up)
    if (of_named.contains(p)) return Relation::Affiliate;
  return Relation::None;
}

std::string country(const World& w, const std::string& id) {
  const auto* s = find(w, id);
  if (!s) return {};
  const auto* seat = w.first(s->seats);
  return seat ? seat->country : std::string();
}

std::string influence_group(const World& w, const std::string& id) {
  const auto of_country = [&](const std::string& c) {
    const auto j = w.knowledge->jurisdictions.find(c);
    return j == w.knowledge->jurisdictions.end() ? std::string() : j->second.influence_group;
  };
  std::set<std::string> line = parents(w, id);
  line.insert(id);
  for (const auto& at : line)
    if (auto g = of_country(country(w, at)); !g.empty()) return g;
  for (const auto& at : line) {
    const auto* s = find(w, at);
    if (!s) continue;
    for (const auto& o : s->owners)
      if (o.owner.empty() && controls(o) && w.holds(o, s->owners))
        if (auto g = of_country(o.country); !g.empty()) return g;
  }
  return {};
}

std::vector<Listed> designations(const World& w, const Graph& graph, std::size_t party) {
  std::vector<Listed> out;
  const std::string& id = graph.party(party).id;
  for (const auto& [list_id, list] : w.knowledge->lists) {
    for (const auto& e : list.entries) {
      if (!w.known(e, list.entries) || (e.from.known() && e.from > w.as_of)) continue;
      const bool active = !e.to.known() || w.as_of <= e.to;
      if (e.supplier == id) {
        out.push_back({&list, &e, Relation::Named, active, "named", true, {}, {}, {}, title_of(w, e.source), e.from});
        continue;
      }
      const std::size_t named = graph.find(e.supplier);
      if (named == Graph::npos) continue;
      const Day day = active ? w.as_of : e.to;  // who owned it while it stood there
      const World then{w.knowledge, day, w.known_at};
      const auto* rule = then.first(list.reach);
      const std::string reach = rule == nullptr ? "" : rule->reach;
      // All that stand on the list that day count together; this entry must be one of them.
      std::vector<std::size_t> all;
      for (const auto& other : list.entries)
        if (w.known(other, list.entries) && (!other.from.known() || other.from <= day) && (!other.to.known() || day <= other.to))
          if (const std::size_t at = graph.find(other.supplier); at != Graph::npos) all.push_back(at);
      Listed l{&list, &e, Relation::None, active, {}, {}, rule == nullptr ? std::string() : rule->note, {}, {}, title_of(w, e.source), e.from};
      const auto try_reach = [&](Carry carry) {
        const auto r = graph.reach(all, carry, day);
        if (!r.is[party]) return false;
        auto via = Graph::path(r, party);
        if (std::none_of(via.begin(), via.end(), [&](const Tie* t) { return t->owner == named; })) return false;
        l.rule = Relation::Subsidiary;
        l.by = r.by_control[party] ? "control" : "50%";
        l.share = r.share[party];
        l.via = std::move(via);
        std::vector<NamedParty> stood;
        for (const auto& other : list.entries)
          if (w.known(other, list.entries))
            if (const std::size_t at = graph.find(other.supplier); at != Graph::npos) stood.push_back({at, other.from, other.to});
        l.from = reached_since(graph, party, carry, stood, day);
        return true;
      };
      if (reach == "owned-50") {
        if (try_reach(Carry::Half)) l.reaches = true;
        else if (try_reach(Carry::OverHalf)) l.reaches = false;  // controlled, and by less than half: shown, and said not to be reached
        else continue;
      } else if (try_reach(Carry::OverHalf)) {
        if (rule != nullptr) l.reaches = reach != "named";
      } else if (relation(then, id, e.supplier) == Relation::Affiliate && reach == "affiliate") {
        l.rule = Relation::Affiliate;
        l.by = "affiliate";
        l.reaches = true;
        for (const Tie* t : graph.owners(party, day))
          if (t->kind == Tie::Kind::Affiliate && t->owner == named) l.via.push_back(t);
      } else {
        continue;
      }
      out.push_back(std::move(l));
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const Listed& a, const Listed& b) { return a.active > b.active; });
  return out;
}

std::vector<Listed> designations(const World& w, const std::string& id) {
  const Graph graph(w);
  const std::size_t at = graph.find(id);
  if (at == Graph::npos) return {};
  auto out = designations(w, graph, at);
  // What is only told of an owner and reaches nobody else is no designation of this one; `via` would outlive the graph.
  std::erase_if(out, [](const Listed& l) { return l.reaches == false; });
  for (auto& l : out) l.via.clear();
  return out;
}

std::vector<std::string> on_list(const World& w, const std::string& list) {
  std::vector<std::string> out;
  const auto at = w.knowledge->lists.find(list);
  if (at == w.knowledge->lists.end()) return out;
  for (const auto& e : at->second.entries)
    if (w.holds(e, at->second.entries) && std::find(out.begin(), out.end(), e.supplier) == out.end()) out.push_back(e.supplier);
  return out;
}

std::vector<std::string> owners_in_words(const World& w, const std::string& id) {
  std::vector<std::string> out;
  const auto* s = find(w, id);
  if (!s) return out;
  for (const auto& o : s->owners) {
    if (!w.holds(o, s->owners)) continue;
    const auto* owner = find(w, o.owner);
    std::string line = owner ? owner->name : o.name.empty() ? o.owner : o.name;
    if (o.share >= 0) {
      const long tenths = std::lround(o.share * 10000);
      std::string pct = std::to_string(tenths / 100);
      if (tenths % 100 != 0) pct += "." + std::string(tenths % 100 < 10 ? "0" : "") + std::to_string(tenths % 100);
      line += ", " + pct + " %";
    }
    if (o.from.known()) line += ", from " + to_text(o.from);
    if (o.unverified) line += " (unverified)";
    const auto src = w.knowledge->sources.find(o.source);
    line += " [" + (src == w.knowledge->sources.end() ? o.source : src->second.title) + "]";
    out.push_back(line);
  }
  return out;
}

}  // namespace rf::screen
