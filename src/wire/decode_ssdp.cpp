// SSDP: UPnP Device Architecture 2.0 section 1, HTTP's form over UDP. WS-Discovery: OASIS WS-Discovery 1.1, XML over UDP; ONVIF
// cameras and printers answer to it. Home gateways, set-top boxes and cameras name maker, model and firmware here.
#include "base/text.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/http_header.h"
#include "wire/say.h"
#include "wire/xml_text.h"

namespace rf::wire {

bool decode_ssdp(std::string_view message, std::uint64_t frame, Hearer& out) {
  const bool answer = message.starts_with("HTTP/1.");
  if (!answer && !message.starts_with("NOTIFY ") && !message.starts_with("M-SEARCH ")) return false;
  bool first = true;
  while (!message.empty()) {
    const std::size_t end = std::min(message.find('\n'), message.size());
    const std::string_view line = trimmed(message.substr(0, end));
    message.remove_prefix(std::min(end + 1, message.size()));
    if (line.empty()) break;
    if (first) {
      say(out, answer ? field::kHttpStatus : field::kHttpRequest, line, frame);
      first = false;
      continue;
    }
    const HttpHeader h = http_header(line);
    if (same_word(h.name, "SERVER")) say(out, field::kHttpServer, h.value, frame);
    else if (same_word(h.name, "USER-AGENT")) say(out, field::kHttpUserAgent, h.value, frame);
    else if (same_word(h.name, "HOST")) say(out, field::kHttpHost, h.value, frame);
    else if (same_word(h.name, "USN")) say(out, field::kSsdpUsn, h.value, frame);
    else if (same_word(h.name, "LOCATION")) say(out, field::kSsdpLocation, h.value, frame);
    else if (same_word(h.name, "NT") || same_word(h.name, "ST")) say(out, field::kSsdpTarget, h.value, frame);
  }
  return true;
}

bool decode_ws_discovery(std::string_view message, std::uint64_t frame, Hearer& out) {
  if (message.find("Envelope") == message.npos) return false;
  say(out, field::kWsdTypes, xml_text(message, "Types"), frame);
  say(out, field::kWsdScopes, xml_text(message, "Scopes"), frame);
  say(out, field::kWsdAddresses, xml_text(message, "XAddrs"), frame);
  return true;
}

}  // namespace rf::wire
