// Link headers → what stands behind them. Reads only; nothing points anywhere but into the frame.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/said.h"
#include "wire/source.h"

namespace rf::wire {

/// A stretch of a frame: `captured` bytes at `data`, of `on_wire` that it had. captured <= on_wire.
struct Span {
  const std::uint8_t* data = nullptr;
  std::uint32_t captured = 0, on_wire = 0;
  /// Without the first n bytes; n <= captured.
  Span from(std::uint32_t n) const { return {data + n, captured - n, on_wire - n}; }
  /// No longer than `n` on the wire.
  Span at_most(std::uint32_t n) const { return {data, captured < n ? captured : n, on_wire < n ? on_wire : n}; }
  std::string_view text() const { return {reinterpret_cast<const char*>(data), captured}; }
};

inline std::uint16_t be16(const std::uint8_t* p) { return static_cast<std::uint16_t>(p[0] << 8 | p[1]); }
inline std::uint32_t be24(const std::uint8_t* p) { return static_cast<std::uint32_t>(p[0]) << 16 | static_cast<std::uint32_t>(p[1]) << 8 | p[2]; }
inline std::uint32_t be32(const std::uint8_t* p) {
  std::uint32_t v;
  __builtin_memcpy(&v, p, 4);
  return __builtin_bswap32(v);
}
inline Mac be48(const std::uint8_t* p) { return std::uint64_t{be16(p)} << 32 | be32(p + 2); }

// EtherTypes (IEEE registry).
inline constexpr std::uint16_t kIpv4 = 0x0800, kArp = 0x0806, kIpv6 = 0x86dd, kMpls = 0x8847, kMplsMulticast = 0x8848, kPppoe = 0x8864,
                               kBridged = 0x6558, kLldp = 0x88cc, kPppType = 0x880b, kNsh = 0x894f;

/// What a frame's link header says.
struct LinkView {
  std::uint64_t protocol = 0;  ///< EtherType; or SNAP's OUI << 16 | PID; or one of the two below
  Span payload;
  Mac source = 0, target = 0;
  bool has_macs = false;
  std::uint16_t vlan = 0;      ///< the outermost VLAN id, 0 where there is no tag
};
inline constexpr std::uint64_t kLlcOther = std::uint64_t{1} << 48;  ///< IEEE 802.2 that is no SNAP: payload begins at the DSAP

/// Reads the link header of `f`, VLAN tags (802.1Q, 802.1ad, the older 9100 … 9300) and LLC/SNAP included. False: too short, or a
/// link type that is not read (link_is_read).
bool read_link(const Frame& f, LinkView& out);
/// The same from an Ethernet header on, for what tunnels carry.
bool read_ethernet(Span frame, LinkView& out);
/// The EtherType for a PPP protocol number, 0 where it carries no network layer that is read. Moves `in` behind the PPP header.
std::uint16_t read_ppp(Span& in);
/// IEEE 802.11 data frames that are not encrypted, down to their LLC.
bool read_wlan(Span frame, LinkView& out);

}  // namespace rf::wire
