// One function a family of link types. The numbers are LINKTYPEs of https://www.tcpdump.org/linktypes.html, where each layout is
// described. What is left out is counted by the engine and named in a note. Tested by tests/wire/layers_test.cpp.
#include "wire/link_layer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace rf::wire {
namespace {

constexpr int kMaxTags = 8;  // QinQ has two, a metro network three; bounds a crafted chain

bool is_tag(std::uint16_t type) { return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200 || type == 0x9300; }

/// IEEE 802.2: SNAP gives a protocol number, DSAP 06 is IP, the rest is told as it is.
bool read_llc(Span in, LinkView& out) {
  if (in.captured < 3) return false;
  const std::uint8_t* p = in.data;
  if (p[0] == 0xaa && p[1] == 0xaa && in.captured >= 8) {
    const std::uint64_t oui = be24(p + 3);
    // OUI 0: EtherTypes; 0000f8: the same over bridges that used it (IEEE 802.1H).
    out.protocol = oui == 0 || oui == 0xf8 ? be16(p + 6) : oui << 16 | be16(p + 6);
    out.payload = in.from(8);
    return true;
  }
  if (p[0] == 0x06 && p[1] == 0x06 && p[2] == 0x03) {
    out.protocol = kIpv4;
    out.payload = in.from(3);
    return true;
  }
  out.protocol = kLlcOther;
  out.payload = in;
  return true;
}

/// From an EtherType (or length) field at `in` on: tags, lengths, then the payload.
bool read_type(Span in, LinkView& out) {
  if (in.captured < 2) return false;
  std::uint16_t type = be16(in.data);
  in = in.from(2);
  for (int tags = 0; is_tag(type) && in.captured >= 4; ++tags) {
    if (tags == kMaxTags) return false;
    if (out.vlan == 0) out.vlan = be16(in.data) & 0xfff;
    type = be16(in.data + 2);
    in = in.from(4);
  }
  if (type == 0x88e7 && in.captured >= 18) return read_ethernet(in.from(4), out);           // 802.1ah: service instance tag, then a frame
  if (type == 0x893f && in.captured >= 8) return read_type(in.from(6), out);                // 802.1BR E-TAG
  if (type == 0x8909 && in.captured >= 8 && (in.data[0] == 1 || be16(in.data + 6) == kIpv4 || be16(in.data + 6) == kIpv6)) return read_type(in.from(6), out);  // Cisco metadata: version, length, one option
  if (type == 0x8926 && in.captured >= 6) return read_type(in.from(4), out);                // Cisco VN-Tag
  if (type == 0x8903 && in.captured >= 16) return read_ethernet(in.from(2), out);           // Cisco FabricPath: tag and time to live, then the frame
  if (type == 0xd28b && in.captured >= 14 && be16(in.data) == 1) {                          // Arista time stamp: 64 or 48 bits
    const std::uint32_t stamp = in.data[3] == 0x20 ? 6 : 8;
    return read_type(in.from(4 + stamp), out);
  }
  if (type == 0x88e5 && in.captured >= 16 && (in.data[0] & 0x8c) == 0) return read_type(in.from((in.data[0] & 0x20) != 0 ? 14 : 6), out);  // 802.1AE that only signs
  if (type <= 1500) return read_llc(in.at_most(std::max<std::uint32_t>(type, 3)), out);
  out.protocol = type;
  out.payload = in;
  return true;
}

/// Raw IP: the version is in the first four bits.
bool read_raw(Span in, LinkView& out) {
  if (in.captured == 0) return false;
  const int version = in.data[0] >> 4;
  out.protocol = version == 4 ? kIpv4 : version == 6 ? kIpv6 : 0;
  out.payload = in;
  return out.protocol != 0;
}

/// BSD loopback: an address family in the byte order of the machine that captured.
bool read_loopback(Span in, LinkView& out) {
  if (in.captured < 4) return false;
  std::uint32_t family = be32(in.data);
  if (family > 0xffff) family = __builtin_bswap32(family);
  // AF_INET is 2 everywhere; AF_INET6 is 10 (Linux), 23 (Windows), 24 (NetBSD, OpenBSD), 28 (FreeBSD), 30 (Darwin).
  out.payload = in.from(4);
  if (family == 2) out.protocol = kIpv4;
  else if (family == 10 || family == 23 || family == 24 || family == 28 || family == 30) out.protocol = kIpv6;
  else if (be16(in.data + 2) >= 0x600) out.protocol = be16(in.data + 2);  // some tunnels of Windows write an EtherType here
  else return false;
  return true;
}

bool read_cooked(Span in, LinkView& out) {
  if (in.captured < 16) return false;
  const std::uint16_t hardware = be16(in.data + 2), length = be16(in.data + 4);
  if (length == 6) {
    out.source = be48(in.data + 6);
    out.has_macs = true;
  }
  const std::uint16_t protocol = be16(in.data + 14);
  if (hardware == 824) return false;                          // ARPHRD_NETLINK
  if (protocol == 0x0004) return read_llc(in.from(16), out);  // 802.2
  if (is_tag(protocol)) return read_type(in.from(14), out);
  out.protocol = protocol;
  out.payload = in.from(16);
  return protocol >= 0x600;
}

bool read_cooked2(Span in, LinkView& out) {
  if (in.captured < 20) return false;
  const std::uint16_t protocol = be16(in.data);
  if (in.data[11] == 6) {
    out.source = be48(in.data + 12);
    out.has_macs = true;
  }
  if (be16(in.data + 8) == 824) return false;
  if (protocol == 0x0004) return read_llc(in.from(20), out);
  if (is_tag(protocol)) {
    if (in.captured < 24) return false;
    out.vlan = be16(in.data + 20) & 0xfff;
    return read_type(in.from(22), out);
  }
  out.protocol = protocol;
  out.payload = in.from(20);
  return protocol >= 0x600;
}

/// Cisco HDLC: address 0f or 8f, control 0, EtherType.
bool read_hdlc(Span in, LinkView& out) {
  if (in.captured < 4) return false;
  out.protocol = be16(in.data + 2);
  out.payload = in.from(4);
  return true;
}

bool read_ppp_link(Span in, LinkView& out) {
  if (in.captured >= 4 && (in.data[0] == 0x0f || in.data[0] == 0x8f) && in.data[1] == 0) return read_hdlc(in, out);
  out.protocol = read_ppp(in);
  out.payload = in;
  return out.protocol != 0;
}

/// Frame relay (RFC 2427): two bytes of address (four where the first says so), control 03, an NLPID.
bool read_frame_relay(Span in, LinkView& out) {
  std::uint32_t at = 0;
  while (at < 4 && at < in.captured && (in.data[at] & 1) == 0) ++at;
  ++at;
  if (at + 2 > in.captured) return false;
  if (in.data[at] != 0x03) {  // Cisco's own: an EtherType behind the address
    out.protocol = be16(in.data + at);
    out.payload = in.from(at + 2);
    return out.protocol >= 0x600;
  }
  ++at;
  if (at < in.captured && in.data[at] == 0) ++at;
  if (at >= in.captured) return false;
  const std::uint8_t nlpid = in.data[at++];
  if (nlpid == 0xcc || nlpid == 0x8e) {
    out.protocol = nlpid == 0xcc ? kIpv4 : kIpv6;
    out.payload = in.from(at);
    return true;
  }
  if (nlpid == 0x80 && at + 5 <= in.captured) {
    const std::uint64_t oui = be24(in.data + at);
    out.protocol = oui == 0 ? be16(in.data + at + 3) : oui << 16 | be16(in.data + at + 3);
    out.payload = in.from(at + 5);
    return true;
  }
  return false;
}

bool read_radiotap(Span in, LinkView& out) {
  if (in.captured < 8) return false;
  const auto length = static_cast<std::uint32_t>(in.data[2] | in.data[3] << 8);
  if (length < 8 || length > in.captured) return false;
  std::uint32_t at = 4, present;
  const std::uint8_t* p = in.data;
  std::memcpy(&present, p + 4, 4);
  const std::uint32_t first = present;
  for (at = 8; (present & 0x80000000U) != 0 && at + 4 <= length; at += 4) std::memcpy(&present, p + at, 4);
  bool padded = false;
  if ((first & 1) != 0) at = ((at + 7) & ~7U) + 8;                        // TSFT
  if ((first & 2) != 0 && at < length) padded = (p[at] & 0x20) != 0;      // flags: the 802.11 header is padded to four bytes
  Span frame = in.from(length);
  if (!padded) return read_wlan(frame, out);
  // The padding stands between the header and the LLC; a QoS header of 26 bytes becomes 28.
  if (frame.captured < 30) return false;
  LinkView quiet;
  if (read_wlan(frame, quiet) && quiet.protocol != kLlcOther) {
    out = quiet;
    return true;
  }
  std::array<std::uint8_t, 40> moved{};
  std::memcpy(moved.data(), frame.data, 26);
  const std::uint32_t llc = std::min<std::uint32_t>(frame.captured - 28, 8);
  std::memcpy(moved.data() + 26, frame.data + 28, llc);
  if (!read_wlan({moved.data(), 26 + llc, 26 + llc}, quiet) || llc < 8) return false;
  out = quiet;
  out.payload = frame.captured >= 36 ? frame.from(36) : Span{};
  return frame.captured >= 36;
}

/// NFLOG: version, resource, then TLVs; type 9 is the packet, the family stands first.
bool read_nflog(Span in, LinkView& out) {
  if (in.captured < 4) return false;
  const std::uint8_t family = in.data[0];
  for (std::uint32_t at = 4; at + 4 <= in.captured;) {
    // Lengths and types are in the capturing host's order; both are small, so the order shows itself.
    auto length = static_cast<std::uint32_t>(in.data[at] | in.data[at + 1] << 8);
    auto type = static_cast<std::uint32_t>(in.data[at + 2] | in.data[at + 3] << 8);
    if (type > 255) {
      type >>= 8;
      length = be16(in.data + at);
    }
    if (length < 4 || length > in.captured - at) return false;
    if (type == 9) {
      out.payload = Span{in.data + at + 4, length - 4, length - 4};
      out.protocol = family == 2 ? kIpv4 : family == 10 ? kIpv6 : 0;
      return out.protocol != 0;
    }
    at += (length + 3) & ~3U;
  }
  return false;
}

bool read_ppi(const Frame& f, LinkView& out) {
  if (f.captured < 8) return false;
  const auto length = static_cast<std::uint32_t>(f.data[2] | f.data[3] << 8);
  if (length < 8 || length > f.captured || f.data[5] != 0 || f.data[4] == 192) return false;
  Frame inner = f;
  inner.data += length;
  inner.captured -= length;
  inner.on_wire -= length;
  inner.link = f.data[4];
  return read_link(inner, out);
}

}  // namespace

