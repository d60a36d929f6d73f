// What a judge looks at: an estate whose makers have been resolved, in a world of one day.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "estate/estate.h"
#include "direct/grouped.h"
#include "estate/pack.h"
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
  bool unsure = false;      ///< its word of status is not known, or its dates speak against it: what the dates allow may be so
  bool ordered = false;     ///< on order or in store by the day, and not in place: bought, for who asks that
  bool operator==(const RowState&) const = default;
};
/// What a row stands for where rows are folded (cells.h): how many, and the largest weights known among them.
struct SubjectCell {
  std::int64_t rows = 1;
  std::int64_t most_premises = estate::kNoCount, most_traffic = estate::kNoCount;
  std::uint32_t sites = 0, sites_end = 0;  ///< into Subject::sites, a code for each row; none: all its rows have the site that stands in it
};
/// What a row is part of or runs on, the outermost of it: whose it is and where it sits.
struct Whole {
  std::uint32_t maker = 0;  ///< index into makers
  std::string function;     ///< the cell as written
};
/// Which maker each row was read as: a number a row, or, of the rows of a pack, what their words say.
class RowMakers {
 public:
  RowMakers() = default;
  RowMakers(std::vector<std::uint32_t> of_row) : own_(std::move(of_row)) {}  // NOLINT: as the vector it was
  /// Of rows that `lent` borrows: by code of the supplier, else, where that is one of `unknown`, by code of the brand.
  /// `badged`: by maker and code of the brand, where that is another supplier's.
  RowMakers(const estate::Estate& lent, std::vector<std::uint32_t> of_supplier, std::vector<std::uint32_t> of_brand, std::vector<bool> unknown,
            std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> badged = {})
      : estate_(&lent), lent_(lent.lent()), of_supplier_(std::move(of_supplier)), of_brand_(std::move(of_brand)), unknown_(std::move(unknown)), badged_(std::move(badged)) {}
  std::uint32_t operator[](std::size_t row) const { return row < lent_ ? read(*estate_, row) : own_[row - lent_]; }
  void set(std::size_t row, std::uint32_t maker) { own_[row - lent_] = maker; }  ///< of rows that are not lent
  std::size_t size() const { return lent_ + own_.size(); }
  void push_back(std::uint32_t maker) { own_.push_back(maker); }
  void resize(std::size_t n, std::uint32_t maker) { own_.resize(n - lent_, maker); }
  /// What the words of a row of `e`, whose codes are those of the lent estate, say.
  std::uint32_t read(const estate::Estate& e, std::size_t row) const {
    const std::uint32_t maker = of_supplier_[e.code(Field::Supplier, row)];
    if (!unknown_[maker] && badged_.empty()) return maker;
    const std::uint32_t brand = e.code(Field::Brand, row);
    if (brand == 0) return maker;
    if (unknown_[maker]) return of_brand_[brand];
    const auto badged = badged_.find({maker, brand});
    return badged == badged_.end() ? maker : badged->second;
  }

 private:
  const estate::Estate* estate_ = nullptr;
  std::size_t lent_ = 0;
  std::vector<std::uint32_t> own_, of_supplier_, of_brand_;
  std::vector<bool> unknown_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> badged_;
};

/// A number a row, 0 where nothing was said; those of a pack lie in it.
class RowWholes {
 public:
  RowWholes() = default;
  RowWholes(evidence::PackedCodes lent, std::size_t rows) : lent_(lent), n_lent_(lent ? rows : 0) {}
  std::uint32_t operator[](std::size_t row) const { return row < n_lent_ ? lent_.at(row) : row - n_lent_ < own_.size() ? own_[row - n_lent_] : 0; }
  void set(std::size_t row, std::uint32_t whole) {  ///< of rows that are not lent
    if (whole == 0 && row - n_lent_ >= own_.size()) return;
    if (row - n_lent_ >= own_.size()) own_.resize(row - n_lent_ + 1, 0);
    own_[row - n_lent_] = whole;
  }
  void clear() { *this = {}; }

 private:
  evidence::PackedCodes lent_;
  std::size_t n_lent_ = 0;
  std::vector<std::uint32_t> own_;
};

struct Subject;
class Recounts;
/// Where a subject's rows are cells: the rows behind them, to be named.
class RowsBehind {
 public:
  virtual ~RowsBehind() = default;
  virtual const Subject& rows() const = 0;
  /// The first rows behind these cells (ascending), at most so many, ascending.
  virtual std::vector<std::uint32_t> first(const std::vector<std::uint32_t>& cells, std::size_t at_most) const = 0;
  /// Each row behind a cell, in no order.
  virtual std::vector<std::uint32_t> all(std::uint32_t cell) const = 0;
};

/// Rows by the code of their function. O(rows).
Grouped rows_by_function(const estate::Estate& e);

