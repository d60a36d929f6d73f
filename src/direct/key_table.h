#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace rf::direct {

/// Keys of one length, each kept once and numbered in the order of their coming.
class KeyTable {
 public:
  explicit KeyTable(std::size_t stride) : stride_(stride), slots_(1 << 12, 0) {}
  /// The number of this key, or `fresh` where it was not there, and is now.
  std::uint32_t find(const std::uint32_t* key, std::uint32_t fresh) {
    if (numbers_.size() * 2 >= slots_.size()) grow();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash(key) & mask;; i = (i + 1) & mask) {
      if (slots_[i] == 0) {
        keys_.insert(keys_.end(), key, key + stride_);
        numbers_.push_back(fresh);
        slots_[i] = static_cast<std::uint32_t>(numbers_.size());
        last_ = numbers_.size() - 1;
        return fresh;
      }
      if (std::equal(key, key + stride_, keys_.data() + (slots_[i] - 1) * stride_)) {
        last_ = slots_[i] - 1;
        return numbers_[last_];
      }
    }
  }
  /// The key found last stands for another number from now on.
  void renumber(std::uint32_t number) { numbers_[last_] = number; }

 private:
  std::size_t hash(const std::uint32_t* key) const { return table_hash({reinterpret_cast<const char*>(key), stride_ * sizeof(std::uint32_t)}, 0x9E3779B97F4A7C15ULL); }
  void grow() {
    slots_.assign(slots_.size() * 4, 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t k = 0; k < numbers_.size(); ++k) {
      std::size_t i = hash(keys_.data() + k * stride_) & mask;
      while (slots_[i] != 0) i = (i + 1) & mask;
      slots_[i] = static_cast<std::uint32_t>(k + 1);
    }
  }
  std::size_t stride_, last_ = 0;
  std::vector<std::uint32_t> keys_, numbers_, slots_;
};

}  // namespace rf::direct
