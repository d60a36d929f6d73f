// A connection inside a connection: behind a proxy's CONNECT, or after STARTTLS. What begins there is told by content alone.
#pragma once

#include <memory>
#include <string>

#include "wire/decoder.h"

namespace rf::wire {

class Inner {
 public:
  Inner() = default;
  explicit Inner(std::unique_ptr<StreamDecoder> known) : decoder_(std::move(known)) {}
  StreamDecoder::Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out);
  StreamDecoder::Want gap(int direction, std::uint64_t missing, Hearer& out);

 private:
  std::unique_ptr<StreamDecoder> decoder_;
  std::string held_[2];  // at most kPeek octets and one segment a direction
  bool over_ = false;
};

}  // namespace rf::wire
