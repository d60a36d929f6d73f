// A hash for tables in memory: eight bytes at a time, not for digests and not kept in files.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace rf {

namespace hash_detail {
template <class N>
std::uint64_t loaded(const char* p) {
  N n;
  std::memcpy(&n, p, sizeof n);
  return n;
}
/// Up to eight bytes as one number, without a call: two that overlap, where there are more than three.
inline std::uint64_t tail(const char* p, std::size_t n) {
  if (n >= 8) return loaded<std::uint64_t>(p + n - 8);
  if (n >= 4) return loaded<std::uint32_t>(p) | loaded<std::uint32_t>(p + n - 4) << 32;
  if (n == 0) return 0;
  const auto byte = [p](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(p[i])); };
  return byte(0) | byte(n / 2) << 8 | byte(n - 1) << 16;
}
}  // namespace hash_detail

/// Mixes `s` into `start`, which must depend on the length of `s`. Texts are short, and whoever finds a hash compares the text as well.
inline std::uint64_t table_hash(std::string_view s, std::uint64_t start) {
  std::uint64_t h = start;
  const char* p = s.data();
  std::size_t n = s.size();
  for (; n > 8; p += 8, n -= 8) {
    h = (h ^ hash_detail::loaded<std::uint64_t>(p)) * 0x9FB21C651E98DF25ULL;
    h ^= h >> 29;
  }
  h = (h ^ hash_detail::tail(p, n)) * 0x9FB21C651E98DF25ULL;
  return h ^ (h >> 32);
}

/// a == b, without a call for what is short.
inline bool equal_texts(std::string_view a, std::string_view b) {
  const std::size_t n = a.size();
  if (n != b.size()) return false;
  if (n > 16) return std::memcmp(a.data(), b.data(), n) == 0;
  if (n <= 8) return hash_detail::tail(a.data(), n) == hash_detail::tail(b.data(), n);
  return hash_detail::loaded<std::uint64_t>(a.data()) == hash_detail::loaded<std::uint64_t>(b.data()) &&
         hash_detail::tail(a.data(), n) == hash_detail::tail(b.data(), n);
}

}  // namespace rf
