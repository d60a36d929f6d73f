// The decoders of the wire room as fuzz targets, and the recordings that their seeds and tests are made of.
//
// A recording is pieces of one conversation: an octet (bit 7: the responder's, bit 6: a gap), two octets of length, the bytes; a
// gap has only its length. A stream is given piece by piece and once more octet by octet: both must say the same.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/decoder.h"

namespace rf::fuzz {

struct Piece {
  int direction = 0;
  std::uint64_t gap = 0;  ///< lost octets; 0: `bytes`
  std::string_view bytes;
};
std::vector<Piece> read_recording(std::string_view bytes);

/// Statements as "field=value", with " <" behind the field where the responder spoke; in order.
struct Heard : wire::Hearer {
  std::vector<std::string> all;
  void said(const wire::Said& s) override;
};

/// Until the decoder is done; pieces cut to at most `chunk` octets.
Heard hear_stream(wire::StreamDecoder& decoder, std::span<const Piece> pieces, std::size_t chunk = static_cast<std::size_t>(-1));
/// The decoder chosen as the engine chooses it.
Heard hear_conversation(std::uint16_t port, std::span<const Piece> pieces);

struct WireTarget {
  std::string_view name;
  void (*run)(std::string_view bytes);
};
std::span<const WireTarget> wire_targets();

}  // namespace rf::fuzz
