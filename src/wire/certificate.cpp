// Names are printed as RFC 4514 prints them: the last RDN first, and an attribute without a short name there by its number.
#include "wire/certificate.h"

#include <vector>

#include "base/file.h"
#include "wire/ber.h"
#include "wire/fields.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::uint8_t kSequence = 0x30, kSet = 0x31, kInteger = 0x02, kObjectId = 0x06;
constexpr std::size_t kMaxRdns = 64;       // real names have a dozen at most
constexpr std::size_t kMaxAltNames = 256;  // the largest shared certificates hold about a hundred

/// Attribute types with a short name in RFC 4514 section 3.
std::string_view short_name(std::string_view oid) {
  struct Known {
    std::string_view oid, name;
  };
  static constexpr Known kKnown[] = {
      {{"\x55\x04\x03", 3}, "CN"}, {{"\x55\x04\x07", 3}, "L"}, {{"\x55\x04\x08", 3}, "ST"}, {{"\x55\x04\x0a", 3}, "O"},
      {{"\x55\x04\x0b", 3}, "OU"}, {{"\x55\x04\x06", 3}, "C"}, {{"\x55\x04\x09", 3}, "STREET"},
      {{"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", 10}, "DC"}, {{"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01", 10}, "UID"},
  };
  for (const auto& k : kKnown)
    if (k.oid == oid) return k.name;
  return {};
}

void append_code_point(std::string& to, std::uint32_t c) {
  if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) c = 0xfffd;
  if (c < 0x80) {
    to += static_cast<char>(c);
  } else if (c < 0x800) {
    to += static_cast<char>(0xc0 | c >> 6);
    to += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    to += static_cast<char>(0xe0 | c >> 12);
    to += static_cast<char>(0x80 | (c >> 6 & 63));
    to += static_cast<char>(0x80 | (c & 63));
  } else {
    to += static_cast<char>(0xf0 | c >> 18);
    to += static_cast<char>(0x80 | (c >> 12 & 63));
    to += static_cast<char>(0x80 | (c >> 6 & 63));
    to += static_cast<char>(0x80 | (c & 63));
  }
}

/// A directory string as UTF-8: BMPString and UniversalString are wide, TeletexString is in practice Latin-1.
void append_directory_string(std::string& to, std::uint8_t tag, std::string_view raw) {
  if (tag == 0x1e) {
    for (std::size_t i = 0; i + 1 < raw.size(); i += 2) {
      std::uint32_t c = static_cast<std::uint32_t>(octet(raw[i]) << 8 | octet(raw[i + 1]));
      if (c >= 0xd800 && c < 0xdc00 && i + 3 < raw.size()) {
        const std::uint32_t low = static_cast<std::uint32_t>(octet(raw[i + 2]) << 8 | octet(raw[i + 3]));
        if (low >= 0xdc00 && low < 0xe000) {
          c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
          i += 2;
        }
      }
      append_code_point(to, c);
    }
  } else if (tag == 0x1c) {
    for (std::size_t i = 0; i + 3 < raw.size(); i += 4)
      append_code_point(to, std::uint32_t{octet(raw[i])} << 24 | std::uint32_t{octet(raw[i + 1])} << 16 | std::uint32_t{octet(raw[i + 2])} << 8 | octet(raw[i + 3]));
  } else if (tag == 0x14) {
    for (const char c : raw) append_code_point(to, octet(c));
  } else {
    to += raw;
  }
}

/// RFC 4514 2.4.
void append_escaped(std::string& to, std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\0') {
      to += "\\00";
      continue;
    }
    const bool edge = (i == 0 && (c == ' ' || c == '#')) || (i + 1 == value.size() && c == ' ');
    if (edge || std::string_view("\\\"+,;<>").find(c) != std::string_view::npos) to += '\\';
    to += c;
  }
}

/// False where it is no Name; `to` then holds rubbish.
bool append_name(std::string& to, ByteCursor in) {
  std::vector<std::string> rdns;
  std::string value;
  while (!in.empty()) {
    auto set = ber_expect(in, kSet, "RelativeDistinguishedName");
    if (!set || rdns.size() == kMaxRdns) return false;
    std::string& rdn = rdns.emplace_back();
    while (!set->in.empty()) {
      auto pair = ber_expect(set->in, kSequence, "AttributeTypeAndValue");
      if (!pair) return false;
      const auto type = ber_expect(pair->in, kObjectId, "attribute type");
      const auto text = ber_next(pair->in, "attribute value");
      if (!type || !text) return false;
      if (!rdn.empty()) rdn += '+';
      if (const auto name = short_name(type->in.rest()); !name.empty()) rdn += name;
      else if (!append_oid(rdn, type->in.rest())) return false;
      rdn += '=';
      value.clear();
      append_directory_string(value, text->tag, text->in.rest());
      append_escaped(rdn, value);
    }
  }
  for (std::size_t i = rdns.size(); i-- > 0;) {
    to += rdns[i];
    if (i) to += ',';
  }
  return true;
}

