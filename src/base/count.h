// Sums that end at the largest number instead of passing it: a file may say any quantity.
#pragma once

#include <cstdint>
#include <limits>

namespace rf {

/// a + b, or the nearest end of the range. Where the exact sum decides something, the caller asks for the overflow itself.
constexpr std::int64_t added(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (!__builtin_add_overflow(a, b, &out)) return out;
  return b < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

}  // namespace rf
