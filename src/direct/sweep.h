// Questions asked of many scenarios at once (docs/whatif.md "Sweeps"): how many until something breaks, the latest day to begin, an order
// that breaks nothing on the way, the cheapest plan. Each answer is checked by the judge, and exact unless it says otherwise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "direct/judge.h"
#include "direct/overlay.h"
#include "direct/whatif.h"

namespace rf::direct {

struct SweepStep {
  std::string what;       ///< a site, region, function, model, or asset
  std::int64_t pieces = 0;
  Day done;               ///< where there is a rate
  std::optional<Money> cost;
};
struct SweepAnswer {
  std::string kind, question, says;
  bool found = false;                   ///< there is such a number, day, order or plan
  bool exact = true;                    ///< false: the tries ended before all cases were tried
  std::optional<std::int64_t> number;   ///< how-many: the most that breaks nothing
  Day day;                              ///< latest-start
  std::int64_t pieces = 0;              ///< to be replaced
  std::optional<std::int64_t> months;
  std::optional<Money> cost;
  std::vector<SweepStep> steps;         ///< in order
  std::vector<std::string> breaks;      ///< ids of what breaks one step further, or stands in the way
  std::int64_t judged = 0;              ///< times the judge was asked
};

inline constexpr std::int64_t kScanAtMost = 20'000;    // pieces tried one by one where nothing proves that more is never better
inline constexpr std::int64_t kTries = 4'096;          // sets tried for an order
inline constexpr std::int64_t kPlansTried = 200;       // plans of the optimiser that the judge may refuse

/// Answers the scenario's sweeps on its estate after its changes. `subject` is not changed. Fails as judge does.
Result<std::vector<SweepAnswer>> sweep(const Subject& subject, const names::Resolver& resolver, const Scenario& scenario, const std::string& file, const Choice& choice, std::vector<Error>& faults);

}  // namespace rf::direct
