#pragma once

#include <cstdint>
#include <vector>

#include "estate/estate.h"

namespace rf::estate {

/// Copies rows of one estate behind those of another, with their inputs, lines and what was seen of them; gives the first new row.
/// Columns beyond the known ones and second places are left behind. O(rows × filled fields + words).
std::size_t append_rows(Estate& into, const Estate& from, const std::vector<std::uint32_t>& rows);

}  // namespace rf::estate
