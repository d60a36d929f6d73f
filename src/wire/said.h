// What decoders push: one statement of one speaker, with the frame in which it was complete. The engine adds who spoke to whom;
// consumers (the capture reader of `evidence`, `watch`) take statements and parse nothing.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace rf::wire {

/// IPv4 as the first four bytes with v6 = false, IPv6 as sixteen.
struct Ip {
  std::array<std::uint8_t, 16> bytes{};
  bool v6 = false;
  auto operator<=>(const Ip&) const = default;
};
/// IEEE 802 MAC address as the low 48 bits.
using Mac = std::uint64_t;

/// One end of a conversation. What the frame does not have is zero.
struct End {
  Mac mac = 0;
  Ip ip;
  std::uint16_t port = 0;
  bool has_mac = false, has_ip = false;
};

/// One statement. Text is as sent, cut at kMaxSaid; consumers escape it.
struct Said {
  std::string_view field;   ///< "ssh.banner", "tls.sni", "lldp.system_name": protocol.word, static storage (fields.h)
  std::string_view value;   ///< lives until the call returns
  std::uint64_t frame = 0;  ///< 1-based, as Wireshark counts
  int direction = 0;        ///< 0: the initiator (or the frame's sender) spoke; 1: the other end
};
inline constexpr std::size_t kMaxSaid = 64 * 1024;  // a certificate chain is the longest thing any decoder says

/// Takes statements of the message or connection at hand.
class Hearer {
 public:
  virtual ~Hearer() = default;
  virtual void said(const Said& s) = 0;
  /// What else the bytes at hand say is not heard: a decoder may leave out what costs. Set by the hearer, cleared by the engine.
  bool enough = false;
};

}  // namespace rf::wire
