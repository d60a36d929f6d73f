// What must stand in every match of a pattern: the cheap test before the pattern itself is tried.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rf::identify {

inline constexpr std::size_t kLeastLiteral = 3;    ///< shorter ones stand in every text
inline constexpr std::size_t kMostLiterals = 24;   ///< alternatives of one pattern

/// Texts in lower case of which at least one stands in every match of `pattern`; empty where none of kLeastLiteral bytes can be
/// told. `pattern` is one that Pattern::compile takes. `(?:cisco|ios xe) version` → {"cisco version", "ios xe version"}.
std::vector<std::string> needed_literals(std::string_view pattern);

}  // namespace rf::identify
