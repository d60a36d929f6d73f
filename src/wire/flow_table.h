// The flow table: one cache-line pair a flow, found by open addressing. Not the room's door.
//
// A slot holds the upper half of the hash and the entry's number, so a miss rarely touches an entry. Entries stand in chunks of two
// MiB that never move (a page of the processor's large kind); what is needed only at a flow's birth and end stands apart.
// Deletion shifts back what follows (Knuth, TAOCP 6.4 R), so no tombstones pile up.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "wire/packet.h"

namespace rf::wire {

struct alignas(64) FlowEntry {
  FlowKey key;
  std::uint64_t packets[2];   ///< of the key's low end, of its high end
  std::uint64_t bytes[2];
  std::int64_t first, last;
  std::uint64_t first_frame;
  std::uint32_t spare;
  std::uint32_t stream;       ///< number of the TCP stream, or kNoStream
  std::uint32_t begins[2];    ///< TCP: sequence number behind each end's SYN; low, high
  bool initiator_low;
  std::uint8_t app;           ///< AppState
  std::uint8_t protocol;      ///< number of the name, 0 unknown
  std::uint8_t refused;       ///< UDP: payloads in a row that no decoder took
  std::uint8_t have_begin;    ///< bit 0 low, 1 high
  bool live;
  std::uint16_t spare2;
};
static_assert(sizeof(FlowEntry) == 128);

struct FlowCold {
  Mac src_mac = 0, dst_mac = 0;
  std::uint64_t hash = 0;
  std::uint64_t serial = 0;   ///< counts flows in the order in which they began
  Tunnel tunnel;
  std::uint32_t input = 0;
  std::uint16_t vlan = 0;
  bool has_macs = false;
};

inline constexpr std::uint32_t kNoFlow = 0xffffffff, kNoStream = 0xffffffff;

class FlowTable {
 public:
  FlowTable();
  FlowTable(const FlowTable&) = delete;
  FlowTable& operator=(const FlowTable&) = delete;

  void prefetch_slot(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & mask_]); }
  /// Fetches the entry that a slot names, without asking whether it is the right one.
  void prefetch_entry(std::uint64_t hash) const {
    const std::uint64_t slot = slots_[hash & mask_];
    if (static_cast<std::uint32_t>(slot >> 32) != static_cast<std::uint32_t>(hash >> 32) || static_cast<std::uint32_t>(slot) == 0) return;
    const FlowEntry* e = &at(static_cast<std::uint32_t>(slot) - 1);
    __builtin_prefetch(e, 1);
    __builtin_prefetch(reinterpret_cast<const char*>(e) + 64, 1);
  }
  std::uint32_t find(const FlowKey& key, std::uint64_t hash) const {
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::uint64_t i = hash & mask_;; i = (i + 1) & mask_) {
      const std::uint64_t slot = slots_[i];
      const auto number = static_cast<std::uint32_t>(slot);
      if (number == 0) return kNoFlow;
      if (static_cast<std::uint32_t>(slot >> 32) == tag && at(number - 1).key == key) return number - 1;
    }
  }
  /// A new entry, zero save its key; the key must not be there. O(1) amortised.
  std::uint32_t insert(const FlowKey& key, std::uint64_t hash);
  void erase(std::uint32_t number);
  FlowEntry& at(std::uint32_t n) { return chunks_[n >> kChunkBits][n & (kChunk - 1)]; }
  const FlowEntry& at(std::uint32_t n) const { return chunks_[n >> kChunkBits][n & (kChunk - 1)]; }
  FlowCold& cold(std::uint32_t n) { return colds_[n >> kChunkBits][n & (kChunk - 1)]; }
  std::size_t size() const { return live_; }
  /// One past the largest number in use.
  std::uint32_t end() const { return end_; }

 private:
  static constexpr int kChunkBits = 14;
  static constexpr std::uint32_t kChunk = 1U << kChunkBits;
  /// Zeroed memory of whole pages, on request in large ones where the system gives them: a flow table is touched at random, and small pages cost a walk each.
  class Pages {
   public:
    Pages(std::size_t bytes, bool large);
    ~Pages();
    Pages(Pages&& o) noexcept : at_(std::exchange(o.at_, nullptr)), bytes_(o.bytes_) {}
    Pages& operator=(Pages&& o) noexcept {
      std::swap(at_, o.at_);
      std::swap(bytes_, o.bytes_);
      return *this;
    }
    void* at() const { return at_; }

   private:
    void* at_;
    std::size_t bytes_;
  };
  void grow();
  std::uint64_t mask_;
  std::vector<FlowEntry*> chunks_;
  std::vector<FlowCold*> colds_;
  Pages slots_in_;
  std::uint64_t* slots_;
  std::vector<Pages> chunks_in_;
  std::vector<std::uint32_t> free_;
  std::uint32_t end_ = 0;
  std::size_t live_ = 0;
};

}  // namespace rf::wire
