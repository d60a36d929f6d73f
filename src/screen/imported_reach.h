// Whom an imported list reaches without naming: owned half or more by those it names, in sum, where knowledge says the list aggregates.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "knowledge/knowledge.h"
#include "screen/graph.h"
#include "screen/lists/editions.h"

namespace rf::screen {

/// The parties that stand on a list, each from a day to a day; unknown days are open.
struct NamedParty {
  std::size_t party = 0;
  Day from, to;
};
/// The first day from which `party` is reached without a break up to `day`, on which it is. Unknown where a tie or an entry that carries it has no day.
/// Asks the graph once for each day on which something of it changed.
Day reached_since(const Graph& graph, std::size_t party, Carry carry, const std::vector<NamedParty>& named, Day day);

/// Adds the ties of every edition at hand but GLEIF's; of a later edition those that begin by the day. Fails: Io, Malformed.
Result<void> add_ties(Graph& graph, const lists::Editions& editions, Day known_at);

class ImportedReach {
 public:
  /// `graph` with the ties of the editions already in it; both must outlive this. Reads every edition in force once. Fails: Io, Malformed.
  static Result<ImportedReach> of(const knowledge::World& world, const Graph& graph, const lists::Editions& editions);

  struct By {
    const knowledge::List* list = nullptr;  ///< whose rule it is
    std::string entry, name, edition;       ///< of the nearest owner that is named; "us-ofac-sdn of 2026-11-20"
    std::string by;                         ///< "50%", "control"
    Share share;
    std::vector<const Tie*> via;
    Day from;
    bool confirm = false;                   ///< an owner was taken for the named by the same legal name alone
  };
  /// Lists that reach the party through owners on the world's day; not those that name it.
  std::vector<By> on(std::size_t party) const;
  /// Whether on() has any. O(lists).
  bool reaches(std::size_t party) const;
  bool any() const { return !lists_.empty(); }
  /// The party that an entry of an imported list is; npos where no tie is known of it and no number makes it a supplier.
  std::size_t party_of(std::string_view list, std::string_view entry) const;

 private:
  struct Named {
    std::size_t party;
    std::string entry, name, edition;
    Day from, to;
    bool confirm;
  };
  struct OfList {
    const knowledge::List* list;
    Carry carry;
    std::vector<Named> named;
    std::unordered_set<std::size_t> named_parties;
    Graph::Reached reached;
  };
  const Graph* graph_ = nullptr;
  Day day_;
  std::vector<OfList> lists_;
  std::unordered_map<std::string, std::size_t> parties_;  // "list:entry"
};

}  // namespace rf::screen