std::uint16_t read_ppp(Span& in) {
  if (in.captured >= 2 && in.data[0] == 0xff && in.data[1] == 0x03) in = in.from(2);
  if (in.captured < 2) return 0;
  std::uint16_t protocol = in.data[0];
  if ((protocol & 1) != 0) {  // RFC 1661 §6.5: one byte where protocol field compression was agreed
    in = in.from(1);
  } else {
    protocol = be16(in.data);
    in = in.from(2);
  }
  switch (protocol) {
    case 0x0021: return kIpv4;
    case 0x0057: return kIpv6;
    case 0x0281: return kMpls;
    case 0x0283: return kMplsMulticast;
    default: return 0;
  }
}

bool read_ethernet(Span frame, LinkView& out) {
  if (frame.captured < 14) return false;
  out.target = be48(frame.data);
  out.source = be48(frame.data + 6);
  out.has_macs = true;
  const std::uint16_t type = be16(frame.data + 12);
  if (type == kIpv4 || type == kIpv6) {
    out.protocol = type;
    out.payload = frame.from(14);
    return true;
  }
  return read_type(frame.from(12), out);
}

bool read_wlan(Span frame, LinkView& out) {
  if (frame.captured < 24) return false;
  const std::uint8_t control = frame.data[0], flags = frame.data[1];
  if ((control & 0x0c) != 0x08 || (control & 0x40) != 0) return false;  // data frames that carry data
  if ((flags & 0x40) != 0) return false;                                // encrypted
  const bool to_ds = (flags & 1) != 0, from_ds = (flags & 2) != 0, qos = (control & 0x80) != 0;
  std::uint32_t head = 24;
  if (to_ds && from_ds) head += 6;
  if (qos) {
    if (head + 2 > frame.captured) return false;
    if ((frame.data[head] & 0x80) != 0) return false;  // A-MSDU
    head += 2;
    if ((flags & 0x80) != 0) head += 4;                // HT control
  }
  if (head > frame.captured) return false;
  out.target = be48(frame.data + (to_ds ? 16 : 4));
  out.source = be48(frame.data + (!from_ds ? 10 : to_ds && frame.captured >= 30 ? 24 : 16));
  out.has_macs = true;
  return read_llc(frame.from(head), out);
}

