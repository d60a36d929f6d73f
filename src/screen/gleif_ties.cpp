// GLEIF's parents are who consolidates the accounts: direct and ultimate. Level 2 names LEIs only; what they are called is in level 1.
// Tested by tests/screen/graph_test.cpp.
#include "screen/gleif_ties.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "base/text.h"
#include "names/resolve.h"
#include "screen/screen.h"

namespace rf::screen {
namespace {

constexpr std::size_t kMaxChain = 64;  // steps up; the longest in GLEIF's golden copy has about ten

using Lei = std::array<char, 20>;
Lei lei_of(std::string_view s) {
  Lei out{};
  std::copy_n(s.begin(), std::min(s.size(), out.size()), out.begin());
  return out;
}

const store::Edition* edition_of(const std::vector<store::Edition>& all, std::string_view format) {
  for (const auto& e : all)
    if (e.format == format) return &e;
  return nullptr;
}

Result<GleifFound> lei_of_supplier(const knowledge::World& w, const lists::Editions& editions, const store::Edition* level1, const knowledge::Supplier& s) {
  GleifFound out;
  std::set<std::string> numbers, legal;
  for (const auto& i : s.ids) {
    if (!w.known(i, s.ids)) continue;
    if (i.type == "lei") {
      out.lei = i.value;
      out.name = s.name;
      out.by = "knowledge";
      return out;
    }
    if (i.type == "uscc" || i.type == "registration") numbers.insert(lower_ascii(i.value));
  }
  if (level1 == nullptr) return out;
  for (const auto& n : s.names)
    if (w.known(n, s.names) && n.kind == "legal") legal.insert(names::normalised(n.text));
  if (legal.empty()) legal.insert(names::normalised(s.name));
  legal.erase("");
  const std::string seat = country(w, s.id);
  out.source = level1->list + " of " + level1->dated;
  GleifFound named = out;
  RF_CHECK(editions.each(*level1, [&](names::ListEntity e, std::string_view) {
    if (!numbers.empty() && out.lei.empty() && std::any_of(e.identifiers.begin(), e.identifiers.end(), [&](const auto& i) { return i.type == "registration" && numbers.contains(lower_ascii(i.value)); })) {
      out.lei = e.entry;
      out.name = e.name;
      out.by = "number";
    }
    if (!out.lei.empty() || seat.empty() || std::find(e.countries.begin(), e.countries.end(), seat) == e.countries.end() || e.remarks == "no longer active") return;
    const bool same = legal.contains(names::normalised(e.name)) ||
                      std::any_of(e.aliases.begin(), e.aliases.end(), [&](const auto& a) { return a.kind != names::AliasKind::Former && legal.contains(names::normalised(a.text)); });
    if (!same) return;
    ++named.of_that_name;
    named.lei = e.entry;
    named.name = e.name;
    named.by = "name";
  }));
  if (!out.lei.empty()) return out;
  if (named.of_that_name > 1) named.lei = named.by = named.name = {};  // two of one name and seat: neither is taken
  else named.of_that_name = 0;
  return named;
}

}  // namespace

Result<GleifFound> add_gleif(Graph& graph, const knowledge::World& w, const lists::Editions& editions, const std::string& supplier) {
  const auto in_force = editions.in_force(w.known_at);
  const store::Edition *level1 = edition_of(in_force, "gleif-level1"), *level2 = edition_of(in_force, "gleif-level2");
  if (level2 == nullptr) return GleifFound{};
  RF_TRY(const auto found, lei_of_supplier(w, editions, level1, w.knowledge->suppliers.at(supplier)));
  const std::size_t party = graph.find(supplier);
  if (found.lei.empty() || party == Graph::npos) return found;
  graph.identify("lei:" + found.lei, party);
  // Who is above, in steps, and who right below.
  const Lei own = lei_of(found.lei);
  std::set<Lei> below, above{own};
  {
    std::vector<std::pair<Lei, Lei>> all;  // owned, owner
    RF_CHECK(editions.each(*level2, {}, [&](lists::Relation r) {
      if (r.kind != lists::Relation::Kind::Linked) all.emplace_back(lei_of(r.owned), lei_of(r.owner));
    }));
    std::sort(all.begin(), all.end());
    std::vector<Lei> work{own};
    for (std::size_t at = 0; at < work.size() && at < kMaxChain; ++at)
      for (auto it = std::lower_bound(all.begin(), all.end(), std::pair{work[at], Lei{}}); it != all.end() && it->first == work[at]; ++it)
        if (above.insert(it->second).second) work.push_back(it->second);
    for (const auto& [owned, owner] : all)
      if (owner == own) below.insert(owned);
  }
  RF_CHECK(graph.add_between(editions, *level2, [&](const lists::Relation& r) {
    if (r.kind == lists::Relation::Kind::Linked) return false;
    const Lei owned = lei_of(r.owned), owner = lei_of(r.owner);
    return (above.contains(owned) && above.contains(owner)) || (owner == own && below.contains(owned));
  }));
  if (found.by == "name") graph.doubt(party, level2->list + " of " + level2->dated, "LEI " + found.lei + " taken by the same legal name and seat (" + found.source + "): to be confirmed");
  if (level1 != nullptr) {
    RF_CHECK(editions.each(*level1, [&](names::ListEntity e, std::string_view) {
      if (const std::size_t at = graph.find("lei:" + e.entry); at != Graph::npos) graph.name(at, e.name + " (LEI " + e.entry + ")", e.countries.empty() ? std::string() : e.countries[0]);
    }));
  }
  return found;
}

}  // namespace rf::screen
