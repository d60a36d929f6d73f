// The door between the engine and the decoders: frames' payloads and streams in, statements out.
//
// Three kinds of decoder, each protocol a file of its own with the RFC it follows:
// - link messages (LLDP, CDP): one frame's payload behind the Ethernet or SNAP header;
// - datagrams (DHCP, DNS, SNMP): one UDP payload;
// - streams (SSH, HTTP/1, TLS, Telnet, FTP): both directions of one TCP connection, in order, with gaps told.
// A decoder never sees a packet header, never allocates without a bound, and never fails loudly: what it cannot read it counts.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "wire/said.h"

namespace rf::wire {

/// Payload of a frame that is no IP: `protocol` is the EtherType, or for SNAP the protocol id with the OUI above it
/// (OUI << 16 | PID: CDP is 0x00000C2000).
bool decode_link(std::uint64_t protocol, std::string_view payload, std::uint64_t frame, Hearer& out);

/// One UDP payload by itself. False: no decoder took it.
bool decode_datagram(const End& from, const End& to, std::string_view payload, std::uint64_t frame, Hearer& out);

/// The same for a run of datagrams, one object a thread: what spans several of them (a QUIC ClientHello) is put together, for
/// at most kMaxQuicOpen connections at a time; the oldest gives way. Both directions of a flow must come to the same object.
class Datagrams {
 public:
  Datagrams();
  ~Datagrams();
  Datagrams(Datagrams&&) noexcept;
  Datagrams& operator=(Datagrams&&) noexcept;
  bool decode(const End& from, const End& to, std::string_view payload, std::uint64_t frame, Hearer& out);

 private:
  std::unique_ptr<class QuicOpen> quic_;
};
inline constexpr std::size_t kMaxQuicOpen = 1024;  // handshakes at one moment; each holds at most 32 KiB, most 2

class StreamDecoder {
 public:
  virtual ~StreamDecoder() = default;
  /// Done: nothing more of this connection is wanted; the engine stops keeping its bytes.
  enum class Want : std::uint8_t { More, Done };
  /// The next bytes of one direction (0: from the initiator), in order.
  virtual Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) = 0;
  /// `missing` bytes of a direction were lost (not captured, or over the budget); what follows continues behind them.
  virtual Want gap(int direction, std::uint64_t missing, Hearer& out) = 0;
};

/// Which decoder a connection wants, from what one direction began with and the ports. Null with `undecided` true: too few bytes
/// yet, ask again with more (at most kPeek); null with false: nobody's.
inline constexpr std::size_t kPeek = 64;
std::unique_ptr<StreamDecoder> stream_decoder_for(std::uint16_t initiator_port, std::uint16_t responder_port, int direction,
                                                  std::string_view begin, bool& undecided);

/// For a connection that nobody took: where one of its segments is a TLS ClientHello, it agreed on TLS in words of its own.
std::unique_ptr<StreamDecoder> late_decoder_for(std::string_view segment);

}  // namespace rf::wire
