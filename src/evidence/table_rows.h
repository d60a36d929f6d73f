// What all tables share, however they are written: which line is the header, which rows are sums, how bad rows are told.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/reader.h"

namespace rf::evidence {

inline constexpr int kHeaderWithin = 40;              // cover pages of exports seen are under 20 lines
inline constexpr std::size_t kMaxCell = 64 * 1024;    // bytes; a spreadsheet's cell holds 32,767 characters

/// How much a line looks like the header of an inventory.
struct HeaderLikeness {
  std::vector<int> fields;  ///< of each header; -1 kept as it is
  int known = 0;            ///< headers with a field
  int score = -1;           ///< -1: no header
};
/// `index`: lines above it that could have been the header; `rows_fit`: the rows below have its width. O(headers²).
HeaderLikeness header_likeness(const std::vector<std::string>& headers, bool rows_fit, int index, const ColumnWords& words);

/// A word for a sum, and behind it numbers alone; a device may be called Total too, but it has a maker or a model.
bool is_sum_row(std::span<const std::string_view> cells);

/// A column of sums that a pivot table made, such as "Sum of Pieces", in the words of spreadsheet programs; such a table's rows are sums
/// of other rows. Not where a field was said to be in it (--column, --map).
bool is_pivot_sum(std::string_view header);
bool has_pivot_sums(std::span<const std::string> headers, std::span<const int> fields);
inline constexpr std::string_view kPivotPasted = "holds the values of a pivot table, sums of other rows: passed over";

/// Names the first bad rows one by one and counts the rest.
class RowMessages {
 public:
  /// `sheet`: of a workbook, "" for a plain file.
  explicit RowMessages(Sink& sink, std::string sheet = {}) : sink_(sink), sheet_(std::move(sheet)) {}
  void row(std::uint64_t line, std::string why);
  ~RowMessages();
  RowMessages(const RowMessages&) = delete;
  RowMessages& operator=(const RowMessages&) = delete;
  std::uint64_t count() const { return count_; }

 private:
  Sink& sink_;
  std::string sheet_;
  std::uint64_t count_ = 0;
};

}  // namespace rf::evidence
