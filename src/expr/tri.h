// Not knowing is an answer: no, cannot be told, yes. Ordered, so that min is "and" and max is "or".
#pragma once

#include <cstdint>

namespace rf {

enum class Tri : std::uint8_t { No, Maybe, Yes };

constexpr Tri negated(Tri t) { return static_cast<Tri>(2 - static_cast<int>(t)); }

}  // namespace rf