struct Subject {
  const estate::Estate* estate = nullptr;
  const knowledge::World* world = nullptr;
  std::vector<names::Resolution> makers;     ///< distinct ways a row's maker was read
  RowMakers maker_of_row;                    ///< index into makers
  std::vector<RowState> states;              ///< of each row on the world's day (states_of); of a pack made when rows themselves are judged
  std::map<std::uint32_t, std::vector<std::pair<std::string, names::Resolution>>> parties;  ///< code of the parties cell → role, who
  std::map<std::uint32_t, std::vector<Component>> components;  ///< code of the components cell → its parts
  std::vector<Whole> wholes;                 ///< distinct
  RowWholes whole_of_row;                    ///< 1 + index into wholes; 0 where a row has none or it is not in the estate
  std::string country;                       ///< --country: where no row says
  OperatorFacts facts;
  std::vector<StatedTotal> totals;
  std::vector<bool> absent;                  ///< rows that a scenario has taken away, or not brought yet; empty: none

  std::vector<SubjectCell> cells;            ///< where rows are folded; empty: each row is one. A row past its end is one
  std::vector<std::uint32_t> sites;          ///< codes of sites of the rows in cells: what counts sites looks at these, and all else at one cell
  Recounts* recounts = nullptr;              ///< counts that are kept while a scenario's rows come and go (overlay.h)
  const RowsBehind* behind = nullptr;        ///< set where rows are cells and assets are to be named
  std::shared_ptr<const estate::OpenedPack::Cells> packed;  ///< of a pack that folds: what `fold` begins with
  Grouped by_function;                       ///< rows by their function; those that came since, or all, are looked at one by one

  std::int64_t rows_in(std::size_t row) const { return row < cells.size() ? cells[row].rows : 1; }
  std::span<const std::uint32_t> sites_of(std::size_t row) const {
    return row < cells.size() ? std::span(sites).subspan(cells[row].sites, cells[row].sites_end - cells[row].sites) : std::span<const std::uint32_t>();
  }
  /// The largest known weight among the rows that this one stands for; kNoCount where none is known.
  std::int64_t largest(Field f, std::size_t row) const {
    if (row < cells.size() && f == Field::Premises) return cells[row].most_premises;
    if (row < cells.size() && f == Field::Traffic) return cells[row].most_traffic;
    return estate->count(f, row);
  }
  std::uint32_t whole_at(std::size_t row) const { return whole_of_row[row]; }
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
/// By row, 1 + the row that settle_wholes finds; 0: none. Empty where no row has either.
std::vector<std::uint32_t> whole_rows(const estate::Estate& e);
inline constexpr int kMostNested = 8;  ///< port, module, card, slot, subrack, rack, site: and room for one more; ends circles

/// Which codes of a Word field rows that are there have. O(rows) in a scenario, else all that the dictionary has.
std::vector<bool> codes_used(const Subject& s, Field f);

/// An id is what somebody wrote: "1&1", "telekom-deutschland"; case and signs aside.
bool same_operator(std::string_view a, std::string_view b);
/// The variation or extension that an operator has of a requirement on the world's day; of several the last. Null where there is none.
const knowledge::Variation* variation_of(const knowledge::World& w, std::string_view operator_id, std::string_view direction, std::string_view requirement);
/// Antennas, and the passive plant of fibre networks: counted in no measure (docs/inventory.md).
bool is_passive_function(std::string_view path);
/// The same without regard to case and signs alone: "Acme AB" and "Acme AS" are two firms, and what frees one does not free the other.
bool very_operator(std::string_view a, std::string_view b);
/// One has all the words of the other ("Vodafone" and "Vodafone Deutschland"): whether it is meant, its name does not say.
bool perhaps_same_operator(std::string_view a, std::string_view b);
/// What an operator states holds for itself alone. Facts without an operator, and rows without one, are of whoever asks.
bool speaks_for(const OperatorFacts& facts, std::string_view operator_id);

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

/// `written`: the day by which the words of status were so (a world's known_at). Of what is "removed" without a day, it is open whether it still stood
/// there before; what is only "planned" though it was installed or seen by then is open too.
RowState state_of(const estate::Estate& e, std::size_t row, Day day, Day written);
/// Whether a row of this word of status is in another state before it was written than after.
bool turns_when_written(std::string_view status);
/// The same for many rows of an estate, whose words are read once.
class StateReader {
 public:
  StateReader(const estate::Estate& e, Day written);
  RowState on(std::size_t row, Day day) const;

 private:
  const estate::Estate& e_;
  Day written_;
  std::vector<std::uint8_t> status_;  ///< by code, what the word says
  std::uint32_t depot_ = 0;           ///< code of the site type
};
/// The same for all rows; words are compared once a distinct value. O(rows).
std::vector<RowState> states_of(const estate::Estate& e, Day day, Day written);

}  // namespace rf::direct
