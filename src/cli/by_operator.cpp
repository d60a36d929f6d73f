// `assess --by operator FOLDER`: many submissions, a line per operator and requirement.
#include "report/by_operator.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/text.h"
#include "cli/common.h"
#include "cli/keep.h"
#include "report/deadlines.h"
#include "report/matrix.h"

namespace rf::cli {
namespace {

namespace fs = std::filesystem;

std::string upper_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

/// What operators handed in before: runs of the ledger, or a folder of the same shape.
class EarlierSubmissions {
 public:
  EarlierSubmissions(const store::Store* store, std::string db, std::int64_t up_to) : store_(store), db_(std::move(db)), up_to_(up_to) {}
  /// Submissions of a folder, by name.
  Result<void> from_folder(const std::string& folder) {
    std::vector<Error> errors;
    for (const auto& [name, path] : assess::submissions_of({folder}, errors)) paths_[name] = path;
    if (paths_.empty()) return std::unexpected(errors.empty() ? Error{Kind::Io, folder, {}, "holds no submissions", {}} : errors.front());
    folder_ = folder;
    return {};
  }

  std::optional<assess::Earlier> of(const std::string& op, const assess::Submission& s) const {
    assess::Earlier e;
    if (!folder_.empty()) {
      auto at = paths_.find(s.name);
      if (at == paths_.end()) at = paths_.find(op);
      if (at == paths_.end()) return std::nullopt;
      e.label = at->second;
      e.paths = {at->second};
      return e;
    }
    if (!store_) return std::nullopt;
    const auto runs = store_->runs();
    if (!runs) return std::nullopt;
    const store::Run* last = nullptr;
    for (const auto& r : *runs)
      if (r.operator_id == op && (s.run == 0 || r.number < s.run) && (up_to_ == 0 || r.number <= up_to_)) last = &r;
    if (!last) return std::nullopt;
    const auto run = store_->run(last->number);
    const auto as_of = parse_iso_day(last->as_of), known_at = parse_iso_day(last->known_at);
    if (!run || !as_of || !known_at) return std::nullopt;
    e.run = last->number;
    e.label = "run " + std::to_string(last->number) + " (as of " + last->as_of + ")";
    e.as_of = *as_of;
    e.known_at = *known_at;
    e.knowledge = last->knowledge;
    e.numbers = kept_numbers(*run, e.exact);
    std::error_code ec;
    if (const auto pack = kept_estate(db_, last->estate); fs::exists(pack, ec)) e.paths = {pack};
    return e;
  }

