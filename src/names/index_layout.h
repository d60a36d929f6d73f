// Header of an index file; shared by builder and reader.
#pragma once

#include <cstdint>
#include <string_view>

namespace rf::names {

/// The last digits are the version: raise them whenever parsing, weights or layout change, so that cached indexes are made again.
inline constexpr char kIndexMagic[8] = {'R', 'F', 'N', 'A', 'M', 'E', '0', '9'};
struct IndexSection {
  std::uint64_t offset, bytes;
};
struct IndexHeader {
  char magic[8];
  std::uint64_t checksum;
  IndexSection sections[26];
};
/// The first eight letters of a word as a number that sorts as they do.
constexpr std::uint64_t front_key(std::string_view s) {
  std::uint64_t k = 0;
  for (std::size_t i = 0; i < 8; ++i) k = k << 8 | (i < s.size() ? static_cast<unsigned char>(s[i]) : 0U);
  return k;
}
std::uint64_t index_checksum(std::string_view bytes);

}  // namespace rf::names
