// ClientHello and ServerHello: RFC 5246 7.4.1, RFC 8446 4.1; server name RFC 6066; ALPN RFC 7301; GREASE RFC 8701.
// Fingerprints: JA3 and JA3S (both public and free), JA4 (client method, BSD-3). The other methods of the JA4 family are under
// a licence that forbids what we do, and are not computed here.
#include "wire/tls_hello.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/cursor.h"
#include "base/file.h"
#include "wire/fields.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::uint16_t kServerName = 0, kGroups = 10, kPointFormats = 11, kSignatures = 13, kAlpn = 16, kSupportedVersions = 43;

bool is_grease(std::uint16_t v) { return (v & 0x0f0f) == 0x0a0a && v >> 8 == (v & 0xff); }

struct Hello {
  std::uint16_t version = 0, highest = 0;
  std::string_view random;
  std::vector<std::uint16_t> ciphers, extensions, groups, signatures;  // without GREASE
  std::string_view point_formats, server_name;
  std::string alpn;                   // names with commas
  std::string first_alpn;
  bool names_server = false;
  bool broken = false;                // within its extensions
};

Checked<void> read_u16_list(ByteCursor in, std::size_t length_octets, std::vector<std::uint16_t>& to) {
  std::size_t length = 0;
  if (length_octets == 1) {
    RF_TRY(length, in.be<std::uint8_t>("list length"));
  } else {
    RF_TRY(length, in.be<std::uint16_t>("list length"));
  }
  RF_TRY(ByteCursor list, in.within(length, "list"));
  while (list.left() >= 2)
    if (const auto v = list.raw_be<std::uint16_t>(); !is_grease(v)) to.push_back(v);
  return {};
}

Checked<void> read_server_name(ByteCursor in, Hello& h) {
  if (in.empty()) return {};  // the server's answer
  RF_TRY(const std::uint16_t length, in.be<std::uint16_t>("server name list length"));
  RF_TRY(ByteCursor list, in.within(length, "server name list"));
  RF_TRY(const std::uint8_t type, list.be<std::uint8_t>("server name type"));
  RF_TRY(const std::uint16_t size, list.be<std::uint16_t>("server name length"));
  RF_TRY(const std::string_view name, list.take(size, "server name"));
  if (type == 0) h.server_name = name;
  return {};
}

Checked<void> read_alpn(ByteCursor in, Hello& h) {
  RF_TRY(const std::uint16_t length, in.be<std::uint16_t>("protocol name list length"));
  RF_TRY(ByteCursor list, in.within(length, "protocol name list"));
  while (!list.empty()) {
    RF_TRY(const std::uint8_t size, list.be<std::uint8_t>("protocol name length"));
    RF_TRY(const std::string_view name, list.take(size, "protocol name"));
    if (h.first_alpn.empty()) h.first_alpn = name;
    if (size == 2 && is_grease(static_cast<std::uint16_t>(octet(name[0]) << 8 | octet(name[1])))) continue;
    if (!h.alpn.empty()) h.alpn += ',';
    h.alpn += name;
  }
  return {};
}

/// Extensions as both hellos have them; a broken one ends the reading of its contents, not of the others.
Checked<void> read_extensions(ByteCursor& in, bool client, Hello& h) {
  h.highest = h.version;
  if (in.empty()) return {};  // SSL 3.0 and old TLS 1.0 stop here
  RF_TRY(const std::uint16_t length, in.be<std::uint16_t>("extensions length"));
  RF_TRY(ByteCursor list, in.within(length, "extensions"));
  while (!list.empty()) {
    RF_TRY(const std::uint16_t type, list.be<std::uint16_t>("extension type"));
    RF_TRY(const std::uint16_t size, list.be<std::uint16_t>("extension length"));
    RF_TRY(ByteCursor data, list.within(size, "extension"));
    if (is_grease(type)) continue;
    h.extensions.push_back(type);
    switch (type) {
      case kServerName:
        h.names_server = true;
        (void)read_server_name(data, h);
        break;
      case kGroups:
        (void)read_u16_list(data, 2, h.groups);
        break;
      case kPointFormats: {
        const auto n = data.be<std::uint8_t>("point formats length");
        if (n && *n <= data.left()) h.point_formats = data.rest().substr(0, *n);
        break;
      }
      case kSignatures:
        (void)read_u16_list(data, 2, h.signatures);
        break;
      case kAlpn:
        (void)read_alpn(data, h);
        break;
      case kSupportedVersions: {
        std::vector<std::uint16_t> versions;
        if (client) (void)read_u16_list(data, 1, versions);
        else if (data.left() == 2) versions.push_back(data.raw_be<std::uint16_t>());
        if (!versions.empty()) h.highest = *std::ranges::max_element(versions);
        break;
      }
      default:
        break;
    }
  }
  return {};
}

