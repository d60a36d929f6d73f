#include "fuzz/engine.h"

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "wire/engine.h"

namespace rf::fuzz {
namespace {

/// Everything a consumer is told, as text.
struct Tell : wire::Consumer {
  std::string all;
  std::uint64_t outer_packets = 0;
  void flow(const wire::Flow& f) override {
    all += "flow " + to_text(f.src) + ' ' + std::to_string(f.src_port) + ' ' + to_text(f.dst) + ' ' + std::to_string(f.dst_port) + ' ' + wire::transport_name(f.transport) + ' ' + std::string(f.protocol) + ' ' +
           std::to_string(f.packets[0]) + ' ' + std::to_string(f.packets[1]) + ' ' + std::to_string(f.bytes[0]) + ' ' + std::to_string(f.bytes[1]) + ' ' + std::string(to_text(f.tunnel.kind)) + '\n';
    if (f.start > f.end || f.packets[0] + f.packets[1] == 0) std::abort();
    if (f.tunnel.depth == 0) outer_packets += f.packets[0] + f.packets[1];
  }
  void statement(const wire::Statement& s) override {
    all += std::string(s.said.field) + '=' + std::string(s.said.value) + ' ' + std::to_string(s.said.frame) + ' ' + std::to_string(s.said.direction) + '\n';
  }
  void neighbour(const wire::Neighbour& n) override { all += wire::mac_text(n.mac) + ' ' + to_text(n.ip) + '\n'; }
};

std::vector<wire::Frame> frames_of(std::string_view bytes) {
  std::vector<wire::Frame> out;
  if (auto capture = wire::Capture::open(bytes)) {
    wire::Frame f;
    while ((*capture)->next({&f, 1}) == 1) out.push_back(f);
    return out;
  }
  while (bytes.size() > 2) {
    const std::size_t n = std::min<std::size_t>(static_cast<unsigned char>(bytes[0]) << 8U | static_cast<unsigned char>(bytes[1]), bytes.size() - 2);
    wire::Frame f;
    f.data = reinterpret_cast<const std::uint8_t*>(bytes.data()) + 2;
    f.captured = f.on_wire = static_cast<std::uint32_t>(n);
    f.number = out.size() + 1;
    f.time = static_cast<std::int64_t>(f.number) * 1'000'000;
    f.link = 1;
    out.push_back(f);
    bytes.remove_prefix(2 + n);
  }
  return out;
}

std::string told(const std::vector<wire::Frame>& frames, std::size_t batch, const wire::EngineOptions& options) {
  Tell tell;
  wire::Engine engine(tell, options);
  for (std::size_t at = 0; at < frames.size(); at += batch) engine.frames({frames.data() + at, std::min(batch, frames.size() - at)});
  engine.finish();
  if (engine.losses().frames != frames.size() || tell.outer_packets > frames.size()) std::abort();
  for (const auto& s : wire::in_words(engine))
    if (s.empty()) std::abort();
  return tell.all;
}

}  // namespace

bool run_engine_target(std::string_view target, std::string_view bytes) {
  if (target == "wire-source") {
    auto capture = wire::Capture::open(bytes);
    if (!capture) {
      if (capture.error().why.empty()) std::abort();
      return true;
    }
    std::array<wire::Frame, 7> batch;
    std::uint64_t number = 0;
    const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
    while (const std::size_t n = (*capture)->next(batch))
      for (std::size_t i = 0; i < n; ++i) {
        const wire::Frame& f = batch[i];
        if (f.number != ++number || f.captured > f.on_wire || f.data < begin || f.captured > static_cast<std::size_t>(begin + bytes.size() - f.data)) std::abort();
      }
    if ((*capture)->facts().frames != number || (*capture)->next(batch) != 0) std::abort();
    return true;
  }
  if (target != "wire-engine") return false;
  const auto frames = frames_of(bytes);
  wire::EngineOptions options;
  options.seed = 1;
  const std::string once = told(frames, 256, options);
  options.seed = 0x1234567890abcdef;
  if (told(frames, 3, options) != once) std::abort();
  options.flow_timeout = 1'000'000'000;
  options.max_flows = 4;
  (void)told(frames, 1, options);
  return true;
}

}  // namespace rf::fuzz
