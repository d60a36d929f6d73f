// Brackets and strings are all that has to be known to find where an object ends; what is inside is simdjson's.
//   {"results":[{…},{…}]}   the outer object is told from an item by what follows its first key: an array of objects
#include "screen/lists/json_items.h"

#include "base/text.h"

namespace rf::screen::lists {
namespace {
/// Whether a document's first object is a wrapper: one of its first keys holds an array of objects.
bool is_wrapper(std::string_view head) {
  head = trimmed(head);
  head.remove_prefix(byte_order_mark(head));
  if (!head.starts_with('{')) return false;
  int depth = 0;
  bool string = false, escaped = false;
  char before = 0;
  for (const char c : head) {
    if (string) {
      if (escaped) escaped = false;
      else if (c == '\\') escaped = true;
      else if (c == '"') string = false;
      continue;
    }
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    if (c == '"') string = true;
    if (c == '{' && before == '[' && depth == 2) return true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth == 0) return false;  // the first object is whole: an item
    before = c;
  }
  return false;
}
}  // namespace

Result<bool> JsonItems::next() {
  item_.clear();
  const bool wrapper = !started_ && is_wrapper(source_.head());
  if (!started_ && wrapper) outer_ = "?";  // the next '{' opens the wrapper
  started_ = true;
  int depth = 0;
  bool string = false, escaped = false, in_item = false, outer_string = false;
  for (;;) {
    if (piece_.empty()) {
      RF_TRY(piece_, source_.next());
      if (piece_.empty()) {
        if (in_item || outer_string || !outer_.empty())
          return std::unexpected(Error{Kind::Truncated, source_.name(), "line " + std::to_string(in_item ? item_line_ : line_), "the JSON ends in the middle: it was cut", "fetch the file again"});
        return false;
      }
    }
    std::size_t i = 0;
    for (; i < piece_.size(); ++i) {
      const char c = piece_[i];
      line_ += c == '\n';
      if (in_item) {
        if (string) {
          if (escaped) escaped = false;
          else if (c == '\\') escaped = true;
          else if (c == '"') string = false;
          continue;
        }
        if (c == '"') string = true;
        else if (c == '{' || c == '[') ++depth;
        else if ((c == '}' || c == ']') && --depth == 0) break;
        continue;
      }
      if (outer_string) {
        if (escaped) escaped = false;
        else if (c == '\\') escaped = true;
        else if (c == '"') outer_string = false;
        continue;
      }
      if (c == '"') {
        outer_string = true;
        if (outer_.empty())
          return std::unexpected(Error{Kind::Malformed, source_.name(), "line " + std::to_string(line_), "text stands where an object was expected", "this is no list in JSON"});
      } else if (c == '[') {
        outer_ += '[';
        if (outer_.size() > 8) return std::unexpected(Error{Kind::Malformed, source_.name(), "line " + std::to_string(line_), "nested deeper than a list is", {}});
      } else if (c == '{' && outer_ == "?") {
        outer_ = "{";
      } else if (c == '{' && outer_.ends_with('{')) {
        outer_ += '{';  // an object beside the array, such as "meta": {…}
        if (outer_.size() > 8) return std::unexpected(Error{Kind::Malformed, source_.name(), "line " + std::to_string(line_), "nested deeper than a list is", {}});
      } else if (c == '{') {
        in_item = true;
        depth = 1;
        item_line_ = line_;
        item_offset_ = offset_ + i;
        piece_.remove_prefix(i);
        offset_ += i;
        i = 0;
      } else if (c == ']' || c == '}') {
        if (outer_.empty()) return std::unexpected(Error{Kind::Malformed, source_.name(), "line " + std::to_string(line_), "a bracket closes that was never opened", {}});
        outer_.pop_back();
      } else if (outer_.empty() && c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != ',' && static_cast<unsigned char>(c) < 0x80) {
        return std::unexpected(Error{Kind::Malformed, source_.name(), "line " + std::to_string(line_), "no object begins here", "this is no list in JSON"});
      }
    }
    if (in_item) {
      const std::size_t n = i < piece_.size() ? i + 1 : piece_.size();
      item_.append(piece_.substr(0, n));
      piece_.remove_prefix(n);
      offset_ += n;
      if (item_.size() > kMaxItem)
        return std::unexpected(Error{Kind::Limit, source_.name(), "line " + std::to_string(item_line_), "an object of more than 32 MiB, more than any list has", "perhaps a quote that is never closed; fetch the file again"});
      if (depth == 0) return true;
    } else {
      offset_ += piece_.size();
      piece_ = {};
    }
  }
}

}  // namespace rf::screen::lists
