// ringfence watch --read FILE… --emit flows|assets|transactions
#include "watch/emit.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <filesystem>

#include "assess/contents.h"
#include "base/json_writer.h"
#include "base/spool.h"
#include "base/text.h"
#include "cli/common.h"
#include "cli/options.h"
#include "knowledge/knowledge.h"

namespace rf::cli {
namespace {

constexpr std::int64_t kDefaultTimeout = 300;      // seconds: above the two minutes after which most devices forget a mapping (RFC 4787, 5 min recommended)
constexpr std::int64_t kMaxTimeout = 31'536'000;   // a year

Result<std::int64_t> timeout_of(const std::string& text) {
  if (text.empty()) return kDefaultTimeout * 1'000'000'000;
  if (text == "none") return wire::kNoTimeout;
  const auto seconds = parse_count(text);
  if (!seconds || *seconds < 1 || *seconds > kMaxTimeout) return fail(Kind::Usage, "--flow-timeout " + text + ": not a number of seconds from 1 to a year, nor none", {}, "for example --flow-timeout 300");
  return *seconds * 1'000'000'000;
}

Result<watch::Emit> emit_of(const std::string& text) {
  if (text == "flows") return watch::Emit::Flows;
  if (text == "assets") return watch::Emit::Assets;
  if (text == "transactions") return watch::Emit::Transactions;
  const std::string remedy = "--emit flows, --emit assets or --emit transactions";
  if (text.empty()) return fail(Kind::Usage, "--emit says what to print; detections are not built yet, so alerts, its default to come, cannot be asked for", {}, remedy);
  if (text == "alerts") return fail(Kind::Usage, "--emit alerts: detections are not built yet", {}, remedy);
  return fail(Kind::Usage, "--emit " + text + ": there is no such output", {}, remedy);
}

}  // namespace

int run_watch(const Options& o) {
  watch::Request request;
  const auto emit = emit_of(o.emit);
  if (!emit) return print_error(emit.error()), kUsage;
  request.emit = *emit;
  const auto timeout = timeout_of(o.flow_timeout);
  if (!timeout) return print_error(timeout.error()), kUsage;
  request.engine.flow_timeout = *timeout;
  request.format = o.format == "text" ? watch::Format::Text : o.format == "json" ? watch::Format::Json : o.format == "csv" ? watch::Format::Csv : watch::Format::Jsonl;
  std::vector<Error> errors;
  // What comes out of archives is kept until the captures are in order: the small ones in one file, as there may be many.
  std::vector<evidence::Content> contents;
  struct Small {
    std::size_t capture, offset, length;
  };
  std::vector<Small> small;
  Spool spool(evidence::kSpoolInMemory);
  std::size_t spooled = 0;
  Result<void> spool_done;
  assess::for_each_content(
      assess::find_inputs(o.args, errors),
      [&](const assess::Unit&, const std::string& label, evidence::Content content) {
        if (content.depth > 0 && content.bytes.size() <= evidence::kSpoolInMemory) {
          if (spool_done) spool_done = spool.write(content.bytes);
          small.push_back({request.captures.size(), spooled, content.bytes.size()});
          spooled += content.bytes.size();
          request.captures.push_back({label, {}});
          return;
        }
        request.captures.push_back({label, content.bytes});
        contents.push_back(std::move(content));
      },
      [&](Error e) { errors.push_back(std::move(e)); });
  if (!spool_done) return print_error(spool_done.error()), kNothing;
  const auto smalls = spool.finish();
  if (!smalls) return print_error(smalls.error()), kNothing;
  for (const auto& s : small) request.captures[s.capture].bytes = smalls->bytes().substr(s.offset, s.length);
  Result<knowledge::Knowledge> knowledge = knowledge::Knowledge{};
  if (request.emit == watch::Emit::Assets) {
    knowledge = knowledge::open(o.knowledge);
    if (!knowledge) return print_error(knowledge.error()), kNothing;
    request.oui = [&](std::uint64_t mac) { return std::string(knowledge->oui_organization(mac)); };
  }
  if (isatty(STDERR_FILENO) != 0)
    request.progress = [](std::uint64_t done, std::uint64_t of) {
      if (of > (64U << 20)) std::fprintf(stderr, "\r\033[K%3llu %%", static_cast<unsigned long long>(done * 100 / of));
    };
  const watch::Seen seen = watch::read(request, out);
  if (request.progress) std::fprintf(stderr, "\r\033[K");
  errors.insert(errors.end(), seen.errors.begin(), seen.errors.end());
  for (const auto& e : errors) print_error(e);
  for (const auto& e : seen.notes) std::fprintf(stderr, "note: %s\n", to_text(e).c_str());
  if (request.format == watch::Format::Jsonl) {
    std::string last;
    for (const auto& e : errors) {
      JsonWriter(last).begin_object().member("type", "error").member("input", e.input).member("where", e.where).member("why", e.why).member("remedy", e.remedy).end_object();
      last += '\n';
    }
    watch::put_summary(last, seen);
    out(last + "\n");
  }
  const bool nothing = seen.captures == 0 && !errors.empty();
  const int status = finish_output(nothing ? kNothing : errors.empty() ? kDone : kSomeUnread);
  std::fprintf(stderr, "%s of %s: %llu %s; %s not, or not wholly, read\n", counted(static_cast<std::int64_t>(seen.frames), "frame", "frames").c_str(),
               counted(static_cast<std::int64_t>(seen.captures), "capture", "captures").c_str(), static_cast<unsigned long long>(seen.objects), o.emit.c_str(),
               counted(static_cast<std::int64_t>(errors.size()), "input", "inputs").c_str());
  return status;
}

}  // namespace rf::cli
