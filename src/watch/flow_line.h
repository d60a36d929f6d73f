// One flow as a line of JSON, straight into a buffer: a capture has a flow for every few packets, so what a flow costs counts.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/flow.h"

namespace rf::watch {

/// RFC 3339 in UTC with nine digits of a second where the time has them, else six. Keeps the day and the second it wrote last, since
/// the next time is mostly of the same.
class TimeText {
 public:
  static constexpr std::size_t kMost = 32;
  /// Writes at `p` and returns the end; room for kMost.
  char* put(char* p, std::int64_t nanoseconds);

 private:
  std::int64_t second_ = INT64_MIN, day_ = INT64_MIN;
  char text_[21] = "0000-00-00T00:00:00.";
};

/// Room that put_flow takes at most: every field at its longest has some 480 characters.
inline constexpr std::size_t kMaxFlowLine = 768;
/// {"type":"flow",…,"frame":n[,"vlan":n] as contracts.md has it, without what follows: the input's name and the bracket.
char* put_flow(char* p, const wire::Flow& f, TimeText& times);

}  // namespace rf::watch
