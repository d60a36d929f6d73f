// What consumers of the engine take: flows, statements, who was seen at which address, and what was lost.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "wire/said.h"

namespace rf::wire {

/// What carries one IP packet inside another.
enum class TunnelKind : std::uint8_t {
  None, Ipip, Sit, Gre, Gtpu, Vxlan, Geneve, Erspan, Teredo, Mpls, Pim, Ah, L2tp, Etherip, Lisp, Capwap, Nsh
};
/// "gtpu", "ipip", "6in4" …: what contracts.md prints as tunnel.kind. "" for None.
std::string_view to_text(TunnelKind k);
/// The word for the number: "teid", "vni", "key", "session", "label"; "" where the kind has none.
std::string_view id_word(TunnelKind k);

struct Tunnel {
  TunnelKind kind = TunnelKind::None;  ///< the innermost, where tunnels stand in tunnels
  std::uint8_t depth = 0;              ///< IP headers outside this one
  bool has_id = false;
  std::uint32_t id = 0;                ///< TEID, VNI, GRE key … of the first packet
};

/// One conversation by its unordered 5-tuple, VLAN ignored. Indexes: 0 from the initiator, 1 to it.
struct Flow {
  Ip src, dst;                  ///< src: sender of the first packet, or its receiver where that was SYN+ACK
  std::uint16_t src_port = 0, dst_port = 0;  ///< 0 where the transport has none
  std::uint8_t transport = 0;   ///< IP protocol number (IANA)
  std::string_view protocol;    ///< told by content ("ssh"); "" unknown. Static storage
  std::array<std::uint64_t, 2> packets{}, bytes{};  ///< bytes: IP-layer lengths
  std::int64_t start = 0, end = 0;           ///< nanoseconds since 1970-01-01 UTC
  std::uint64_t first_frame = 0;
  std::uint32_t input = 0;      ///< capture of the first frame
  Tunnel tunnel;
  Mac src_mac = 0, dst_mac = 0; ///< of the first frame
  bool has_macs = false;
  std::uint16_t vlan = 0;       ///< of the first frame, outermost tag
};
/// "tcp", "udp", "sctp", "icmp" …; "ipproto-99" where the number has no short name.
std::string transport_name(std::uint8_t protocol);
/// Dotted quad, or RFC 5952.
std::string to_text(const Ip& ip);
void append_text(std::string& out, const Ip& ip);
/// The same at `p`, which has room for kMaxIpText; returns the end.
char* put_text(char* p, const Ip& ip);
inline constexpr std::size_t kMaxIpText = 40;
/// Six pairs, lower case, with colons.
std::string mac_text(Mac mac);

/// A statement with who made it to whom.
struct Statement {
  Said said;
  End from, to;                 ///< the speaker, and whom it spoke to
  std::uint8_t transport = 0;   ///< IP protocol number; 0: no IP (LLDP, CDP)
  std::int64_t time = 0;
  std::uint32_t input = 0;
  std::uint64_t connection = 0; ///< first frame of its flow; 0: no flow
  std::uint16_t vlan = 0;
  Tunnel tunnel;
};

/// A MAC address that spoke for an IP address (ARP, RFC 826; neighbour discovery, RFC 4861): stronger than an address in an IP header, which a router forwards.
struct Neighbour {
  Mac mac = 0;
  Ip ip;
  std::uint64_t frame = 0;
  std::uint32_t input = 0;
  std::uint16_t vlan = 0;
};

/// What was not, or not wholly, read: every part of the input that the answers leave out.
struct Losses {
  std::uint64_t frames = 0;             ///< frames seen at all
  std::uint64_t link_not_read = 0;      ///< of link types that are not read, or with link headers that are cut
  std::uint64_t not_ip = 0;             ///< frames that carry no IP
  std::uint64_t ip_broken = 0;          ///< IP headers that are cut, or whose lengths cannot be
  std::uint64_t tunnels_too_deep = 0;   ///< beyond kMaxTunnelDepth
  std::uint64_t headers_too_many = 0;   ///< IPv6 extension headers or MPLS labels beyond their limits
  std::uint64_t datagrams_incomplete = 0, fragment_overlaps = 0, fragments_over_budget = 0;
  std::uint64_t stream_bytes_lost = 0;  ///< not captured, or given up on; decoders were told
  std::uint64_t segments_over_budget = 0, segments_conflicting = 0;
  std::uint64_t streams_ended_early = 0, flows_ended_early = 0;
};

class Consumer {
 public:
  virtual ~Consumer() = default;
  /// A flow that ended (time-out, budget, or the end of the input). Order: by when it ended, then by first frame.
  virtual void flow(const Flow&) {}
  /// In the order of the frames in which each was complete.
  virtual void statement(const Statement&) {}
  virtual void neighbour(const Neighbour&) {}
};

}  // namespace rf::wire
