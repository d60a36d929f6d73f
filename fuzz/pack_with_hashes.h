// A changed pack with hashes that fit again, so that what stands behind them is tried.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "evidence/pack_view.h"
#include "model/pack_format.h"

namespace rf::fuzz {

inline std::string pack_with_hashes(std::string bytes) {
  if (bytes.size() < pack::kHeader) return bytes;
  const auto number = [&](std::size_t at) {
    std::uint64_t n = 0;
    std::memcpy(&n, bytes.data() + at, sizeof n);
    return n;
  };
  std::uint32_t sections = 0;
  std::memcpy(&sections, bytes.data() + 12, sizeof sections);
  const std::size_t table = pack::kHeader + std::size_t{sections} * pack::kEntry;
  if (sections > pack::kMaxSections || bytes.size() < table + 8) return bytes;
  for (std::uint32_t i = 0; i < sections; ++i) {
    const std::size_t at = pack::kHeader + std::size_t{i} * pack::kEntry;
    const std::uint64_t offset = number(at + 32);
    std::uint64_t size = number(at + 40);
    if (offset > bytes.size() || size > bytes.size() - offset) continue;
    if (static_cast<std::uint32_t>(number(at + 4)) == pack::kBlocks && size >= 8) {  // only where its blocks lie
      const std::uint64_t blocks = number(offset);
      if (blocks > (size - 8) / 24) continue;
      size = 8 + blocks * 24;
    }
    const std::uint64_t hash = evidence::section_hash(std::string_view(bytes).substr(offset, size));
    if (number(at + 48) != 0) std::memcpy(bytes.data() + at + 48, &hash, sizeof hash);
  }
  const std::uint64_t hash = evidence::section_hash(std::string_view(bytes).substr(0, table));
  std::memcpy(bytes.data() + table, &hash, sizeof hash);
  return bytes;
}

}  // namespace rf::fuzz
