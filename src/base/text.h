// Text in any encoding made UTF-8, and the small things one does with words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace rf {

/// Bytes of the first UTF-8 character of `s` (RFC 3629), 0 where they are not one.
std::size_t utf8_length(std::string_view s);
bool is_utf8(std::string_view s);
/// Number of terminal columns `s` takes (East Asian wide characters take two).
int columns_of(std::string_view s);

/// What a file's first bytes and its statistics say of its encoding.
enum class Encoding : std::uint8_t { Utf8, Utf16Le, Utf16Be, Gb18030, Cp1252, Latin1 };
std::string_view to_text(Encoding e);
/// `whole`: nothing follows; else a cut at the end is not held against UTF-8.
Encoding guess_encoding(std::string_view bytes, bool whole);
/// Length of a UTF-8 byte order mark in front, which editors and redirections on Windows put there; else 0.
inline std::size_t byte_order_mark(std::string_view text) { return text.starts_with("\xEF\xBB\xBF") ? 3 : 0; }
/// `bytes` as UTF-8 without BOM; what cannot be decoded becomes U+FFFD and is counted.
struct Decoded {
  std::string text;
  std::size_t replaced = 0;
};
Decoded to_utf8(std::string_view bytes, Encoding from);

/// Without ASCII white space at both ends. Here, because tables ask it once a cell.
inline std::string_view trimmed(std::string_view s) {
  const auto space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!s.empty() && space(s.front())) s.remove_prefix(1);
  while (!s.empty() && space(s.back())) s.remove_suffix(1);
  return s;
}
std::string lower_ascii(std::string_view s);
/// Case folded, compatibility composed (Unicode NFKC_Casefold): for comparing words in any script.
std::string folded(std::string_view s);
std::vector<std::string_view> split(std::string_view s, char separator);  ///< "" gives no parts
bool starts_with_path(std::string_view path, std::string_view prefix);   ///< "core.5g.amf" below "core.5g"
/// "1 row", "2 rows".
std::string counted(std::int64_t n, std::string_view one, std::string_view many);
std::string joined(const std::vector<std::string>& parts, std::string_view separator);
/// A share in percent with at most one place, cut: "34.9 %". `total` > 0, part × 1000 in 128 bits.
std::string percent_cut(std::int64_t part, std::int64_t total);
/// Appends `c` as UTF-8 (RFC 3629); a code point, not checked.
void append_utf8(std::string& out, char32_t c);
/// Appends lower-case hexadecimal digits, two a byte, with `separator` between bytes unless it is 0.
void append_hex(std::string& out, std::string_view bytes, char separator = 0);
void append_number(std::string& out, std::uint64_t n);
/// Decimal digits only, no sign; empty where it is none or over 2^63-1.
std::optional<std::int64_t> parse_count(std::string_view s);

}  // namespace rf
