// What-if over evidence: estates are read as assess reads them, then a scenario is tried on them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assess/answer.h"
#include "direct/scenario.h"
#include "direct/series.h"
#include "direct/sweep.h"
#include "direct/whatif.h"

namespace rf::assess {

struct Request;

struct WhatIfAnswer {
  Answer base;                ///< inputs, errors, operator, country; no findings
  direct::Scenario scenario;  ///< settled
  direct::WhatIf result;
  std::vector<direct::SweepAnswer> sweeps;  ///< where they are asked for
};

/// Tries `scenario` (read from `file`) on the estates of the request. Faults of the scenario go to `faults`, and then there is no
/// answer. Fails as assess does.
Result<WhatIfAnswer> what_if(const Request& request, const knowledge::Knowledge& k, direct::Scenario scenario, const std::string& file, std::vector<Error>& faults, bool sweeps = false);

struct SeriesAnswer {
  Answer base;  ///< as above
  direct::Series series;
};
/// Status of every requirement and regime from one day to another, with the changes of `scenario` (which may have none) in their time.
Result<SeriesAnswer> series(const Request& request, const knowledge::Knowledge& k, direct::Scenario scenario, const std::string& file, Day from, Day to, bool monthly, std::vector<Error>& faults);

}  // namespace rf::assess
