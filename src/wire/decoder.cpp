// Which decoder: by content first, by port where content cannot tell (DNS has no mark of its own; a Telnet server may begin with
// plain text). A port alone proves nothing: the decoder chosen by it still refuses what does not read as its protocol.
#include "wire/decoder.h"

#include "wire/decoders.h"

namespace rf::wire {

Fit fit_text(std::string_view begin, std::string_view prefix) {
  if (begin.size() >= prefix.size()) return begin.starts_with(prefix) ? Fit::Yes : Fit::No;
  return prefix.starts_with(begin) ? Fit::Short : Fit::No;
}

bool decode_link(std::uint64_t protocol, std::string_view payload, std::uint64_t frame, Hearer& out) {
  switch (protocol) {
    case 0x88cc: return decode_lldp(payload, frame, out);
    case 0x00000c2000: return decode_cdp(payload, frame, out);
    default: return false;
  }
}

bool decode_datagram(const End& from, const End& to, std::string_view payload, std::uint64_t frame, Hearer& out) {
  const auto port = [&](std::uint16_t p) { return from.port == p || to.port == p; };
  if (payload.empty()) return false;
  if (port(53) || port(5355)) return decode_dns(payload, frame, 0, false, out);
  if (port(5353)) return decode_dns(payload, frame, 0, true, out);
  if (payload[0] == 0x30 && (port(161) || port(162))) return decode_snmp(payload, frame, out);
  return false;
}

std::unique_ptr<StreamDecoder> stream_decoder_for(std::uint16_t initiator_port, std::uint16_t responder_port, int direction,
                                                  std::string_view begin, bool& undecided) {
  (void)direction;
  const auto port = [&](std::uint16_t p) { return initiator_port == p || responder_port == p; };
  undecided = false;
  if (begin.empty()) {
    undecided = true;
    return nullptr;
  }
  struct Choice {
    Fit fit;
    std::unique_ptr<StreamDecoder> (*make)();
  };
  const Choice choices[] = {{fit_tls(begin), make_tls}, {fit_http(begin), make_http}, {fit_text(begin, "SSH-"), make_ssh}};
  for (const auto& c : choices) {
    if (c.fit == Fit::Yes) return c.make();
    undecided |= c.fit == Fit::Short;
  }
  if (port(53)) {
    const Fit f = fit_dns_tcp(begin);
    if (f == Fit::Yes) return make_dns_tcp();
    undecided |= f == Fit::Short;
  }
  if (begin.size() >= kPeek) undecided = false;
  if (!undecided && port(22)) return make_ssh();
  return nullptr;
}

}  // namespace rf::wire
