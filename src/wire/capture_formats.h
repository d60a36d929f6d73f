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

}  // namespace rf::wire
