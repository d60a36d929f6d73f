// A scenario: dated changes of an estate and of the world, to ask what would follow. The YAML: docs/whatif.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "estate/estate.h"
#include "knowledge/knowledge.h"
#include "model/asset_columns.h"
#include "names/resolve.h"

namespace rf::direct {

/// Where something stands in the scenario's file, from 1.
struct Place {
  std::uint32_t line = 0, column = 0;
};
std::string to_text(Place p);  ///< "line 3, column 5"

struct Word {
  std::string text;
  Place at;
};

/// Which rows: for each field named, one of its words must fit. Function: the path or below it; supplier: the maker itself or a
/// firm it owns; others: the same word, case aside.
struct Where {
  std::vector<std::pair<Field, std::vector<Word>>> fields;
};

enum class ChangeKind : std::uint8_t { Add, Replace, Remove, Designate, DenyExport, ChangeOfControl, MoveDeadline, EndRegime, Transfer };
std::string_view to_text(ChangeKind k);  ///< "add", "deny-export" …
/// Whether it changes rows of the estate; the others change the world.
bool changes_estate(ChangeKind k);

struct Change {
  ChangeKind kind = ChangeKind::Add;
  Place at;
  Day on;                                        ///< the first day on which it is so; unknown: the day judged
  Day to;                                        ///< designate, deny-export: the last day; unknown: open
  Where where;                                   ///< replace, remove, transfer
  std::vector<std::pair<Field, Word>> cells;     ///< add: the row; replace: what else the new rows say (model, version …)
  Word supplier;                                 ///< as written; an id once settled
  Word owner, owner_country;                     ///< change-of-control; an owner that knowledge lacks needs a country
  Word list, authority, direction, requirement, regime, new_operator;
  std::string share;                             ///< change-of-control, as written: "0.51"
  Day deadline;                                  ///< move-deadline
  std::string says;                              ///< in words, once settled
};

/// Money in hundredths of the currency's unit.
using Money = std::int64_t;
/// An amount a piece, by function: the longest path that a row's function lies in; path "" for all others.
struct Rates {
  std::vector<std::pair<std::string, std::int64_t>> by_function;
  std::optional<std::int64_t> of(std::string_view functions) const;
  bool empty() const { return by_function.empty(); }
};
struct Costs {
  std::string currency;
  Rates add, replace, remove;  ///< Money a piece
};
/// What can be done in a month.
struct Plan {
  Rates pieces;              ///< a month, by function
  std::int64_t total = 0;    ///< of all functions together; 0: not limited
  Day from;                  ///< first day of work; unknown: the day judged
};

/// A question asked many times over (sweep.h).
struct Sweep {
  enum class Kind : std::uint8_t { HowMany, LatestStart, Order, Cheapest };
  Kind kind = Kind::HowMany;
  Place at;
  std::vector<std::pair<Field, Word>> cells;  ///< how-many: what is added
  Where where;                                ///< the others: what is replaced
  Word supplier;                              ///< what is added, or with what it is replaced
  Word direction, requirement, regime;        ///< what must hold; none: everything that holds before
  std::int64_t at_most = 0;                   ///< how-many: where to stop
  std::int64_t a_month = 0;
  Day from, until;
  Field by = Field::Site;                     ///< order, cheapest: what is replaced at once
};

struct Scenario {
  std::string name, says;
  Day as_of, known_at;
  std::vector<Change> changes;
  Costs costs;
  Plan plan;
  std::vector<Sweep> sweeps;
};

inline constexpr std::size_t kMaxChanges = 64;      // subsets of changes are bits of a word
inline constexpr std::size_t kMaxScenario = 1 << 20;  // bytes; ours have some hundred

/// Reads the form of a scenario: keys, kinds, days, numbers, shares. Every fault goes to `faults`, with line and column; the
/// scenario is good only where there is none. O(bytes).
Scenario read_scenario(std::string_view bytes, std::vector<Error>& faults);

/// Finds what the words mean in the world: suppliers, functions, lists, authorities, directions, requirements, regimes; unknown ones
/// go to `faults` with the nearest that are known. Writes `says` of each change.
void settle(Scenario& scenario, const knowledge::World& world, const names::Resolver& resolver, std::vector<Error>& faults);

}  // namespace rf::direct
