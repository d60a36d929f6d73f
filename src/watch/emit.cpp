#include "watch/emit.h"

#include <array>

#include "base/json_writer.h"
#include "base/text.h"
#include "evidence/capture.h"
#include "watch/objects.h"

namespace rf::watch {
namespace {

/// Runs the engine over all captures into one consumer.
void run(const Request& request, wire::Consumer& consumer, Seen& seen) {
  std::vector<wire::CaptureSet::Member> members;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < request.captures.size(); ++i) {
    members.push_back({static_cast<std::uint32_t>(i), request.captures[i].bytes});
    total += request.captures[i].bytes.size();
  }
  wire::CaptureSet source(std::move(members));
  wire::EngineOptions options = request.engine;
  if (request.emit == Emit::Flows) options.decode = wire::Decode::Protocols;
  wire::Engine engine(consumer, options);
  std::array<wire::Frame, wire::kBatch> batch;
  std::uint64_t batches = 0;
  while (const std::size_t n = source.next(batch)) {
    engine.frames({batch.data(), n});
    if (request.progress && ++batches % 256 == 0) request.progress(source.bytes_done(), total);
  }
  engine.finish();
  seen.losses = engine.losses();
  seen.frames = seen.losses.frames;
  const auto note = [&](std::string why, std::string name = {}) { seen.notes.push_back({Kind::Unsupported, std::move(name), {}, std::move(why), {}}); };
  for (const auto& e : source.ended()) {
    const std::string& name = request.captures[e.input].name;
    if (e.error) {
      Error error = *e.error;
      error.input = name;
      seen.errors.push_back(std::move(error));
    }
    if (e.facts.frames > 0) ++seen.captures;
    if (e.facts.orphans > 0) note(counted(static_cast<std::int64_t>(e.facts.orphans), "packet block names", "packet blocks name") + " an interface that was not declared; left out", name);
    if (e.facts.untimed > 0) note(counted(static_cast<std::int64_t>(e.facts.untimed), "frame has", "frames have") + " no time; that of the frame before was taken", name);
  }
  for (const auto& text : wire::in_words(engine)) note(text);
}

/// Sightings as objects: {"type":"asset","standing":"sighting",…}. Without an estate nothing seen in a capture is anyone's asset.
class SightingPrinter : public evidence::Sink {
 public:
  SightingPrinter(const Request& request, const Out& out, Seen& seen) : request_(request), out_(out), seen_(seen) {}
  void begin() {
    if (request_.format == Format::Json) line_ = "[";
    if (request_.format == Format::Csv) line_ = "address,mac,oui,name,subscriber,frame,said\n";
  }
  void end() {
    if (request_.format == Format::Json) line_ += count_ == 0 ? "]\n" : "\n]\n";
    out_(line_);
  }
  void rows(const evidence::ColumnBatch&) override {}
  void agent(evidence::AgentFacts) override {}
  void error(Error e) override { seen_.errors.push_back(std::move(e)); }
  void note(Error e) override { seen_.notes.push_back(std::move(e)); }
  void sighting(evidence::Sighting s) override {
    const std::string maker = s.mac.empty() || !request_.oui ? std::string() : request_.oui(mac_number(s.mac));
    if (request_.format == Format::Json) line_ += count_ == 0 ? "\n" : ",\n";
    if (request_.format == Format::Json || request_.format == Format::Jsonl) {
      JsonWriter w(line_);
      w.begin_object().member("type", "asset").member("standing", "sighting").member_or_null("address", s.address).member_or_null("mac", s.mac).member_or_null("oui", maker).member_or_null("name", s.name);
      w.member("subscriber", s.subscriber).member("frame", s.frame);
      if (s.vlan != 0) w.member("vlan", int{s.vlan});
      w.key("said").begin_array();
      for (const auto& x : s.said) {
        w.begin_object().member("field", x.field).member("value", x.value).key("frames").begin_array().value(x.frame).end_array().end_object();
      }
      w.end_array().end_object();
      if (request_.format == Format::Jsonl) line_ += '\n';
    } else {
      const bool csv = request_.format == Format::Csv;
      std::string said;
      for (const auto& x : s.said) said += (said.empty() ? "" : "; ") + std::string(x.field) + "=" + x.value;
      for (char& c : said)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
      if (csv) {
        line_ += s.address + ',' + s.mac + ',';
        append_csv_cell(line_, maker);
        line_ += ',';
        append_csv_cell(line_, s.name);
        line_ += ',';
        line_ += std::string(s.subscriber ? "yes" : "no") + ',' + std::to_string(s.frame) + ',';
        append_csv_cell(line_, said);
      } else {
        line_ += (s.address.empty() ? "-" : s.address) + "  " + (s.mac.empty() ? "-" : s.mac) + (maker.empty() ? "" : " (" + maker + ")") + "  frame " + std::to_string(s.frame) + (s.subscriber ? "  subscriber" : "");
        if (!said.empty()) line_ += "\n    " + said;
      }
      line_ += '\n';
    }
    ++count_;
    if (line_.size() >= (1U << 16)) {
      out_(line_);
      line_.clear();
    }
  }
  std::uint64_t count() const { return count_; }

 private:
  static std::uint64_t mac_number(std::string_view text) {
    std::uint64_t n = 0;
    for (const char c : text)
      if (c != ':') n = n << 4 | static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    return n;
  }
  const Request& request_;
  const Out& out_;
  Seen& seen_;
  std::string line_;
  std::uint64_t count_ = 0;
};

}  // namespace

void put_summary(std::string& out, const Seen& seen) {
  JsonWriter w(out);
  w.begin_object().member("type", "summary").member("captures", seen.captures).member("frames", seen.frames).member("objects", seen.objects);
  w.key("losses").begin_object();
  const wire::Losses& l = seen.losses;
  const std::pair<const char*, std::uint64_t> all[] = {
      {"link_not_read", l.link_not_read}, {"not_ip", l.not_ip}, {"ip_broken", l.ip_broken}, {"tunnels_too_deep", l.tunnels_too_deep}, {"headers_too_many", l.headers_too_many},
      {"datagrams_incomplete", l.datagrams_incomplete}, {"fragment_overlaps", l.fragment_overlaps}, {"fragments_over_budget", l.fragments_over_budget},
      {"stream_bytes_lost", l.stream_bytes_lost}, {"segments_over_budget", l.segments_over_budget}, {"segments_conflicting", l.segments_conflicting},
      {"streams_ended_early", l.streams_ended_early}, {"flows_ended_early", l.flows_ended_early}};
  for (const auto& [name, n] : all)
    if (n > 0) w.member(name, n);
  w.end_object().end_object();
}

Seen read(const Request& request, const Out& out) {
  Seen seen;
  if (request.emit == Emit::Flows) {
    FlowPrinter printer(request.format, out, request.captures);
    printer.begin();
    run(request, printer, seen);
    printer.end();
    seen.objects = printer.count();
  } else if (request.emit == Emit::Transactions) {
    TransactionPrinter printer(request.format, out, request.captures);
    printer.begin();
    run(request, printer, seen);
    printer.end();
    seen.objects = printer.count();
  }
  if (request.emit == Emit::Assets) {
    evidence::Input input{};
    input.name = request.captures.size() == 1 ? request.captures.front().name : "captures";
    evidence::Sightings sightings(input);
    run(request, sightings, seen);
    SightingPrinter printer(request, out, seen);
    printer.begin();
    sightings.finish(printer);
    printer.end();
    seen.objects = printer.count();
  }
  return seen;
}

}  // namespace rf::watch
