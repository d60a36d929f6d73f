// Cisco Discovery Protocol, SNAP protocol 00-00-0c 0x2000. No public standard: layout as Cisco's documents and its peers' decoders
// agree on (version, time to live, checksum, then type, length with its own four octets, value). Other makers send CDP too:
// who made the box is in the platform text, not in the protocol's name.
#include "base/cursor.h"
#include "wire/ber.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr unsigned kMaxCdpAddresses = 64;  // a router lists one or two; the count field could say four thousand million

void say_cdp_addresses(std::string_view field, ByteCursor value, std::uint64_t frame, Hearer& out) {
  const auto count = value.be<std::uint32_t>("number of addresses");
  for (unsigned i = 0; count && i < *count && i < kMaxCdpAddresses; ++i) {
    const auto head = value.be<std::uint16_t>("protocol type and length");
    if (!head || !value.skip(*head & 0xff, "protocol")) return;
    const auto length = value.be<std::uint16_t>("address length");
    if (!length) return;
    const auto address = value.take(*length, "address");
    if (!address) return;
    std::string text;
    if (address->size() != 6 && append_address(text, *address)) say(out, field, text, frame);
  }
}

void say_cdp_capabilities(std::uint32_t bits, std::uint64_t frame, Hearer& out) {
  static constexpr std::string_view kWords[] = {"router", "bridge", "source-route-bridge", "switch", "host",
                                                "igmp",   "repeater", "phone",             "remote"};
  std::string text;
  for (unsigned bit = 0; bit < std::size(kWords); ++bit) {
    if (!(bits >> bit & 1)) continue;
    if (!text.empty()) text += ',';
    text += kWords[bit];
  }
  say(out, field::kCdpCapabilities, text, frame);
}

/// BER contents of an object identifier, without tag and length.
void say_cdp_oid(std::string_view contents, std::uint64_t frame, Hearer& out) {
  std::string text;
  if (append_oid(text, contents)) say(out, field::kCdpSystemObjectId, text, frame);
}

}  // namespace

bool decode_cdp(std::string_view payload, std::uint64_t frame, Hearer& out) {
  ByteCursor in(payload);
  if (in.left() < 8 || octet(payload[0]) == 0 || octet(payload[0]) > 2) return false;
  (void)in.skip(4, "CDP header");
  while (in.left() >= 4) {
    const std::uint16_t type = in.raw_be<std::uint16_t>();
    const std::uint16_t length = in.raw_be<std::uint16_t>();
    if (length < 4) return true;
    auto value = in.within(length - 4U, "CDP value");
    if (!value) return true;
    const std::string_view text = without_trailing_nul(value->rest());
    switch (type) {
      case 0x01: say(out, field::kCdpDeviceId, text, frame); break;
      case 0x02: say_cdp_addresses(field::kCdpAddress, *value, frame, out); break;
      case 0x03: say(out, field::kCdpPortId, text, frame); break;
      case 0x04:
        if (value->need(4, "capabilities")) say_cdp_capabilities(value->raw_be<std::uint32_t>(), frame, out);
        break;
      case 0x05: say(out, field::kCdpSoftware, text, frame); break;
      case 0x06: say(out, field::kCdpPlatform, text, frame); break;
      case 0x09: say(out, field::kCdpVtpDomain, text, frame); break;
      case 0x14: say(out, field::kCdpSystemName, text, frame); break;
      case 0x15: say_cdp_oid(value->rest(), frame, out); break;
      case 0x16: say_cdp_addresses(field::kCdpManagementAddress, *value, frame, out); break;
      case 0x17:
        if (text.size() > 1) say(out, field::kCdpLocation, text.substr(1), frame);  // first octet: kind, always 0
        break;
      default: break;
    }
  }
  return true;
}

}  // namespace rf::wire
