// A YAML document as a tree that knows its lines. Strings point into the bytes it was read from, or into the image.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace rf::knowledge {

struct Node {
  enum class Type : std::uint8_t { Null, Scalar, List, Map };
  Type type = Type::Null;
  bool quoted = false;       ///< "null" in quotes is a word
  char style = 'p';          ///< plain, ' or ", | or >; not kept in an image
  std::uint32_t line = 0;    ///< 1-based
  std::uint32_t column = 0;  ///< 1-based, in bytes; 0 where read from an image
  std::string text;
  std::vector<Node> items;   ///< list items, or the values of a map
  std::vector<std::string> keys;
  std::vector<std::uint32_t> key_lines;

  const Node* find(std::string_view key) const;
  bool is_null() const { return type == Type::Null; }
  /// The scalar below `key`, or "".
  std::string_view get(std::string_view key) const;
};

inline constexpr int kMaxDepth = 32;                   // deepest file of ours: 7
inline constexpr std::size_t kMaxNodes = 4'000'000;    // the largest list edition has under 1 M entries

/// Reads one YAML 1.1 document (libyaml). Refuses what an analyst's file has no need of and an attacker has:
/// aliases (billion laughs), duplicate keys, nesting over kMaxDepth. Fails: Malformed, Unsupported, Limit; `where` is the line.
Result<Node> parse_yaml(std::string_view bytes);

}  // namespace rf::knowledge
