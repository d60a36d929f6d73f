#include <algorithm>
#include <array>

#include "assess/devices.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/common.h"
#include "cli/identify_views.h"
#include "assess/packed.h"
#include "cli/keep.h"
#include "estate/pack.h"

namespace rf::cli {
int run_assess(const Options& o) {
  const std::array<bool, 4> instead = {o.deadlines, o.matrix, !o.series.empty(), !o.by_what.empty() && !o.deadlines};
  if (std::count(instead.begin(), instead.end(), true) > 1) return print_error({Kind::Usage, {}, {}, "--by operator, --matrix, --series and --deadlines are answers of their own (only --by operator --deadlines go together)", "leave all but one of them out"}), kUsage;
  if (!o.since.empty() && (o.by_what.empty() || o.deadlines)) return print_error({Kind::Usage, {}, {}, "--since goes with --by operator", "ringfence runs diff A B compares two runs"}), kUsage;
  if (!o.countries.empty() && !o.matrix) return print_error({Kind::Usage, {}, {}, "--countries goes with --matrix", {}}), kUsage;
  if (!o.by_what.empty() || o.deadlines) return run_by_operator(o);
  if (o.matrix) return run_matrix(o);
  auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  const auto db = database_path(o);
  if (!db) return print_error(db.error()), kUsage;
  for (const auto& r : o.reports)
    if (r.find('.') == std::string::npos) return print_error({Kind::Usage, r, {}, "the ending of a report says its format", "for example --report report.html"}), kUsage;
  request->hash_inputs = !db->empty() || !o.no_assets;
  const auto knowledge = knowledge_to_judge_by(o.knowledge);
  if (!knowledge) return print_error(knowledge.error()), kNothing;
  const auto answer = assess::assess(*request, *knowledge);
  if (!answer) return print_error(answer.error()), answer.error().kind == Kind::Usage ? kUsage : kNothing;
  const report::Options ro = printed(o);
  if (o.format == "json") report::write_json(*answer, ro, out);
  if (o.format == "jsonl") report::write_jsonl(*answer, ro, out);
  if (o.format == "csv") report::write_csv(*answer, ro, out);
  if (o.format == "text") out(report::text(*answer, ro));
  for (const auto& e : answer->errors) print_error(e);
  if (o.format == "text" || !answer->warnings.empty())
    for (const auto& e : answer->warnings) std::fprintf(stderr, "note: %s\n", to_text(e).c_str());
  bool unread = !answer->errors.empty();
  if (!write_reports(o, [&](const std::string& path) { return report::write_file_as(path, *answer, ro); })) unread = true;
  if (!db->empty()) {
    auto store = store::Store::open(*db);
    bool added = false;
    const auto kept = store ? keep_run(*store, *db, *answer, o, ro, &added) : Result<std::int64_t>(std::unexpected(store.error()));
    if (!kept) {
      Error e = kept.error();
      e.remedy += (e.remedy.empty() ? "" : "; ") + std::string("this answer was not kept");
      print_error(e);
      unread = true;
    } else {
      std::fprintf(stderr, "run %lld %s\n", static_cast<long long>(*kept), added ? "kept" : "was kept before: nothing new");
    }
  }
  const bool breached = std::any_of(answer->findings.begin(), answer->findings.end(), [](const Finding& f) { return f.status == Status::Breached; });
  const int status = finish_output(judged_status(breached, unread));
  std::fprintf(stderr, "%s\n", report::summary_line(*answer).c_str());
  return status;
}

int run_estate(const Options& o) {
  auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  if (o.out.empty()) return print_error({Kind::Usage, {}, {}, "--out says where the pack goes", "for example --out albion.estate"}), kUsage;
  const auto knowledge = knowledge_to_judge_by(o.knowledge);
  if (!knowledge) return print_error(knowledge.error()), kNothing;
  request->hash_inputs = false;
  const auto packed = assess::pack(*request, *knowledge);
  if (!packed) return print_error(packed.error()), packed.error().kind == Kind::Usage ? kUsage : kNothing;
  for (const auto& e : packed->errors) print_error(e);
  for (const auto& e : packed->notes) std::fprintf(stderr, "note: %s\n", to_text(e).c_str());
  if (const auto written = write_file(o.out, packed->bytes); !written) return print_error(written.error()), kNothing;
  std::fprintf(stderr, "%s: %lld assets, %zu bytes, %s\n", o.out.c_str(), static_cast<long long>(packed->assets), packed->bytes.size(),
               packed->cells > 0 ? (std::to_string(packed->cells) + " cells").c_str() : "no cells: hardly two assets are alike");
  return packed->errors.empty() ? kDone : kSomeUnread;
}

int run_identify(const Options& o) {
  if (!o.banner.empty()) return run_banners(o);
  auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  request->sightings_are_devices = true;
  request->merge_across = o.merge || o.explain_merge;
  request->hash_inputs = o.format == "json" || o.format == "jsonl";  // others name no digest
  const auto knowledge = knowledge::open(o.knowledge);
  if (!knowledge) return print_error(knowledge.error()), kNothing;
  report::Options ro;
  ro.all = o.all;
  ro.columns = terminal_columns();
  report::DeviceWriter devices(ro, o.format, out);
  const auto told = assess::tell_devices(*request, *knowledge, o.explain_merge || o.why_unknown, [&](const assess::Answer& a) {
    if (o.explain_merge) out(merges(a, o.format));
    else if (o.why_unknown) out(why_unknown(a, o.format));
    else if (o.explain && o.format == "text") out(explained(a));
    else devices.put(a);
  });
  if (!told) return print_error(told.error()), told.error().kind == Kind::Usage ? kUsage : kNothing;
  devices.end();
  for (const auto& e : told->errors) print_error(e);
  const int status = finish_output(told->errors.empty() ? kDone : kSomeUnread);
  std::fprintf(stderr, "%s, %lld without a maker, %s not read\n", counted(told->devices, "device", "devices").c_str(), static_cast<long long>(told->unknown),
               counted(static_cast<std::int64_t>(told->errors.size()), "input", "inputs").c_str());
  return status;
}

}  // namespace rf::cli
