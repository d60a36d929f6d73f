#include "watch/emit.h"

#include <array>

#include "base/json_writer.h"
#include "base/text.h"
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
  wire::Engine engine(consumer, request.engine);
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
  return seen;
}

}  // namespace rf::watch
