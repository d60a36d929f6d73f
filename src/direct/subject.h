// What a judge looks at: an estate whose makers have been resolved, in a world of one day.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "estate/estate.h"
#include "knowledge/knowledge.h"
#include "names/resolve.h"

namespace rf::direct {

/// A dated statement of the operator that a condition holds.
struct Assurance {
  std::string kind;  ///< monitoring, evaluation, equivalence, stock
  std::string about, source;
  Day from, to;
  std::string model, function;
};
/// An approval that an authority gave, as the operator states it.
struct Approval {
  std::string direction, requirement, supplier, function, model, reference;
  Day from, to;
};
struct OperatorFacts {
  std::string id, country;
  std::vector<std::string> classes, addressee_of;
  std::vector<Assurance> assurances;
  std::vector<std::string> inside, management;  ///< IP ranges: where its own equipment stands, where its managers stand
  std::vector<Approval> approvals;
  bool approvals_complete = false;  ///< what is not among them has none
};

/// One part of a product, from the inventory's `components`.
struct Component {
  std::string part;
  names::Resolution who;
};

/// `--totals`: what somebody states that an operator has in all.
struct StatedTotal {
  std::string operator_id;  ///< empty: of the whole estate
  std::string function;     ///< path; what lies below it is in it
  std::string measure;      ///< quantity, premises, traffic
  std::int64_t total = 0;
  std::string source;
  Locator place;
};

/// The state of a row on a day.
struct RowState {
  bool present = false;     ///< physically there, connected or powered
  bool in_service = false;
  bool unsure = false;      ///< its word of status is not known: what the dates allow may be so
};
/// What a row stands for where rows are folded (cells.h): how many, and the largest weights known among them.
struct SubjectCell {
  std::int64_t rows = 1;
  std::int64_t most_premises = estate::kNoCount, most_traffic = estate::kNoCount;
};
/// What a row is part of or runs on, the outermost of it: whose it is and where it sits.
struct Whole {
  std::uint32_t maker = 0;  ///< index into makers
  std::string function;     ///< the cell as written
};
struct Subject {
  const estate::Estate* estate = nullptr;
  const knowledge::World* world = nullptr;
  std::vector<names::Resolution> makers;     ///< distinct ways a row's maker was read
  std::vector<std::uint32_t> maker_of_row;   ///< index into makers
  std::vector<RowState> states;              ///< of each row on the world's day (states_of)
  std::map<std::uint32_t, std::vector<std::pair<std::string, names::Resolution>>> parties;  ///< code of the parties cell → role, who
  std::map<std::uint32_t, std::vector<Component>> components;  ///< code of the components cell → its parts
  std::vector<Whole> wholes;                 ///< distinct
  std::vector<std::uint32_t> whole_of_row;   ///< 1 + index into wholes; 0 where a row has none or it is not in the estate; empty: none has
  std::string country;                       ///< --country: where no row says
  OperatorFacts facts;
  std::vector<StatedTotal> totals;
  std::vector<bool> absent;                  ///< rows that a scenario has taken away, or not brought yet; empty: none

  std::vector<SubjectCell> cells;            ///< where rows are folded; empty: each row is one. A row past its end is one

  std::int64_t rows_in(std::size_t row) const { return row < cells.size() ? cells[row].rows : 1; }
  /// The largest known weight among the rows that this one stands for; kNoCount where none is known.
  std::int64_t largest(Field f, std::size_t row) const {
    if (row < cells.size() && f == Field::Premises) return cells[row].most_premises;
    if (row < cells.size() && f == Field::Traffic) return cells[row].most_traffic;
    return estate->count(f, row);
  }
  std::uint32_t whole_at(std::size_t row) const { return row < whole_of_row.size() ? whole_of_row[row] : 0; }
  bool there(std::size_t row) const { return absent.empty() || !absent[row]; }
};

inline constexpr std::int32_t kRateDays = 365;  ///< over which a rate is taken: of roll-out, of what repair uses up

/// A row's days as judges read them: when it went (removed, else disposed of), when it came (installed, else in service), when it was last seen.
struct RowDates {
  Day removed, arrived, last_seen;
  bool gone_before_it_came() const { return removed.known() && arrived.known() && removed < arrived; }
  bool seen_after_it_went() const { return removed.known() && last_seen.known() && last_seen > removed; }
};
RowDates dates_of(const estate::Estate& e, std::size_t row);

/// Finds what rows are part of or run on, by `part_of` and `runs_on` within one operator, up to kMostNested levels. O(rows) where a row
/// has either, else nothing.
void settle_wholes(Subject& s);
inline constexpr int kMostNested = 8;  ///< port, module, card, slot, subrack, rack, site: and room for one more; ends circles

/// Which codes of a Word field rows that are there have. O(rows) in a scenario, else all that the dictionary has.
std::vector<bool> codes_used(const Subject& s, Field f);

/// An id is what somebody wrote: "1&1", "telekom-deutschland"; case and signs aside.
bool same_operator(std::string_view a, std::string_view b);

/// Operators of an estate: those that rows name; rows without one belong to --operator, or to the only one there is.
struct Operators {
  std::set<std::string> ids;      ///< "" stands for rows of nobody named, where several are
  std::string stated;             ///< --operator, or the operator's own facts
  bool whole = true;              ///< rows without an operator are the stated one's
  bool takes_rest(const std::string& id) const { return whole ? (id == stated || ids.size() == 1) : id.empty(); }
};
/// O(words), and O(rows) where several operators are named and none is stated.
Operators operators_of(const Subject& s);

/// What the estate has of a stated total: known weights of pieces in service on the day. O(rows).
std::int64_t known_sum(const Subject& s, const StatedTotal& t);
/// The row is the operator's, or shared with it. `whole`: rows without an operator are its too.
bool belongs_to(const estate::Estate& e, std::size_t row, std::string_view operator_id, bool whole);

RowState state_of(const estate::Estate& e, std::size_t row, Day day);
/// The same for all rows; words are compared once a distinct value. O(rows).
std::vector<RowState> states_of(const estate::Estate& e, Day day);

}  // namespace rf::direct
