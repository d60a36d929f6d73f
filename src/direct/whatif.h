// The door of what-if: findings before and after a scenario's changes, and what changed because of which.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "direct/judge.h"
#include "direct/overlay.h"

namespace rf::direct {

/// A finding, or a regime, whose status is another one after the changes.
struct Changed {
  std::string id;                     ///< of the finding; a regime's "REGIME@OPERATOR"
  std::string direction, requirement, operator_id;
  std::string from_status, to_status; ///< "not-applicable" where there was, or is, no such finding
  std::vector<std::size_t> because;   ///< the changes without any one of which the new status would not stand; where there is none, the union of because_any
  std::vector<std::vector<std::size_t>> because_any;  ///< the smallest sets that suffice: in none of them can a change be spared
  bool exact = true;                  ///< false: too many changes to try all sets, because_any is not complete
  std::string why;
};

/// The same status with another number or another answer to whether the risk can be mitigated.
struct Moved {
  std::string id, status;
  Measured from, to;
  std::optional<bool> from_possible, to_possible;
  std::string says;
};

/// A denial of supply that reaches this estate otherwise than before: exposure, never a breach.
struct ChangedExposure {
  std::string id, list, supplier, operator_id, from_status, to_status;  ///< status "none" where there is no such exposure
  std::int64_t from_assets = 0, to_assets = 0, from_quantity = 0, to_quantity = 0;
  std::string says;
};

struct ChangeNote {
  std::string kind, says;
  Day on;
  bool has_come = true;  ///< its day is not after the day judged
  Overlay::Touched touched;
  std::optional<Money> cost;
  std::optional<std::int64_t> months;
};

struct Cost {
  std::string currency;
  std::optional<Money> total;           ///< empty where a piece has no cost given
  std::int64_t added = 0, replaced = 0, removed = 0;  ///< pieces
  std::optional<std::int64_t> months;   ///< of work, at the plan's rate
};

struct WhatIf {
  std::string name;
  Day as_of;
  Judgement before, after;
  std::vector<Changed> changed, regimes;
  std::vector<Moved> moved;
  std::vector<ChangedExposure> exposures;
  std::vector<ChangeNote> changes;
  Cost cost;
};

/// Up to so many changes all sets are tried for `because_any`.
inline constexpr std::size_t kExactChanges = 12;

/// Judges before and after on `overlay`, and finds why on `folded`: the same scenario over the same estate as cells (cells.h). Fails as judge does. O(judge) for both, and for each status that changed O(its
/// requirement × rows) a set of changes tried: n sets, and where no change is needed by itself at most 2^n.
Result<WhatIf> what_if(Overlay& overlay, Overlay& folded, const Choice& choice);

}  // namespace rf::direct
