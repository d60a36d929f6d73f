// LLDP: IEEE Std 802.1AB-2016 clause 8; inventory TLVs of ANSI/TIA-1057 (LLDP-MED); VLAN names of IEEE 802.1Q annex D;
// MUD URLs of RFC 8520. Direct neighbours say here who they are, mostly in the words of their own management.
// A TLV of an organisation that only it defines names a maker by OUI: said as lldp.organization, not interpreted.
#include "base/cursor.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::uint32_t kOuiTia = 0x0012bb, kOui8021 = 0x0080c2, kOui8023 = 0x00120f, kOuiIana = 0x00005e;

/// Chassis and port ids: the subtype tells how the octets read. `mac` and `address` are the subtypes of these.
void say_lldp_id(std::string_view field, std::uint8_t subtype, std::string_view id, std::uint8_t mac, std::uint8_t address,
                 std::uint64_t frame, Hearer& out) {
  std::string text;
  if (subtype == mac && id.size() == 6) append_hex(text, id, ':');
  else if (subtype == address && id.size() > 1 && append_address(text, id.substr(1))) {}  // first octet: IANA address family
  else return say(out, field, without_trailing_nul(id), frame);
  say(out, field, text, frame);
}

void say_lldp_capabilities(std::uint16_t enabled, std::uint64_t frame, Hearer& out) {
  static constexpr std::string_view kWords[] = {"other", "repeater", "bridge", "wlan", "router", "telephone",
                                                "docsis", "station", "c-vlan", "s-vlan", "two-port-relay"};
  std::string text;
  for (unsigned bit = 0; bit < std::size(kWords); ++bit) {
    if (!(enabled >> bit & 1)) continue;
    if (!text.empty()) text += ',';
    text += kWords[bit];
  }
  say(out, field::kLldpCapabilities, text, frame);
}

void say_lldp_management(ByteCursor value, std::uint64_t frame, Hearer& out) {
  const auto length = value.be<std::uint8_t>("management address string length");  // subtype octet counted
  if (!length || *length < 2) return;
  const auto subtype = value.be<std::uint8_t>("management address subtype");
  const auto address = value.take(*length - 1U, "management address");
  std::string text;
  if (!subtype || !address) return;
  const std::size_t expected = *subtype == 1 ? 4 : *subtype == 2 ? 16 : *subtype == 6 ? 6 : 0;  // IANA families: IPv4, IPv6, 802
  if (address->size() == expected && append_address(text, *address)) say(out, field::kLldpManagementAddress, text, frame);
}

/// `last`: the maker's OUI said before; makers send several TLVs of theirs in a row.
void say_lldp_organization(ByteCursor value, std::uint64_t frame, std::uint32_t& last, Hearer& out) {
  if (!value.need(4, "organizationally specific TLV")) return;
  const std::string_view oui_bytes = value.rest().substr(0, 3);
  const std::uint32_t oui = value.raw_be<std::uint32_t>();
  const std::uint8_t subtype = oui & 0xff;
  const std::string_view rest = value.rest();
  switch (oui >> 8) {
    case kOuiTia: {
      static constexpr std::string_view kInventory[] = {field::kLldpHardware, field::kLldpFirmware, field::kLldpSoftware,
                                                        field::kLldpSerial, field::kLldpManufacturer, field::kLldpModel,
                                                        field::kLldpAsset};
      if (subtype >= 5 && subtype <= 11) say(out, kInventory[subtype - 5], without_trailing_nul(rest), frame);
      return;
    }
    case kOui8021:
      if (subtype == 3 && rest.size() > 3) say(out, field::kLldpVlanName, without_trailing_nul(rest.substr(3, octet(rest[2]))), frame);
      return;
    case kOui8023:
      return;
    case kOuiIana:
      if (subtype == 1) say(out, field::kLldpMudUrl, without_trailing_nul(rest), frame);
      return;
    default: {
      if (last == oui >> 8) return;
      last = oui >> 8;
      std::string text;
      append_hex(text, oui_bytes, '-');
      say(out, field::kLldpOrganization, text, frame);
    }
  }
}

}  // namespace

bool decode_lldp(std::string_view payload, std::uint64_t frame, Hearer& out) {
  static constexpr std::string_view kChassisKinds[] = {"",    "component", "interface-alias", "port-component",
                                                       "mac", "address",   "interface",       "local"};
  ByteCursor in(payload);
  // The chassis id comes first in every LLDPDU (8.2); anything else at this place is another protocol, or noise.
  if (in.left() < 4 || octet(payload[0]) >> 1 != 1) return false;
  std::uint32_t last_organization = 0;
  while (true) {
    const auto head = in.be<std::uint16_t>("LLDP TLV header");  // 7 bits type, 9 bits length
    if (!head) return true;
    auto value = in.within(*head & 0x1ff, "LLDP TLV value");
    if (!value) return true;  // a length that lies: what was read before stands
    const std::string_view bytes = value->rest();
    const int type = *head >> 9;
    switch (type) {
      case 0:
        return true;
      case 1:
        if (bytes.size() < 2) break;
        say_lldp_id(field::kLldpChassisId, octet(bytes[0]), bytes.substr(1), 4, 5, frame, out);
        if (octet(bytes[0]) < std::size(kChassisKinds)) say(out, field::kLldpChassisKind, kChassisKinds[octet(bytes[0])], frame);
        break;
      case 2:
        if (bytes.size() > 1) say_lldp_id(field::kLldpPortId, octet(bytes[0]), bytes.substr(1), 3, 4, frame, out);
        break;
      case 4:
        say(out, field::kLldpPortDescription, without_trailing_nul(bytes), frame);
        break;
      case 5:
        say(out, field::kLldpSystemName, without_trailing_nul(bytes), frame);
        break;
      case 6:
        say(out, field::kLldpSystemDescription, without_trailing_nul(bytes), frame);
        break;
      case 7:
        if (value->need(4, "system capabilities")) say_lldp_capabilities(value->raw_be<std::uint32_t>() & 0xffff, frame, out);
        break;
      case 8:
        say_lldp_management(*value, frame, out);
        break;
      case 127:
        say_lldp_organization(*value, frame, last_organization, out);
        break;
      default:
        break;
    }
  }
}

}  // namespace rf::wire
