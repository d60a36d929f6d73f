#pragma once

#include <string>
#include <string_view>

#include "assess/by_operator.h"
#include "report/report.h"

namespace rf::report {

/// `assess --deadlines`: the ledger of days, the day each cap will be passed, the clock of each denial; text, json, jsonl, csv or html.
void write_deadlines(const assess::ByOperator& b, const Options& o, std::string_view format, const Write& out);
std::string deadlines_summary(const assess::ByOperator& b);

}  // namespace rf::report
