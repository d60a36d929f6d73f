// "role:name" and "maker:part" pairs of one cell, parted by '|'. A ':' or '|' that belongs to a name is written "\:" or "\|".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace rf::estate {

struct Pair {
  std::string first, second;  ///< trimmed, without escapes; no ':': all of it in `second`
};

inline std::vector<Pair> read_pairs(std::string_view cell) {
  std::vector<Pair> out;
  std::string part;
  std::size_t colon = std::string::npos;
  const auto flush = [&] {
    Pair p;
    if (colon != std::string::npos) p.first = trimmed(std::string_view(part).substr(0, colon));
    p.second = trimmed(std::string_view(part).substr(colon == std::string::npos ? 0 : colon));
    if (!p.first.empty() || !p.second.empty()) out.push_back(std::move(p));
    part.clear();
    colon = std::string::npos;
  };
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const char c = cell[i];
    if (c == '\\' && i + 1 < cell.size() && (cell[i + 1] == ':' || cell[i + 1] == '|' || cell[i + 1] == '\\')) part += cell[++i];
    else if (c == '|') flush();
    else if (c == ':' && colon == std::string::npos) colon = part.size();
    else part += c;
  }
  flush();
  return out;
}

}  // namespace rf::estate
