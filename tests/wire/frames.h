// Frames and captures built by hand, for the tests of Source and Engine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wire/engine.h"

namespace rf::wire {

inline std::string be(std::uint64_t v, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += i < 8 ? static_cast<char>(v >> (8 * i)) : '\0';
  return out;
}
inline std::string le(std::uint64_t v, int bytes) {
  const std::string b = be(v, bytes);
  return {b.rbegin(), b.rend()};
}
inline std::string ether(std::uint16_t type, const std::string& payload) { return be(0x020000000002, 6) + be(0x020000000001, 6) + be(type, 2) + payload; }

struct V4 {
  std::uint32_t src = 0x0a000001, dst = 0x0a000002;
  std::uint8_t protocol = 17;
  std::uint16_t id = 1, fragment = 0;  ///< flags and offset as in the header
};
inline std::string ipv4(const V4& h, const std::string& payload) {
  return "\x45" + std::string(1, '\0') + be(20 + payload.size(), 2) + be(h.id, 2) + be(h.fragment, 2) + "\x40" + be(h.protocol, 1) + be(0, 2) + be(h.src, 4) + be(h.dst, 4) + payload;
}
inline std::string ipv6(std::uint8_t next, const std::string& payload, std::uint64_t src = 1, std::uint64_t dst = 2) {
  return be(0x60000000, 4) + be(payload.size(), 2) + be(next, 1) + "\x40" + be(0x20010db8, 4) + be(0, 4) + be(src, 8) + be(0x20010db8, 4) + be(0, 4) + be(dst, 8) + payload;
}
inline std::string udp(std::uint16_t from, std::uint16_t to, const std::string& payload) { return be(from, 2) + be(to, 2) + be(8 + payload.size(), 2) + be(0, 2) + payload; }
inline std::string tcp(std::uint16_t from, std::uint16_t to, std::uint32_t seq, std::uint8_t flags, const std::string& payload, std::uint32_t ack = 0) {
  return be(from, 2) + be(to, 2) + be(seq, 4) + be(ack, 4) + "\x50" + be(flags, 1) + be(0xffff, 2) + be(0, 4) + payload;
}

/// A pcap file of Ethernet frames a millisecond apart.
inline std::string pcap(const std::vector<std::string>& frames, std::uint32_t link = 1) {
  std::string out = le(0xa1b2c3d4, 4) + le(2, 2) + le(4, 2) + le(0, 8) + le(262144, 4) + le(link, 4);
  std::uint32_t n = 0;
  for (const auto& f : frames) out += le(1'700'000'000, 4) + le(1000 * n++, 4) + le(f.size(), 4) + le(f.size(), 4) + f;
  return out;
}

/// What an engine tells of frames: flows as "src:port > dst:port transport packets/packets bytes/bytes [tunnel]", statements as
/// "field=value #frame".
struct Heard2 : Consumer {
  std::vector<std::string> flows, said, neighbours;
  void flow(const Flow& f) override {
    flows.push_back(to_text(f.src) + ":" + std::to_string(f.src_port) + " > " + to_text(f.dst) + ":" + std::to_string(f.dst_port) + " " + transport_name(f.transport) + " " + std::to_string(f.packets[0]) + "/" +
                    std::to_string(f.packets[1]) + " " + std::to_string(f.bytes[0]) + "/" + std::to_string(f.bytes[1]) + (f.tunnel.depth ? " " + std::string(to_text(f.tunnel.kind)) : "") +
                    (f.tunnel.has_id ? " " + std::to_string(f.tunnel.id) : "") + (f.protocol.empty() ? "" : " " + std::string(f.protocol)));
  }
  void statement(const Statement& s) override { said.push_back(std::string(s.said.field) + "=" + std::string(s.said.value) + " #" + std::to_string(s.said.frame)); }
  void neighbour(const Neighbour& n) override { neighbours.push_back(mac_text(n.mac) + " " + to_text(n.ip)); }
};

struct Run {
  Heard2 heard;
  Losses losses;
  std::map<std::uint16_t, std::uint64_t> unread;
};
inline Run run(const std::vector<std::string>& frames, const EngineOptions& options = {}, std::uint16_t link = 1, std::int64_t step = 1'000'000) {
  Run out;
  Engine engine(out.heard, options);
  std::uint64_t n = 0;
  for (const auto& bytes : frames) {
    Frame f;
    f.data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    f.captured = f.on_wire = static_cast<std::uint32_t>(bytes.size());
    f.number = ++n;
    f.time = static_cast<std::int64_t>(n) * step;
    f.link = link;
    engine.frames({&f, 1});
  }
  engine.finish();
  out.losses = engine.losses();
  out.unread = engine.unread_links();
  return out;
}

}  // namespace rf::wire