std::string version_word(std::uint16_t v) {
  switch (v) {
    case 0x0002: return "SSL 2.0";
    case 0x0300: return "SSL 3.0";
    case 0x0301: return "TLS 1.0";
    case 0x0302: return "TLS 1.1";
    case 0x0303: return "TLS 1.2";
    case 0x0304: return "TLS 1.3";
    case 0xfeff: return "DTLS 1.0";
    case 0xfefd: return "DTLS 1.2";
    case 0xfefc: return "DTLS 1.3";
    default: break;
  }
  if (v >> 8 == 0x7f) return "TLS 1.3";  // drafts of RFC 8446
  std::string out = "0x";
  const char raw[2] = {static_cast<char>(v >> 8), static_cast<char>(v)};
  append_hex(out, {raw, 2});
  return out;
}

void append_list(std::string& to, const std::vector<std::uint16_t>& list) {
  bool first = true;
  for (const auto v : list) {
    if (!first) to += '-';
    first = false;
    append_number(to, v);
  }
}

void append_hex16(std::string& to, const std::vector<std::uint16_t>& list) {
  bool first = true;
  for (const auto v : list) {
    if (!first) to += ',';
    first = false;
    const char raw[2] = {static_cast<char>(v >> 8), static_cast<char>(v)};
    append_hex(to, {raw, 2});
  }
}

std::string ja3_string(const Hello& h) {
  std::string out;
  append_number(out, h.version);
  out += ',';
  append_list(out, h.ciphers);
  out += ',';
  append_list(out, h.extensions);
  out += ',';
  append_list(out, h.groups);
  out += ',';
  for (std::size_t i = 0; i < h.point_formats.size(); ++i) {
    if (i) out += '-';
    append_number(out, octet(h.point_formats[i]));
  }
  return out;
}

constexpr std::size_t kMaxRemembered = 4096;      // texts; a network's clients are of some hundred kinds
constexpr std::size_t kMaxRememberedText = 2048;  // octets of one: the longest of a real client has some 300

/// Digests of texts that come again and again, as those of hellos do: a short digest costs as much as the rest of a hello.
template <std::string (*Digest)(std::string_view)>
std::string remembered(const std::string& text) {
  if (text.size() > kMaxRememberedText) return Digest(text);
  thread_local std::unordered_map<std::string, std::string> known;
  const auto at = known.find(text);
  if (at != known.end()) return at->second;
  if (known.size() >= kMaxRemembered) known.clear();
  return known.emplace(text, Digest(text)).first->second;
}

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void append_two_digits(std::string& to, std::size_t n) {
  n = std::min<std::size_t>(n, 99);
  to += static_cast<char>('0' + n / 10);
  to += static_cast<char>('0' + n % 10);
}

std::string_view ja4_version(std::uint16_t v) {
  switch (v) {
    case 0x0304: return "13";
    case 0x0303: return "12";
    case 0x0302: return "11";
    case 0x0301: return "10";
    case 0x0300: return "s3";
    case 0x0002: return "s2";
    case 0xfeff: return "d1";
    case 0xfefd: return "d2";
    case 0xfefc: return "d3";
    default: return "00";
  }
}

/// transport, version, server named, counts, ALPN; then digests of the sorted ciphers, and of the sorted extensions with the
/// signature algorithms in their order. Sorting is what makes it steady where a client shuffles its extensions.
std::string ja4(const Hello& h, TlsOver over) {
  std::string out(1, static_cast<char>(over));
  out += ja4_version(h.highest);
  out += h.names_server ? 'd' : 'i';
  append_two_digits(out, h.ciphers.size());
  append_two_digits(out, h.extensions.size());
  if (h.first_alpn.empty()) {
    out += "00";
  } else if (is_alnum(h.first_alpn.front()) && is_alnum(h.first_alpn.back())) {
    out += h.first_alpn.front();
    out += h.first_alpn.back();
  } else {
    std::string hex;
    append_hex(hex, h.first_alpn);
    out += hex.front();
    out += hex.back();
  }
  std::vector<std::uint16_t> sorted = h.ciphers;
  std::ranges::sort(sorted);
  std::string text;
  append_hex16(text, sorted);
  out += '_';
  out += sorted.empty() ? std::string(12, '0') : remembered<sha256_hex>(text).substr(0, 12);
  sorted = h.extensions;
  std::erase_if(sorted, [](std::uint16_t e) { return e == kServerName || e == kAlpn; });
  std::ranges::sort(sorted);
  text.clear();
  append_hex16(text, sorted);
  if (!h.signatures.empty()) {
    text += '_';
    append_hex16(text, h.signatures);
  }
  out += '_';
  out += sorted.empty() ? std::string(12, '0') : remembered<sha256_hex>(text).substr(0, 12);
  return out;
}

