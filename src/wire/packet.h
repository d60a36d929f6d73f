// One IP packet of a frame, outer or carried, as the layers hand it to the flow table. Not the room's door.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "wire/flow.h"
#include "wire/link_layer.h"

namespace rf::wire {

/// Both ends in an order of their own, so that either direction gives the same key. IPv4 stands in the first word.
struct FlowKey {
  std::uint64_t low[2] = {0, 0}, high[2] = {0, 0};
  std::uint16_t low_port = 0, high_port = 0;
  std::uint32_t path = 0;  ///< tunnel kinds around it, kPathBits each
  std::uint8_t transport = 0, v6 = 0;
  std::uint16_t zero = 0;
  std::uint32_t zero2 = 0;
  bool operator==(const FlowKey& o) const {
    return __builtin_memcmp(this, &o, sizeof(FlowKey)) == 0;
  }
};
static_assert(sizeof(FlowKey) == 48);
inline constexpr int kPathBits = 5;

inline constexpr std::uint8_t kTcp = 6, kUdp = 17;  // IP protocol numbers (IANA)

enum class PacketKind : std::uint8_t { Ip, Arp, Discovery, Link };

namespace tcp_flag {
inline constexpr std::uint8_t kFin = 1, kSyn = 2, kRst = 4, kAck = 16;
}

struct Packet {
  FlowKey key;
  std::uint64_t hash;
  Span payload;              ///< of the transport; Link and Arp: of the frame; Discovery: ICMPv6, its source in key.low
  std::int64_t time;
  std::uint64_t frame;
  std::uint64_t protocol;    ///< Link: as LinkView
  Mac source, target;
  std::uint32_t input, ip_bytes;
  std::uint32_t seq, ack;
  Tunnel tunnel;
  std::uint16_t vlan;
  std::uint8_t tcp_flags;
  PacketKind kind;
  bool from_low;             ///< the sender is the key's low end
  bool has_macs;
  bool account;              ///< counts for its flow
  bool deliver;              ///< the payload goes to decoders
  bool cut_ports;            ///< no ports could be read
};

/// A list whose elements keep what stood in them: a packet is written whole, so clearing 150 bytes before would be for nothing.
class Packets {
 public:
  /// Room for one more; what is in it is of no meaning.
  Packet& add() {
    if (size_ == capacity_) grow();
    return at_[size_++];
  }
  void push_back(const Packet& p) {
    const Packet copy = p;  // it may stand in this list
    add() = copy;
  }
  void pop_back() { --size_; }
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }
  Packet& operator[](std::size_t i) { return at_[i]; }
  const Packet* begin() const { return at_.get(); }
  const Packet* end() const { return at_.get() + size_; }

 private:
  void grow() {
    const std::size_t wider = capacity_ == 0 ? 256 : capacity_ * 2;
    auto to = std::make_unique_for_overwrite<Packet[]>(wider);
    std::copy(begin(), end(), to.get());
    at_ = std::move(to);
    capacity_ = wider;
  }
  std::unique_ptr<Packet[]> at_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace rf::wire
