// BER and DER (ITU-T X.690) as SNMP and certificates use them: one-octet tags, definite lengths.
#pragma once

#include <string>

#include "base/cursor.h"

namespace rf::wire {

struct BerValue {
  std::uint8_t tag = 0;
  ByteCursor in;        ///< over the contents
  std::string_view whole;  ///< tag and length too
};

/// The next value, and moves past it. Unsupported: indefinite length or a tag of several octets; Truncated: a length that is not there.
Checked<BerValue> ber_next(ByteCursor& in, const char* what);
/// The same, Malformed unless the tag is `tag`.
Checked<BerValue> ber_expect(ByteCursor& in, std::uint8_t tag, const char* what);

/// Appends the numeric form of an object identifier's contents: "1.3.6.1.2.1". False, nothing appended: empty, cut, a number over
/// 2^32-1, or over 128 numbers (RFC 2578 3.5).
bool append_oid(std::string& to, std::string_view contents);

}  // namespace rf::wire
