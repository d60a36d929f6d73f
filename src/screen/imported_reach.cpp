#include "screen/imported_reach.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "names/resolve.h"
#include "screen/lists/meaning.h"

namespace rf::screen {
namespace {

/// The lists of knowledge that an entry is of: OpenSanctions names several data sets in one entry.
std::vector<const knowledge::List*> lists_meant(const knowledge::Knowledge& k, const names::ListEntity& e) {
  std::vector<const knowledge::List*> out;
  const auto add = [&](const knowledge::List* l) {
    if (l != nullptr && std::find(out.begin(), out.end(), l) == out.end()) out.push_back(l);
  };
  add(lists::meaning_of(k, e.list, e.source).known);
  for (const auto part : split(e.source, ';')) add(lists::meaning_of(k, {}, trimmed(part)).known);
  return out;
}

}  // namespace

Day reached_since(const Graph& graph, std::size_t party, Carry carry, const std::vector<NamedParty>& named, Day day) {
  constexpr int kMostChanges = 200;  // of one party's owners; a longer history is not told
  for (int i = 0; i < kMostChanges; ++i) {
    std::vector<std::size_t> then;
    for (const auto& n : named)
      if ((!n.from.known() || n.from <= day) && (!n.to.known() || day <= n.to)) then.push_back(n.party);
    const auto r = graph.reach(then, carry, day);
    if (party >= r.is.size() || !r.is[party]) return day.plus(1);
    Day last;
    const auto path = Graph::path(r, party);
    for (const Tie* t : path) {
      if (!t->from.known()) return {};
      last = std::max(last, t->from);
    }
    // An owner stands there from the earliest of his entries that holds on the day.
    std::map<std::size_t, Day> since;
    bool open = false;
    for (const auto& n : named) {
      if ((n.from.known() && n.from > day) || (n.to.known() && day > n.to) || std::none_of(path.begin(), path.end(), [&](const Tie* t) { return t->owner == n.party; })) continue;
      open = open || !n.from.known();
      const auto [at, fresh] = since.emplace(n.party, n.from);
      if (!fresh) at->second = std::min(at->second, n.from);
    }
    if (open) return {};
    for (const auto& [who, from] : since) last = std::max(last, from);
    if (!last.known()) return {};
    day = last.plus(-1);
  }
  return {};
}

Result<void> add_ties(Graph& graph, const lists::Editions& editions, Day known_at) {
  for (const auto& e : editions.at_hand(known_at)) {
    if (e.format.starts_with("gleif")) continue;
    if (!lists::Editions::later(e, known_at)) RF_CHECK(graph.add(editions, e));
    else RF_CHECK(graph.add_between(editions, e, [&](const lists::Relation& r) { return lists::on_record(r.from, known_at) == lists::OnRecord::Yes; }));
  }
  return {};
}

Result<ImportedReach> ImportedReach::of(const knowledge::World& w, const Graph& graph, const lists::Editions& editions) {
  ImportedReach out;
  out.graph_ = &graph;
  out.day_ = w.as_of;
  std::map<std::string, std::size_t> legal;  // names of suppliers that own somebody: others carry nothing
  for (const auto& [id, s] : w.knowledge->suppliers) {
    const std::size_t at = graph.find(id);
    if (at == Graph::npos || graph.owned(at, w.as_of).empty()) continue;
    legal.emplace(names::normalised(s.name), at);
    for (const auto& n : s.names)
      if (w.known(n, s.names) && (n.kind == "legal" || n.kind == "former" || n.kind.empty())) legal.emplace(names::normalised(n.text), at);
  }
  legal.erase("");
  // Tens of thousands of names are held against some dozens: most have no word that begins as one of those does.
  std::array<bool, 65536> begins{};
  const auto front = [](std::string_view word) { return static_cast<std::size_t>(static_cast<unsigned char>(word[0]) | static_cast<unsigned char>(word[1]) << 8); };
  for (const auto& [name, at] : legal)
    if (name.size() > 1) begins[front(name)] = true;
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  const auto in_word = [&](char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9'); };
  const auto perhaps = [&](std::string_view name) {
    char before = ' ';
    for (std::size_t i = 0; i < name.size(); before = name[i++]) {
      if (static_cast<unsigned char>(name[i]) >= 0x80) return true;  // letters that folding may change
      if (in_word(before) || i + 1 >= name.size()) continue;
      const std::array<char, 2> low = {lower(name[i]), lower(name[i + 1])};
      if (begins[front({low.data(), 2})] || (!in_word(name[i + 1]) && name[i + 1] != ' ')) return true;  // a sign that comparing leaves out
    }
    return false;
  };
  std::map<const knowledge::List*, OfList> by_list;
  for (const auto& edition : editions.at_hand(w.known_at)) {
    if (edition.format.starts_with("gleif")) continue;
    const bool later = lists::Editions::later(edition, w.known_at);
    RF_CHECK(editions.each(edition, [&](names::ListEntity e, std::string_view) {
      std::size_t at = e.supplier.empty() ? Graph::npos : graph.find(e.supplier);
      for (const auto& i : e.identifiers)
        if (at == Graph::npos && (i.type == "lei" || i.type == "uscc")) at = graph.numbered(i.type + ":" + i.value);
      if (at == Graph::npos) at = graph.find(edition.list + ":" + e.entry);
      bool confirm = false;
      if (at != Graph::npos) {
        out.parties_.emplace(edition.list + ":" + e.entry, at);
      } else if (!legal.empty() && e.kind != names::EntityKind::Person && e.kind != names::EntityKind::Vessel && e.kind != names::EntityKind::Aircraft) {
        const auto same = [&](const std::string& name) {
          if (at != Graph::npos || !perhaps(name)) return;
          if (const auto known = legal.find(names::normalised(name)); known != legal.end()) at = known->second;
        };
        same(e.name);
        for (const auto& a : e.aliases)
          if (a.kind != names::AliasKind::Weak) same(a.text);
        confirm = at != Graph::npos;
      }
      if (at == Graph::npos || lists::only_related(e) || (later && lists::on_record(e.from, w.known_at) != lists::OnRecord::Yes)) return;
      const auto from = parse_iso_day(e.from).value_or(Day{}), to = parse_iso_day(e.to).value_or(Day{});
      if ((from.known() && from > w.as_of) || (to.known() && to < w.as_of)) return;
      for (const auto* list : lists_meant(*w.knowledge, e)) {
        const auto* rule = w.first(list->reach);
        if (rule == nullptr || rule->reach == "named" || rule->reach.empty()) continue;
        auto& of = by_list[list];
        of.list = list;
        of.carry = rule->reach == "owned-50" ? Carry::Half : Carry::OverHalf;
        of.named.push_back({at, e.entry, e.name, edition.list + " of " + edition.dated, from, to, confirm});
      }
    }));
  }
  for (auto& [list, of] : by_list) {
    std::vector<std::size_t> named;
    for (const auto& n : of.named) named.push_back(n.party), of.named_parties.insert(n.party);
    of.reached = graph.reach(named, of.carry, w.as_of);
    out.lists_.push_back(std::move(of));
  }
  std::sort(out.lists_.begin(), out.lists_.end(), [](const OfList& a, const OfList& b) { return a.list->id < b.list->id; });
  return out;
}

bool ImportedReach::reaches(std::size_t party) const {
  return std::any_of(lists_.begin(), lists_.end(), [&](const OfList& l) { return party < l.reached.is.size() && l.reached.is[party] && !l.named_parties.contains(party); });
}

std::vector<ImportedReach::By> ImportedReach::on(std::size_t party) const {
  std::vector<By> out;
  for (const auto& l : lists_) {
    if (party >= l.reached.is.size() || !l.reached.is[party] || l.named_parties.contains(party)) continue;
    By b;
    b.list = l.list;
    b.by = l.reached.by_control[party] ? "control" : "50%";
    b.share = l.reached.share[party];
    b.via = Graph::path(l.reached, party);
    std::vector<NamedParty> named;
    for (const auto& n : l.named) {
      named.push_back({n.party, n.from, n.to});
      if (std::none_of(b.via.begin(), b.via.end(), [&](const Tie* t) { return t->owner == n.party; })) continue;
      b.confirm = b.confirm || n.confirm;
      if (b.entry.empty()) b.entry = n.entry, b.name = n.name, b.edition = n.edition;
      else if (b.name.find(n.name) == std::string::npos) b.entry += "; " + n.entry, b.name += "; " + n.name;
    }
    b.from = reached_since(*graph_, party, l.carry, named, day_);
    out.push_back(std::move(b));
  }
  return out;
}

std::size_t ImportedReach::party_of(std::string_view list, std::string_view entry) const {
  const auto at = parties_.find(std::string(list) + ":" + std::string(entry));
  return at == parties_.end() ? Graph::npos : at->second;
}

}  // namespace rf::screen
