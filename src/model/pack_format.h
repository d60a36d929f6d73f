// An estate pack: the columns of an estate in one file, opened by mmap. Written by estate/pack.h, read by evidence.
//   "RFESTATE" version u32 columns u32 rows u64
//   per column: name (u32 length, bytes), kind u8, then
//     kWords: n u32, n ends u64, bytes, rows codes u32     few distinct texts
//     kTexts: rows ends u64, bytes                          mostly distinct
//   SHA-256 of all before, as 64 hexadecimal digits
// Numbers are little-endian and stand unaligned. Days are ISO 8601, counts decimal: what a CSV would hold, so that one way of reading serves both.
#pragma once

#include <cstdint>
#include <string_view>

namespace rf::pack {

inline constexpr std::string_view kMagic = "RFESTATE";
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::uint8_t kWords = 1, kTexts = 2;
inline constexpr std::uint32_t kMaxColumns = 1000;      // as the CSV reader
inline constexpr std::size_t kDigest = 64;
/// Where a row of the pack stood in the input it was made of: kept as columns of these names.
inline constexpr std::string_view kInputColumn = "packed_from", kLineColumn = "packed_line";

}  // namespace rf::pack
