// Rows of a separated file (RFC 4180) from a stream, in constant memory, each with where it stood.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "screen/lists/source.h"

namespace rf::screen::lists {

/// Longest row. The longest held is 130 kB (a designation with its reasons); a quote that never closes ends here.
inline constexpr std::size_t kMaxRow = 8U << 20;
inline constexpr std::size_t kMaxCells = 4096;  // GLEIF level 1 has 338 columns

class CsvRows {
 public:
  CsvRows(Source& source, char separator) : source_(source), separator_(separator) {}
  /// The next row that is not blank, as UTF-8, in `cells()`; false at the end. A lone Ctrl-Z (end of a DOS file) is the end.
  /// Fails: Truncated (ends inside a quoted cell), Limit, Unsupported (letters in an encoding that is
  /// not told), and what the source fails with.
  Result<bool> next();
  const std::vector<std::string>& cells() const { return cells_; }
  std::uint64_t line() const { return row_line_; }      ///< 1-based, of the row's first line
  std::uint64_t offset() const { return row_offset_; }  ///< of the row's first byte
  bool closed() const { return closed_; }               ///< the last row given ended with a line feed
  std::size_t replaced() const { return replaced_; }    ///< letters that could not be decoded

 private:
  Result<bool> fill();
  void end_cell();
  Result<bool> ended();
  Source& source_;
  char separator_;
  std::string_view piece_;
  std::vector<std::string> cells_;
  std::size_t used_ = 0;  // cells of this row; the strings of the last row are used again
  std::string cell_;
  std::uint64_t line_ = 1, offset_ = 0, row_line_ = 1, row_offset_ = 0;
  std::size_t replaced_ = 0, in_utf8_ = 0, odds_ = 0;  // cells with letters beyond ASCII that are UTF-8, that are not
  bool closed_ = true, started_ = false;
  std::string_view charset_ = "UTF-8";
  std::string odd_;  // cells with letters beyond ASCII that are no UTF-8, the first 16 kB: what they are read as is looked at again at the end
};

/// A header line's columns by name, without case and outer space.
class Columns {
 public:
  explicit Columns(const std::vector<std::string>& header);
  /// Place of a column, -1 where there is none of these names.
  int at(std::string_view name) const;
  bool has(std::initializer_list<std::string_view> names) const;
  std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
};

/// The cell below a column, trimmed; "" where the row or the file has none.
inline std::string_view cell(const std::vector<std::string>& row, int at) {
  return at < 0 || static_cast<std::size_t>(at) >= row.size() ? std::string_view() : trimmed(row[static_cast<std::size_t>(at)]);
}

}  // namespace rf::screen::lists
