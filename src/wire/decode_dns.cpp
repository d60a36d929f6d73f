// DNS: RFC 1035 section 4, over UDP and TCP (RFC 7766); multicast DNS (RFC 6762) with service discovery (RFC 6763); LLMNR (RFC 4795)
// has the same layout. Compression: a pointer must go back, so a name ends; a name has at most 255 octets (RFC 1035 3.1).
#include <algorithm>

#include "base/cursor.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::size_t kMaxDnsRecords = 512;  // a message of 65,535 octets could hold 5,900; real ones have some dozens

constexpr std::size_t kDnsHeader = 12;

struct DnsName {
  char text[256];
  std::size_t size = 0;
  std::string_view view() const { return {text, size}; }
};

/// Reads a name at `at` of the message into `out` and moves `at` behind it. The root is ".".
bool read_dns_name(std::string_view message, std::size_t& at, DnsName& out) {
  out.size = 0;
  std::size_t pos = at, lowest = at;
  bool jumped = false;
  while (true) {
    if (pos >= message.size()) return false;
    const std::uint8_t length = octet(message[pos]);
    if (length == 0) {
      if (!jumped) at = pos + 1;
      if (out.size == 0) out.text[out.size++] = '.';
      return true;
    }
    if ((length & 0xc0) == 0xc0) {
      if (pos + 1 >= message.size()) return false;
      const std::size_t target = (length & 0x3fU) << 8 | octet(message[pos + 1]);
      if (!jumped) at = pos + 2;
      jumped = true;
      if (target >= lowest || target < kDnsHeader) return false;  // only back: no loop
      pos = lowest = target;
      continue;
    }
    if (length & 0xc0) return false;  // RFC 6891 gave these up
    if (pos + 1 + length > message.size() || out.size + length + 1 > 254) return false;
    if (out.size) out.text[out.size++] = '.';
    message.copy(out.text + out.size, length, pos + 1);
    out.size += length;
    pos += 1U + length;
  }
}

std::string_view dns_type_word(std::uint16_t type) {
  switch (type) {
    case 1: return "A";
    case 2: return "NS";
    case 5: return "CNAME";
    case 6: return "SOA";
    case 10: return "NULL";
    case 12: return "PTR";
    case 13: return "HINFO";
    case 15: return "MX";
    case 16: return "TXT";
    case 28: return "AAAA";
    case 33: return "SRV";
    case 35: return "NAPTR";
    case 41: return "OPT";
    case 43: return "DS";
    case 46: return "RRSIG";
    case 48: return "DNSKEY";
    case 64: return "SVCB";
    case 65: return "HTTPS";
    case 255: return "ANY";
    default: return {};
  }
}

void append_dns_type(std::string& to, std::uint16_t type) {
  const std::string_view word = dns_type_word(type);
  if (!word.empty()) {
    to += word;
  } else {
    to += "TYPE";  // RFC 3597 section 5
    append_number(to, type);
  }
}

bool is_service_name(std::string_view name) { return name.find("._tcp.") != name.npos || name.find("._udp.") != name.npos; }

struct DnsRecord {
  DnsName name;
  std::uint16_t type = 0;
  std::size_t data = 0, length = 0;  // of RDATA in the message
};

void say_dns_record(std::string_view message, const DnsRecord& r, std::uint64_t frame, int direction, bool multicast, std::string& text,
                    Hearer& out) {
  const std::string_view data = message.substr(r.data, r.length);
  const std::string_view name = r.name.view();
  text.clear();
  DnsName target;
  std::size_t at = r.data;
  switch (r.type) {
    case 1:
    case 28:
      if (data.size() != (r.type == 1 ? 4U : 16U)) return;
      text += name;
      text += multicast ? " " : r.type == 1 ? " A " : " AAAA ";
      append_address(text, data);
      return say(out, multicast ? field::kMdnsHost : field::kDnsAnswer, text, frame, direction);
    case 2:
    case 5:
    case 12:
      if (!read_dns_name(message, at, target)) return;
      if (multicast && r.type == 12) {
        if (is_service_name(name) || name.starts_with("_")) say(out, field::kMdnsService, target.view(), frame, direction);
        return;
      }
      break;
    case 15:
      at += 2;
      if (data.size() < 3 || !read_dns_name(message, at, target)) return;
      break;
    case 33:
      at += 6;
      if (data.size() < 7 || !read_dns_name(message, at, target)) return;
      if (multicast) return say(out, field::kMdnsService, name, frame, direction);
      break;
    case 16:
      if (!multicast) return;
      for (std::size_t i = 0; i < data.size();) {
        const std::size_t length = octet(data[i]);
        if (length > data.size() - i - 1) return;
        say(out, field::kMdnsText, data.substr(i + 1, length), frame, direction);
        i += 1 + length;
      }
      return;
    default:
      return;
  }
  text += name;
  text += ' ';
  append_dns_type(text, r.type);
  text += ' ';
  text += target.view();
  say(out, field::kDnsAnswer, text, frame, direction);
}

void say_dns_rcode(unsigned rcode, std::uint64_t frame, int direction, Hearer& out) {
  static constexpr std::string_view kWords[] = {"", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};
  if (rcode < std::size(kWords)) return say(out, field::kDnsRcode, kWords[rcode], frame, direction);
  std::string text;
  append_number(text, rcode);
  say(out, field::kDnsRcode, text, frame, direction);
}

