// From a frame to the IP packets in it: link header, IPv4 and IPv6 with extension headers, fragments, tunnels.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "wire/fragments.h"
#include "wire/packet.h"

namespace rf::wire {

// Limits, each with its reason.
inline constexpr int kMaxTunnelDepth = 6;         // IP headers in one frame; deepest in captures held: 3. Bounds time and stack of a crafted frame
inline constexpr int kMaxExtensionHeaders = 16;   // IPv6: RFC 8200 §4.1 lists eight, each once save one
inline constexpr int kMaxLabels = 16;             // MPLS: hardware pushes ten at most
inline constexpr int kMaxGtpExtensions = 8;       // GTP-U: TS 29.281 §5.2 has few, and one of each

class Layers {
 public:
  Layers(Packets& out, Losses& losses, std::uint64_t seed) : out_(out), losses_(losses), seed_(seed), fragments_(losses) {}
  void frame(const Frame& f);
  /// Bytes that packets of earlier frames point into may go.
  void batch_done() { fragments_.release(); }
  /// Gives up on what is incomplete.
  void finish();
  /// Frames by link types that were not read.
  const std::map<std::uint16_t, std::uint64_t>& unread_links() const { return unread_links_; }

 private:
  struct At {  // where in a frame one stands
    const Frame* frame = nullptr;
    Mac source = 0, target = 0;
    bool has_macs = false;
    std::uint16_t vlan = 0;
    Tunnel tunnel;
    std::uint32_t path = 0;
    bool account = true, deliver = true;
  };
  struct Ends {
    std::uint64_t from[2], to[2];
    std::uint8_t v6;
  };
  bool network(std::uint64_t protocol, Span in, const At& at);
  bool ipv4(Span in, const At& at);
  bool ipv6(Span in, const At& at);
  bool mpls(Span in, const At& at);
  /// A packet that is no IP: what the frame itself carries.
  Packet& message(PacketKind kind, Span payload, const At& at);
  void fragment(const Ends& ends, std::uint8_t transport, std::uint32_t id, std::uint32_t offset, bool more, Span piece, std::uint32_t ip_bytes, const At& at);
  void transport(const Ends& ends, std::uint8_t transport, Span in, std::uint32_t ip_bytes, const At& at);
  Packet& push(const Ends& ends, std::uint8_t transport, std::uint16_t from_port, std::uint16_t to_port, std::uint32_t ip_bytes, const At& at);
  void set_key(Packet& p, const Ends& ends, std::uint8_t transport, std::uint16_t from_port, std::uint16_t to_port, std::uint32_t path) const;
  void inner(TunnelKind kind, bool has_id, std::uint32_t id, std::uint64_t protocol, Span in, const At& at);
  void inner_ethernet(TunnelKind kind, bool has_id, std::uint32_t id, Span in, const At& at);
  void gre(Span in, const At& at);
  void udp_tunnel(std::uint16_t from, std::uint16_t to, Span in, std::uint32_t declared, const At& at);
  bool gtpu(Span in, std::uint32_t declared, const At& at, bool port_says_so);
  void drop(Fragments::Set& set);

  Packets& out_;
  Losses& losses_;
  std::uint64_t seed_;
  Fragments fragments_;
  std::map<std::uint16_t, std::uint64_t> unread_links_;
};

}  // namespace rf::wire
