#include "report/wrap.h"

#include <algorithm>

#include "base/text.h"

namespace rf::report {
namespace {

/// Bytes of the first `columns` columns of `s`, at least one character.
std::size_t prefix(std::string_view s, int columns) {
  std::size_t at = 0;
  int taken = 0;
  while (at < s.size()) {
    const std::size_t n = std::max<std::size_t>(1, utf8_length(s.substr(at)));
    const int width = columns_of(s.substr(at, n));
    if (at > 0 && taken + width > columns) break;
    taken += width;
    at += n;
  }
  return at;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, int columns) {
  columns = std::max(columns, 10);
  std::vector<std::string> out;
  std::string line;
  int taken = 0;
  for (auto word : split(text, ' ')) {
    if (word.empty()) continue;
    int width = columns_of(word);
    if (!line.empty() && taken + 1 + width <= columns) {
      line += ' ';
      line += word;
      taken += 1 + width;
      continue;
    }
    if (!line.empty()) out.push_back(std::move(line));
    while (width > columns) {  // paths, and scripts without spaces
      const std::size_t n = prefix(word, columns);
      out.emplace_back(word.substr(0, n));
      word.remove_prefix(n);
      width = columns_of(word);
    }
    line = word;
    taken = width;
  }
  if (!line.empty() || out.empty()) out.push_back(std::move(line));
  return out;
}

std::string fitted(std::string_view text, int columns) {
  std::string out(text);
  if (columns_of(text) > columns) out = std::string(text.substr(0, prefix(text, columns - 1))) + "…";
  out.append(static_cast<std::size_t>(std::max(0, columns - columns_of(out))), ' ');
  return out;
}

std::string right(std::string_view text, int columns) {
  return std::string(static_cast<std::size_t>(std::max(0, columns - columns_of(text))), ' ') + std::string(text);
}

}  // namespace rf::report
