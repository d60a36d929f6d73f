// DHCP: RFC 2131, options of RFC 2132, 3004, 3925; what a home gateway says of itself in option 125, Broadband Forum TR-069
// Annex F. DHCPv6: RFC 8415, relayed messages opened (section 9). What clients send names their maker and model; a server's
// answers name what it told them to fetch.
// Not done: options split over several of the same code (RFC 3396), and those that overload sname and file.
#include "base/cursor.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::size_t kBootpFixed = 236;
constexpr std::uint32_t kDhcpMagic = 0x63825363, kBroadbandForum = 3561;
constexpr int kMaxRelayDepth = 8;  // RFC 8415 7.6: HOP_COUNT_LIMIT

void say_dhcp_number(std::string_view field, std::uint64_t n, std::uint64_t frame, Hearer& out) {
  std::string text;
  append_number(text, n);
  say(out, field, text, frame);
}

void say_dhcp_hex(std::string_view field, std::string_view bytes, std::uint64_t frame, Hearer& out) {
  std::string text;
  append_hex(text, bytes);
  say(out, field, text, frame);
}

void say_dhcp_address(std::string_view field, std::string_view bytes, std::uint64_t frame, Hearer& out) {
  std::string text;
  if (bytes.find_first_not_of('\0') != bytes.npos && append_address(text, bytes)) say(out, field, text, frame);
}

/// Pieces with a length of `octets` before each, RFC 3004, 3925 and 8415 alike.
template <class Take>
void each_piece(ByteCursor in, int octets, Take&& take) {
  while (!in.empty()) {
    std::size_t length = 0;
    if (octets == 1) {
      length = in.raw_be<std::uint8_t>();
    } else {
      if (in.left() < 2) return;
      length = in.raw_be<std::uint16_t>();
    }
    const auto piece = in.take(length, "piece");
    if (!piece) return;
    take(*piece);
  }
}

void say_class_by(std::string_view field, std::uint32_t enterprise, std::string_view text_of_class, std::uint64_t frame, Hearer& out) {
  std::string text;
  append_number(text, enterprise);
  text += ' ';
  text += text_of_class;
  say(out, field, text, frame);
}

void say_vendor_options(ByteCursor in, std::uint64_t frame, Hearer& out) {
  while (in.need(5, "enterprise")) {
    const std::uint32_t enterprise = in.raw_be<std::uint32_t>();
    auto data = in.within(in.raw_be<std::uint8_t>(), "vendor options");
    if (!data) return;
    say_dhcp_number(field::kDhcpVendorOptionsBy, enterprise, frame, out);
    if (enterprise != kBroadbandForum) continue;
    while (data->need(2, "sub-option")) {
      const std::uint8_t code = data->raw_be<std::uint8_t>();
      const auto value = data->take(data->raw_be<std::uint8_t>(), "sub-option");
      if (!value) return;
      if (code == 1) say(out, field::kDhcpDeviceOui, *value, frame);
      else if (code == 2) say(out, field::kDhcpDeviceSerial, *value, frame);
      else if (code == 3) say(out, field::kDhcpDeviceClass, *value, frame);
    }
  }
}

void say_dhcp_option(std::uint8_t code, std::string_view value, std::uint64_t frame, Hearer& out) {
  static constexpr std::string_view kMessages[] = {"", "discover", "offer", "request", "decline", "ack", "nak", "release", "inform"};
  switch (code) {
    case 12:
      return say(out, field::kDhcpHostName, without_trailing_nul(value), frame);
    case 43:
      return say_dhcp_number(field::kDhcpVendorOptions, value.size(), frame, out);
    case 53:
      if (value.size() != 1) return;
      if (octet(value[0]) < std::size(kMessages)) return say(out, field::kDhcpMessage, kMessages[octet(value[0])], frame);
      return say_dhcp_number(field::kDhcpMessage, octet(value[0]), frame, out);
    case 55: {
      std::string text;
      for (const char c : value) {
        if (!text.empty()) text += ',';
        append_number(text, octet(c));
      }
      return say(out, field::kDhcpParameters, text, frame);
    }
    case 60:
      return say(out, field::kDhcpVendorClass, without_trailing_nul(value), frame);
    case 61:
      return say_dhcp_hex(field::kDhcpClientId, value, frame, out);
    case 77: {
      // Microsoft's and iPXE's clients send plain text without the lengths that RFC 3004 asks for.
      std::size_t whole = 0;
      each_piece(ByteCursor(value), 1, [&](std::string_view piece) { whole += 1 + piece.size(); });
      if (whole != value.size()) return say(out, field::kDhcpUserClass, without_trailing_nul(value), frame);
      return each_piece(ByteCursor(value), 1, [&](std::string_view piece) { say(out, field::kDhcpUserClass, piece, frame); });
    }
    case 124: {
      ByteCursor in(value);
      while (in.need(5, "enterprise")) {
        const std::uint32_t enterprise = in.raw_be<std::uint32_t>();
        const auto data = in.within(in.raw_be<std::uint8_t>(), "vendor class data");
        if (!data) return;
        each_piece(*data, 1, [&](std::string_view piece) { say_class_by(field::kDhcpVendorClassBy, enterprise, piece, frame, out); });
      }
      return;
    }
    case 125:
      return say_vendor_options(ByteCursor(value), frame, out);
    default:
      return;
  }
}

