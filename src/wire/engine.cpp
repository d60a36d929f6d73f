// Three passes over a batch, so that memory is waited for once and not per packet: layers (and a hint where the flow's slot is), the
// entries' addresses (and a hint), then the flows in order. Everything a consumer hears is said in the third.
#include "wire/engine.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <random>

#include "wire/decoder.h"
#include "wire/flow_table.h"
#include "wire/layers.h"
#include "wire/neighbour.h"
#include "wire/tcp_stream.h"

namespace rf::wire {
namespace {

constexpr std::size_t kPassPackets = 64;         // packets between the passes; 64 × 200 bytes stay in the first-level cache
constexpr std::size_t kEntriesAhead = 12;        // entries asked for ahead of their packet: two lines each, and a core waits for some two dozen at a time
constexpr std::uint8_t kRefusals = 8;     // UDP payloads in a row that no decoder took, before a flow is left alone
constexpr std::uint8_t kTaken = 255;      // … but one was taken, so all are tried
constexpr std::size_t kMaxProtocolNames = 250;

enum AppState : std::uint8_t { kFresh, kOpen, kOver };

std::uint64_t random_seed() {
  std::random_device d;
  return std::uint64_t{d()} << 32 | d();
}

std::uint64_t to_big(std::uint64_t v) { return std::endian::native == std::endian::big ? v : __builtin_bswap64(v); }

void put_ip(Ip& to, const std::uint64_t (&words)[2], bool v6) {
  to.v6 = v6;
  const std::uint64_t big[2] = {to_big(v6 ? words[0] : words[0] << 32), v6 ? to_big(words[1]) : 0};
  std::memcpy(to.bytes.data(), big, sizeof big);
}

}  // namespace

struct Engine::Inside final : Hearer {
  Inside(Consumer& c, const EngineOptions& o)
      : consumer(c), options(o), layers(packets, losses, o.seed != 0 ? o.seed : random_seed()) {
  }

  // --- Hearer: a decoder speaks of `speaking` ---
  struct Speaking {
    std::uint32_t flow = kNoFlow;
    const Packet* packet = nullptr;  ///< link messages and datagrams: who sent it
    std::int64_t time = 0;
    bool stream = false;
  } speaking;

  void said(const Said& s) override {
    Statement t;
    t.said = s;
    t.time = speaking.time;
    if (speaking.flow == kNoFlow) {
      const Packet& p = *speaking.packet;
      t.from.mac = p.source;
      t.to.mac = p.target;
      t.from.has_mac = t.to.has_mac = p.has_macs;
      t.input = p.input;
      t.vlan = p.vlan;
      t.tunnel = p.tunnel;
      consumer.statement(t);
      return;
    }
    FlowEntry& e = table.at(speaking.flow);
    if (e.protocol == 0) e.protocol = protocol_of(s.field);
    if (options.decode != Decode::Statements) {
      enough = true;
      return;
    }
    const FlowCold& cold = table.cold(speaking.flow);
    // The decoder's direction 0: the initiator of a stream, the sender of a datagram.
    const bool from_low = speaking.stream ? (s.direction == 0) == e.initiator_low : (s.direction == 0) == speaking.packet->from_low;
    ends(e, cold, from_low, t.from, t.to);
    // Clients without an address share one flow (0.0.0.0 to everybody): who sent a datagram stands in its own frame.
    if (!speaking.stream && speaking.packet != nullptr && from_low == speaking.packet->from_low) {
      t.from.has_mac = t.to.has_mac = speaking.packet->has_macs;
      t.from.mac = speaking.packet->source;
      t.to.mac = speaking.packet->target;
    }
    t.said.direction = from_low == e.initiator_low ? 0 : 1;
    t.transport = e.key.transport;
    t.input = cold.input;
    t.connection = e.first_frame;
    t.vlan = cold.vlan;
    t.tunnel = cold.tunnel;
    consumer.statement(t);
  }

  void ends(const FlowEntry& e, const FlowCold& cold, bool from_low, End& from, End& to) const {
    End& low = from_low ? from : to;
    End& high = from_low ? to : from;
    const bool v6 = e.key.v6 != 0;
    put_ip(low.ip, e.key.low, v6);
    put_ip(high.ip, e.key.high, v6);
    low.port = e.key.low_port;
    high.port = e.key.high_port;
    low.has_ip = high.has_ip = true;
    low.has_mac = high.has_mac = cold.has_macs;
    low.mac = e.initiator_low ? cold.src_mac : cold.dst_mac;
    high.mac = e.initiator_low ? cold.dst_mac : cold.src_mac;
  }

