// Columns that an estate borrows from a pack: cells are unpacked when they are asked for.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "evidence/pack_view.h"
#include "model/asset_columns.h"

namespace rf::estate {

/// Lives as long as every estate that borrows from it (shared).
struct LentColumns {
  std::shared_ptr<const void> file;  ///< what the columns point into
  std::size_t rows = 0;
  std::array<evidence::PackedCodes, kFieldCount> words;
  std::array<evidence::PackedValues, kFieldCount> values;  ///< days and counts
  std::array<evidence::PackedTexts, kFieldCount> texts;
  std::array<evidence::PackedNumbers, kFieldCount> filled;  ///< of texts: 1 where there is one
  std::vector<std::pair<std::string, evidence::PackedCodes>> extras;
  std::vector<std::vector<std::string_view>> extra_words;
  evidence::PackedCodes from;  ///< where a row stood before it was packed; never without words
  std::vector<std::string_view> from_words;
  evidence::PackedValues line;

  bool damaged() const { return std::any_of(texts.begin(), texts.end(), [](const auto& t) { return t.damaged(); }); }
};

}  // namespace rf::estate
