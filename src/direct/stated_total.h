#pragma once

#include <cstdint>
#include <optional>

#include "direct/measure.h"

namespace rf::direct {

/// The total that is stated for what the measure counts; empty where none is, or several overlap. O(totals × rows) at worst.
std::optional<std::int64_t> stated_total(const Subject& subject, const Question& q);

}  // namespace rf::direct
