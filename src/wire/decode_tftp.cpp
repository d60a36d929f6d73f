// TFTP: RFC 1350 section 5. Requests only: what a box fetches, often its firmware or configuration, by name.
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"

namespace rf::wire {

bool decode_tftp(std::string_view message, std::uint64_t frame, Hearer& out) {
  if (message.size() < 6 || message[0] != 0 || (message[1] != 1 && message[1] != 2)) return false;
  const std::size_t end = message.find('\0', 2);
  if (end == message.npos || end == 2 || message.find('\0', end + 1) == message.npos) return false;
  say(out, field::kTftpFile, message.substr(2, end - 2), frame);
  return true;
}

}  // namespace rf::wire