Checked<Hello> read_client_hello(ByteCursor in, bool cookie) {
  Hello h;
  RF_TRY(h.version, in.be<std::uint16_t>("client version"));
  RF_TRY(h.random, in.take(32, "random"));
  RF_TRY(const std::uint8_t session, in.be<std::uint8_t>("session id length"));
  RF_CHECK(in.skip(session, "session id"));
  if (cookie) {  // DTLS, RFC 6347 4.2.1
    RF_TRY(const std::uint8_t length, in.be<std::uint8_t>("cookie length"));
    RF_CHECK(in.skip(length, "cookie"));
  }
  RF_CHECK(read_u16_list(in, 2, h.ciphers));
  RF_TRY(const std::uint16_t ciphers, in.be<std::uint16_t>("cipher suites length"));
  RF_CHECK(in.skip(ciphers, "cipher suites"));
  RF_TRY(const std::uint8_t compression, in.be<std::uint8_t>("compression methods length"));
  RF_CHECK(in.skip(compression, "compression methods"));
  h.broken = !read_extensions(in, true, h);
  return h;
}

Checked<Hello> read_server_hello(ByteCursor in) {
  Hello h;
  RF_TRY(h.version, in.be<std::uint16_t>("server version"));
  RF_TRY(h.random, in.take(32, "random"));
  // Drafts of TLS 1.3 up to 21 had neither session id nor compression (their version says so; 1.3 itself stands in an extension).
  const bool draft = h.version >> 8 == 0x7f || h.version == 0x0304;
  if (!draft) {
    RF_TRY(const std::uint8_t session, in.be<std::uint8_t>("session id length"));
    RF_CHECK(in.skip(session, "session id"));
  }
  RF_TRY(const std::uint16_t cipher, in.be<std::uint16_t>("cipher suite"));
  h.ciphers.push_back(cipher);
  if (!draft) RF_CHECK(in.skip(1, "compression method"));
  h.broken = !read_extensions(in, false, h);
  return h;
}

}  // namespace

void say_client_hello(std::string_view body, TlsOver over, std::uint64_t frame, int direction, Hearer& out) {
  const auto h = read_client_hello(ByteCursor(body), over == TlsOver::Dtls);
  if (!h) return;
  say(out, field::kTlsSni, h->server_name, frame, direction);
  say(out, field::kTlsVersion, version_word(h->highest), frame, direction);
  if (out.enough) return;
  say(out, field::kTlsAlpn, h->alpn, frame, direction);
  if (h->broken) return;  // what came before the damage stands; a fingerprint of half a hello is no client's
  const std::string ja3 = ja3_string(*h);
  say(out, field::kTlsJa3, remembered<md5_hex>(ja3), frame, direction);
  say(out, field::kTlsJa3String, ja3, frame, direction);
  say(out, field::kTlsJa4, ja4(*h, over), frame, direction);
}

ServerHello say_server_hello(std::string_view body, std::uint64_t frame, int direction, Hearer& out) {
  const auto h = read_server_hello(ByteCursor(body));
  if (!h) return {};
  // RFC 8446 4.1.3: this random marks a HelloRetryRequest (SHA-256 of those words).
  static constexpr char kRetry[] = "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91"
                                   "\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c";
  say(out, field::kTlsVersion, version_word(h->highest), frame, direction);
  const ServerHello told{true, h->highest == 0x0304 || h->highest >> 8 == 0x7f || h->highest == 0xfefc, h->random == std::string_view(kRetry, 32)};
  if (out.enough) return told;
  std::string text = "0x";
  append_hex16(text, h->ciphers);
  say(out, field::kTlsCipher, text, frame, direction);
  say(out, field::kTlsAlpn, h->alpn, frame, direction);
  if (h->broken) return told;
  text.clear();
  append_number(text, h->version);
  text += ',';
  append_number(text, h->ciphers[0]);
  text += ',';
  append_list(text, h->extensions);
  say(out, field::kTlsJa3s, remembered<md5_hex>(text), frame, direction);
  say(out, field::kTlsJa3sString, text, frame, direction);
  return told;
}

}  // namespace rf::wire
