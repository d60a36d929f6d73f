// The answer of what-if in every format (contracts.md "whatif").
#pragma once

#include <string>

#include "assess/whatif.h"
#include "report/report.h"

namespace rf::report {

/// `format`: text, json, jsonl (one object a line: change, changed, regime, moved, finding with `side`; summary last) or csv (what changed).
void write_what_if(const assess::WhatIfAnswer& w, const Options& o, std::string_view format, const Write& out);
/// "3 findings changed, 1 not met on this evidence after; uk-hcsec ineffective"
std::string what_if_summary(const assess::WhatIfAnswer& w);

}  // namespace rf::report
