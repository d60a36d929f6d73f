// A hash for tables in memory: eight bytes at a time, not for digests and not kept in files.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace rf {

/// Mixes `s` into `start`. Texts are short, and whoever finds a hash compares the text as well.
inline std::uint64_t table_hash(std::string_view s, std::uint64_t start) {
  std::uint64_t h = start;
  while (s.size() >= 8) {
    std::uint64_t w;
    std::memcpy(&w, s.data(), 8);
    h = (h ^ w) * 0x9FB21C651E98DF25ULL;
    h ^= h >> 29;
    s.remove_prefix(8);
  }
  std::uint64_t w = 0;
  std::memcpy(&w, s.data(), s.size());
  h = (h ^ w) * 0x9FB21C651E98DF25ULL;
  return h ^ (h >> 32);
}

}  // namespace rf
