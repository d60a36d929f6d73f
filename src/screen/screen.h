// The door of the screen room: who a supplier is on a day: owners, seat, the lists it stands on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "screen/graph.h"

namespace rf::screen {

/// How a maker stands to a supplier that an instrument names. Order: stronger first.
enum class Relation : std::uint8_t { Named, Subsidiary, Affiliate, None };
std::string_view to_text(Relation r);

/// `maker` against `named` on the world's day: itself, owned by it (over half, or control, in steps), or of one group.
Relation relation(const knowledge::World& world, const std::string& maker, const std::string& named);

/// The influence group (knowledge/jurisdictions) of the seat, or of who owns over half; "" where there is none.
std::string influence_group(const knowledge::World& world, const std::string& supplier);
/// ISO 3166-1 alpha-2 of the seat, "" where not known.
std::string country(const knowledge::World& world, const std::string& supplier);

struct Listed {
  const knowledge::List* list;
  const knowledge::Entry* entry;
  Relation rule;
  bool active;  ///< on the world's day; else it was so before
  /// How it got there: "named", "50%" (owned half or more by all named together), "control", "affiliate".
  std::string by;
  /// Whether the list, as it stood then, reaches whom it does not name in this way; empty: knowledge does not say.
  std::optional<bool> reaches;
  std::string reach_note;        ///< the list's own rule in words, where it is not "named"
  Share share;                   ///< "50%": of all named owners together
  std::vector<const Tie*> via;   ///< from the supplier up to the named; empty where it is named itself
  std::string source;            ///< of the entry, in words
  Day from;                      ///< of the entry; through owners: from when on they reach it without a break, unknown where a day is missing
};
/// Entries of the supplier itself and of its owners, known by then; active ones first, by list id. What a list reaches is the
/// list's own rule on the day (knowledge/lists/, `reach`): a past entry is held against the owners of its last day.
std::vector<Listed> designations(const knowledge::World& world, const std::string& supplier);
/// As above with a graph that the caller keeps, which `via` points into; also for parties that are no suppliers of knowledge.
std::vector<Listed> designations(const knowledge::World& world, const Graph& graph, std::size_t party);
/// Suppliers that stand on a list on the day.
std::vector<std::string> on_list(const knowledge::World& world, const std::string& list);
/// Owners in words, with share, dates and source.
std::vector<std::string> owners_in_words(const knowledge::World& world, const std::string& supplier);

}  // namespace rf::screen
