#include "fuzz/wire.h"

#include <algorithm>
#include <cstdlib>

#include "wire/certificate.h"
#include "wire/decoders.h"
#include "wire/fields.h"

namespace rf::fuzz {

std::vector<Piece> read_recording(std::string_view bytes) {
  std::vector<Piece> out;
  while (bytes.size() >= 3) {
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    Piece p;
    p.direction = octet(0) >> 7;
    const std::size_t length = octet(1) << 8U | octet(2);
    const bool gap = octet(0) & 0x40;
    bytes.remove_prefix(3);
    if (gap) {
      p.gap = length;
    } else {
      p.bytes = bytes.substr(0, length);
      bytes.remove_prefix(p.bytes.size());
    }
    if (p.gap || !p.bytes.empty()) out.push_back(p);
  }
  return out;
}

void Heard::said(const wire::Said& s) {
  // A field that is not in the table, or an empty or endless value, breaks the promise to consumers.
  if (std::ranges::none_of(wire::kFields, [&](const auto& f) { return f.name.data() == s.field.data() || f.name == s.field; })) std::abort();
  if (s.value.empty() || s.value.size() > wire::kMaxSaid || (s.direction | 1) != 1) std::abort();
  all.push_back(std::string(s.field) + (s.direction ? " <=" : "=") + std::string(s.value));
}

Heard hear_stream(wire::StreamDecoder& decoder, std::span<const Piece> pieces, std::size_t chunk) {
  using Want = wire::StreamDecoder::Want;
  Heard out;
  std::uint64_t frame = 0;
  for (const auto& p : pieces) {
    ++frame;
    if (p.gap && decoder.gap(p.direction, p.gap, out) == Want::Done) return out;
    for (std::size_t i = 0; i < p.bytes.size(); i += std::min(chunk, p.bytes.size() - i))
      if (decoder.bytes(p.direction, p.bytes.substr(i, chunk), frame, out) == Want::Done) return out;
  }
  return out;
}

Heard hear_conversation(std::uint16_t port, std::span<const Piece> pieces) {
  std::string begin[2];
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& p = pieces[i];
    begin[p.direction] += p.bytes;
    bool undecided = false;
    const auto decoder = wire::stream_decoder_for(40000, port, p.direction, begin[p.direction], undecided);
    if (decoder) return hear_stream(*decoder, pieces);
    if (!undecided) break;
  }
  return {};
}

namespace {

using Message = bool (*)(std::string_view, std::uint64_t, wire::Hearer&);
template <Message decode>
void message(std::string_view bytes) {
  Heard out;
  if (!decode(bytes, 1, out) && !out.all.empty()) std::abort();  // what was not its protocol must not have been said
}

template <std::unique_ptr<wire::StreamDecoder> (*make)()>
void stream(std::string_view bytes) {
  const auto pieces = read_recording(bytes);
  const auto whole = hear_stream(*make(), pieces);
  const auto octets = hear_stream(*make(), pieces, 1);
  // What is inside a tunnel may be found by how its segments begin.
  if (bytes.find("CONNECT") == bytes.npos && whole.all != octets.all) std::abort();
}

bool dns(std::string_view bytes, std::uint64_t frame, wire::Hearer& out) { return wire::decode_dns(bytes, frame, 0, !bytes.empty() && bytes[0] & 1, out); }

void certificate(std::string_view bytes) {
  Heard out;
  wire::say_certificate(bytes, 1, 0, out);
}

void datagrams(std::string_view bytes) {
  Heard out;
  wire::Datagrams decoder;
  wire::End ends[2];
  ends[0].port = 40000;
  ends[1].port = 443;
  for (const auto& p : read_recording(bytes)) (void)decoder.decode(ends[p.direction], ends[1 - p.direction], p.bytes, 1, out);
}

void description(std::string_view bytes) {
  Heard out;
  (void)wire::decode_description(bytes, 1, 1, out);
}

void any_stream(std::string_view bytes) {
  static constexpr std::uint16_t kPorts[] = {80, 21, 22, 23, 25, 53, 110, 143, 1080, 3306};
  const auto pieces = read_recording(bytes);
  for (const auto port : kPorts) (void)hear_conversation(port, pieces);
}

}  // namespace

std::span<const WireTarget> wire_targets() {
  static constexpr WireTarget kTargets[] = {
      {"wire-lldp", message<wire::decode_lldp>},
      {"wire-cdp", message<wire::decode_cdp>},
      {"wire-dhcp", message<wire::decode_dhcp>},
      {"wire-dhcpv6", message<wire::decode_dhcp6>},
      {"wire-dns", message<dns>},
      {"wire-snmp", message<wire::decode_snmp>},
      {"wire-ssdp", message<wire::decode_ssdp>},
      {"wire-ws-discovery", message<wire::decode_ws_discovery>},
      {"wire-description", description},
      {"wire-sip", message<wire::decode_sip>},
      {"wire-tftp", message<wire::decode_tftp>},
      {"wire-certificate", certificate},
      {"wire-quic", datagrams},
      {"wire-dns-tcp", stream<wire::make_dns_tcp>},
      {"wire-ssh", stream<wire::make_ssh>},
      {"wire-http", stream<wire::make_http>},
      {"wire-tls", stream<wire::make_tls>},
      {"wire-ftp", stream<wire::make_ftp>},
      {"wire-smtp", stream<wire::make_smtp>},
      {"wire-telnet", stream<wire::make_telnet>},
      {"wire-sip-tcp", stream<wire::make_sip>},
      {"wire-stream", any_stream},
  };
  return kTargets;
}

}  // namespace rf::fuzz
