// Frames built by hand: layers, fragments, tunnels, flows and streams, with the policies that docs/wire.md states.
#include "wire/engine.h"

#include <gtest/gtest.h>

#include "tests/wire/frames.h"

namespace rf::wire {
namespace {

using Lines = std::vector<std::string>;
constexpr std::uint8_t kSyn = 2, kAck = 16, kFin = 1;

std::string frame4(const V4& h, const std::string& payload) { return ether(0x0800, ipv4(h, payload)); }
std::string tcp4(bool forward, std::uint32_t seq, std::uint8_t flags, const std::string& payload, std::uint32_t ack = 0) {
  V4 h;
  h.protocol = 6;
  if (!forward) std::swap(h.src, h.dst);
  return frame4(h, forward ? tcp(40000, 22, seq, flags, payload, ack) : tcp(22, 40000, seq, flags, payload, ack));
}
/// Two banners: a server that speaks first, a client that answers.
const std::string kServer = "SSH-2.0-OpenSSH_9.2p1\r\n", kClient = "SSH-2.0-PuTTY_0.78\r\n";

TEST(Engine, OneFlowOfBothDirections) {
  V4 back;
  std::swap(back.src, back.dst);
  const auto got = run({frame4({}, udp(5000, 6000, "hello")), frame4(back, udp(6000, 5000, "hello yourself"))});
  EXPECT_EQ(got.heard.flows, (Lines{"10.0.0.1:5000 > 10.0.0.2:6000 udp 1/1 33/42"}));
}

TEST(Engine, TheReceiverOfASynAckBegan) {
  const auto got = run({tcp4(false, 100, kSyn | kAck, ""), tcp4(true, 1, kAck, "")});
  EXPECT_EQ(got.heard.flows, (Lines{"10.0.0.1:40000 > 10.0.0.2:22 tcp 1/1 40/40"}));
}

TEST(Engine, VlansAreIgnoredAndPaddingIsNoPayload) {
  const std::string packet = ipv4({}, udp(1, 2, ""));
  const auto got = run({ether(0x0800, packet + std::string(18, '\0')), ether(0x8100, be(7, 2) + be(0x0800, 2) + packet), ether(0x88a8, be(7, 2) + be(0x8100, 2) + be(8, 2) + be(0x0800, 2) + packet)});
  EXPECT_EQ(got.heard.flows, (Lines{"10.0.0.1:1 > 10.0.0.2:2 udp 3/0 84/0"}));
}

TEST(Engine, Ipv6BehindExtensionHeaders) {
  const std::string hop = be(60, 1) + be(0, 1) + std::string(6, '\0'), destination = be(17, 1) + be(0, 1) + std::string(6, '\0');
  const auto got = run({ether(0x86dd, ipv6(0, hop + destination + udp(1, 2, "abc")))});
  EXPECT_EQ(got.heard.flows, (Lines{"2001:db8::1:1 > 2001:db8::2:2 udp 1/0 67/0"}));
}

TEST(Engine, TooManyExtensionHeaders) {
  std::string chain;
  for (int i = 0; i < 20; ++i) chain += be(60, 1) + be(0, 1) + std::string(6, '\0');
  const auto got = run({ether(0x86dd, ipv6(60, chain))});
  EXPECT_EQ(got.losses.headers_too_many, 1U);
  EXPECT_EQ(got.heard.flows.size(), 1U) << "the packet itself still counts";
}

TEST(Engine, FragmentsBelongToTheirFirst) {
  const std::string whole = udp(1000, 2000, std::string(40, 'a'));
  V4 first, second, other;
  first.fragment = 0x2000;
  second.fragment = 3;
  other.fragment = 3;
  other.id = 9;
  const Lines flows{"10.0.0.1:1000 > 10.0.0.2:2000 udp 2/0 88/0", "10.0.0.1:0 > 10.0.0.2:0 udp 1/0 44/0"};
  const auto in_order = run({frame4(first, whole.substr(0, 24)), frame4(second, whole.substr(24)), frame4(other, whole.substr(24))});
  EXPECT_EQ(in_order.heard.flows, flows);
  EXPECT_EQ(in_order.losses.datagrams_incomplete, 1U);
  const auto backwards = run({frame4(second, whole.substr(24)), frame4(first, whole.substr(0, 24)), frame4(other, whole.substr(24))});
  EXPECT_EQ(backwards.heard.flows, flows);
}

/// A DNS question for example.org whose datagram comes in two fragments.
std::string dns_question(const std::string& name) { return udp(5353 + 1, 53, be(1, 2) + be(0x0100, 2) + be(1, 2) + be(0, 6) + name + be(0, 1) + be(1, 2) + be(1, 2)); }
const std::string kName = std::string("\x07") + "example" + "\x03" + "org", kEvil = std::string("\x07") + "evilone" + "\x03" + "org";

TEST(Engine, ReassembledDatagramsAreDecodedOnce) {
  const std::string whole = dns_question(kName);
  V4 first, second;
  first.fragment = 0x2000;
  second.fragment = 3;
  const auto got = run({frame4(second, whole.substr(24)), frame4(first, whole.substr(0, 24)), frame4(second, whole.substr(24))});
  EXPECT_EQ(got.heard.said, (Lines{"dns.query=example.org #2", "dns.query_type=A #2"}));
  EXPECT_EQ(got.heard.flows, (Lines{"10.0.0.1:5354 > 10.0.0.2:53 udp 3/0 110/0 dns"}));
}

TEST(Engine, InIpv4TheByteThatCameFirstStays) {
  const std::string whole = dns_question(kName), evil = dns_question(kEvil);
  V4 first, second;
  first.fragment = 0x2000;
  second.fragment = 3;
  // The second piece of another question comes first: its bytes stay where both have some.
  const auto got = run({frame4(second, evil.substr(24)), frame4({0x0a000001, 0x0a000002, 17, 1, 0x2000}, whole)});
  ASSERT_EQ(got.heard.said.size(), 2U);
  EXPECT_EQ(got.heard.said[0], "dns.query=exalone.org #2") << "three letters of the first piece, then what was there before";
  EXPECT_EQ(got.losses.fragment_overlaps, 1U);
}

TEST(Engine, Ipv6FragmentsThatOverlapAreNotDelivered) {  // RFC 5722
  const std::string whole = dns_question(kName), evil = dns_question(kEvil);
  const auto fragment = [](std::uint16_t offset, const std::string& piece) { return ether(0x86dd, ipv6(44, be(17, 1) + be(0, 1) + be(offset, 2) + be(77, 4) + piece)); };
  const auto got = run({fragment(24, evil.substr(24)), fragment(1, whole)});
  EXPECT_TRUE(got.heard.said.empty());
  EXPECT_EQ(got.losses.fragment_overlaps, 1U);
  EXPECT_EQ(run({fragment(24, whole.substr(24)), fragment(24, whole.substr(24)), fragment(1, whole.substr(0, 24))}).heard.said.size(), 2U) << "the same piece twice is no overlap";
}

TEST(Engine, ADatagramLargerThanCanBe) {
  V4 h;
  h.fragment = 0x1fff;  // offset 65,528
  EXPECT_EQ(run({frame4(h, std::string(100, 'x'))}).losses.ip_broken, 1U);
}

TEST(Engine, Tunnels) {
  V4 inside;
  inside.src = 0xc0a80001;
  inside.dst = 0xc0a80002;
  const std::string inner = ipv4(inside, udp(7, 8, ""));
  const std::string outer_udp = "10.0.0.1:9999 > 10.0.0.2:", flow = "192.168.0.1:7 > 192.168.0.2:8 udp 1/0 28/0 ";
  const auto carried = [&](std::uint8_t protocol, const std::string& payload) {
    V4 h;
    h.protocol = protocol;
    const auto got = run({frame4(h, payload)});
    return got.heard.flows.size() == 2 ? got.heard.flows[1] : "no flow inside, " + std::to_string(got.heard.flows.size());
  };
  const auto gtpu = [&](const std::string& extension) { return be(extension.empty() ? 0x30 : 0x34, 1) + be(255, 1) + be(inner.size() + extension.size(), 2) + be(0xabcd, 4) + extension + inner; };
  EXPECT_EQ(carried(17, udp(9999, 2152, gtpu(""))), flow + "gtpu 43981");
  EXPECT_EQ(carried(17, udp(9999, 2152, gtpu(be(0, 3) + be(0x85, 1) + be(1, 1) + be(0, 2) + be(0, 1)))), flow + "gtpu 43981") << "PDU session container";
  EXPECT_EQ(carried(17, udp(9999, 4789, be(0x08000000, 4) + be(77 << 8, 4) + ether(0x0800, inner))), flow + "vxlan 77");
  EXPECT_EQ(carried(17, udp(9999, 6081, be(0x0100, 2) + be(0x6558, 2) + be(78 << 8, 4) + be(0, 4) + ether(0x0800, inner))), flow + "geneve 78");
  EXPECT_EQ(carried(47, be(0x2000, 2) + be(0x0800, 2) + be(5, 4) + inner), flow + "gre 5");
  EXPECT_EQ(carried(47, be(0x1000, 2) + be(0x88be, 2) + be(1, 4) + be(0x1000, 2) + be(9, 2) + be(0, 4) + ether(0x0800, inner)), flow + "erspan 9");
  EXPECT_EQ(carried(4, inner), flow + "ipip");
  EXPECT_EQ(carried(41, ipv6(17, udp(7, 8, ""))), "2001:db8::1:7 > 2001:db8::2:8 udp 1/0 48/0 6in4");
  EXPECT_EQ(carried(137, be(0x12345 << 12 | 0x1ff, 4) + inner), flow + "mpls 74565");
  EXPECT_EQ(carried(17, udp(9999, 3544, ipv6(17, udp(7, 8, "")))), "2001:db8::1:7 > 2001:db8::2:8 udp 1/0 48/0 teredo");
  EXPECT_EQ(carried(17, udp(9999, 1701, be(0x0002, 2) + be(3, 2) + be(4, 2) + be(0x0021, 2) + inner)), flow + "l2tp 196612");
}

TEST(Engine, TunnelsWithASmallerHeader) {
  const std::string inner = ipv4({0xc0a80001, 0xc0a80002}, udp(7, 8, "")), flow = "192.168.0.1:7 > 192.168.0.2:8 udp 1/0 28/0 ";
  const auto last = [](const wire::Run& r) { return r.heard.flows.empty() ? std::string() : r.heard.flows.back(); };
  EXPECT_EQ(last(run({ether(0x86dd, ipv6(143, ether(0x0800, inner)))})), flow + "etherip") << "RFC 8986";
  EXPECT_EQ(last(run({frame4({}, udp(4000, 4790, be(0x08000001, 4) + be(5 << 8, 4) + inner))})), flow + "vxlan 5") << "generic protocol extension without the bit that says so";
  EXPECT_EQ(run({frame4({}, udp(4000, 4790, be(0x08000001, 4) + be(5 << 8, 4) + "no packet, but text of some length"))}).heard.flows.size(), 1U);
  // The tunnel's end cut the packet: 28 bytes are said to be 1480.
  std::string cut = inner;
  cut.replace(2, 2, be(1480, 2));
  EXPECT_EQ(last(run({frame4({}, udp(2152, 2152, be(0x30ff, 2) + be(cut.size(), 2) + be(9, 4) + cut))})), "192.168.0.1:7 > 192.168.0.2:8 udp 1/0 1480/0 gtpu 9");
  EXPECT_EQ(run({frame4({}, udp(2153, 2153, be(0x30ff, 2) + be(cut.size(), 2) + be(9, 4) + cut))}).heard.flows.size(), 1U) << "on another port it must fit";
  EXPECT_EQ(run({ether(0x8909, be(0, 6) + be(0x0800, 2) + inner)}).heard.flows.size(), 1U) << "Cisco metadata without a version";
}

TEST(Engine, WhatOnlyLooksLikeATunnel) {
  const std::string inner = ipv4({}, udp(7, 8, ""));
  const auto flows = [](const std::string& payload, std::uint16_t port) { return run({frame4({}, udp(9999, port, payload))}).heard.flows.size(); };
  EXPECT_EQ(flows(be(0x30, 1) + be(255, 1) + be(inner.size(), 2) + be(1, 4) + std::string(inner.size(), 'x'), 2152), 1U) << "no IP inside";
  EXPECT_EQ(flows(be(0x30, 1) + be(255, 1) + be(inner.size() + 9, 2) + be(1, 4) + inner, 2152), 1U) << "longer than its datagram";
  EXPECT_EQ(flows(be(0x30, 1) + be(255, 1) + be(inner.size(), 2) + be(1, 4) + inner, 40000), 2U) << "GTP-U on another port, where all lengths fit";
  EXPECT_EQ(flows(be(0x30, 1) + be(255, 1) + be(inner.size() - 1, 2) + be(1, 4) + inner, 40000), 1U) << "… and where they do not";
  // An ICMP error quotes a packet; it carries none.
  V4 icmp;
  icmp.protocol = 1;
  EXPECT_EQ(run({frame4(icmp, be(0x0303, 2) + be(0, 6) + inner)}).heard.flows.size(), 1U);
}

TEST(Engine, TunnelsAreFollowedToALimit) {
  std::string packet = ipv4({}, udp(7, 8, ""));
  for (int i = 0; i < 40; ++i) {
    V4 h;
    h.protocol = 4;
    packet = ipv4(h, packet);
  }
  const auto got = run({ether(0x0800, packet)});
  EXPECT_EQ(got.losses.tunnels_too_deep, 1U);
  EXPECT_EQ(got.heard.flows.size(), 6U);
}

TEST(Engine, BannersOfBothEnds) {
  const auto got = run({tcp4(true, 100, kSyn, ""), tcp4(false, 500, kSyn | kAck, "", 101), tcp4(false, 501, kAck, kServer), tcp4(true, 101, kAck, kClient)});
  EXPECT_EQ(got.heard.said, (Lines{"ssh.banner=SSH-2.0-OpenSSH_9.2p1 #3", "ssh.banner=SSH-2.0-PuTTY_0.78 #4"}));
  EXPECT_EQ(got.heard.flows.front().substr(got.heard.flows.front().size() - 3), "ssh");
}

TEST(Engine, SegmentsOutOfOrderAndRepeated) {
  const auto got = run({tcp4(false, 500, kSyn | kAck, ""), tcp4(false, 501 + 10, kAck, kServer.substr(10)), tcp4(false, 501 + 4, kAck, kServer.substr(4, 8)), tcp4(false, 501, kAck, kServer.substr(0, 6)),
                        tcp4(false, 501, kAck, kServer), tcp4(true, 100, kAck, kClient)});
  EXPECT_EQ(got.heard.said, (Lines{"ssh.banner=SSH-2.0-OpenSSH_9.2p1 #2", "ssh.banner=SSH-2.0-PuTTY_0.78 #6"}));
  EXPECT_EQ(got.losses.segments_conflicting, 0U);
}

TEST(Engine, TheSegmentThatCameFirstStays) {
  std::string evil = kServer;
  evil.replace(8, 7, "Evilsrv");
  const auto held = run({tcp4(false, 500, kSyn | kAck, ""), tcp4(false, 501 + 8, kAck, kServer.substr(8)), tcp4(false, 501, kAck, evil)});
  EXPECT_EQ(held.heard.said, (Lines{"ssh.banner=SSH-2.0-OpenSSH_9.2p1 #2"}));
  EXPECT_EQ(held.losses.segments_conflicting, 1U);
  const auto held_twice = run({tcp4(false, 500, kSyn | kAck, ""), tcp4(false, 501 + 8, kAck, kServer.substr(8)), tcp4(false, 501 + 8, kAck, evil.substr(8)), tcp4(false, 501, kAck, kServer.substr(0, 8))});
  EXPECT_EQ(held_twice.heard.said, (Lines{"ssh.banner=SSH-2.0-OpenSSH_9.2p1 #2"}));
  EXPECT_EQ(held_twice.losses.segments_conflicting, 1U);
}

TEST(Engine, WhatIsMissingIsToldAsAGap) {
  // The reset ends nothing; the end of the input gives what is held, behind a gap.
  const auto got = run({tcp4(true, 100, kSyn, ""), tcp4(true, 101, kAck, kClient), tcp4(true, 101 + 200, kAck, "more"), tcp4(false, 0, 4, "")});
  EXPECT_EQ(got.heard.said, (Lines{"ssh.banner=SSH-2.0-PuTTY_0.78 #2"}));
  EXPECT_EQ(got.losses.stream_bytes_lost, 200 - kClient.size());
}

TEST(Engine, ANewConnectionOnTheSamePortsIsDecodedToo) {
  const auto got = run({tcp4(true, 100, kSyn, ""), tcp4(true, 101, kAck, kClient), tcp4(true, 9000, kSyn, ""), tcp4(true, 9001, kAck, "SSH-2.0-other\r\n"), tcp4(true, 9000, kSyn, "")});
  EXPECT_EQ(got.heard.said, (Lines{"ssh.banner=SSH-2.0-PuTTY_0.78 #2", "ssh.banner=SSH-2.0-other #4"}));
  EXPECT_EQ(got.heard.flows.size(), 1U) << "the flow is one: it ends by time only";
}

/// A ClientHello of TLS 1.2 that offers one cipher and names nobody.
std::string client_hello() {
  const std::string body = be(0x0303, 2) + std::string(32, 'r') + be(0, 1) + be(2, 2) + be(0x002f, 2) + be(0x0100, 2);
  return be(0x160301, 3) + be(body.size() + 4, 2) + be(1, 1) + be(body.size(), 3) + body;
}

TEST(Engine, TlsThatAConnectionAgreedOnInItsOwnWords) {
  const std::string own = "\x01\x02 something nobody knows";
  const auto run_with = [&](int words) {
    std::vector<std::string> frames;
    std::uint32_t seq = 1, ack = 1;
    for (int i = 0; i < words; ++i) {
      const bool forward = i % 2 == 0;
      V4 h;
      h.protocol = 6;
      if (!forward) std::swap(h.src, h.dst);
      frames.push_back(frame4(h, forward ? tcp(40000, 7777, seq, kAck, own) : tcp(7777, 40000, ack, kAck, own)));
      (forward ? seq : ack) += static_cast<std::uint32_t>(own.size());
    }
    V4 h;
    h.protocol = 6;
    frames.push_back(frame4(h, tcp(40000, 7777, seq, kAck, client_hello())));
    return run(frames).heard;
  };
  ASSERT_FALSE(run_with(2).said.empty());
  EXPECT_EQ(run_with(2).said.front(), "tls.version=TLS 1.2 #3");
  EXPECT_TRUE(run_with(40).said.empty()) << "after some messages nobody looks any more";
}

TEST(Engine, SequenceNumbersWrap) {
  const std::uint32_t near = 0xfffffffa;
  const auto got = run({tcp4(false, near - 1, kSyn | kAck, ""), tcp4(false, near, kAck, kServer.substr(0, 10)), tcp4(false, near + 10, kAck | kFin, kServer.substr(10))});
  EXPECT_EQ(got.heard.said, (Lines{"ssh.banner=SSH-2.0-OpenSSH_9.2p1 #3"}));
}

TEST(Engine, FlowsEndBySilence) {
  EngineOptions o;
  o.flow_timeout = 1'000'000'000;
  const std::string packet = frame4({}, udp(1, 2, ""));
  EXPECT_EQ(run({packet, packet}, o, 1, 900'000'000).heard.flows.size(), 1U);
  EXPECT_EQ(run({packet, packet, packet}, o, 1, 1'100'000'000).heard.flows.size(), 3U);
}

TEST(Engine, TooManyFlowsEndTheOldest) {
  EngineOptions o;
  o.max_flows = 8;
  std::vector<std::string> frames;
  for (std::uint16_t p = 1; p <= 20; ++p) frames.push_back(frame4({}, udp(p, 9, "")));
  const auto got = run(frames, o);
  EXPECT_EQ(got.heard.flows.size(), 20U);
  EXPECT_EQ(got.heard.flows.front(), "10.0.0.1:1 > 10.0.0.2:9 udp 1/0 28/0");
  EXPECT_GT(got.losses.flows_ended_early, 0U);
}

TEST(Engine, ArpBindsAndALinkTypeThatIsNotReadIsNamed) {
  const std::string arp = be(1, 2) + be(0x0800, 2) + be(6, 1) + be(4, 1) + be(2, 2) + be(0x001e73000001, 6) + be(0x0a000001, 4) + be(0, 6) + be(0x0a000002, 4);
  EXPECT_EQ(run({ether(0x0806, arp)}).heard.neighbours, (Lines{"00:1e:73:00:00:01 10.0.0.1"}));
  const auto got = run({"whatever", "else"}, {}, 147);
  EXPECT_EQ(got.losses.link_not_read, 2U);
  EXPECT_EQ(got.unread.at(147), 2U);
}

/// IPv6 with a hop limit of 255, as neighbour discovery has it.
std::string discovery(std::uint64_t src_low, const std::string& message, char hops = '\xff') {
  std::string p = ipv6(58, message, src_low);
  if (src_low == 0) p.replace(8, 16, std::string(16, '\0'));
  p[7] = hops;
  return ether(0x86dd, p);
}

TEST(Engine, NeighbourDiscoveryBinds) {
  const std::string target = be(0x20010db8, 4) + be(0, 4) + be(9, 8), mac = be(0x001e73000001, 6);
  const auto solicitation = be(135, 1) + be(0, 7) + target + be(0x0101, 2) + mac, advertisement = be(136, 1) + be(0, 3) + be(0x60000000, 4) + target + be(0x0201, 2) + mac;
  const auto router = be(134, 1) + be(0, 15) + be(0x0501, 2) + be(0, 2) + be(1500, 4) + be(0x0101, 2) + mac;
  EXPECT_EQ(run({discovery(1, solicitation)}).heard.neighbours, (Lines{"00:1e:73:00:00:01 2001:db8::1"})) << "who asks tells of itself";
  EXPECT_EQ(run({discovery(1, advertisement)}).heard.neighbours, (Lines{"00:1e:73:00:00:01 2001:db8::9"})) << "who answers tells of the target";
  EXPECT_EQ(run({discovery(1, router)}).heard.neighbours, (Lines{"00:1e:73:00:00:01 2001:db8::1"})) << "behind another option";
  EXPECT_EQ(run({discovery(1, be(133, 1) + be(0, 7) + be(0x0101, 2) + mac)}).heard.neighbours.size(), 1U);
  // What binds nothing: sent from off the link, a probe for a duplicate, a group's address, an option of length 0, cut, another message.
  EXPECT_TRUE(run({discovery(1, solicitation, 64), discovery(0, solicitation), discovery(1, solicitation.substr(0, 26) + be(0x0101000000ff, 6)), discovery(1, solicitation.substr(0, 24) + be(0x0100, 2) + mac),
                   discovery(1, solicitation.substr(0, 30)), discovery(1, be(137, 1) + solicitation.substr(1))})
                  .heard.neighbours.empty());
}

TEST(Engine, HeadersThatAreCutOrSaySmallThings) {
  std::string options = frame4({}, "");
  options[14] = '\x4f';  // sixty bytes of header, twenty of which are there
  options[14 + 3] = 100;
  EXPECT_EQ(run({options}).heard.flows, (Lines{"10.0.0.1:0 > 10.0.0.2:0 udp 1/0 100/0"}));
  V4 back;
  back.protocol = 6;
  EXPECT_EQ(run({frame4(back, tcp(22, 40000, 1, kSyn | kAck, "").substr(0, 16))}).heard.flows, (Lines{"10.0.0.2:40000 > 10.0.0.1:22 tcp 0/1 0/36"})) << "cut behind its flags";
  EXPECT_EQ(run({ether(0x86dd, ipv6(59, "") + "pad")}).heard.flows, (Lines{"2001:db8::1:0 > 2001:db8::2:0 ipproto-59 1/0 40/0"})) << "no next header is no jumbogram";
}

TEST(Engine, LinkTypes) {
  const std::string packet = ipv4({}, udp(1, 2, ""));
  const Lines flow{"10.0.0.1:1 > 10.0.0.2:2 udp 1/0 28/0"};
  EXPECT_EQ(run({packet}, {}, 101).heard.flows, flow);
  EXPECT_EQ(run({packet}, {}, 228).heard.flows, flow);
  EXPECT_EQ(run({le(2, 4) + packet}, {}, 0).heard.flows, flow);
  EXPECT_EQ(run({be(2, 4) + packet}, {}, 108).heard.flows, flow);
  EXPECT_EQ(run({be(0, 2) + be(1, 2) + be(6, 2) + be(0x020000000001, 6) + be(0, 2) + be(0x0800, 2) + packet}, {}, 113).heard.flows, flow);
  EXPECT_EQ(run({be(0x0800, 2) + be(0, 2) + be(3, 4) + be(1, 2) + be(0, 1) + be(6, 1) + be(0, 8) + packet}, {}, 276).heard.flows, flow);
  EXPECT_EQ(run({be(0xff03, 2) + be(0x0021, 2) + packet}, {}, 9).heard.flows, flow);
  EXPECT_EQ(run({be(0x21, 1) + packet}, {}, 9).heard.flows, flow);
  EXPECT_EQ(run({be(0x0f000800, 4) + packet}, {}, 50).heard.flows, flow);
  EXPECT_EQ(run({ether(0x8864, be(0x1100, 2) + be(5, 2) + be(packet.size() + 2, 2) + be(0x0021, 2) + packet)}).heard.flows, flow);
  EXPECT_EQ(run({ether(0x8847, be(16 << 12, 4) + be(17 << 12 | 0x100, 4) + packet)}).heard.flows, flow);
  EXPECT_EQ(run({ether(static_cast<std::uint16_t>(packet.size() + 8), be(0xaaaa03, 3) + be(0, 3) + be(0x0800, 2) + packet)}).heard.flows, flow);
}

TEST(Engine, NothingDependsOnBatchesOrTheHash) {
  std::vector<std::string> frames;
  for (std::uint16_t p = 1; p <= 300; ++p) frames.push_back(frame4({}, udp(p, 53, "x")));
  EngineOptions a, b;
  a.seed = 1;
  b.seed = 99;
  EXPECT_EQ(run(frames, a).heard.flows, run(frames, b).heard.flows);
}

TEST(Words, Addresses) {
  Ip ip;
  ip.v6 = true;
  ip.bytes = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1};
  EXPECT_EQ(to_text(ip), "2001:db8::1:0:0:1") << "RFC 5952 §4.2.3: the first of equal runs";
  ip.bytes = {};
  EXPECT_EQ(to_text(ip), "::");
  ip.bytes[15] = 1;
  EXPECT_EQ(to_text(ip), "::1");
  EXPECT_EQ(transport_name(99), "ipproto-99");
}

}  // namespace
}  // namespace rf::wire