/// Labels of RFC 1035 without compression, as text.
std::string labels_text(std::string_view raw) {
  std::string out;
  each_piece(ByteCursor(raw), 1, [&](std::string_view label) {
    if (label.empty()) return;
    if (!out.empty()) out += '.';
    out += label;
  });
  return out;
}

void say_dhcp6_options(ByteCursor in, int depth, std::uint64_t frame, Hearer& out) {
  while (in.need(4, "option")) {
    const std::uint16_t code = in.raw_be<std::uint16_t>();
    auto data = in.within(in.raw_be<std::uint16_t>(), "option data");
    if (!data) return;
    switch (code) {
      case 1:
        say_dhcp_hex(field::kDhcp6Duid, data->rest(), frame, out);
        break;
      case 9: {  // a relayed message, which is a relay's or a client's
        if (depth >= kMaxRelayDepth || !data->need(4, "relayed message")) break;
        const bool relay = octet(data->rest()[0]) == 12 || octet(data->rest()[0]) == 13;
        if (data->skip(relay ? 34 : 4, "relayed header")) say_dhcp6_options(*data, depth + 1, frame, out);
        break;
      }
      case 16:
        if (data->need(4, "enterprise")) {
          const std::uint32_t enterprise = data->raw_be<std::uint32_t>();
          each_piece(*data, 2, [&](std::string_view piece) { say_class_by(field::kDhcp6VendorClass, enterprise, piece, frame, out); });
        }
        break;
      case 17:
        if (data->need(4, "enterprise")) say_dhcp_number(field::kDhcp6VendorOptions, data->raw_be<std::uint32_t>(), frame, out);
        break;
      case 39:
        if (data->left() > 1) say(out, field::kDhcp6Fqdn, labels_text(data->rest().substr(1)), frame);
        break;
      default:
        break;
    }
  }
}

}  // namespace

bool decode_dhcp(std::string_view message, std::uint64_t frame, Hearer& out) {
  ByteCursor in(message);
  if (!in.need(kBootpFixed + 4, "DHCP message")) return false;
  const std::uint8_t op = octet(message[0]), hardware = octet(message[1]), length = octet(message[2]);
  (void)in.skip(kBootpFixed, "BOOTP fields");
  if ((op != 1 && op != 2) || in.raw_be<std::uint32_t>() != kDhcpMagic) return false;
  if (hardware == 1 && length == 6) say_dhcp_address(field::kDhcpClientMac, message.substr(28, 6), frame, out);
  say_dhcp_address(field::kDhcpYourAddress, message.substr(16, 4), frame, out);
  while (!in.empty()) {
    const std::uint8_t code = in.raw_be<std::uint8_t>();
    if (code == 0) continue;
    if (code == 255 || in.empty()) break;
    const auto value = in.take(in.raw_be<std::uint8_t>(), "option");
    if (!value) break;
    say_dhcp_option(code, *value, frame, out);
  }
  return true;
}

bool decode_dhcp6(std::string_view message, std::uint64_t frame, Hearer& out) {
  if (message.size() < 4) return false;
  const std::uint8_t type = octet(message[0]);
  if (type == 0 || type > 36) return false;
  ByteCursor in(message);
  if (in.skip(type == 12 || type == 13 ? 34 : 4, "header")) say_dhcp6_options(in, 0, frame, out);
  return true;
}

}  // namespace rf::wire
