// Names to screen from a stream, in constant memory: a name a line, or a column of CSV or JSONL.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"

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
  /// Longest record; a quote that never closes ends here.
  static constexpr std::size_t kMaxRecord = 8U << 20;

  /// `path` "-" is standard input. Fails: Io; Usage (no such column; the columns there are).
  static Result<NameReader> open(const std::string& path, const Columns& columns);
  NameReader(NameReader&& o) noexcept;
  NameReader& operator=(NameReader&&) = delete;
  ~NameReader();
  /// False at the end. Fails: Malformed (the record is left out: go on), Limit (cannot go on), Io.
  Result<bool> next(NameRow& out);
  std::uint64_t bytes_read() const { return read_; }
  std::uint64_t bytes_total() const { return total_; }  ///< 0 where not known (pipes)
  bool ended() const { return ended_ && at_ >= buffer_.size(); }

 private:
  enum class Form : std::uint8_t { Lines, Csv, Jsonl };
  NameReader() = default;
  Result<void> begin(const Columns& columns);
  bool fill();
  Result<bool> record(std::string_view& out, bool quoted);
  std::FILE* file_ = nullptr;
  std::string name_, buffer_, decoded_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1, record_line_ = 1, read_ = 0, total_ = 0;
  bool ended_ = false, owned_ = false, failed_ = false;
  Form form_ = Form::Lines;
  Encoding encoding_ = Encoding::Utf8;
  char separator_ = ',';
  Columns columns_;
  int name_at_ = -1, country_at_ = -1, identifier_at_ = -1;
  std::size_t width_ = 0;
  std::vector<std::string> cells_;
};

}  // namespace rf::screen
