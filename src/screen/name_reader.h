// Names to screen from a stream, in constant memory: a name a line, or a column of CSV or JSONL.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "screen/lists/source.h"

namespace rf::screen {

struct NameRow {
  std::string name, country, identifier;
  std::uint64_t line = 0;  ///< 1-based, where the record begins
};

class NameReader {
 public:
  struct Columns {
    std::string name, country, identifier;  ///< headers; "" for a plain file of names, and for what is not wanted
  };
  /// Longest record.
  static constexpr std::size_t kMaxRecord = 8U << 20;

  /// `path` "-" is standard input; a file may be a .gz, or the one in a .zip. Without a column named, a table whose header says which is of names
  /// is read by it. Fails: Io; Usage (no such column; the columns there are); Unsupported (no text).
  static Result<NameReader> open(const std::string& path, const Columns& columns);
  NameReader(NameReader&& o) noexcept;
  NameReader& operator=(NameReader&&) = delete;
  ~NameReader();
  /// False at the end. Fails: Malformed (the record is left out: go on), Limit (cannot go on), Io. A quoted cell that is never closed, or whose
  /// end is no end of a cell, costs the line on which it opens and not the rows behind it.
  Result<bool> next(NameRow& out);
  std::uint64_t bytes_read() const { return read_; }
  std::uint64_t bytes_total() const { return total_; }  ///< 0 where not known (pipes)
  bool ended() const { return ended_ && at_ >= buffer_.size(); }
  /// What was taken for granted of a file without a column named: "the column \"Supplier\" …"; empty where nothing was.
  const std::string& taken() const { return taken_; }
  /// A table of which nobody says which column holds the names: its rows are read as names whole. Empty where it is none.
  const std::optional<Error>& doubt() const { return doubt_; }

 private:
  enum class Form : std::uint8_t { Lines, Csv, Jsonl };
  NameReader() = default;
  Result<void> begin(const Columns& columns);
  bool fill();
  Result<void> open_text();
  Result<void> find_column();
  Result<bool> record(std::string_view& out, bool quoted);
  Result<bool> one_line(std::string why);
  std::FILE* file_ = nullptr;
  std::string name_, buffer_, decoded_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1, record_line_ = 1, read_ = 0, total_ = 0;
  bool ended_ = false, owned_ = false, failed_ = false;
  std::optional<lists::Source> packed_;  // what a compressed file unpacks to
  std::optional<Error> fault_, doubt_;
  std::string taken_;
  Form form_ = Form::Lines;
  std::string_view charset_ = "UTF-8";
  char separator_ = ',', line_end_ = '\n';
  Columns columns_;
  int name_at_ = -1, country_at_ = -1, identifier_at_ = -1;
  std::size_t width_ = 0;
  std::vector<std::string> cells_;
};

}  // namespace rf::screen
