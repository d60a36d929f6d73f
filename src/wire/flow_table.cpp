#include "wire/flow_table.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace rf::wire {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20;

}  // namespace

// Straight from the system, which gives zeroes: what the C library gives would have to be cleared a second time.
FlowTable::Pages::Pages(std::size_t bytes, bool large) : at_(nullptr), bytes_(bytes) {
  const std::size_t slack = large ? kLargePage : 0;
  void* const p = ::mmap(nullptr, bytes + slack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<char*>(p);
  const std::size_t skip = slack == 0 ? 0 : (kLargePage - (reinterpret_cast<std::uintptr_t>(p) & (kLargePage - 1))) & (kLargePage - 1);
  if (skip > 0) (void)::munmap(begin, skip);
  if (slack > skip) (void)::munmap(begin + skip + bytes, slack - skip);
  at_ = begin + skip;
  if (slack != 0) (void)::madvise(at_, bytes, MADV_HUGEPAGE);
}
FlowTable::Pages::~Pages() {
  if (at_ != nullptr) (void)::munmap(at_, bytes_);
}

FlowTable::FlowTable() : mask_((1U << 10) - 1), slots_in_((mask_ + 1) * sizeof *slots_, false) { slots_ = static_cast<std::uint64_t*>(slots_in_.at()); }

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
      chunks_in_.emplace_back(kChunk * sizeof(FlowEntry), n != 0);
      chunks_.push_back(static_cast<FlowEntry*>(chunks_in_.back().at()));
      chunks_in_.emplace_back(kChunk * sizeof(FlowCold), n != 0);
      colds_.push_back(static_cast<FlowCold*>(chunks_in_.back().at()));
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

/// By number and not by slot, so that only the slots are touched at random.
void FlowTable::grow() {
  mask_ = mask_ * 2 + 1;
  const std::size_t bytes = (mask_ + 1) * sizeof *slots_;
  slots_in_ = Pages(bytes, bytes >= kLargePage);
  slots_ = static_cast<std::uint64_t*>(slots_in_.at());
  for (std::uint32_t n = 0; n < end_; ++n) {
    if (!at(n).live) continue;
    const std::uint64_t hash = cold(n).hash;
    std::uint64_t i = hash & mask_;
    while (static_cast<std::uint32_t>(slots_[i]) != 0) i = (i + 1) & mask_;
    slots_[i] = (hash & 0xffffffff00000000ULL) | (n + 1);
  }
}

}  // namespace rf::wire
