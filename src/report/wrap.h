// Lines for a terminal, counted in its columns: wide characters take two (base/text.h columns_of).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rf::report {

/// `text` broken at spaces into lines of at most `columns` (≥ 10); a word that is longer is cut. Never empty.
std::vector<std::string> wrapped(std::string_view text, int columns);
/// Cut to `columns` with "…" at the end where it is longer, filled with spaces where it is shorter.
std::string fitted(std::string_view text, int columns);
/// Filled with spaces on the left.
std::string right(std::string_view text, int columns);

}  // namespace rf::report
