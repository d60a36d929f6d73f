// Lines out of chunks: a line that lies in one chunk is a view into it, one that spans chunks is put together here.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace rf::wire {

class Lines {
 public:
  /// `limit`: what of a line is kept; the rest up to its end is dropped.
  explicit Lines(std::size_t limit) : limit_(limit) {}
  /// The next line without its LF and one CR before it, valid until the next call; takes it off `chunk`. False: `chunk` is used up.
  bool next(std::string_view& chunk, std::string_view& line) {
    if (given_) {
      held_.clear();
      given_ = false;
    }
    const void* const found = chunk.empty() ? nullptr : std::memchr(chunk.data(), '\n', chunk.size());
    const std::size_t end = found ? static_cast<std::size_t>(static_cast<const char*>(found) - chunk.data()) : chunk.size();
    if (!found || !held_.empty()) held_.append(chunk.substr(0, std::min(end, limit_ - std::min(limit_, held_.size()))));
    line = held_.empty() ? chunk.substr(0, std::min(end, limit_)) : std::string_view(held_);
    chunk.remove_prefix(found ? end + 1 : end);
    if (!found) return false;
    given_ = true;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }
  /// What of an unfinished line is held.
  std::string_view held() const { return given_ ? std::string_view() : std::string_view(held_); }
  bool at_line_start() const { return held().empty(); }
  void drop() { std::string().swap(held_); }

 private:
  std::size_t limit_;
  std::string held_;
  bool given_ = false;
};

}  // namespace rf::wire
