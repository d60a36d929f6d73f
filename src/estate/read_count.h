// Whole numbers as people write them in cells: "1,234", "1.234,5", "20 000", "20k", "12 pcs". What a text alone leaves open is settled by
// the column, like the order of day and month; what the column leaves open is unknown, and told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rf::estate {

/// What the cells of one column say of '.' and ','. Add every cell, then read them.
class NumberMarks {
 public:
  void add(std::string_view cell);
  bool groups(char mark) const { return (said(mark) & (kGroup | kLikely)) != 0 && (said(mark) & kDecimal) == 0; }   ///< it parts thousands
  bool decimal(char mark) const { return (said(mark) & (kGroup | kDecimal)) == kDecimal; }                          ///< it parts the fraction
  bool contradicts(char mark) const { return (said(mark) & (kGroup | kDecimal)) == (kGroup | kDecimal); }

 private:
  static constexpr std::uint8_t kGroup = 1, kDecimal = 2, kLikely = 4;  // likely: a group of three digits that a fraction could be
  std::uint8_t said(char mark) const { return mark == '.' ? point_ : mark == ',' ? comma_ : 0; }
  std::uint8_t point_ = 0, comma_ = 0;
};

struct ReadCount {
  enum class Outcome : std::uint8_t { Read, Blank, Negative, Fraction, Open, TooBig, No };
  Outcome outcome = Outcome::No;
  std::int64_t value = 0;
  bool grouped = false;  ///< thousands were parted
  bool scaled = false;   ///< "20k"
  std::string unit;      ///< folded word behind the number; empty where there is none
};

/// Open: '.' or ',' before three digits, and the column does not say which it is ("1.000" may be one piece with three decimals, as SAP writes it).
ReadCount read_count(std::string_view cell, const NumberMarks& column);

/// "-", "n/a", "unknown", "k. A." …: words that say that nothing is known. In any field of days and counts.
bool says_nothing(std::string_view cell);

}  // namespace rf::estate
