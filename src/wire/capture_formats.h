// What source.cpp and the formats' files share; not the room's door.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "wire/source.h"

namespace rf::wire {

bool is_pcap(std::string_view head);
bool is_pcapng(std::string_view head);
bool is_snoop(std::string_view head);
Result<std::unique_ptr<Capture>> open_pcap(std::string_view bytes);
Result<std::unique_ptr<Capture>> open_pcapng(std::string_view bytes);
Result<std::unique_ptr<Capture>> open_snoop(std::string_view bytes);

/// The end of a capture that stops before its bytes do.
Error cut_short(Kind kind, std::uint64_t offset, std::string why, std::uint64_t frames);

/// Asks the processor for what lies ahead, line by line and once: a record's header must be there before the next is known, and its
/// own prefetching stops at pages.
class ReadAhead {
 public:
  explicit ReadAhead(const char* begin) : asked_(begin) {}
  void of(const char* at) {
    for (const char* const until = at + kAhead; asked_ < until; asked_ += kLine) __builtin_prefetch(asked_);  // a hint may point past the end
  }

 private:
  static constexpr std::size_t kAhead = 2048, kLine = 64;  // bytes; 1024 to 8192 measured alike
  const char* asked_;
};

}  // namespace rf::wire
