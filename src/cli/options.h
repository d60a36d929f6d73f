// What a command line says, read once (CLI11 stands in options.cpp alone).
#pragma once

#include <string>
#include <vector>

#include "base/date.h"

namespace rf::cli {

struct Options {
  std::string command;   ///< "assess", "identify", "knowledge check", "runs show" …
  std::vector<std::string> args;
  // Common to all commands.
  std::string format = "text";
  std::string as_of, known_at, db, config;
  std::vector<std::string> knowledge;
  // assess, identify
  std::string kind, operator_id, operator_facts, country, date_order, directions;
  std::vector<std::string> columns, reports, weights;
  std::string sites, totals, map;
  bool sites_secret = false;
  std::string out;  ///< estate pack
  std::string emit, flow_timeout;  ///< watch
  unsigned threads = 0;  ///< 0: as many as the machine has
  bool no_assets = false, all = false;
  std::string series, step;  ///< assess, whatif: FROM..TO; day or month
  bool sweep = false;        ///< whatif
  std::string by_what, since;  ///< assess: operator; RUN, FOLDER or none
  bool deadlines = false, matrix = false;  ///< assess
  std::string countries;       ///< assess --matrix
  // lists, supplier
  std::string list, dated, by, why, verdict, entry, input, column, proof;
  std::vector<std::string> on;
  bool accept_shrink = false;
  // screen
  std::string against, country_column, id_column;
  double threshold = 0.85, near_floor = 0.03;
  int limit = 5;
  bool explain = false, resume = false, leave_out = false, no_cache = false;
  std::string banner;  ///< identify --banner FIELD
  bool why_unknown = false, merge = false, explain_merge = false;

  bool operator==(const Options&) const = default;
};

/// Exit statuses of contracts.md.
enum Exit : int { kDone = 0, kBreached = 1, kUsage = 2, kSomeUnread = 3, kNothing = 4, kBreachedSomeUnread = 5 };

/// Parses; where the process should end at once (help, version, usage error) gives its exit status in `status`.
bool parse(int argc, char** argv, Options& out, int& status);

// One file a subcommand.
int run_assess(const Options& o);
int run_by_operator(const Options& o);  ///< assess --by operator, assess --deadlines
int run_matrix(const Options& o);       ///< assess --matrix
int run_identify(const Options& o);
int run_banners(const Options& o);  ///< identify --banner
int run_estate(const Options& o);
int run_knowledge(const Options& o);
int run_map(const Options& o);
int run_runs(const Options& o);
int run_screen(const Options& o);
int run_show(const Options& o);
int run_watch(const Options& o);
int run_whatif(const Options& o);
int run_series(const Options& o);  ///< assess --series, whatif --series
int run_lists(const Options& o);
int run_supplier(const Options& o);

}  // namespace rf::cli
