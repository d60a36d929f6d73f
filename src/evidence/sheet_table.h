// One sheet of a workbook as a table: finds its header among the first rows, then pushes rows in batches.
// The reader of the format (xlsx, ods) gives rows of cells; nothing holds more of the sheet than its first rows.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/reader.h"
#include "evidence/table_rows.h"

namespace rf::evidence {

struct SheetCell {
  enum class Kind : std::uint8_t {
    Text,
    Number,
    LongNumber,   ///< more than 15 digits: IEEE 754 doubles, and so spreadsheets, keep no more
    Fault,        ///< a formula's error, such as #REF!
    NotComputed,  ///< a formula whose value was never stored
  };
  std::uint32_t column = 0;  ///< from 0
  Kind kind = Kind::Text;
  bool lasting = false;      ///< `text` outlives the sheet; else it lives until row() returns
  std::string_view text;
};

/// A merged range; rows 1-based, columns from 0, both ends included.
struct SheetMerge {
  std::uint64_t first_row = 0, last_row = 0;
  std::uint32_t first_column = 0, last_column = 0;
};

/// "A", "XFD" … of a column from 0.
std::string column_letters(std::uint32_t column);

class SheetRows {
 public:
  virtual ~SheetRows() = default;
  /// Cells by ascending column; false: no further row is wanted.
  virtual bool row(std::uint64_t line, bool hidden, std::span<const SheetCell> cells) = 0;
};

class SheetTable : public SheetRows {
 public:
  /// `merges`: where they are known before the rows; ranges over several rows are filled down.
  SheetTable(const ColumnWords& words, Sink& sink, std::string sheet, std::uint32_t table, std::vector<SheetMerge> merges);
  ~SheetTable() override;
  bool row(std::uint64_t line, bool hidden, std::span<const SheetCell> cells) override;

  enum class Outcome : std::uint8_t { Rows, HeaderOnly, NoHeader, Empty, Pivot };
  /// After the last row: pushes what is left, and notes what was flagged.
  Outcome end();
  std::uint64_t rows() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Keeps the cells of one row, by their places, for `show`.
class OneSheetRow : public SheetRows {
 public:
  explicit OneSheetRow(std::uint64_t line) : line_(line) {}
  bool row(std::uint64_t line, bool, std::span<const SheetCell> cells) override {
    if (line != line_) return true;
    for (const auto& c : cells) cells_.emplace_back(column_letters(c.column) + std::to_string(line), std::string(c.text));
    found = true;
    return false;
  }
  /// Fails: Malformed where the sheet had no such row.
  Result<std::vector<std::pair<std::string, std::string>>> take(std::string_view sheet) {
    if (!found) return fail(Kind::Malformed, "the sheet " + std::string(sheet) + " has no line " + std::to_string(line_), {}, "is it still the file that was assessed?");
    return std::move(cells_);
  }
  bool found = false;

 private:
  std::uint64_t line_;
  std::vector<std::pair<std::string, std::string>> cells_;
};

/// What became of each sheet of a workbook, told to its sink; used by every reader of workbooks.
class SheetOutcomes {
 public:
  explicit SheetOutcomes(Sink& sink) : sink_(sink) {}
  void add(const std::string& sheet, bool hidden, const SheetTable& table, SheetTable::Outcome outcome);
  void pivot(const std::string& sheet);                                    ///< a live one: the reader passed the sheet over
  void failed(Error why, const std::string& sheet, std::uint64_t rows);    ///< within a sheet; rows before it were read
  /// Fails: Unsupported where no sheet gave rows and none failed.
  Result<void> result() const;

 private:
  void note(const std::string& sheet, std::string why, std::string remedy = {});
  Sink& sink_;
  std::size_t read_ = 0, without_ = 0, failed_ = 0;
};

}  // namespace rf::evidence
