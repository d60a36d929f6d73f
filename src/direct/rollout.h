// The day a cap will be passed at the present roll-out rate: what came and went in the past 365 days, drawn on. Integers throughout.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "direct/judge.h"

namespace rf::direct {

/// What the part and its base grew by in 365 days, and when that passes the limit.
struct RolloutRate {
  std::int64_t part = 0, total = 0;  ///< to begin with, on the world's day
  std::int64_t part_year = 0, total_year = 0;
  Day passes;                        ///< first day over the limit; unknown: never at this rate, or not within a century
};
struct Rollout {
  std::string id, direction, requirement, operator_id, supplier, force;
  Measured now;
  Day since;                     ///< the day 365 days before
  std::string state;             ///< over, passes, not-at-this-rate, undecided (the bounds' days differ in whether it is passed)
  RolloutRate rate;              ///< rows without a date of start taken as older; what is known of the supplier
  RolloutRate earliest, latest;  ///< undated rows and unknown makers as they would hasten, or put off, the day
  std::int64_t rows_new = 0, rows_gone = 0, rows_undated = 0;  ///< of those counted for the supplier
  std::vector<std::string> assets_new, assets_undated;
  std::string says;
};

/// For each finding with a share or a number above none as its limit, of a cap, a use or a removal. O(findings × rows).
std::vector<Rollout> rollouts(const Subject& s, const std::vector<Finding>& findings, std::size_t list_at_most);

/// First day after `from` on which part + part_year × t / 365 passes the limit of a base that grows alike; unknown: never, or not in a century.
Day day_passed(Day from, const RolloutRate& rate, const Measured& limit);

}  // namespace rf::direct
