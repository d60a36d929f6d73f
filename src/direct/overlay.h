// An estate and a world with any set of a scenario's changes in them. The estate is read once: a change marks rows as gone and brings
// rows of its own, which stay for the next set that needs them.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "direct/cells.h"
#include "direct/changed_world.h"
#include "direct/measure.h"
#include "direct/recounts.h"
#include "direct/scenario.h"
#include "direct/subject.h"

namespace rf::direct {

class Overlay {
 public:
  using Set = std::uint64_t;  ///< bit i: change i

  /// `estate` is what `subject.estate` points to; rows are added to it. `file`: the scenario's, for locators. The world and the
  /// scenario must outlive this. Faults of the scenario against this estate (an operator to be named) go to `faults`.
  Overlay(Subject subject, std::shared_ptr<estate::Estate> estate, const names::Resolver& resolver, const Scenario& scenario, const std::string& file, std::vector<Error>& faults);

  /// Over cells.
  Overlay(Folded cells, const names::Resolver& resolver, const Scenario& scenario, const std::string& file, std::vector<Error>& faults);
  /// Judges on another day from now on; changes without a day stay on the first.
  void judge_on(Day as_of);
  /// Has these changes and no others, each only where its day has come. O(rows they touch), but for a first reading of the estate.
  void apply(Set changes);
  const Subject& subject() const { return subject_; }
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

  Day day_of(std::size_t change) const { return days_[change]; }
  /// Changes whose day has come.
  Set come() const;
  /// Rows that a replace or remove would take now, in the estate's order.
  std::vector<std::uint32_t> rows_of(std::size_t change);
  /// Replaces these rows too, as `change` (which need not be applied) replaces its own; until the next apply.
  void replace(const std::vector<std::uint32_t>& rows, std::size_t change);
  /// How many pieces an add brings, each with these weights (kNoCount: not known), from now on.
  void set_pieces(std::size_t change, std::int64_t pieces, std::int64_t premises_each, std::int64_t traffic_each);
  /// Rows and pieces that a change took away and brought when it was last applied.
  struct Touched {
    std::int64_t rows_gone = 0, pieces_gone = 0, rows_new = 0, pieces_new = 0;
    std::map<std::string, std::int64_t> pieces_by_function;  ///< gone (replace, remove) or new (add)
  };
  const Touched& touched(std::size_t change) const { return touched_[change]; }
  const Scenario& scenario() const { return scenario_; }

 private:
  using Makers = std::vector<bool>;
  std::uint32_t maker(const std::string& supplier);
  void add_rows(std::vector<Error>& faults);
  std::string_view said(Field f, std::string_view cell) const;
  bool fits(const Change& c, std::size_t row) const;  ///< but for the supplier
  const std::vector<std::uint32_t>& base_rows(std::size_t change);
  bool of_supplier(const Change& c, std::size_t row, Makers& known) const;
  void apply_rows(std::size_t change);
  std::uint32_t derived(std::uint32_t row, std::size_t change);
  std::uint32_t new_row(std::size_t change);
  void finish_row(std::uint32_t row, std::uint32_t maker);
  void move_states(Day from, Day to);
  void hide(std::uint32_t row);
  void show(std::uint32_t row);

  Subject subject_;
  Recounts recounts_;
  bool changed_world_ = false;       ///< the world has changes of the scenario in it
  std::vector<Day> days_of_facts_;   ///< made when another day is judged first
  std::shared_ptr<estate::Estate> estate_;
  const names::Resolver& resolver_;
  const Scenario& scenario_;
  const knowledge::World& base_;
  ChangedWorld world_;
  Day first_day_;
  std::uint32_t input_ = 0;
  std::size_t base_size_ = 0;
  std::vector<Day> days_;
  std::vector<std::size_t> in_time_;                               ///< changes by day, then as written
  std::vector<std::vector<std::uint32_t>> base_rows_;              ///< of each change, but for the supplier
  std::vector<bool> base_known_;
  std::vector<std::uint32_t> added_;                               ///< the row of each add
  std::unordered_map<std::uint64_t, std::uint32_t> derived_;       ///< by change and row
  std::vector<std::pair<Day, std::uint32_t>> turns_;               ///< days from which the estate's own rows may be in another state, sorted
  std::vector<std::uint32_t> changed_rows_;                        ///< whose absence differs from the estate's own
  std::map<std::string, std::uint32_t> maker_of_;
  std::vector<Touched> touched_;
};

}  // namespace rf::direct
