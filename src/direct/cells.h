// Rows equal in all that a judge asks of them, folded to one with integer sums: status and numbers of every requirement and regime
// come out the same, and a change is tried on some thousand rows instead of ten million. What is lost is which asset is which, so
// lists of assets and `denials` need the rows themselves.
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "direct/scenario.h"
#include "direct/subject.h"

namespace rf::direct {

/// What must stay apart beside what every judge asks.
struct FoldBy {
  std::set<Field> fields;   ///< asked by name: of a scenario's `where`, of conditions
  // Days that dates are compared with, each sorted; between two of them all dates are alike.
  std::vector<Day> days;    ///< of when a row is there and in service
  std::vector<Day> came;    ///< of when it came, which bans ask
  std::vector<Day> bought;  ///< of when it was bought, which bans of purchase ask
  std::vector<Day> ends;    ///< last days of requirements; no row's, but who judges on them asks of it
  bool apart = false;             ///< nothing is folded: a condition asks for the number of a single row
  bool as_written = false;        ///< makers as words of supplier and brand, whoever they may be read as; for packs
  std::size_t most_cells = 0;     ///< of no use beyond so many; 0: no such number
  bool sites_everywhere = false;  ///< sites stay apart; else cells whose sites a measure counts list them (Subject::sites)
  bool no_sites = false;          ///< nor list them; for packs
  /// All dates by all days: for packs, which do not know the question.
  void ask_all_days();
};
/// For all directions and regimes of the world, the days judged, and a scenario (or null).
FoldBy fold_by(const knowledge::World& world, const std::vector<Day>& judged, const Scenario* scenario, const OperatorFacts& facts);

/// Its words are those of the estate that was folded, under the same codes; that estate must outlive it. Cells stand in the order of their first rows.
struct Folded {
  std::shared_ptr<estate::Estate> estate;
  Subject subject;  ///< points to the estate here and to the world of the unfolded one
  std::vector<std::uint32_t> cell_of;  ///< of each row; of a pack that folds, of each of its cells (kOpened: its rows stand in `opened`)
  std::vector<std::pair<std::uint32_t, std::uint32_t>> opened;  ///< row of the pack, cell; ascending
  bool of_pack = false;                ///< `cell_of` is of the pack's cells
  bool too_many = false;               ///< more cells than FoldBy::most_cells: only some rows are in
};
inline constexpr std::uint32_t kOpened = 0xFFFFFFFF;
/// O(rows × fields); of a pack that folds O(its cells × fields), and of the rows in cells that are wider than the question.
Folded fold(const Subject& subject, const FoldBy& by);
/// By code of the function: whether some measure may count the sites of such rows.
std::vector<bool> sites_counted(const Subject& subject, const FoldBy& by);
/// Cells to be judged in the place of rows, with the rows behind them to be named. `rows` must outlive it.
class NamedCells {
 public:
  NamedCells(const Subject& rows, const FoldBy& by);
  NamedCells(const NamedCells&) = delete;
  NamedCells& operator=(const NamedCells&) = delete;
  const Subject& subject() const { return cells_.subject; }

 private:
  Folded cells_;
  std::unique_ptr<RowsBehind> behind_;
};

}  // namespace rf::direct
