// Not knowing is an answer: no, cannot be told, yes. Ordered, so that min is "and" and max is "or".
#pragma once

#include <cstdint>

namespace rf::direct {

enum class Tri : std::uint8_t { No, Maybe, Yes };

}  // namespace rf::direct
