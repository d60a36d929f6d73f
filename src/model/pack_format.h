// An estate pack: the columns of an estate in one file, opened by mmap. Written by estate/pack.h, read by evidence/pack_view.h.
//   "RFESTATE" version u32 sections u32 rows u64
//   per section, 64 bytes: name u32 (number of its text in section 0), kind u32, width u32 (bits), reserved u32, n u64, base i64, offset u64, size u64, hash u64, reserved u64
//   hash u64 of all before
//   sections, each at a multiple of 8, none over another; hash: section_hash of its bytes; of kBlocks that of what stands before its frames, each of
//   which has a checksum (version 2: 0, not kept)
//   zeros up to least_bytes(rows, sections)
// Kinds:
//   kTexts    n texts: n ends u64, bytes                     names, words of a dictionary
//   kNumbers  n numbers of `width` bits, packed, then 8 spare bytes: 0 is "none", v is base + v - 1; of width 64: as they are, "none" is the smallest
//   kCodes    n numbers of `width` bits, packed, then 8 spare bytes; kAlong in addition adds the number's own index and base
//   kBlocks   n mostly distinct texts in blocks: blocks u64; per block first text u64, offset u64 (from the section's begin), size u64; zstd frames
//             of: ends u32 of each text, bytes
// Section names: "word/F" and "words/F" (codes, dictionary), "day/F", "count/F", "text/F", "filled/F" (1 bit: the text is not empty), "extra/H" and
// "extras/H" of a column H without a field, "from" and "froms" (input as it was named), "line"; "notes" (texts, four a note: input, place, cause, remedy); "unread" (the same, of what could not be read); "whole" and "wholes" (what a
// row is part of or runs on, 0 none; of each the words of supplier, brand and function); "facts" (texts, two a fact: key, value).
// Cells (rows equal in all that is judged, direct/pack_cells.h): "cell/word/F", "cell/day/F", "cell/filled/F", "cell/whole", "cell/sum/F", "cell/most/F", "cell/begin" (into
// "cell/row": the rows, cell by cell), "cell/grid" (days that stay apart), "cell/sites" (functions whose sites stay apart, a bit a code).
// Numbers are little-endian. Version 1 (columns of texts, SHA-256 at the end) is read too.
#pragma once

#include <cstdint>
#include <string_view>

namespace rf::pack {

inline constexpr std::string_view kMagic = "RFESTATE";
inline constexpr std::uint32_t kVersion = 3, kUnhashedVersion = 2, kOldVersion = 1;  // version 2 has no hash of where blocks of texts lie
inline constexpr std::uint8_t kOldWords = 1, kOldTexts = 2;  // kinds of columns of version 1
inline constexpr std::uint32_t kTexts = 1, kNumbers = 2, kCodes = 3, kAlong = 4, kBlocks = 5;
inline constexpr std::uint32_t kMaxColumns = 1000;      // as the CSV reader
inline constexpr std::uint32_t kMaxSections = 4 * kMaxColumns;
inline constexpr std::size_t kHeader = 24, kEntry = 64;
inline constexpr std::uint64_t kMaxRows = 0xFFFFFFFE;    // rows are numbered in 32 bits
inline constexpr std::size_t kBlockTexts = 4096, kBlockBytes = 256 * 1024;  // a block ends with whichever comes first
inline constexpr std::uint64_t kMaxBlock = kBlockBytes + 64 * 1024 + 4 * kBlockTexts;  // unpacked; a cell has at most 64 KiB (evidence/table_rows.h)
inline constexpr std::uint64_t kMaxGrid = 100'000;     // days that stay apart; months and the days of laws are under a thousand
/// What a file of so many rows and sections has at least. Cells may take no bits, yet whoever reads them holds each: a file pays for what it claims.
constexpr std::uint64_t least_bytes(std::uint64_t rows, std::uint64_t sections) {
  constexpr std::uint64_t kFree = 1 << 20, kCellsPerByte = 16;
  return rows * sections <= kFree ? 0 : rows * sections / kCellsPerByte;
}
/// Texts that are unpacked and kept, of one column: ends of empty texts are pressed some 370 times smaller; beyond this they count as damaged.
constexpr std::uint64_t most_unpacked(std::uint64_t section_bytes) { return (16 << 20) + 512 * section_bytes; }
inline constexpr std::size_t kDigest = 64;              // of version 1
/// Where a row of the pack stood in the input it was made of: kept as columns of these names.
inline constexpr std::string_view kInputColumn = "packed_from", kLineColumn = "packed_line";

}  // namespace rf::pack
