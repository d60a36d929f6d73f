// How one CSV file is written: its separator, its header line, where the rows begin.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/reader.h"

namespace rf::evidence {

struct Dialect {
  char separator = ',';
  std::vector<std::string> headers;
  std::vector<int> fields;         ///< of each header, -1 kept as it is
  std::uint64_t header_line = 0;   ///< 1-based
  std::size_t rows_at = 0;         ///< offset of the first row after the header
  std::uint64_t rows_line = 0;
  std::uint64_t skipped = 0;       ///< lines above the header: titles, `sep=`
  int known = 0;                   ///< headers with a field
};

/// One record from `text` at `at`: cells (quotes taken off into `arena` where needed), and the offset after it.
/// A quote that is never closed is taken as a letter, and `bad_quote` says so. O(record).
struct Record {
  std::vector<std::string_view> cells;
  std::size_t end = 0;
  std::uint64_t lines = 1;
  bool bad_quote = false;
};
class Arena {
 public:
  std::string_view keep(std::string s) {
    held_.push_back(std::move(s));
    return held_.back();
  }
  void clear() { held_.clear(); }

 private:
  std::deque<std::string> held_;
};
void read_record(std::string_view text, std::size_t at, char separator, Arena& arena, Record& out);

/// Finds separator and header among the first lines. `known` 0: no header was recognised.
Dialect find_dialect(std::string_view text, const ColumnWords& words);

}  // namespace rf::evidence
