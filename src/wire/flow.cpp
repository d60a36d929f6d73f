// The printed forms of what flow.h holds.
#include "wire/flow.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"
#include "wire/engine.h"

namespace rf::wire {

std::string_view to_text(TunnelKind k) {
  switch (k) {
    case TunnelKind::None: return "";
    case TunnelKind::Ipip: return "ipip";
    case TunnelKind::Sit: return "6in4";
    case TunnelKind::Gre: return "gre";
    case TunnelKind::Gtpu: return "gtpu";
    case TunnelKind::Vxlan: return "vxlan";
    case TunnelKind::Geneve: return "geneve";
    case TunnelKind::Erspan: return "erspan";
    case TunnelKind::Teredo: return "teredo";
    case TunnelKind::Mpls: return "mpls";
    case TunnelKind::Pim: return "pim";
    case TunnelKind::Ah: return "ah";
    case TunnelKind::L2tp: return "l2tp";
    case TunnelKind::Etherip: return "etherip";
    case TunnelKind::Lisp: return "lisp";
    case TunnelKind::Capwap: return "capwap";
    case TunnelKind::Nsh: return "nsh";
  }
  return "";
}

std::string_view id_word(TunnelKind k) {
  switch (k) {
    case TunnelKind::Gtpu: return "teid";
    case TunnelKind::Vxlan: case TunnelKind::Geneve: case TunnelKind::Nsh: return "vni";
    case TunnelKind::Gre: return "key";
    case TunnelKind::Erspan: case TunnelKind::L2tp: return "session";
    case TunnelKind::Mpls: return "label";
    case TunnelKind::Ah: return "spi";
    default: return "";
  }
}

std::string transport_name(std::uint8_t p) {
  struct Row {
    std::uint8_t number;
    const char* name;
  };
  // IANA "Assigned Internet Protocol Numbers", in lower case.
  static constexpr Row kRows[] = {{1, "icmp"}, {2, "igmp"}, {4, "ipip"}, {6, "tcp"}, {17, "udp"}, {33, "dccp"}, {41, "ipv6"}, {47, "gre"}, {50, "esp"}, {51, "ah"},
                                  {58, "icmpv6"}, {88, "eigrp"}, {89, "ospf"}, {103, "pim"}, {112, "vrrp"}, {115, "l2tp"}, {132, "sctp"}, {136, "udplite"}};
  for (const Row& r : kRows)
    if (r.number == p) return r.name;
  return "ipproto-" + std::to_string(p);
}

std::string to_text(const Ip& ip) {
  char text[kMaxIpText];
  return {text, put_text(text, ip)};
}

void append_text(std::string& out, const Ip& ip) {
  char text[kMaxIpText];
  out.append(text, put_text(text, ip));
}

char* put_text(char* p, const Ip& ip) {
  const auto dotted = [&](std::size_t from) {
    for (std::size_t i = from; i < from + 4; ++i) {
      if (i > from) *p++ = '.';
      unsigned v = ip.bytes[i];
      if (v >= 100) *p++ = static_cast<char>('0' + v / 100);
      if (v >= 10) *p++ = static_cast<char>('0' + v / 10 % 10);
      *p++ = static_cast<char>('0' + v % 10);
    }
    return p;
  };
  if (!ip.v6) return dotted(0);
  // RFC 5952: lower case, the longest run of at least two zero groups (the first of equals) as "::".
  std::array<unsigned, 8> group{};
  for (std::size_t i = 0; i < 8; ++i) group[i] = static_cast<unsigned>(ip.bytes[2 * i] << 8 | ip.bytes[2 * i + 1]);
  std::size_t best = 8, length = 1;
  for (std::size_t i = 0; i < 8;) {
    std::size_t j = i;
    while (j < 8 && group[j] == 0) ++j;
    if (j - i > length) {
      best = i;
      length = j - i;
    }
    i = std::max(j, i + 1);
  }
  // ::ffff:0:0/96 in mixed notation (§5).
  const bool mapped = best == 0 && length == 5 && group[5] == 0xffff;
  if (mapped) {
    p = std::copy_n("::ffff:", 7, p);
    return dotted(12);
  }
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      p = std::copy_n("::", 2, p);
      i += length - 1;
      continue;
    }
    if (i > 0 && !(best < 8 && i == best + length)) *p++ = ':';
    p = std::to_chars(p, p + 4, group[i], 16).ptr;
  }
  return p;
}

std::string mac_text(Mac mac) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (int i = 5; i >= 0; --i) {
    const auto b = static_cast<unsigned>(mac >> (8 * i) & 0xff);
    out += kHex[b >> 4];
    out += kHex[b & 15];
    if (i > 0) out += ':';
  }
  return out;
}

std::vector<std::string> in_words(const Engine& engine) {
  std::vector<std::string> out;
  for (const auto& [link, n] : engine.unread_links()) {
    const auto name = link_name(link);
    const std::string frames = counted(static_cast<std::int64_t>(n), "frame", "frames") + " of link type " + (name.empty() ? "" : std::string(name) + " ") + "(" + std::to_string(link) + ")";
    out.push_back(link_is_read(link) ? frames + " have link headers that carry no network layer, are encrypted or cut" : frames + " were not read: that link type is not known");
  }
  const Losses& l = engine.losses();
  const auto say = [&](std::uint64_t n, std::string_view one, std::string_view many) {
    if (n > 0) out.push_back(counted(static_cast<std::int64_t>(n), one, many));
  };
  say(l.ip_broken, "IP header is cut or has lengths that cannot be", "IP headers are cut or have lengths that cannot be");
  say(l.tunnels_too_deep, "packet lies deeper in tunnels than is followed", "packets lie deeper in tunnels than is followed");
  say(l.headers_too_many, "packet has more extension headers or labels than are read", "packets have more extension headers or labels than are read");
  say(l.datagrams_incomplete, "fragmented datagram was not completed", "fragmented datagrams were not completed");
  say(l.fragment_overlaps, "fragment overlaps another", "fragments overlap others");
  say(l.fragments_over_budget, "fragment was over the budget for reassembly", "fragments were over the budget for reassembly");
  say(l.stream_bytes_lost, "byte of TCP streams is missing", "bytes of TCP streams are missing");
  say(l.segments_over_budget, "TCP segment was over the budget for reassembly", "TCP segments were over the budget for reassembly");
  say(l.segments_conflicting, "TCP segment repeats bytes with other content; the first stayed", "TCP segments repeat bytes with other content; the first stayed");
  say(l.streams_ended_early, "TCP stream was given up because too many were open", "TCP streams were given up because too many were open");
  say(l.flows_ended_early, "flow was ended early because too many were open", "flows were ended early because too many were open");
  return out;
}

}  // namespace rf::wire
