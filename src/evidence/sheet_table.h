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

  enum class Outcome : std::uint8_t { Rows, HeaderOnly, NoHeader, Empty };
  /// After the last row: pushes what is left, and notes what was flagged.
  Outcome end();
  std::uint64_t rows() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rf::evidence
