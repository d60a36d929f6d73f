// What a person may have meant by a word that nobody has: for hints in errors, never for deciding.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rf {

/// Least number of letters inserted, left out or changed (Levenshtein). O(a × b).
inline std::size_t letters_apart(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

/// "perhaps core-removal, 5g-removal": at most three of `names` that are near to `word`, or hold it; "" where none is.
template <class Names>
std::string perhaps(std::string_view word, const Names& names) {
  if (word.empty() || word.size() > 80) return {};
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const auto& n : names) {
    const std::string_view name(n);
    const std::size_t d = letters_apart(word, name);
    if (d <= 1 + name.size() / 4) near.emplace_back(d, name);
    else if (word.size() >= 3 && name.find(word) != std::string_view::npos) near.emplace_back(name.size(), name);
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  std::string out;
  for (std::size_t i = 0; i < near.size() && i < 3; ++i) out += (i == 0 ? "perhaps " : ", ") + near[i].second;
  return out;
}

}  // namespace rf