  std::uint8_t protocol_of(std::string_view field) {
    const std::string_view name = field.substr(0, field.find('.'));
    for (std::size_t i = 1; i < protocols.size(); ++i)
      if (protocols[i] == name) return static_cast<std::uint8_t>(i);
    if (protocols.size() >= kMaxProtocolNames) return 0;
    protocols.push_back(name);
    return static_cast<std::uint8_t>(protocols.size() - 1);
  }

  // --- the passes ---
  void frames(std::span<const Frame> batch) {
    for (std::size_t at = 0; at < batch.size();) {
      packets.clear();
      // Reading ahead of the frames' first bytes hides that captures are read once, front to back, in steps of a frame.
      for (; at < batch.size() && packets.size() < kPassPackets; ++at) {
        if (at + 6 < batch.size()) __builtin_prefetch(batch[at + 6].data);
        const std::size_t before = packets.size();
        layers.frame(batch[at]);
        for (std::size_t i = before; i < packets.size(); ++i) table.prefetch_slot(packets[i].hash);
      }
      work();
    }
  }
  void work() {
    const std::size_t n = packets.size();
    for (std::size_t i = 0; i < n && i < kEntriesAhead; ++i) table.prefetch_entry(packets[i].hash);
    for (std::size_t i = 0; i < n; ++i) {
      if (i + kEntriesAhead < n) table.prefetch_entry(packets[i + kEntriesAhead].hash);
      packet(packets[i]);
    }
    layers.batch_done();
    if (options.flow_timeout != kNoTimeout && clock - swept > std::max<std::int64_t>(options.flow_timeout / 2, 1'000'000'000)) sweep();
  }

  void packet(const Packet& p) {
    if (p.kind != PacketKind::Ip) {
      link_message(p);
      return;
    }
    std::uint32_t n = table.find(p.key, p.hash);
    if (p.account) {
      clock = std::max(clock, p.time);
      if (n != kNoFlow && options.flow_timeout != kNoTimeout && p.time - table.at(n).last > options.flow_timeout) {
        end_flow(n);
        n = kNoFlow;
      }
      if (n == kNoFlow) n = begin_flow(p);
      FlowEntry& e = table.at(n);
      const std::size_t from = p.from_low ? 0 : 1;
      ++e.packets[from];
      e.bytes[from] += p.ip_bytes;
      if (p.time > e.last) e.last = p.time;
      else if (p.time < e.first) e.first = p.time;
    }
    if (!p.deliver || n == kNoFlow || options.decode == Decode::Nothing) return;
    FlowEntry& e = table.at(n);
    if (e.protocol != 0 && options.decode == Decode::Protocols) return;
    if (p.key.transport == kTcp) {
      if (e.app == kOver ? (p.tcp_flags & (tcp_flag::kSyn | tcp_flag::kAck)) != tcp_flag::kSyn : e.app == kFresh && p.payload.on_wire == 0 && (p.tcp_flags & tcp_flag::kSyn) == 0) return;
      tcp(n, e, p);
    } else if (p.key.transport == kUdp && e.refused != kRefusals && p.payload.captured > 0) {
      datagram(n, e, p);
    }
  }

  std::uint32_t begin_flow(const Packet& p) {
    if (table.size() >= options.max_flows) make_room();
    const std::uint32_t n = table.insert(p.key, p.hash);
    FlowEntry& e = table.at(n);
    const bool answer = p.key.transport == kTcp && (p.tcp_flags & (tcp_flag::kSyn | tcp_flag::kAck)) == (tcp_flag::kSyn | tcp_flag::kAck);
    e.initiator_low = p.from_low != answer;
    e.first = e.last = p.time;
    e.first_frame = p.frame;
    FlowCold& c = table.cold(n);
    c.serial = ++serial;
    c.src_mac = answer ? p.target : p.source;
    c.dst_mac = answer ? p.source : p.target;
    c.has_macs = p.has_macs;
    c.input = p.input;
    c.vlan = p.vlan;
    c.tunnel = p.tunnel;
    return n;
  }

  Flow flow_of(std::uint32_t n) {
    const FlowEntry& e = table.at(n);
    const FlowCold& c = table.cold(n);
    Flow f;
    End src, dst;
    ends(e, c, e.initiator_low, src, dst);
    f.src = src.ip;
    f.dst = dst.ip;
    f.src_port = src.port;
    f.dst_port = dst.port;
    f.transport = e.key.transport;
    f.protocol = protocols[e.protocol];
    const std::size_t s = e.initiator_low ? 0 : 1;
    f.packets = {e.packets[s], e.packets[1 - s]};
    f.bytes = {e.bytes[s], e.bytes[1 - s]};
    f.start = e.first;
    f.end = e.last;
    f.first_frame = e.first_frame;
    f.input = c.input;
    f.tunnel = c.tunnel;
    f.src_mac = c.src_mac;
    f.dst_mac = c.dst_mac;
    f.has_macs = c.has_macs;
    f.vlan = c.vlan;
    return f;
  }

  void end_flow(std::uint32_t n) {
    FlowEntry& e = table.at(n);
    if (e.stream != kNoStream) end_stream(n, e, true);
    consumer.flow(flow_of(n));
    if (!finishing) table.erase(n);
  }

  void end_flows(std::vector<std::uint32_t>& which) {
    const auto earlier = [&](std::uint32_t a, std::uint32_t b) { return table.cold(a).serial < table.cold(b).serial; };
    if (!std::is_sorted(which.begin(), which.end(), earlier)) std::sort(which.begin(), which.end(), earlier);
    for (const std::uint32_t n : which) end_flow(n);
  }
  void sweep() {
    swept = clock;
    std::vector<std::uint32_t> idle;
    for (std::uint32_t n = 0; n < table.end(); ++n)
      if (table.at(n).live && clock - table.at(n).last > options.flow_timeout) idle.push_back(n);
    end_flows(idle);
  }
  void make_room() {
    std::vector<std::uint32_t> all;
    all.reserve(table.size());
    for (std::uint32_t n = 0; n < table.end(); ++n)
      if (table.at(n).live) all.push_back(n);
    const std::size_t quarter = std::max<std::size_t>(all.size() / 4, 1);
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(quarter - 1), all.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair{table.at(a).last, table.cold(a).serial} < std::pair{table.at(b).last, table.cold(b).serial};
    });
    all.resize(quarter);
    losses.flows_ended_early += quarter;
    end_flows(all);
  }

