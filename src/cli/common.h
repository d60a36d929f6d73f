// What several commands share: days, knowledge, the database, printing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "assess/assess.h"
#include "base/result.h"
#include "cli/options.h"
#include "knowledge/knowledge.h"
#include "report/report.h"

namespace rf::cli {

void print_error(const Error& e);                       ///< "ringfence: …" to stderr
void out(std::string_view text);                        ///< to stdout
/// Ends output: kNothing where stdout could not take it all (full disk), else `status`.
int finish_output(int status);
/// `--as-of`, `--known-at`: the day given, or today. Fails: Usage.
Result<Day> day_option(const std::string& given, const char* option);
/// Path of the database, "" for `--db none`. Fails: Usage, Unsupported.
Result<std::string> database_path(const Options& o);
/// Of a command that judges: whether something is breached, whether some input was not read.
int judged_status(bool breached, bool unread);
/// Each file of --report, told on stderr when `write` has written it. False: one could not be.
bool write_reports(const Options& o, const std::function<Result<void>(const std::string& path)>& write);
bool colour_wanted();
int terminal_columns();
/// How an answer is printed here.
report::Options printed(const Options& o);
/// The request that the reading options say. Fails: Usage.
Result<assess::Request> request_of(const Options& o);
/// knowledge::open, and `knowledge check` of the folders given: nobody is judged by rules with faults. Fails: as that, Malformed with the first fault.
Result<knowledge::Knowledge> knowledge_to_judge_by(const std::vector<std::string>& folders);

}  // namespace rf::cli