bool read_link(const Frame& f, LinkView& out) {
  out.vlan = 0;
  const Span in{f.data, f.captured, f.on_wire};
  if (f.link == 1) return read_ethernet(in, out);
  out.has_macs = false;
  out.source = out.target = 0;
  switch (f.link) {
    case 0: case 108: return read_loopback(in, out);
    case 8: return in.captured > 16 && read_raw(in.from(16), out);                 // SLIP with its pseudo header
    case 9: case 50: return read_ppp_link(in, out);
    case 10: return in.captured >= 13 && read_llc(in.from(13), out);               // FDDI
    case 12: case 14: case 101: return read_raw(in, out);
    case 51: {                                                                     // PPP over Ethernet, from its header on
      if (in.captured < 6) return false;
      Span ppp = in.from(6);
      out.protocol = read_ppp(ppp);
      out.payload = ppp;
      return out.protocol != 0;
    }
    case 100: return read_llc(in, out);                                            // RFC 1483
    case 104: return read_hdlc(in, out);
    case 105: return read_wlan(in, out);
    case 107: return read_frame_relay(in, out);
    case 113: return read_cooked(in, out);
    case 119: return in.captured >= 144 && read_wlan(in.from(144), out);           // Prism
    case 127: return read_radiotap(in, out);
    case 163: {                                                                    // AVS
      if (in.captured < 8) return false;
      const std::uint32_t length = be32(in.data + 4);
      return length <= in.captured && read_wlan(in.from(length), out);
    }
    case 166: {                                                                    // PPP of pppd: one byte of direction
      if (in.captured < 1) return false;
      Span ppp = in.from(1);
      out.protocol = read_ppp(ppp);
      out.payload = ppp;
      return out.protocol != 0;
    }
    case 192: return read_ppi(f, out);
    case 228: out.protocol = kIpv4; out.payload = in; return in.captured > 0;
    case 229: out.protocol = kIpv6; out.payload = in; return in.captured > 0;
    case 239: return read_nflog(in, out);
    case 276: return read_cooked2(in, out);
    default: return false;
  }
}

