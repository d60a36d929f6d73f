// TCP connections whose bytes somebody wants: put in order within a budget, gaps told.
//
// Policy: the byte that came first stays; what comes again is dropped, and counted where it differs. What is missing is given up on
// (and told as a gap) when the other end acknowledged beyond it and three segments wait behind it, when a connection holds more than
// its budget, when all hold more than theirs, and at the end. A SYN with another sequence number begins a new connection. Without a
// SYN a direction begins with its first payload. RST ends nothing: anyone can send one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "wire/decoder.h"
#include "wire/flow.h"
#include "wire/link_layer.h"

namespace rf::wire {

// Limits, each with its reason.
inline constexpr std::size_t kMaxHeldBytes = 256 * 1024;    // of a direction: four windows of 64 KiB out of order
inline constexpr std::size_t kMaxHeldSegments = 256;        // of a direction: bounds the search for a segment's place
inline constexpr std::size_t kMaxHeldTotal = 64U << 20;     // of all connections
inline constexpr std::size_t kMaxStreams = 65536;           // connections with an open decoder; the one unused longest is ended first
inline constexpr std::size_t kLateLooks = 8;                // segments: what agrees on TLS does so in its first few messages
inline constexpr std::size_t kGiveUpAfter = 3;              // segments behind a gap: RFC 5681's count of duplicate acknowledgements

/// Gives a stream's decoder who hears it, with the connection set.
class TcpStream {
 public:
  struct Context {
    std::uint16_t initiator_port, responder_port;
    Hearer* hearer;
    Losses* losses;
    std::size_t* held_total;
  };
  /// Where a direction's first byte is, where its SYN was seen.
  void begins(int direction, std::uint32_t sequence);
  /// Payload of one segment. False: nobody wants more of this connection.
  bool segment(int direction, std::uint32_t sequence, Span payload, std::uint64_t frame, bool fin, const Context& c);
  /// The other end of `direction` acknowledged up to `ack`.
  bool acknowledged(int direction, std::uint32_t ack, const Context& c);
  bool waits(int direction) const { return !half_[direction].held.empty(); }
  /// Gives what is held to the decoder, gaps told.
  void finish(const Context& c);
  std::size_t held_bytes() const { return half_[0].held_bytes + half_[1].held_bytes; }

  // The engine's list of streams by last use.
  std::uint32_t flow = 0, newer = 0, older = 0;

 private:
  struct Segment {
    std::uint32_t sequence = 0, on_wire = 0;
    std::uint64_t frame = 0;
    std::string bytes;
  };
  struct Half {
    std::uint32_t next = 0;
    bool started = false, nobodys = false, ended = false;
    std::uint64_t dropped = 0;    ///< bytes that passed before a decoder was found
    std::string begin;            ///< bytes nobody has decided on
    std::uint64_t begin_frame = 0;
    std::vector<Segment> held;    ///< by sequence number, disjoint
    std::size_t held_bytes = 0;
  };
  bool deliver(int direction, std::string_view bytes, std::uint64_t frame, const Context& c);
  bool gap(int direction, std::uint64_t missing, const Context& c);
  bool drain(int direction, const Context& c);
  bool give_up(int direction, const Context& c);
  bool wanted() const { return !half_[0].nobodys || !half_[1].nobodys || late_ < kLateLooks; }
  void hold(int direction, std::uint32_t sequence, Span payload, std::uint64_t frame, const Context& c);

  Half half_[2];
  std::size_t late_ = 0;          ///< segments of nobody's that were looked at for TLS
  std::unique_ptr<StreamDecoder> decoder_;
};

}  // namespace rf::wire
