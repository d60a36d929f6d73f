// The objects of a JSON document one by one, in constant memory: of an array, of the array below "results", or one a line.
#pragma once

#include <cstdint>
#include <string>

#include "screen/lists/source.h"

namespace rf::screen::lists {

inline constexpr std::size_t kMaxItem = 32U << 20;  // the longest entity of OpenSanctions held: 6 MB

class JsonItems {
 public:
  explicit JsonItems(Source& source) : source_(source) {}
  /// The next object in `text()`; false at the end. Objects are those at the first depth at which an array of objects, or a
  /// line of its own, holds them. Fails: Truncated (ends inside an object or before the array is closed), Malformed, Limit.
  Result<bool> next();
  const std::string& text() const { return item_; }
  std::uint64_t line() const { return item_line_; }
  std::uint64_t offset() const { return item_offset_; }

 private:
  Source& source_;
  std::string_view piece_;
  std::string item_, outer_;  // outer_: brackets that are open around the items
  std::uint64_t line_ = 1, offset_ = 0, item_line_ = 1, item_offset_ = 0;
  bool started_ = false;
};

}  // namespace rf::screen::lists