bool link_is_read(std::uint16_t link) {
  switch (link) {
    case 0: case 1: case 8: case 9: case 10: case 12: case 14: case 50: case 51: case 100: case 101: case 104: case 105: case 107: case 108: case 113:
    case 119: case 127: case 163: case 166: case 192: case 228: case 229: case 239: case 276: return true;
    default: return false;
  }
}

std::string_view link_name(std::uint16_t link) {
  struct Row {
    std::uint16_t link;
    std::string_view name;
  };
  static constexpr Row kRows[] = {
      {0, "NULL"}, {1, "ETHERNET"}, {3, "AX25"}, {6, "IEEE802_5"}, {7, "ARCNET_BSD"}, {8, "SLIP"}, {9, "PPP"}, {10, "FDDI"}, {12, "RAW"}, {14, "RAW"},
      {50, "PPP_HDLC"}, {51, "PPP_ETHER"}, {100, "ATM_RFC1483"}, {101, "RAW"}, {104, "C_HDLC"}, {105, "IEEE802_11"}, {107, "FRELAY"}, {108, "LOOP"},
      {113, "LINUX_SLL"}, {114, "LTALK"}, {117, "PFLOG"}, {119, "IEEE802_11_PRISM"}, {122, "IP_OVER_FC"}, {123, "SUNATM"}, {127, "IEEE802_11_RADIOTAP"},
      {129, "ARCNET_LINUX"}, {130, "JUNIPER_MLPPP"}, {131, "JUNIPER_MLFR"}, {132, "JUNIPER_ES"}, {133, "JUNIPER_GGSN"}, {134, "JUNIPER_MFR"},
      {135, "JUNIPER_ATM2"}, {136, "JUNIPER_SERVICES"}, {137, "JUNIPER_ATM1"}, {138, "APPLE_IP_OVER_IEEE1394"}, {139, "MTP2_WITH_PHDR"}, {140, "MTP2"},
      {141, "MTP3"}, {142, "SCCP"}, {143, "DOCSIS"}, {144, "LINUX_IRDA"}, {147, "USER0"}, {148, "USER1"}, {149, "USER2"}, {150, "USER3"}, {151, "USER4"},
      {152, "USER5"}, {163, "IEEE802_11_AVS"}, {165, "BACNET_MS_TP"}, {166, "PPP_PPPD"}, {169, "GPRS_LLC"}, {170, "GPF_T"}, {171, "GPF_F"},
      {177, "LINUX_LAPD"}, {178, "JUNIPER_ETHER"}, {179, "JUNIPER_PPP"}, {182, "MFR"}, {187, "BLUETOOTH_HCI_H4"}, {189, "USB_LINUX"}, {192, "PPI"},
      {195, "IEEE802_15_4_WITHFCS"}, {196, "SITA"}, {197, "ERF"}, {201, "BLUETOOTH_HCI_H4_WITH_PHDR"}, {204, "PPP_WITH_DIR"}, {209, "IPMB_LINUX"},
      {215, "IEEE802_15_4_NONASK_PHY"}, {220, "USB_LINUX_MMAPPED"}, {226, "IPNET"}, {227, "CAN_SOCKETCAN"}, {228, "IPV4"}, {229, "IPV6"},
      {230, "IEEE802_15_4_NOFCS"}, {231, "DBUS"}, {239, "NFLOG"}, {240, "NETANALYZER"}, {245, "NFC_LLCP"}, {248, "SCTP"}, {249, "USBPCAP"},
      {251, "BLUETOOTH_LE_LL"}, {252, "WIRESHARK_UPPER_PDU"}, {253, "NETLINK"}, {258, "PKTAP"}, {271, "VSOCK"}, {272, "NORDIC_BLE"}, {274, "ETHERNET_MPACKET"},
      {276, "LINUX_SLL2"}, {282, "DSA_TAG_BRCM"}, {283, "DSA_TAG_BRCM_PREPEND"}, {284, "DSA_TAG_DSA"}, {285, "DSA_TAG_EDSA"}, {290, "ETW"},
  };
  for (const Row& r : kRows)
    if (r.link == link) return r.name;
  return {};
}

}  // namespace rf::wire
