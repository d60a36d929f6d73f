// Header of an index file; shared by builder and reader.
#pragma once

#include <cstdint>
#include <string_view>

namespace rf::names {

/// The last digits are the version: raise them whenever parsing, weights or layout change, so that cached indexes are made again.
inline constexpr char kIndexMagic[8] = {'R', 'F', 'N', 'A', 'M', 'E', '0', '1'};
struct IndexSection {
  std::uint64_t offset, bytes;
};
struct IndexHeader {
  char magic[8];
  std::uint64_t checksum;
  IndexSection sections[15];
};
std::uint64_t index_checksum(std::string_view bytes);

}  // namespace rf::names
