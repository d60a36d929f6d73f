// `whatif SCENARIO.yaml --on PATH…`
#include <algorithm>
#include <cstdio>
#include <optional>

#include "base/file.h"
#include "cli/common.h"
#include "report/series.h"
#include "report/whatif.h"

namespace rf::cli {

namespace {

/// The scenario of a command line, read; and what both commands do with its faults.
struct Asked {
  Options o;
  std::string file;
  direct::Scenario scenario;
  std::vector<Error> faults;

  int told() const {
    for (Error e : faults) {
      if (e.input.empty()) e.input = file;
      print_error(e);
    }
    return kNothing;
  }
};

/// Exit status, or none where the scenario was read. `o.args` are the estates' paths then.
std::optional<int> read_asked(Asked& a) {
  Options& o = a.o;
  // `whatif --on PATH… SCENARIO.yaml`: the option has taken the scenario too.
  if (o.args.empty() && o.on.size() > 1 && (o.on.back().ends_with(".yaml") || o.on.back().ends_with(".yml"))) {
    o.args.push_back(o.on.back());
    o.on.pop_back();
  }
  if (o.args.size() != 1) return print_error({Kind::Usage, {}, {}, o.args.empty() ? "which scenario?" : "one scenario at a time", "ringfence whatif SCENARIO.yaml --on PATH"}), kUsage;
  if (o.on.empty()) return print_error({Kind::Usage, {}, {}, "on which estate?", "--on PATH names inventories, folders or packs"}), kUsage;
  a.file = o.args[0];
  const auto bytes = MappedFile::open(a.file);
  if (!bytes) return print_error(bytes.error()), kNothing;
  a.scenario = direct::read_scenario(bytes->bytes(), a.faults);
  if (!a.faults.empty()) return a.told();
  if (o.as_of.empty()) o.as_of = to_text(a.scenario.as_of);
  if (o.known_at.empty()) o.known_at = to_text(a.scenario.known_at);
  o.args = o.on;
  return std::nullopt;
}

}  // namespace

int run_whatif(const Options& given) {
  Asked a{given, {}, {}, {}};
  if (const auto ended = read_asked(a)) return *ended;
  const Options& o = a.o;
  auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  request->hash_inputs = o.format != "text";
  const auto knowledge = knowledge::open(o.knowledge);
  if (!knowledge) return print_error(knowledge.error()), kNothing;
  const auto answer = assess::what_if(*request, *knowledge, std::move(a.scenario), a.file, a.faults, o.sweep);
  if (!a.faults.empty()) return a.told();
  if (!answer) return print_error(answer.error()), answer.error().kind == Kind::Usage ? kUsage : kNothing;
  report::write_what_if(*answer, printed(o), o.format, out);
  for (const auto& e : answer->base.errors) print_error(e);
  const bool breached = std::any_of(answer->result.after.findings.begin(), answer->result.after.findings.end(), [](const Finding& f) { return f.status == Status::Breached; });
  const bool unread = !answer->base.errors.empty();
  const int status = finish_output(judged_status(breached, unread));
  std::fprintf(stderr, "%s\n", report::what_if_summary(*answer).c_str());
  return status;
}

int run_series(const Options& given) {
  Asked a{given, {}, {}, {}};
  if (given.command == "whatif")
    if (const auto ended = read_asked(a)) return *ended;
  const Options& o = a.o;
  const auto dots = o.series.find("..");
  const auto from = parse_iso_day(o.series.substr(0, dots)), to = parse_iso_day(dots == std::string::npos ? std::string() : o.series.substr(dots + 2));
  if (!from || !to) return print_error({Kind::Usage, {}, {}, "--series " + o.series + ": not FROM..TO", "for example --series 2018-01-01..2028-12-31"}), kUsage;
  auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  request->hash_inputs = o.format != "text";
  const auto knowledge = knowledge::open(o.knowledge);
  if (!knowledge) return print_error(knowledge.error()), kNothing;
  const auto answer = assess::series(*request, *knowledge, std::move(a.scenario), a.file, *from, *to, o.step == "month", a.faults);
  if (!a.faults.empty()) return a.told();
  if (!answer) return print_error(answer.error()), answer.error().kind == Kind::Usage ? kUsage : kNothing;
  report::write_series(*answer, printed(o), o.format, out);
  for (const auto& e : answer->base.errors) print_error(e);
  const bool breached = std::any_of(answer->series.lines.begin(), answer->series.lines.end(), [](const auto& l) { return !l.runs.empty() && !l.regime && l.runs.back().status == "breached"; });
  const bool unread = !answer->base.errors.empty();
  const int status = finish_output(judged_status(breached, unread));
  std::fprintf(stderr, "%s\n", report::series_summary(*answer).c_str());
  return status;
}

}  // namespace rf::cli