/// Two octets of length, then the message, in each direction.
class DnsTcp : public StreamDecoder {
 public:
  Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) override {
    std::string& held = held_[direction];
    if (over_[direction]) return over_[0] && over_[1] ? Want::Done : Want::More;
    if (!held.empty()) {
      held.append(chunk);  // at most one message of 65,537 octets and one segment
      chunk = held;
    }
    std::size_t used = 0;
    while (chunk.size() - used >= 2) {
      const std::size_t length = octet(chunk[used]) << 8U | octet(chunk[used + 1]);
      if (length < kDnsHeader) return give_up(direction);
      if (chunk.size() - used - 2 < length) break;
      if (!decode_dns(chunk.substr(used + 2, length), frame, direction, false, out)) return give_up(direction);
      used += 2 + length;
    }
    std::string rest(chunk.substr(used));
    held.swap(rest);
    return Want::More;
  }
  Want gap(int direction, std::uint64_t, Hearer&) override { return give_up(direction); }

 private:
  Want give_up(int direction) {
    over_[direction] = true;
    std::string().swap(held_[direction]);
    return over_[0] && over_[1] ? Want::Done : Want::More;
  }
  std::string held_[2];
  bool over_[2] = {false, false};
};

}  // namespace

bool decode_dns(std::string_view message, std::uint64_t frame, int direction, bool multicast, Hearer& out) {
  ByteCursor in(message);
  if (!in.need(kDnsHeader, "DNS header")) return false;
  (void)in.raw_be<std::uint16_t>();
  const std::uint16_t flags = in.raw_be<std::uint16_t>();
  std::size_t counts[4];
  for (auto& c : counts) c = in.raw_be<std::uint16_t>();
  const bool response = flags & 0x8000;
  const unsigned opcode = flags >> 11 & 15;
  if (opcode > 5) return false;
  // What cannot be a message: no question and no record, or more of them than octets.
  const std::size_t records = counts[1] + counts[2] + counts[3];
  if (counts[0] + records == 0 || counts[0] * 5 + records * 11 > message.size() - kDnsHeader) {
    if (counts[0] > 1 || message.size() - kDnsHeader < 5) return false;
  }
  std::size_t at = kDnsHeader;
  DnsRecord r;
  std::string text;
  for (std::size_t i = 0; i < counts[0] && i < kMaxDnsRecords; ++i) {
    if (!read_dns_name(message, at, r.name) || message.size() - at < 4) return i > 0;
    r.type = static_cast<std::uint16_t>(octet(message[at]) << 8 | octet(message[at + 1]));
    at += 4;
    if (response) continue;  // it repeats the question
    say(out, field::kDnsQuery, r.name.view(), frame, direction);
    const std::string_view word = dns_type_word(r.type);
    if (word.empty()) {
      text.clear();
      append_dns_type(text, r.type);
    }
    say(out, field::kDnsQueryType, word.empty() ? std::string_view(text) : word, frame, direction);
  }
  if (!response) return true;
  if (flags & 15) say_dns_rcode(flags & 15, frame, direction, out);
  // Answers; for multicast what stands beside them too: that is where a host tells its addresses.
  const std::size_t wanted = std::min(multicast ? records : counts[1], kMaxDnsRecords);
  for (std::size_t i = 0; i < wanted; ++i) {
    if (!read_dns_name(message, at, r.name) || message.size() - at < 10) return true;
    const auto word_at = [&](std::size_t p) { return static_cast<std::uint16_t>(octet(message[p]) << 8 | octet(message[p + 1])); };
    r.type = word_at(at);
    r.length = word_at(at + 8);
    r.data = at + 10;
    if (r.length > message.size() - r.data) return true;
    say_dns_record(message, r, frame, direction, multicast, text, out);
    at = r.data + r.length;
  }
  return true;
}

bool is_dns_query(std::string_view message) {
  using namespace std::string_view_literals;
  // A plain query: no flags but RD, AD and CD, one question, nothing else but one record of the root's that ends the message (OPT).
  if (message.size() < kDnsHeader + 7 || message.substr(4, 6) != "\0\1\0\0\0\0"sv || octet(message[2]) > 1 || (octet(message[3]) & 0xcf) ||
      message[10] != 0 || octet(message[11]) > 1)
    return false;
  std::size_t at = kDnsHeader;
  DnsName name;
  if (!read_dns_name(message, at, name) || message.size() - at < 4) return false;
  const std::string_view text = name.view();
  if (text.find('.') == text.npos) return false;
  for (const char c : text)
    if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '-' || c == '_')) return false;
  const auto type = static_cast<std::uint16_t>(octet(message[at]) << 8 | octet(message[at + 1]));
  if (dns_type_word(type).empty() || message.substr(at + 2, 2) != "\0\1"sv) return false;
  at += 4;
  if (message[11] == 0) return at == message.size();
  return message.size() - at >= 11 && message[at] == 0 && message.size() - at - 11 == (std::size_t{octet(message[at + 9])} << 8 | octet(message[at + 10]));
}

Fit fit_dns_tcp(std::string_view begin) {
  if (begin.size() < 2 + kDnsHeader) return Fit::Short;
  const std::size_t length = octet(begin[0]) << 8U | octet(begin[1]);
  const unsigned opcode = octet(begin[4]) >> 3 & 15;
  return length >= kDnsHeader + 5 && opcode <= 5 && octet(begin[6]) == 0 && octet(begin[7]) <= 1 ? Fit::Yes : Fit::No;
}

std::unique_ptr<StreamDecoder> make_dns_tcp() { return std::make_unique<DnsTcp>(); }

}  // namespace rf::wire
