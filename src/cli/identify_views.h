// Two further ways to look at what identify found: why, and why not.
#pragma once

#include <string>
#include <string_view>

#include "assess/answer.h"

namespace rf::cli {

/// Each device with every witness and its weight, as text.
std::string explained(const assess::Answer& a);
/// Devices without a maker, grouped by the one fact that is missing and how to fetch it; the largest group first.
/// `format`: text, json, jsonl or csv.
std::string why_unknown(const assess::Answer& a, std::string_view format);

/// What was joined by which key, and what shares a key and was kept apart. `format` as above.
std::string merges(const assess::Answer& a, std::string_view format);

}  // namespace rf::cli
