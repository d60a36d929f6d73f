// The door of the report room: one answer, written for a terminal, for machines, and as a page to hand on.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "assess/answer.h"
#include "base/result.h"

namespace rf::report {

struct Options {
  bool assets = true;  ///< --no-assets: neither `assets` nor lists of them inside findings
  bool all = false;    ///< --all: lists are not cut at 100
  bool colour = false;
  int columns = 80;
  int indent = 1;
  bool explain = false;  ///< --explain: the chain of each finding in the text
};

/// The object of contracts.md "assess", written in pieces through `out` so that no answer is held whole.
using Write = std::function<void(std::string_view)>;
void write_json(const assess::Answer& a, const Options& o, const Write& out);
/// One object a line with a `type` (asset, supplier, finding, regime, error), one summary last.
void write_jsonl(const assess::Answer& a, const Options& o, const Write& out);
/// `identify`: one object a device, in `format` text, json, jsonl or csv; in one answer or several, one behind the other.
class DeviceWriter {
 public:
  DeviceWriter(const Options& o, std::string_view format, Write out) : o_(o), format_(format), out_(std::move(out)) {}
  void put(const assess::Answer& a);
  void end();  ///< nothing, where no answer was put

 private:
  void begin();
  void tell_parts();
  void flush();
  Options o_;
  std::string format_;
  Write out_;
  std::string held_;  ///< JSON that is not handed on yet
  bool begun_ = false;
  std::size_t rows_ = 0;
  std::map<std::string, std::int64_t> parts_;  ///< of the device at hand, by maker
};
/// Findings as CSV (RFC 4180).
void write_csv(const assess::Answer& a, const Options& o, const Write& out);
/// For a terminal of `columns` columns.
std::string text(const assess::Answer& a, const Options& o);
/// One self-contained HTML file.
std::string html(const assess::Answer& a, const Options& o);
/// Deadlines as an iCalendar file (RFC 5545).
std::string ics(const assess::Answer& a);
/// One line for stderr, and what the exit status says of it.
std::string summary_line(const assess::Answer& a);
/// A finding, regime … alone, as it stands in the JSON (for the store).
std::string finding_json(const Finding& f, const assess::Answer& a, const Options& o);
std::string regime_json(const RegimeResult& r);
/// --report FILE: the format is told by the ending (.html, .json, .csv, .jsonl, .txt). Fails: Usage, Io.
Result<void> write_file_as(const std::string& path, const assess::Answer& a, const Options& o);
/// The same for another answer: `write` is given the format its ending tells (html, json, jsonl, csv or text).
Result<void> write_file_as(const std::string& path, const std::function<void(std::string_view format, const Write& out)>& write);

}  // namespace rf::report
