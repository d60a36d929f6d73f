#include <csignal>
#include <cstdio>

#include "cli/options.h"

int main(int argc, char** argv) {
  // A reader that closes the pipe early (head) ends the program quietly, as other tools do.
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on file size is an error to report, not a signal to die of
  rf::cli::Options o;
  int status = 0;
  if (!rf::cli::parse(argc, argv, o, status)) return status;
  if (!o.series.empty() && !(o.command == "assess" && (o.deadlines || o.matrix || !o.by_what.empty()))) return rf::cli::run_series(o);
  if (o.command == "assess") return rf::cli::run_assess(o);
  if (o.command == "identify") return rf::cli::run_identify(o);
  if (o.command == "estate pack") return rf::cli::run_estate(o);
  if (o.command == "map") return rf::cli::run_map(o);
  if (o.command == "whatif") return rf::cli::run_whatif(o);
  if (o.command.starts_with("knowledge")) return rf::cli::run_knowledge(o);
  if (o.command.starts_with("runs")) return rf::cli::run_runs(o);
  if (o.command == "watch") return rf::cli::run_watch(o);
  if (o.command.starts_with("lists")) return rf::cli::run_lists(o);
  if (o.command == "supplier") return rf::cli::run_supplier(o);
  if (o.command == "screen") return rf::cli::run_screen(o);
  if (o.command == "show") return rf::cli::run_show(o);
  std::fprintf(stderr, "ringfence: no command %s\n", o.command.c_str());
  return rf::cli::kUsage;
}
