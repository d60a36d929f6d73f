// The way of a packet: link → IP → (fragment?) → transport → (tunnel?) → IP … Each function takes what is left of the frame and checks
// once that its fixed header is there. What an ICMP error quotes is no tunnel and is not followed.
// Sources: RFC 791, 8200, 2784/2890 (GRE), 2637 (PPTP), 3032 (MPLS), 7348 (VXLAN), 8926 (Geneve), 4380 (Teredo), 7510, 8086, 9300 (LISP),
// 2661 (L2TP), 3378 (EtherIP), 7761 §4.9.3 (PIM Register), 8300 (NSH), 5415 (CAPWAP), 3GPP TS 29.281 (GTP-U), draft-foschiano-erspan.
#include "wire/layers.h"

#include <algorithm>
#include <cstring>

namespace rf::wire {
namespace {

constexpr std::uint8_t kIpip = 4, kSit = 41, kGre = 47, kAh = 51, kPim = 103, kEtherip = 97, kMplsInIp = 137, kEthernet = 143, kNoNextHeader = 59, kIcmpv6 = 58, kSctp = 132, kDccp = 33, kUdpLite = 136;

std::uint64_t be64(const std::uint8_t* p) {
  std::uint64_t v;
  std::memcpy(&v, p, 8);
  return __builtin_bswap64(v);
}

std::uint64_t hash_mixed(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide w = Wide{a} * b;
  return static_cast<std::uint64_t>(w) ^ static_cast<std::uint64_t>(w >> 64);
}

/// Whether an IP header may begin here: version, header length, and a total length of at most `room`.
bool plausible_ip(Span in, std::uint32_t room) {
  if (in.captured == 0) return false;
  const int version = in.data[0] >> 4;
  if (version == 4) return in.captured >= 20 && (in.data[0] & 15) >= 5 && be16(in.data + 2) >= 20 && be16(in.data + 2) <= room;
  return version == 6 && in.captured >= 40 && std::uint32_t{be16(in.data + 4)} + 40 <= room;
}
bool plausible_ip(Span in) { return plausible_ip(in, in.on_wire); }

std::uint64_t ip_by_version(Span in) {
  if (in.captured == 0) return 0;
  const int version = in.data[0] >> 4;
  return version == 4 ? kIpv4 : version == 6 ? kIpv6 : 0;
}

}  // namespace

void Layers::frame(const Frame& f) {
  ++losses_.frames;
  LinkView link;
  if (!read_link(f, link)) {
    ++losses_.link_not_read;
    ++unread_links_[f.link];
    return;
  }
  At at;
  at.frame = &f;
  at.source = link.source;
  at.target = link.target;
  at.has_macs = link.has_macs;
  at.vlan = link.vlan;
  if (network(link.protocol, link.payload, at)) return;
  ++losses_.not_ip;
}

/// False: no IP in it (then told as a link message where the frame itself carries it).
bool Layers::network(std::uint64_t protocol, Span in, const At& at) {
  if (protocol == kIpv4) return ipv4(in, at);
  if (protocol == kIpv6) return ipv6(in, at);
  switch (protocol) {
    case kMpls: case kMplsMulticast: return mpls(in, at);
    case kPppoe: {
      if (in.captured < 8 || in.data[0] != 0x11 || in.data[1] != 0) return false;
      Span ppp = in.from(6);
      const std::uint16_t type = read_ppp(ppp);
      return type != 0 && network(type, ppp, at);
    }
    case kNsh: {
      if (in.captured < 8) return false;
      const std::uint32_t length = (be16(in.data) & 0x3fU) * 4;
      if (length < 8 || length > in.captured) return false;
      const std::uint8_t next = in.data[3];
      if (next == 1 || next == 2) return network(next == 1 ? kIpv4 : kIpv6, in.from(length), at);
      if (next != 3) return false;
      LinkView link;
      return read_ethernet(in.from(length), link) && network(link.protocol, link.payload, at);
    }
    default: break;
  }
  if (at.tunnel.depth != 0 && protocol == kArp) return false;  // who speaks for an address inside a tunnel is no neighbour here
  if (!at.deliver) return false;
  message(protocol == kArp ? PacketKind::Arp : PacketKind::Link, in, at).protocol = protocol;
  return false;
}

Packet& Layers::message(PacketKind kind, Span payload, const At& at) {
  Packet& p = out_.add();
  p = Packet{};
  p.kind = kind;
  p.payload = payload;
  p.time = at.frame->time;
  p.frame = at.frame->number;
  p.input = at.frame->input;
  p.source = at.source;
  p.target = at.target;
  p.has_macs = at.has_macs;
  p.vlan = at.vlan;
  p.tunnel = at.tunnel;
  return p;
}

bool Layers::mpls(Span in, const At& at) {
  for (int labels = 0; in.captured >= 4; ++labels) {
    if (labels == kMaxLabels) {
      ++losses_.headers_too_many;
      return false;
    }
    const std::uint32_t entry = be32(in.data);
    in = in.from(4);
    if ((entry & 0x100) == 0) continue;
    if (in.captured == 0) return false;
    const int first = in.data[0] >> 4;  // RFC 4928: what is no IP must not begin as one
    if (first == 4) return ipv4(in, at);
    if (first == 6 && plausible_ip(in)) return ipv6(in, at);
    LinkView link;
    if (first == 0 && in.captured > 18 && read_ethernet(in.from(4), link) && (link.protocol == kIpv4 || link.protocol == kIpv6)) return network(link.protocol, link.payload, at);  // RFC 4385 control word
    link = {};
    if (read_ethernet(in, link) && (link.protocol == kIpv4 || link.protocol == kIpv6)) return network(link.protocol, link.payload, at);
    return false;
  }
  return false;
}

bool Layers::ipv4(Span in, const At& at) {
  if (in.captured < 20) {
    ++losses_.ip_broken;
    return false;
  }
  const std::uint8_t* p = in.data;
  const std::uint32_t head = (p[0] & 15U) * 4;
  std::uint32_t total = be16(p + 2);
  if (total == 0) total = in.on_wire;  // segmentation offload: the card writes the length later
  if ((p[0] >> 4) != 4 || head < 20 || total < head) {
    ++losses_.ip_broken;
    return false;
  }
  const Ends ends{{be32(p + 12), 0}, {be32(p + 16), 0}, 0};
  if (head > in.captured) {  // cut within its options: whose it is stands before them, what follows is not there
    transport(ends, p[9], {}, total, at);
    return true;
  }
  const std::uint16_t fragmented = be16(p + 6);
  const Span payload = in.from(head).at_most(total - head);
  if ((fragmented & 0x3fff) != 0) fragment(ends, p[9], be16(p + 4), (fragmented & 0x1fffU) * 8, (fragmented & 0x2000) != 0, payload, total, at);
  else transport(ends, p[9], payload, total, at);
  return true;
}

bool Layers::ipv6(Span in, const At& at) {
  if (in.captured < 40 || (in.data[0] >> 4) != 6) {
    ++losses_.ip_broken;
    return false;
  }
  const std::uint8_t* p = in.data;
  const std::uint32_t length = be16(p + 4);
  const std::uint32_t total = length == 0 && p[6] != kNoNextHeader ? in.on_wire : length + 40;  // 0: a jumbogram (RFC 2675), or Linux' BIG TCP
  const Ends ends{{be64(p + 8), be64(p + 16)}, {be64(p + 24), be64(p + 32)}, 1};
  Span left = in.from(40).at_most(total - 40);
  std::uint8_t next = p[6];
  for (int headers = 0;; ++headers) {
    switch (next) {
      case 0: case 43: case 60: case 135: case 139: case 140: {  // hop-by-hop, routing, destination, mobility, HIP, shim6
        if (headers == kMaxExtensionHeaders) {
          ++losses_.headers_too_many;
          transport(ends, next, left, total, at);
          return true;
        }
        if (left.captured < 8 || (left.data[1] + 1U) * 8 > left.captured || (next == 135 && left.data[0] == 59)) {
          transport(ends, next, {}, total, at);
          return true;
        }
        next = left.data[0];
        left = left.from((left.data[1] + 1U) * 8);
        continue;
      }
      case 44: {
        if (left.captured < 8) {
          transport(ends, next, {}, total, at);
          return true;
        }
        const std::uint16_t bits = be16(left.data + 2);
        const std::uint32_t id = be32(left.data + 4);
        next = left.data[0];
        left = left.from(8);
        if ((bits & 0xfff9) == 0) continue;  // RFC 6946: an atomic fragment stands alone
        fragment(ends, next, id, bits & 0xfff8U, (bits & 1) != 0, left, total, at);
        return true;
      }
      default:
        transport(ends, next, left, total, at);
        // Neighbour discovery: RFC 4861 §7.1 has a hop limit of 255. Who speaks for an address inside a tunnel is no neighbour here.
        if (next == kIcmpv6 && p[7] == 255 && at.tunnel.depth == 0 && at.deliver && left.captured >= 8 && left.data[0] >= 133 && left.data[0] <= 136) {
          Packet& m = message(PacketKind::Discovery, left, at);
          m.key.low[0] = ends.from[0];
          m.key.low[1] = ends.from[1];
        }
        return true;
    }
  }
}

void Layers::set_key(Packet& p, const Ends& e, std::uint8_t transport, std::uint16_t from_port, std::uint16_t to_port, std::uint32_t path) const {
  bool low = e.from[0] != e.to[0] ? e.from[0] < e.to[0] : e.from[1] != e.to[1] ? e.from[1] < e.to[1] : from_port <= to_port;
  FlowKey& k = p.key;
  k.low[0] = low ? e.from[0] : e.to[0];
  k.low[1] = low ? e.from[1] : e.to[1];
  k.high[0] = low ? e.to[0] : e.from[0];
  k.high[1] = low ? e.to[1] : e.from[1];
  k.low_port = low ? from_port : to_port;
  k.high_port = low ? to_port : from_port;
  k.path = path;
  k.transport = transport;
  k.v6 = e.v6;
  k.zero = 0;
  k.zero2 = 0;
  p.from_low = low;
  std::uint64_t h = hash_mixed(k.low[0] ^ seed_, k.high[0] ^ 0x9e3779b97f4a7c15ULL);
  if (e.v6 != 0) h ^= hash_mixed(k.low[1] ^ h, k.high[1] ^ 0xe7037ed1a0b428dbULL);
  const std::uint64_t ports = std::uint64_t{k.low_port} << 48 | std::uint64_t{k.high_port} << 32 | std::uint64_t{transport} << 24 | k.v6;
  p.hash = hash_mixed(h ^ ports, 0xa0761d6478bd642fULL ^ std::uint64_t{path} << 3);
}

Packet& Layers::push(const Ends& ends, std::uint8_t transport, std::uint16_t from_port, std::uint16_t to_port, std::uint32_t ip_bytes, const At& at) {
  Packet& p = out_.add();
  set_key(p, ends, transport, from_port, to_port, at.path);
  p.payload = {};
  p.time = at.frame->time;
  p.frame = at.frame->number;
  p.source = at.source;
  p.target = at.target;
  p.input = at.frame->input;
  p.ip_bytes = ip_bytes;
  p.tunnel = at.tunnel;
  p.vlan = at.vlan;
  p.seq = p.ack = 0;
  p.tcp_flags = 0;
  p.kind = PacketKind::Ip;
  p.has_macs = at.has_macs;
  p.account = at.account;
  p.deliver = at.deliver;
  return p;
}

void Layers::transport(const Ends& ends, std::uint8_t protocol, Span in, std::uint32_t ip_bytes, const At& at) {
  switch (protocol) {
    case kTcp: {
      const bool ports = in.captured >= 4;
      Packet& p = push(ends, protocol, ports ? be16(in.data) : 0, ports ? be16(in.data + 2) : 0, ip_bytes, at);
      if (in.captured < 14) return;
      p.tcp_flags = in.data[13];
      p.seq = be32(in.data + 4);
      p.ack = be32(in.data + 8);
      const std::uint32_t head = (in.data[12] >> 4) * 4U;
      if (head >= 20 && head <= in.captured) p.payload = in.from(head);
      return;
    }
    case kUdp: {
      if (in.captured < 8) {
        const bool ports = in.captured >= 4;
        (void)push(ends, protocol, ports ? be16(in.data) : 0, ports ? be16(in.data + 2) : 0, ip_bytes, at);
        return;
      }
      const std::uint16_t from = be16(in.data), to = be16(in.data + 2), length = be16(in.data + 4);
      Packet& p = push(ends, protocol, from, to, ip_bytes, at);
      const Span payload = length >= 8 ? in.from(8).at_most(length - 8U) : in.from(8);  // 0: a jumbogram
      p.payload = payload;
      udp_tunnel(from, to, payload, length >= 8 ? length - 8U : payload.on_wire, at);  // a first fragment holds less than it declares
      return;
    }
    case kSctp: case kDccp: case kUdpLite: {
      const bool ports = in.captured >= 4;
      (void)push(ends, protocol, ports ? be16(in.data) : 0, ports ? be16(in.data + 2) : 0, ip_bytes, at);
      return;
    }
    default: break;
  }
  (void)push(ends, protocol, 0, 0, ip_bytes, at);
  switch (protocol) {
    case kIpip: inner(TunnelKind::Ipip, false, 0, ip_by_version(in), in, at); return;
    case kSit: inner(TunnelKind::Sit, false, 0, ip_by_version(in), in, at); return;
    case kGre: gre(in, at); return;
    case kEtherip:
      if (in.captured > 2 && (in.data[0] >> 4) == 3) inner_ethernet(TunnelKind::Etherip, false, 0, in.from(2), at);
      return;
    case kEthernet: inner_ethernet(TunnelKind::Etherip, false, 0, in, at); return;  // RFC 8986 §9.1: without a header of its own
    case kMplsInIp:
      if (in.captured >= 4) inner(TunnelKind::Mpls, true, be32(in.data) >> 12, kMpls, in, at);
      return;
    case kPim:
      if (in.captured > 8 && in.data[0] == 0x21) inner(TunnelKind::Pim, false, 0, ip_by_version(in.from(8)), in.from(8), at);
      return;
    case kAh: {
      if (in.captured < 12) return;
      const std::uint32_t length = (in.data[1] + 2U) * 4;
      if (length < 12 || length >= in.captured || (in.data[0] != kIpip && in.data[0] != kSit)) return;
      inner(TunnelKind::Ah, true, be32(in.data + 4), ip_by_version(in.from(length)), in.from(length), at);
      return;
    }
    default: return;
  }
}

void Layers::inner(TunnelKind kind, bool has_id, std::uint32_t id, std::uint64_t protocol, Span in, const At& at) {
  if (protocol == 0 || in.captured == 0) return;
  if (at.tunnel.depth + 1 >= kMaxTunnelDepth) {
    ++losses_.tunnels_too_deep;
    return;
  }
  At below = at;
  below.tunnel = {kind, static_cast<std::uint8_t>(at.tunnel.depth + 1), has_id, id};
  below.path = at.path << kPathBits | static_cast<std::uint32_t>(kind);
  (void)network(protocol, in, below);
}

void Layers::inner_ethernet(TunnelKind kind, bool has_id, std::uint32_t id, Span in, const At& at) {
  LinkView link;
  if (!read_ethernet(in, link)) return;
  At below = at;
  below.source = link.source;
  below.target = link.target;
  below.has_macs = true;
  below.vlan = link.vlan;
  inner(kind, has_id, id, link.protocol, link.payload, below);
}

void Layers::gre(Span in, const At& at) {
  if (in.captured < 4) return;
  const std::uint16_t bits = be16(in.data), protocol = be16(in.data + 2);
  const int version = bits & 7;
  if (version > 1 || (bits & 0x4000) != 0) return;  // source routing (RFC 1701) is not in use
  const bool key = (bits & 0x2000) != 0, sequence = (bits & 0x1000) != 0;
  std::uint32_t length = 4, id = 0;
  if ((bits & 0x8000) != 0) length += 4;
  if (key) {
    if (in.captured < length + 4) return;
    id = be32(in.data + length);
    length += 4;
  }
  if (sequence) length += 4;
  if (version == 1 && (bits & 0x80) != 0) length += 4;
  if (length >= in.captured) return;
  Span left = in.from(length);
  switch (protocol) {
    case kIpv4: case kIpv6: case kMpls: case kMplsMulticast: inner(TunnelKind::Gre, key, id, protocol, left, at); return;
    case kBridged: inner_ethernet(TunnelKind::Gre, key, id, left, at); return;
    case kPppType: {
      const std::uint16_t type = read_ppp(left);
      inner(TunnelKind::Gre, key, version == 1 ? id & 0xffff : id, type, left, at);
      return;
    }
    case 0x8909:  // Cisco metadata: here the EtherType stands before version, length, option and tag
      if (left.captured > 8) inner(TunnelKind::Gre, key, id, be16(left.data), left.from(8), at);
      return;
    case 0x883e: {  // WCCP redirection (draft-param-wccp-v2rev1 §4.6): version 2 has a header of four bytes, version 1 none
      const bool two = left.captured >= 24 && (left.data[0] >> 4) != 4 && plausible_ip(left.from(4));
      if (two) left = left.from(4);
      inner(TunnelKind::Gre, key, id, ip_by_version(left), left, at);
      return;
    }
    case 0x88be:
      if (!sequence) inner_ethernet(TunnelKind::Erspan, false, 0, left, at);
      else if (left.captured > 8) inner_ethernet(TunnelKind::Erspan, true, be16(left.data + 2) & 0x3ff, left.from(8), at);
      return;
    case 0x22eb: {
      if (left.captured < 12) return;
      const std::uint32_t head = (left.data[11] & 1) != 0 ? 20 : 12;
      if (left.captured > head) inner_ethernet(TunnelKind::Erspan, true, be16(left.data + 2) & 0x3ff, left.from(head), at);
      return;
    }
    case 0x2000: inner(TunnelKind::Gre, key, id, std::uint64_t{0x00000c} << 16 | 0x2000, left, at); return;  // CDP over GRE
    default: return;
  }
}

bool Layers::gtpu(Span in, std::uint32_t declared, const At& at, bool port_says_so) {
  // Version 1, protocol type GTP, T-PDU (255). By its port alone much is mistaken for GTP-U, so the packet inside must fit too.
  if (in.captured < 8 || (in.data[0] & 0xf0) != 0x30 || in.data[1] != 255) return false;
  const std::uint32_t length = be16(in.data + 2), teid = be32(in.data + 4);
  if (length + 8 > declared || (!port_says_so && length + 8 != declared)) return false;
  std::uint32_t head = 8;
  if ((in.data[0] & 7) != 0) {
    if (in.captured < 12) return false;
    std::uint8_t next = (in.data[0] & 4) != 0 ? in.data[11] : 0;
    head = 12;
    for (int n = 0; next != 0; ++n) {
      if (n == kMaxGtpExtensions) {
        ++losses_.headers_too_many;
        return true;
      }
      if (head >= in.captured) return false;
      const std::uint32_t units = in.data[head];
      if (units == 0 || head + units * 4 > in.captured) return false;
      head += units * 4;
      next = in.data[head - 1];
    }
  }
  if (head >= in.captured) return false;
  if (head >= length + 8) return false;
  const Span packet = in.at_most(length + 8).from(head);
  // On the port of GTP-U a packet may be longer than its message: the tunnel's end cut it, and its header still tells whose it was.
  if (!plausible_ip(packet, port_says_so ? 0xffffffff : length + 8 - head)) return false;
  inner(TunnelKind::Gtpu, true, teid, ip_by_version(packet), packet, at);
  return true;
}

void Layers::udp_tunnel(std::uint16_t from, std::uint16_t to, Span in, std::uint32_t declared, const At& at) {
  if (in.captured < 8) return;
  if (gtpu(in, declared, at, from == 2152 || to == 2152)) return;
  const auto either = [from, to](std::uint16_t port) { return from == port || to == port; };
  if (from < 1701 && to < 1701) return;  // the least of the ports below
  if (either(4789) || either(8472)) {
    if ((in.data[0] & 0x08) != 0 && in.captured > 8) inner_ethernet(TunnelKind::Vxlan, true, be24(in.data + 4), in.from(8), at);
  } else if (either(6081)) {
    const std::uint32_t head = 8 + (in.data[0] & 0x3fU) * 4;
    if ((in.data[0] >> 6) != 0 || head >= in.captured) return;
    const std::uint16_t protocol = be16(in.data + 2);
    if (protocol == kBridged) inner_ethernet(TunnelKind::Geneve, true, be24(in.data + 4), in.from(head), at);
    else inner(TunnelKind::Geneve, true, be24(in.data + 4), protocol, in.from(head), at);
  } else if (either(3544)) {
    Span left = in;
    if (be16(left.data) == 1 && left.captured >= 13) {  // authentication: lengths of the client id and its proof, 8 bytes nonce, 1 confirmation
      const std::uint32_t head = 13U + left.data[2] + left.data[3];
      if (head >= left.captured) return;
      left = left.from(head);
    }
    if (left.captured >= 8 && be16(left.data) == 0) left = left.from(8);  // origin indication
    if (plausible_ip(left) && (left.data[0] >> 4) == 6) inner(TunnelKind::Teredo, false, 0, kIpv6, left, at);
  } else if (either(4754)) {
    gre(in, at);
  } else if (either(6635)) {
    inner(TunnelKind::Mpls, true, be32(in.data) >> 12, kMpls, in, at);
  } else if (either(4341)) {
    if (in.captured > 8 && plausible_ip(in.from(8))) inner(TunnelKind::Lisp, false, 0, ip_by_version(in.from(8)), in.from(8), at);
  } else if (either(4342)) {
    if ((in.data[0] >> 4) == 8 && plausible_ip(in.from(4))) inner(TunnelKind::Lisp, false, 0, ip_by_version(in.from(4)), in.from(4), at);
  } else if (either(4790)) {
    if ((in.data[0] & 0x08) == 0 || in.captured <= 8) return;
    const std::uint32_t vni = be24(in.data + 4);
    const std::uint8_t next = in.data[3];
    if ((in.data[0] & 0x04) == 0 && !((next == 1 || next == 2) && plausible_ip(in.from(8)))) return;  // some leave out the bit that says that there is a next protocol
    if (next == 1 || next == 2) inner(TunnelKind::Vxlan, true, vni, next == 1 ? kIpv4 : kIpv6, in.from(8), at);
    else if (next == 3) inner_ethernet(TunnelKind::Vxlan, true, vni, in.from(8), at);
    else if (next == 4) inner(TunnelKind::Nsh, true, vni, kNsh, in.from(8), at);
  } else if (either(1701)) {
    const std::uint16_t bits = be16(in.data);
    if ((bits & 0x800f) != 2) return;  // data messages of version 2
    std::uint32_t head = 2 + ((bits & 0x4000) != 0 ? 2 : 0);
    if (in.captured < head + 4) return;
    const std::uint32_t session = be32(in.data + head);
    head += 4 + ((bits & 0x0800) != 0 ? 4 : 0);
    if ((bits & 0x0200) != 0) {
      if (in.captured < head + 2) return;
      head += 2U + be16(in.data + head);
    }
    if (head >= in.captured) return;
    Span ppp = in.from(head);
    const std::uint16_t type = read_ppp(ppp);
    inner(TunnelKind::L2tp, true, session, type, ppp, at);
  } else if (either(5247)) {
    const std::uint32_t bits = be24(in.data + 1), head = (bits >> 19) * 4;
    if (in.data[0] != 0 || head < 8 || head >= in.captured || (bits & 0x80) != 0) return;  // 80: a fragment
    LinkView link;
    if ((bits & 0x100) == 0) {
      inner_ethernet(TunnelKind::Capwap, false, 0, in.from(head), at);
      return;
    }
    // Some controllers swap the two bytes of the frame control field; a data frame shows which way they stand.
    std::array<std::uint8_t, 64> swapped{};
    Span frame = in.from(head);
    if (frame.captured < 26 || !read_wlan(frame, link) || ip_by_version(link.payload) == 0) {
      const auto n = std::min<std::uint32_t>(frame.captured, swapped.size());
      std::memcpy(swapped.data(), frame.data, n);
      if (n < 26) return;
      std::swap(swapped[0], swapped[1]);
      if (!read_wlan({swapped.data(), n, n}, link)) return;
      const auto moved = static_cast<std::uint32_t>(link.payload.data - swapped.data());
      link.payload = frame.from(moved);
    }
    At below = at;
    below.source = link.source;
    below.target = link.target;
    inner(TunnelKind::Capwap, false, 0, link.protocol, link.payload, below);
  }
}

// --- fragments ---

void Layers::fragment(const Ends& ends, std::uint8_t protocol, std::uint32_t id, std::uint32_t offset, bool more, Span piece, std::uint32_t ip_bytes, const At& at) {
  const Fragments::Key key{{ends.from[0], ends.from[1]}, {ends.to[0], ends.to[1]}, id, at.path, protocol, ends.v6};
  std::vector<Fragments::Set> dropped;
  Fragments::Set& set = fragments_.set(key, at.frame->time, dropped);
  for (auto& d : dropped) drop(d);
  if (set.first_frame == 0) {
    set.first_frame = at.frame->number;
    set.input = at.frame->input;
    set.tunnel = at.tunnel;
  }
  if (at.account) {
    At quiet = at;
    quiet.deliver = false;
    if (offset == 0) {
      // Whatever the first fragment shows is accounted now, tunnels included; decoders wait for the whole.
      const std::size_t before = out_.size();
      transport(ends, protocol, piece, ip_bytes, quiet);
      const Packet& first = out_[before];
      if (!set.known) {
        set.known = true;
        set.from_port = first.from_low ? first.key.low_port : first.key.high_port;
        set.to_port = first.from_low ? first.key.high_port : first.key.low_port;
        for (Packet& w : set.waiting) {
          set_key(w, ends, protocol, set.from_port, set.to_port, at.path);
          out_.push_back(w);
        }
        set.waiting = {};
      }
    } else if (set.known || set.waiting.size() >= kMaxFragmentsWaiting) {
      (void)push(ends, protocol, set.from_port, set.to_port, ip_bytes, quiet);
    } else {
      Packet& p = push(ends, protocol, 0, 0, ip_bytes, quiet);
      set.waiting.push_back(p);
      out_.pop_back();
    }
  }
  if (!at.deliver) return;
  Span whole;
  if (!fragments_.add(set, offset, more, piece, whole)) return;
  At only = at;
  only.account = false;
  transport(ends, protocol, whole, 0, only);
}

/// A datagram that was not completed: its fragments without a first count with ports 0, and decoders get its beginning.
void Layers::drop(Fragments::Set& set) {
  for (const Packet& w : set.waiting) out_.push_back(w);
  const bool open = !set.spoilt;
  if (!open) return;
  ++losses_.datagrams_incomplete;
  const Span begin = fragments_.beginning(set);
  if (begin.captured == 0) return;
  Frame f;
  f.time = set.since;
  f.number = set.first_frame;
  f.input = set.input;
  At at;
  at.frame = &f;
  at.account = false;
  at.path = set.key.path;
  at.tunnel = set.tunnel;
  transport({{set.key.from[0], set.key.from[1]}, {set.key.to[0], set.key.to[1]}, set.key.v6}, set.key.transport, begin, 0, at);
}

void Layers::finish() {
  for (auto& set : fragments_.take_all()) drop(set);
}

}  // namespace rf::wire
