// What several commands share: days, knowledge, the database, printing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assess/assess.h"
#include "base/result.h"
#include "cli/options.h"
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
bool colour_wanted();
int terminal_columns();
/// The request that the reading options say. Fails: Usage.
Result<assess::Request> request_of(const Options& o);

}  // namespace rf::cli
