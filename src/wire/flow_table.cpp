#include "wire/flow_table.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace rf::wire {
namespace {

/// Zeroed memory in large pages where the system gives them: a flow table is touched at random, and small pages cost a walk each.
void* large(std::size_t bytes) {
  constexpr std::size_t kPage = std::size_t{2} << 20;
  bytes = (bytes + kPage - 1) & ~(kPage - 1);
  void* p = std::aligned_alloc(kPage, bytes);
  if (p == nullptr) throw std::bad_alloc();
  (void)::madvise(p, bytes, MADV_HUGEPAGE);
  std::memset(p, 0, bytes);
  return p;
}

}  // namespace

FlowTable::FlowTable() : mask_((1U << 10) - 1) { slots_ = static_cast<std::uint64_t*>(std::calloc(mask_ + 1, sizeof *slots_)); if (slots_ == nullptr) throw std::bad_alloc(); }

FlowTable::~FlowTable() {
  std::free(slots_);
  for (FlowEntry* c : chunks_) std::free(c);
}

std::uint32_t FlowTable::insert(const FlowKey& key, std::uint64_t hash) {
  if ((live_ + 1) * 2 > mask_) grow();
  std::uint32_t n;
  if (!free_.empty()) {
    n = free_.back();
    free_.pop_back();
  } else {
    n = end_++;
    if (n >> kChunkBits == chunks_.size()) {
      // The first chunk is small, so that a capture of ten flows does not cost two MiB of zeroes.
      chunks_.push_back(static_cast<FlowEntry*>(large(kChunk * sizeof(FlowEntry))));
      colds_.push_back(std::make_unique<FlowCold[]>(kChunk));
    }
  }
  FlowEntry& e = at(n);
  std::memset(static_cast<void*>(&e), 0, sizeof e);
  e.key = key;
  e.stream = kNoStream;
  e.live = true;
  cold(n) = {};
  cold(n).hash = hash;
  std::uint64_t i = hash & mask_;
  while (static_cast<std::uint32_t>(slots_[i]) != 0) i = (i + 1) & mask_;
  slots_[i] = (hash & 0xffffffff00000000ULL) | (n + 1);
  ++live_;
  return n;
}

void FlowTable::erase(std::uint32_t number) {
  std::uint64_t hole = cold(number).hash & mask_;
  while (static_cast<std::uint32_t>(slots_[hole]) != number + 1) hole = (hole + 1) & mask_;
  for (std::uint64_t i = (hole + 1) & mask_; static_cast<std::uint32_t>(slots_[i]) != 0; i = (i + 1) & mask_) {
    const std::uint64_t home = cold(static_cast<std::uint32_t>(slots_[i]) - 1).hash & mask_;
    if (((i - home) & mask_) < ((i - hole) & mask_)) continue;  // it may not stand before its home
    slots_[hole] = slots_[i];
    hole = i;
  }
  slots_[hole] = 0;
  at(number).live = false;
  free_.push_back(number);
  --live_;
}

void FlowTable::grow() {
  const std::uint64_t old = mask_;
  std::uint64_t* const from = slots_;
  mask_ = old * 2 + 1;
  const std::size_t bytes = (mask_ + 1) * sizeof *slots_;
  slots_ = static_cast<std::uint64_t*>(bytes >= (std::size_t{2} << 20) ? large(bytes) : std::calloc(mask_ + 1, sizeof *slots_));
  if (slots_ == nullptr) throw std::bad_alloc();
  for (std::uint64_t k = 0; k <= old; ++k) {
    const auto number = static_cast<std::uint32_t>(from[k]);
    if (number == 0) continue;
    const std::uint64_t hash = cold(number - 1).hash;
    std::uint64_t i = hash & mask_;
    while (static_cast<std::uint32_t>(slots_[i]) != 0) i = (i + 1) & mask_;
    slots_[i] = (hash & 0xffffffff00000000ULL) | number;
  }
  std::free(from);
}

}  // namespace rf::wire
