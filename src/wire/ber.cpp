#include "wire/ber.h"

#include "wire/say.h"

namespace rf::wire {

Checked<BerValue> ber_next(ByteCursor& in, const char* what) {
  const std::string_view from = in.rest();
  if (from.size() < 2) return fault(Kind::Truncated, in.offset(), what);
  const std::uint8_t tag = in.raw_be<std::uint8_t>();
  if ((tag & 0x1f) == 0x1f) return fault(Kind::Unsupported, in.offset(), what);
  std::size_t length = in.raw_be<std::uint8_t>();
  if (length >= 0x80) {
    const std::size_t octets = length & 0x7f;
    if (octets == 0 || octets > 4) return fault(Kind::Unsupported, in.offset(), what);  // indefinite, or over 4 GiB
    length = 0;
    for (std::size_t i = 0; i < octets; ++i) {
      RF_TRY(const std::uint8_t next, in.be<std::uint8_t>(what));
      length = length << 8 | next;
    }
  }
  RF_TRY(ByteCursor contents, in.within(length, what));
  return BerValue{tag, contents, from.substr(0, from.size() - in.left())};
}

Checked<BerValue> ber_expect(ByteCursor& in, std::uint8_t tag, const char* what) {
  const std::uint64_t at = in.offset();
  RF_TRY(const BerValue v, ber_next(in, what));
  if (v.tag != tag) return fault(Kind::Malformed, at, what);
  return v;
}

bool append_oid(std::string& to, std::string_view contents) {
  const std::size_t before = to.size();
  std::uint64_t n = 0;
  std::size_t numbers = 0;
  bool open = true;  // inside a number, or nothing read yet
  for (const char c : contents) {
    n = n << 7 | (octet(c) & 0x7f);
    open = octet(c) & 0x80;
    if (n > std::uint64_t{0xffffffff} + (numbers ? 0 : 80) || numbers > 128) {
      to.resize(before);
      return false;
    }
    if (open) continue;
    if (numbers == 0) {
      const std::uint64_t first = n < 40 ? 0 : n < 80 ? 1 : 2;
      append_number(to, first);
      n -= first * 40;
    }
    to += '.';
    append_number(to, n);
    ++numbers;
    n = 0;
  }
  if (open) to.resize(before);
  return !open;
}

}  // namespace rf::wire