/// UTCTime (RFC 5280 4.1.2.5.1: 50 and later is 19xx) or GeneralizedTime as 2026-11-24T00:00:00Z; empty where it is neither.
std::string time_text(const BerValue& v) {
  std::string_view raw = v.in.rest();
  std::string digits;
  if (v.tag == 0x17 && raw.size() == 13) digits = raw[0] >= '5' ? "19" : "20";
  else if (v.tag != 0x18 || raw.size() != 15) return {};
  if (raw.back() != 'Z') return {};
  digits += raw.substr(0, raw.size() - 1);
  for (const char c : digits)
    if (c < '0' || c > '9') return {};
  return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2) + "T" + digits.substr(8, 2) + ":" + digits.substr(10, 2) +
         ":" + digits.substr(12, 2) + "Z";
}

void say_alternative_names(ByteCursor extensions, std::uint64_t frame, int direction, Hearer& out) {
  while (!extensions.empty()) {
    auto extension = ber_expect(extensions, kSequence, "Extension");
    if (!extension) return;
    const auto id = ber_expect(extension->in, kObjectId, "extnID");
    if (!id) return;
    if (id->in.rest() != std::string_view("\x55\x1d\x11", 3)) continue;
    auto value = ber_next(extension->in, "extnValue");
    if (value && value->tag == 0x01) value = ber_next(extension->in, "extnValue");  // critical came first
    if (!value || value->tag != 0x04) return;
    auto names = ber_expect(value->in, kSequence, "GeneralNames");
    if (!names) return;
    for (std::size_t n = 0; !names->in.empty() && n < kMaxAltNames; ++n) {
      const auto name = ber_next(names->in, "GeneralName");
      if (!name) return;
      std::string text;
      if (name->tag == 0x82) say(out, field::kCertName, name->in.rest(), frame, direction);
      else if (name->tag == 0x87 && name->in.left() != 6 && append_address(text, name->in.rest())) say(out, field::kCertName, text, frame, direction);
    }
    return;
  }
}

}  // namespace

void say_certificate(std::string_view der, std::uint64_t frame, int direction, Hearer& out) {
  if (out.enough) return;
  say(out, field::kCertSha256, sha256_hex(der), frame, direction);
  ByteCursor in(der);
  auto certificate = ber_expect(in, kSequence, "Certificate");
  if (!certificate) return;
  auto tbs = ber_expect(certificate->in, kSequence, "TBSCertificate");
  if (!tbs) return;
  ByteCursor& at = tbs->in;
  auto serial = ber_next(at, "version or serialNumber");
  if (serial && serial->tag == 0xa0) serial = ber_next(at, "serialNumber");
  if (!serial || serial->tag != kInteger) return;
  if (!ber_expect(at, kSequence, "signature")) return;
  const auto issuer = ber_expect(at, kSequence, "issuer");
  if (!issuer) return;
  auto validity = ber_expect(at, kSequence, "validity");
  const auto subject = ber_expect(at, kSequence, "subject");
  if (!validity || !subject) return;
  std::string text;
  if (append_name(text, subject->in)) say(out, field::kCertSubject, text, frame, direction);
  text.clear();
  if (append_name(text, issuer->in)) say(out, field::kCertIssuer, text, frame, direction);
  text.clear();
  append_hex(text, serial->in.rest().substr(0, 64));
  say(out, field::kCertSerial, std::string_view(text).substr(std::min(text.find_first_not_of('0'), text.size() - !text.empty())), frame, direction);
  const auto from = ber_next(validity->in, "notBefore");
  const auto until = ber_next(validity->in, "notAfter");
  if (from) say(out, field::kCertNotBefore, time_text(*from), frame, direction);
  if (from && until) say(out, field::kCertNotAfter, time_text(*until), frame, direction);
  if (!ber_expect(at, kSequence, "subjectPublicKeyInfo")) return;
  while (!at.empty()) {
    auto more = ber_next(at, "unique ids or extensions");
    if (!more) return;
    if (more->tag != 0xa3) continue;
    if (auto extensions = ber_expect(more->in, kSequence, "Extensions")) say_alternative_names(extensions->in, frame, direction, out);
    return;
  }
}

}  // namespace rf::wire