 private:
  const store::Store* store_;
  std::string db_, folder_;
  std::int64_t up_to_;
  std::map<std::string, std::string> paths_;
};

}  // namespace

int run_by_operator(const Options& o) {
  auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  const bool one = o.by_what.empty();  // --deadlines of one estate
  if (!one && !o.operator_id.empty()) return print_error({Kind::Usage, {}, {}, "--by operator takes each operator from its submission; --operator names one", "leave one of them out"}), kUsage;
  const auto db = o.deadlines ? Result<std::string>(std::string()) : database_path(o);  // a ledger keeps no run
  if (!db) return print_error(db.error()), kUsage;
  const bool compare = o.since != "none";
  const auto run = parse_count(o.since);
  const bool folder = compare && !o.since.empty() && !run;
  if (folder && !fs::is_directory(o.since)) return print_error({Kind::Usage, {}, {}, "--since " + o.since + ": neither the number of a run, nor a folder, nor none", "ringfence runs lists the runs"}), kUsage;
  if (run && db->empty()) return print_error({Kind::Usage, {}, {}, "--since " + o.since + " asks for a run, and --db none keeps none", "leave --db out, or give sqlite:PATH"}), kUsage;
  std::optional<store::Store> store;
  if (!db->empty()) {
    auto opened = store::Store::open(*db);
    if (!opened) return print_error(opened.error()), kNothing;
    store.emplace(std::move(*opened));
  }
  if (run) {
    const auto there = store->run(*run);
    if (!there) return print_error(there.error()), kNothing;
  }
  EarlierSubmissions earlier(store ? &*store : nullptr, *db, run.value_or(0));
  if (folder)
    if (const auto read = earlier.from_folder(o.since); !read) return print_error(read.error()), kNothing;
  const auto knowledge = knowledge_to_judge_by(o.knowledge);
  if (!knowledge) return print_error(knowledge.error()), kNothing;
  request->hash_inputs = store.has_value();
  const report::Options ro = printed(o);
  std::int64_t kept_before = 0, kept_now = 0;
  bool not_kept = false;
  assess::ByOperatorHooks hooks;
  hooks.progress = request->progress;
  if (store)
    hooks.keep = [&](const assess::Answer& a) -> std::int64_t {
      bool added = false;
      const auto n = keep_run(*store, *db, a, o, ro, &added);
      if (!n) {
        print_error(n.error());
        not_kept = true;
        return 0;
      }
      ++(added ? kept_now : kept_before);
      return *n;
    };
  if (compare && (store || folder)) hooks.earlier = [&](const std::string& op, const assess::Submission& s) { return earlier.of(op, s); };
  const auto answer = assess::by_operator(*request, *knowledge, hooks, one);
  if (!answer) return print_error(answer.error()), answer.error().kind == Kind::Usage ? kUsage : kNothing;
  const auto write = [&](const report::Options& how, std::string_view format, const report::Write& to) {
    if (o.deadlines) report::write_deadlines(*answer, how, format, to);
    else report::write_by_operator(*answer, how, format, to);
  };
  write(ro, o.format, out);
  for (const auto& e : answer->errors) print_error(e);
  bool unread = !answer->errors.empty() || not_kept;
  report::Options plain = ro;
  plain.colour = false;
  const auto as_file = [&](const std::string& path) { return report::write_file_as(path, [&](std::string_view format, const report::Write& to) { write(plain, format, to); }); };
  if (!write_reports(o, as_file)) unread = true;
  if (store) std::fprintf(stderr, "%lld runs kept%s\n", static_cast<long long>(kept_now), kept_before > 0 ? (", " + std::to_string(kept_before) + " were kept before").c_str() : "");
  const bool breached = std::any_of(answer->lines.begin(), answer->lines.end(), [](const auto& l) { return l.finding.status == Status::Breached; });
  const int status = finish_output(judged_status(breached, unread));
  std::fprintf(stderr, "%s\n", (o.deadlines ? report::deadlines_summary(*answer) : report::by_operator_summary(*answer)).c_str());
  return status;
}

int run_matrix(const Options& o) {
  auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  request->hash_inputs = false;
  const auto knowledge = knowledge_to_judge_by(o.knowledge);
  if (!knowledge) return print_error(knowledge.error()), kNothing;
  std::vector<std::string> countries;
  for (const auto c : split(o.countries, ',')) countries.push_back(lower_ascii(trimmed(c)) == "all" ? "all" : upper_ascii(trimmed(c)));
  const auto answer = assess::law_matrix(*request, *knowledge, countries);
  if (!answer) return print_error(answer.error()), answer.error().kind == Kind::Usage ? kUsage : kNothing;
  const report::Options ro = printed(o);
  report::write_matrix(*answer, ro, o.format, out);
  for (const auto& e : answer->base.errors) print_error(e);
  bool unread = !answer->base.errors.empty();
  report::Options plain = ro;
  plain.colour = false;
  const auto as_file = [&](const std::string& path) { return report::write_file_as(path, [&](std::string_view format, const report::Write& to) { report::write_matrix(*answer, plain, format, to); }); };
  if (!write_reports(o, as_file)) unread = true;
  const int status = finish_output(judged_status(false, unread));
  std::fprintf(stderr, "%s\n", report::matrix_summary(*answer).c_str());
  return status;
}

}  // namespace rf::cli
