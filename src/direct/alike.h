// Rows that no expression of a regime can tell apart but by their state on the day: a regime is evaluated on some hundreds of these
// instead of on every row, and what they are need not be found out again when the day or a scenario moves rows.
#pragma once

#include <cstdint>
#include <vector>

#include "direct/key_table.h"
#include "direct/subject.h"
#include "knowledge/knowledge.h"

namespace rf::direct {

class AlikeRows {
 public:
  /// What the expressions of the regime ask of rows. O(nodes).
  explicit AlikeRows(const knowledge::Regime& regime);
  /// Takes in the rows that have come since. False where they cannot be taken together: the regime asks for numbers of single rows, for
  /// sites, or compares days with each other or with the day that is judged; or the words are too many. O(rows that have come).
  bool take(const Subject& s);
  std::uint32_t of(std::size_t row) const { return of_[row]; }
  std::size_t size() const { return groups_; }

 private:
  bool fits(const Subject& s);
  std::uint64_t key_of(const Subject& s, std::size_t row) const;
  std::uint32_t number_of(std::uint64_t key);

  bool serves_ = true, installed_ = false;
  std::vector<Field> words_, days_;
  std::vector<Day> literals_;            ///< sorted: between two of them all days are alike
  std::vector<unsigned> widths_;         ///< bits of each part of a key
  std::vector<std::uint32_t> of_;
  static constexpr std::size_t kKeyWords = 2;
  KeyTable keys_{kKeyWords};
  std::size_t groups_ = 0;
};

}  // namespace rf::direct
