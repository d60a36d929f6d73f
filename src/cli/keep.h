// Answers kept as runs of the ledger, and found again.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "assess/answer.h"
#include "base/result.h"
#include "cli/options.h"
#include "direct/between.h"
#include "report/report.h"
#include "store/store.h"

namespace rf::cli {

/// Keeps the answer, and its estate as a file beside the database `db`. `added`: false where the same was kept before. Fails: Io.
Result<std::int64_t> keep_run(store::Store& store, const std::string& db, const assess::Answer& answer, const Options& o, const report::Options& ro, bool* added);

/// Where the estate of a run is kept, whether or not it still is.
std::string kept_estate(const std::string& db, const std::string& hash);

/// What findings of a run said. `exact`: false where one was kept without its bounds' totals.
std::map<std::string, direct::Numbers> kept_numbers(const store::Run& run, bool& exact);

}  // namespace rf::cli
