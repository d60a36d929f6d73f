// Parts of an OOXML workbook (ECMA-376, transitional and strict): strings, number formats, sheets.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/sheet_table.h"
#include "evidence/xml_pull.h"

namespace rf::evidence::xlsx {

/// The texts that cells share, kept once: 8 bytes a text beside its bytes.
class SharedStrings {
 public:
  static constexpr std::uint64_t kMaxBytes = std::uint64_t{512} << 20;  // a sheet is full at 1,048,576 rows; 20 distinct texts of 24 bytes each
  static constexpr std::size_t kMaxStrings = 20'000'000;
  Result<void> read(XmlPull& xml);  ///< xl/sharedStrings.xml
  std::size_t size() const { return entries_.size(); }
  std::string_view at(std::size_t i) const {
    const Entry e = entries_[i];
    return {chunks_[e.offset >> kChunkLog].get() + (e.offset & (kChunk - 1)), e.length};
  }

 private:
  static constexpr unsigned kChunkLog = 21;  // 2 MiB, above XmlPull::kMaxToken
  static constexpr std::size_t kChunk = std::size_t{1} << kChunkLog;
  struct Entry {
    std::uint32_t offset, length;
  };
  bool add(std::string_view s);
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = kChunk;  ///< of the last chunk
  std::vector<Entry> entries_;
};

/// Appends the text of a string item or an inline string up to the end of the element just begun: runs joined, what
/// is only read aloud (rPh) left out, _xHHHH_ undone (ECMA-376 part 1 §22.9.2.19). False: the XML is bad.
bool read_rich_text(XmlPull& xml, std::string& out);

/// What a number in a cell means.
struct NumberFormat {
  enum class Kind : std::uint8_t { Plain, Day, DayTime, Time, Zeros } kind = Kind::Plain;
  std::uint8_t digits = 0;  ///< of Zeros: "00000" shows 42 as 00042
};
/// §18.8.30 and the built-in numbers of §18.8.30 with those of East Asian versions.
NumberFormat number_format(std::uint32_t id, std::string_view code);
/// Format of each cell style. Part xl/styles.xml.
Result<std::vector<NumberFormat>> read_styles(XmlPull& xml);

/// A day serial as ISO text; empty where it is none (before 1900, the 29 February 1900 that never was, after 9999).
std::string day_text(double serial, bool system_1904, NumberFormat::Kind kind);
/// A number as people see it: whole ones in digits, others in 15 significant digits. `long_number`: over 15 digits.
std::string number_text(std::string_view raw, bool& long_number);

struct SheetContext {
  const SharedStrings* strings = nullptr;
  const std::vector<NumberFormat>* styles = nullptr;
  bool system_1904 = false;
};
struct SheetFacts {
  std::uint64_t bad_cells = 0;      ///< shared texts that are not there, rows of more than can be held
  std::string first_bad;
  std::uint64_t never_days = 0;     ///< days that never were, kept as numbers
  std::string first_never;
  std::uint64_t merged_over_rows = 0;
};
/// Rows of a worksheet in order. Fails where the XML is bad; rows before that were pushed.
Result<void> read_sheet(XmlPull& xml, const SheetContext& context, SheetRows& rows, SheetFacts& facts);
/// Only its merged ranges, at most `most`.
Result<std::vector<SheetMerge>> read_merges(XmlPull& xml, std::size_t most);

}  // namespace rf::evidence::xlsx
