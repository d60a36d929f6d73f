// Status through time in every format (docs/whatif.md "Series").
#pragma once

#include <string>
#include <string_view>

#include "assess/whatif.h"
#include "report/report.h"

namespace rf::report {

/// `format`: text (what changes, day by day), json, jsonl (a line of the series an object; summary last) or csv (a run a line).
void write_series(const assess::SeriesAnswer& s, const Options& o, std::string_view format, const Write& out);
std::string series_summary(const assess::SeriesAnswer& s);

}  // namespace rf::report
