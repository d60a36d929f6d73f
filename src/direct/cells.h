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
  std::vector<Day> days;    ///< days that dates are compared with, sorted; between two of them all dates are alike
  bool apart = false;             ///< nothing is folded: a condition asks for the number of a single row
  bool sites_everywhere = false;  ///< else sites stay apart only where a measure counts them
};
/// For all directions and regimes of the world, the days judged, and a scenario (or null).
FoldBy fold_by(const knowledge::World& world, const std::vector<Day>& judged, const Scenario* scenario, const OperatorFacts& facts);

struct Folded {
  std::shared_ptr<estate::Estate> estate;
  Subject subject;  ///< points to the estate here and to the world of the unfolded one
};
/// O(rows × fields).
Folded fold(const Subject& subject, const FoldBy& by);

}  // namespace rf::direct