  // --- payloads ---
  void link_message(const Packet& p) {
    if (p.kind != PacketKind::Link) {
      Neighbour n;
      Ip source;
      put_ip(source, p.key.low, true);
      if (!(p.kind == PacketKind::Arp ? read_arp(p.payload, n.mac, n.ip) : read_discovery(source, p.payload, n.mac, n.ip))) return;
      n.frame = p.frame;
      n.input = p.input;
      n.vlan = p.vlan;
      consumer.neighbour(n);
      return;
    }
    if (options.decode != Decode::Statements) return;
    speaking = {kNoFlow, &p, p.time, false};
    (void)decode_link(p.protocol, p.payload.text(), p.frame, *this);
  }

  void datagram(std::uint32_t n, FlowEntry& e, const Packet& p) {
    End from, to;
    ends(e, table.cold(n), p.from_low, from, to);
    speaking = {n, &p, p.time, false};
    enough = false;
    if (datagrams.decode(from, to, p.payload.text(), p.frame, *this)) e.refused = kTaken;
    else if (e.refused != kTaken) ++e.refused;
  }

  TcpStream::Context context(const FlowEntry& e) {
    TcpStream::Context c;
    c.initiator_port = e.initiator_low ? e.key.low_port : e.key.high_port;
    c.responder_port = e.initiator_low ? e.key.high_port : e.key.low_port;
    c.hearer = this;
    c.losses = &losses;
    c.held_total = &held_total;
    return c;
  }

  void tcp(std::uint32_t n, FlowEntry& e, const Packet& p) {
    const int side = p.from_low ? 0 : 1;
    const int direction = p.from_low == e.initiator_low ? 0 : 1;
    std::uint32_t sequence = p.seq;
    speaking = {n, &p, p.time, true};
    enough = false;
    if ((p.tcp_flags & tcp_flag::kSyn) != 0) {
      ++sequence;
      const bool again = (e.have_begin >> side & 1) != 0 && e.begins[side] != sequence;
      if ((p.tcp_flags & tcp_flag::kAck) == 0 && (again || e.app != kFresh)) {
        if (!again && (e.have_begin >> side & 1) != 0) return;  // the same SYN once more
        if (e.stream != kNoStream) end_stream(n, e, true);
        e.app = kFresh;
        e.have_begin = 0;
      }
      if (e.app == kOpen && e.stream != kNoStream) return;
      e.begins[side] = sequence;
      e.have_begin = static_cast<std::uint8_t>(e.have_begin | 1 << side);
    }
    if (p.payload.on_wire > 0 && e.stream == kNoStream) {
      if (e.app == kOver) return;
      begin_stream(n, e);
    }
    if (e.stream == kNoStream) return;
    TcpStream& s = *streams[e.stream];
    touch(e.stream);
    const auto c = context(e);
    bool more = true;
    if (s.waits(1 - direction) && (p.tcp_flags & tcp_flag::kAck) != 0) more = s.acknowledged(1 - direction, p.ack, c);
    const bool fin = (p.tcp_flags & tcp_flag::kFin) != 0;
    if (more && (p.payload.on_wire > 0 || fin)) more = s.segment(direction, sequence, p.payload, p.frame, fin, c);
    if (!more || (e.protocol != 0 && options.decode == Decode::Protocols)) end_stream(n, e, false);
  }

