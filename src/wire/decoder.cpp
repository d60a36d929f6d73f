// Which decoder: by content first, by port where content cannot tell (DNS has no mark of its own; a Telnet server may begin with
// plain text). A port alone proves nothing: the decoder chosen by it still refuses what does not read as its protocol.
#include "wire/decoder.h"

#include "wire/decode_quic.h"
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

Datagrams::Datagrams() : quic_(std::make_unique<QuicOpen>()) {}
Datagrams::~Datagrams() = default;
Datagrams::Datagrams(Datagrams&&) noexcept = default;
Datagrams& Datagrams::operator=(Datagrams&&) noexcept = default;

bool Datagrams::decode(const End& from, const End& to, std::string_view payload, std::uint64_t frame, Hearer& out) {
  if (is_quic_initial(payload)) return quic_->datagram(from, to, payload, frame, out);
  return decode_datagram(from, to, payload, frame, out);
}

bool decode_datagram(const End& from, const End& to, std::string_view payload, std::uint64_t frame, Hearer& out) {
  if (is_quic_initial(payload)) return QuicOpen().datagram(from, to, payload, frame, out);
  const auto port = [&](std::uint16_t p) { return from.port == p || to.port == p; };
  if (payload.empty()) return false;
  if (port(53) || port(5355)) return decode_dns(payload, frame, 0, false, out);
  if (port(5353)) return decode_dns(payload, frame, 0, true, out);
  if (payload[0] == 0x30 && (port(161) || port(162))) return decode_snmp(payload, frame, out);
  if (port(67) || port(68) || port(4011)) return decode_dhcp(payload, frame, out);
  if (port(546) || port(547)) return decode_dhcp6(payload, frame, out);
  if (port(1900)) return decode_ssdp(payload, frame, out);
  if (port(3702)) return decode_ws_discovery(payload, frame, out);
  if (to.port == 69) return decode_tftp(payload, frame, out);
  if (port(5060)) return decode_sip(payload, frame, out) || true;  // what keeps a binding open there is not SIP, but SIP follows it
  if (payload[0] >= 'A' && payload[0] <= 'Z' && decode_sip(payload, frame, out)) return true;
  return is_dns_query(payload) && decode_dns(payload, frame, 0, false, out);
}

std::unique_ptr<StreamDecoder> late_decoder_for(std::string_view segment) {
  // A record of the handshake's type that holds a ClientHello: five octets of header, then 1.
  return segment.size() > 5 && segment[0] == 0x16 && segment[5] == 1 && fit_tls(segment) == Fit::Yes ? make_tls() : nullptr;
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
  const Choice choices[] = {{fit_tls(begin), make_tls}, {fit_http(begin), make_http}, {fit_text(begin, "SSH-"), make_ssh},
                            {fit_sip(begin), make_sip}, {fit_telnet(begin), make_telnet}};
  for (const auto& c : choices) {
    if (c.fit == Fit::Yes) return c.make();
    undecided |= c.fit == Fit::Short;
  }
  if (port(53)) {
    const Fit f = fit_dns_tcp(begin);
    if (f == Fit::Yes) return make_dns_tcp();
    undecided |= f == Fit::Short;
  }
  // A greeting is the first line of the responder; FTP's and SMTP's begin alike.
  if (begin.starts_with("220 ") || begin.starts_with("220-")) {
    const bool whole = begin.find('\n') != begin.npos || begin.size() >= kPeek;
    if (port(21) || begin.find("FTP") != begin.npos) return make_ftp();
    if (port(25) || port(587) || begin.find("SMTP") != begin.npos) return make_smtp();
    undecided |= !whole;
  }
  if (begin.starts_with("+OK ")) return make_pop3();
  if (begin.starts_with("* OK ")) return make_imap();
  if (const Fit f = fit_wrapped(begin, port(1080), port(3306)); f != Fit::No) {
    if (f == Fit::Yes) return make_wrapped();
    undecided |= f == Fit::Short;
  }
  if (begin.size() >= kPeek) undecided = false;
  if (undecided) return nullptr;
  if (port(22)) return make_ssh();
  if (port(21)) return make_ftp();
  if (port(25) || port(587)) return make_smtp();
  if (port(110)) return make_pop3();
  if (port(143)) return make_imap();
  if (port(23)) return make_telnet();
  return nullptr;
}

}  // namespace rf::wire
