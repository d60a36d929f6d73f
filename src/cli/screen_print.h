// One screened name as JSON, CSV and text.
#pragma once

#include <string>
#include <string_view>

#include "screen/screener.h"

namespace rf::cli {

/// Appends one JSON object without line end. `calibration`: with the table of scores.
void append_json(std::string& out, const screen::Screener& screener, std::string_view query, const screen::Screened& s, bool calibration);
void append_csv_header(std::string& out);
/// A line a candidate; one with an empty status where there is none.
void append_csv(std::string& out, const screen::Screener& screener, std::string_view query, const screen::Screened& s);
/// `explain`: every weight; else what matched best in a few words.
void append_text(std::string& out, const screen::Screener& screener, std::string_view query, const screen::Screened& s, bool explain);
/// The table of scores, for --explain.
std::string calibration_in_words(const names::Calibration& c);

/// A JSON string in which control characters and marks that turn the direction of writing stand as \uXXXX.
std::string safe_json(std::string_view s);

}  // namespace rf::cli
