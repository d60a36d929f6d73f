#include "cli/common.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/text.h"

namespace rf::cli {

void print_error(const Error& e) { std::fprintf(stderr, "ringfence: %s\n", to_text(e).c_str()); }
void out(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int finish_output(int status) {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return status;
  print_error({Kind::Io, "standard output", {}, "could not take the whole answer (disk full, or closed)", "the answer is cut: do not use it"});
  return kNothing;
}

int judged_status(bool breached, bool unread) { return breached ? (unread ? kBreachedSomeUnread : kBreached) : unread ? kSomeUnread : kDone; }

bool write_reports(const Options& o, const std::function<Result<void>(const std::string& path)>& write) {
  bool all = true;
  for (const auto& path : o.reports) {
    if (const auto written = write(path); !written) {
      print_error(written.error());
      all = false;
    } else {
      std::fprintf(stderr, "report: %s\n", path.c_str());
    }
  }
  return all;
}

Result<Day> day_option(const std::string& given, const char* option) {
  if (given.empty()) return today_utc();
  const auto d = parse_iso_day(given);
  if (!d) return fail(Kind::Usage, std::string(option) + " " + given + ": no such day", {}, "write it as YYYY-MM-DD");
  return *d;
}

Result<std::string> database_path(const Options& o) {
  if (o.db == "none") return std::string();
  if (o.db.starts_with("sqlite:")) return o.db.substr(7);
  if (!o.db.empty()) return fail(Kind::Usage, "--db " + o.db + ": runs are kept in SQLite only", {}, "--db sqlite:PATH, or --db none to keep nothing");
  const char* data = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  if (data && *data) return std::string(data) + "/ringfence/ringfence.db";
  if (home && *home) return std::string(home) + "/.local/share/ringfence/ringfence.db";
  return fail(Kind::Usage, "neither XDG_DATA_HOME nor HOME says where runs are kept", {}, "--db sqlite:PATH, or --db none");
}

bool colour_wanted() {
  const char* no = std::getenv("NO_COLOR");  // no-color.org
  return isatty(STDOUT_FILENO) != 0 && !(no && *no);
}
int terminal_columns() {
  winsize w{};
  if (isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col >= 40) return std::min<int>(w.ws_col, 100);
  return 80;
}

report::Options printed(const Options& o) {
  report::Options ro;
  ro.assets = !o.no_assets;
  ro.all = o.all;
  ro.explain = o.explain;
  ro.colour = colour_wanted();
  ro.columns = terminal_columns();
  return ro;
}

Result<assess::Request> request_of(const Options& o) {
  assess::Request r;
  r.paths = o.args;
  r.kind = o.kind;
  for (const auto& c : o.columns) {
    const auto eq = c.find('=');
    if (eq == std::string::npos || !field_named(c.substr(0, eq)))
      return fail(Kind::Usage, "--column " + c + ": not FIELD=HEADER with a known field", {}, "for example --column supplier=Lieferant");
    r.columns[c.substr(0, eq)] = c.substr(eq + 1);
  }
  if (o.date_order == "dmy") r.date_order = estate::DateOrder::Dmy;
  if (o.date_order == "mdy") r.date_order = estate::DateOrder::Mdy;
  if (o.date_order == "ymd") r.date_order = estate::DateOrder::Ymd;
  RF_TRY(r.as_of, day_option(o.as_of, "--as-of"));
  RF_TRY(r.known_at, day_option(o.known_at, "--known-at"));
  r.operator_id = o.operator_id;
  r.country = o.country;
  r.operator_facts = o.operator_facts;
  r.weights = o.weights;
  r.map = o.map;
  r.sites = o.sites;
  r.sites_secret = o.sites_secret;
  r.totals = o.totals;
  if (o.sites_secret && o.sites.empty()) return fail(Kind::Usage, "--sites-secret without --sites FILE", {}, "--sites FILE names the table of sites");
  for (const auto d : split(o.directions, ',')) r.directions.emplace_back(trimmed(d));
  r.all = o.all;
  r.threads = o.threads;
  r.lists = !o.no_assets;
  if (isatty(STDERR_FILENO) != 0)
    r.progress = [](std::size_t done, std::size_t of, const std::string& name) {
      if (of < 2) return;
      const std::string shown = name.size() > 50 ? "…" + name.substr(name.size() - 49) : name;
      std::fprintf(stderr, "\r\033[K%3zu %% %s", done * 100 / of, shown.c_str());
      if (done + 1 == of) std::fprintf(stderr, "\r\033[K");
    };
  return r;
}

Result<knowledge::Knowledge> knowledge_to_judge_by(const std::vector<std::string>& folders) {
  std::vector<std::string> before;
  for (const auto& folder : folders) {
    RF_TRY(const auto base, knowledge::open(before));
    RF_TRY(const auto files, knowledge::files_below(folder));
    if (const auto faults = knowledge::check(files, &base); !faults.empty()) {
      const auto& f = faults.front();
      return in_input(fail(Kind::Malformed, f.why + (faults.size() > 1 ? ", and " + counted(static_cast<std::int64_t>(faults.size() - 1), "fault", "faults") + " more" : ""),
                           "line " + std::to_string(f.line) + (f.column > 0 ? ", column " + std::to_string(f.column) : std::string()), "ringfence knowledge check " + folder).error(),
                      folder + "/" + f.file);
    }
    before.push_back(folder);
  }
  return knowledge::open(folders);
}

}  // namespace rf::cli