  void begin_stream(std::uint32_t n, FlowEntry& e) {
    if (streams.size() - free_streams.size() >= kMaxStreams) {
      ++losses.streams_ended_early;
      const std::uint32_t flow = streams[oldest]->flow;
      const auto kept = speaking;
      speaking.flow = flow;
      end_stream(flow, table.at(flow), true);
      speaking = kept;
    }
    std::uint32_t number;
    if (!free_streams.empty()) {
      number = free_streams.back();
      free_streams.pop_back();
    } else {
      number = static_cast<std::uint32_t>(streams.size());
      streams.emplace_back();
    }
    streams[number] = std::make_unique<TcpStream>();
    TcpStream& s = *streams[number];
    s.flow = n;
    s.newer = kNoStream;
    s.older = newest;
    if (newest != kNoStream) streams[newest]->newer = number;
    newest = number;
    if (oldest == kNoStream) oldest = number;
    e.stream = number;
    e.app = kOpen;
    for (int side = 0; side < 2; ++side)
      if ((e.have_begin >> side & 1) != 0) s.begins((side == 0) == e.initiator_low ? 0 : 1, e.begins[side]);
  }
  void unlink(std::uint32_t number) {
    const TcpStream& s = *streams[number];
    (s.newer == kNoStream ? newest : streams[s.newer]->older) = s.older;
    (s.older == kNoStream ? oldest : streams[s.older]->newer) = s.newer;
  }
  void touch(std::uint32_t number) {
    if (number == newest) return;
    unlink(number);
    TcpStream& s = *streams[number];
    s.newer = kNoStream;
    s.older = newest;
    streams[newest]->newer = number;
    newest = number;
  }
  void end_stream(std::uint32_t n, FlowEntry& e, bool give_rest) {
    const std::uint32_t number = e.stream;
    TcpStream& s = *streams[number];
    if (give_rest) {
      speaking.flow = n;
      speaking.stream = true;
      if (speaking.time == 0) speaking.time = e.last;
      s.finish(context(e));
    } else {
      held_total -= s.held_bytes();
    }
    unlink(number);
    streams[number].reset();
    free_streams.push_back(number);
    e.stream = kNoStream;
    e.app = kOver;
  }

  void finish() {
    packets.clear();
    layers.finish();
    work();
    finishing = true;  // nothing is looked up any more
    std::vector<std::uint32_t> all;
    all.reserve(table.size());
    for (std::uint32_t n = 0; n < table.end(); ++n)
      if (table.at(n).live) all.push_back(n);
    end_flows(all);
  }

  Consumer& consumer;
  EngineOptions options;
  Losses losses;
  Packets packets;
  Layers layers;
  FlowTable table;
  std::vector<std::string_view> protocols{std::string_view{}};
  std::vector<std::unique_ptr<TcpStream>> streams;
  std::vector<std::uint32_t> free_streams;
  std::uint32_t newest = kNoStream, oldest = kNoStream;
  std::size_t held_total = 0;
  Datagrams datagrams;
  std::uint64_t serial = 0;
  std::int64_t clock = 0, swept = 0;
  bool finishing = false;
};

Engine::Engine(Consumer& consumer, const EngineOptions& options) : inside_(std::make_unique<Inside>(consumer, options)) {}
Engine::~Engine() = default;
void Engine::frames(std::span<const Frame> batch) { inside_->frames(batch); }
void Engine::finish() { inside_->finish(); }
const Losses& Engine::losses() const { return inside_->losses; }
const std::map<std::uint16_t, std::uint64_t>& Engine::unread_links() const { return inside_->layers.unread_links(); }

}  // namespace rf::wire
