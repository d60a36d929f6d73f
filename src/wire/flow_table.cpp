#include "wire/flow_table.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace rf::wire {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20;

/// Zeroed memory that costs nothing until it is touched.
void* zeroed(std::size_t count, std::size_t size) {
  void* p = std::calloc(count, size);
  if (p == nullptr) throw std::bad_alloc();
  return p;
}
/// The same in large pages where the system gives them: a flow table is touched at random, and small pages cost a walk each.
void* large(std::size_t bytes) {
  bytes = (bytes + kLargePage - 1) & ~(kLargePage - 1);
  void* p = std::aligned_alloc(kLargePage, bytes);
  if (p == nullptr) throw std::bad_alloc();
  (void)::madvise(p, bytes, MADV_HUGEPAGE);
  std::memset(p, 0, bytes);
  return p;
}

}  // namespace

FlowTable::FlowTable() : mask_((1U << 10) - 1) { slots_ = static_cast<std::uint64_t*>(zeroed(mask_ + 1, sizeof *slots_)); }

FlowTable::~FlowTable() {
  std::free(slots_);
  std::free(first_);
  for (std::size_t i = 1; i < chunks_.size(); ++i) std::free(chunks_[i]);
  for (FlowCold* c : colds_) std::free(c);
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
      // The first chunk stands in small pages, so that a capture of ten flows does not cost two MiB of zeroes.
      if (n == 0) {
        first_ = zeroed(kChunk * sizeof(FlowEntry) + 64, 1);
        chunks_.push_back(reinterpret_cast<FlowEntry*>((reinterpret_cast<std::uintptr_t>(first_) + 63) & ~std::uintptr_t{63}));
      } else {
        chunks_.push_back(static_cast<FlowEntry*>(large(kChunk * sizeof(FlowEntry))));
      }
      colds_.push_back(static_cast<FlowCold*>(zeroed(kChunk, sizeof(FlowCold))));
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
  slots_ = static_cast<std::uint64_t*>(bytes >= kLargePage ? large(bytes) : zeroed(bytes, 1));
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
