// One IP packet of a frame, outer or carried, as the layers hand it to the flow table. Not the room's door.
#pragma once

#include <cstdint>
#include <vector>

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

enum class PacketKind : std::uint8_t { Ip, Arp, Link };

namespace tcp_flag {
inline constexpr std::uint8_t kFin = 1, kSyn = 2, kRst = 4, kAck = 16;
}

struct Packet {
  FlowKey key;
  std::uint64_t hash;
  Span payload;              ///< of the transport; Link and Arp: of the frame
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

}  // namespace rf::wire
