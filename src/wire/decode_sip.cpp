// SIP: RFC 3261, over UDP and TCP. Only what names the software of an end: User-Agent (20.41) and Server (20.35). Who calls whom
// is not read.
#include "base/text.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/http_header.h"
#include "wire/reply_stream.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

void say_sip_header(std::string_view line, std::uint64_t frame, int direction, Hearer& out) {
  if (line.size() < 8 || (line[0] | 0x20) != (line[0] == 'U' || line[0] == 'u' ? 'u' : 's')) return;
  const HttpHeader h = http_header(line);
  if (same_word(h.name, "User-Agent")) say(out, field::kSipUserAgent, h.value, frame, direction);
  else if (same_word(h.name, "Server")) say(out, field::kSipServer, h.value, frame, direction);
}

class SipStream : public ReplyStream {
 public:
  SipStream() : ReplyStream(512) {}  // some dozen messages: both ends have named themselves

 private:
  bool line(int direction, std::string_view text, std::uint64_t frame, Hearer& out) override {
    say_sip_header(text, frame, direction, out);
    return true;
  }
};

}  // namespace

Fit fit_sip(std::string_view begin) {
  if (const Fit f = fit_text(begin, "SIP/2.0 "); f != Fit::No) return f;
  const std::size_t blank = begin.find(' ');
  if (blank == begin.npos || blank == 0 || blank > 12) return blank == begin.npos && begin.size() <= 12 ? Fit::Short : Fit::No;
  for (const char c : begin.substr(0, blank))
    if (c < 'A' || c > 'Z') return Fit::No;
  const std::string_view target = begin.substr(blank + 1);
  for (const char* scheme : {"sip:", "sips:", "tel:"})
    if (const Fit f = fit_text(target, scheme); f != Fit::No) return f;
  return Fit::No;
}

bool decode_sip(std::string_view message, std::uint64_t frame, Hearer& out) {
  if (fit_sip(message) != Fit::Yes) return false;
  while (!message.empty()) {
    const std::size_t end = std::min(message.find('\n'), message.size());
    const std::string_view line = trimmed(message.substr(0, end));
    message.remove_prefix(std::min(end + 1, message.size()));
    if (line.empty()) break;  // a body follows
    say_sip_header(line, frame, 0, out);
  }
  return true;
}

std::unique_ptr<StreamDecoder> make_sip() { return std::make_unique<SipStream>(); }

}  // namespace rf::wire
