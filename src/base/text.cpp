#include "base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <array>
#include <charconv>
#include <memory>

namespace rf {

std::size_t utf8_length(std::string_view s) {
  if (s.empty()) return 0;
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned c = at(0);
  if (c < 0x80) return 1;
  const auto more = [&](std::size_t n, unsigned lo, unsigned hi) -> std::size_t {
    if (s.size() < n || at(1) < lo || at(1) > hi) return 0;
    for (std::size_t i = 2; i < n; ++i)
      if ((at(i) & 0xC0) != 0x80) return 0;
    return n;
  };
  if (c >= 0xC2 && c <= 0xDF) return more(2, 0x80, 0xBF);
  if (c == 0xE0) return more(3, 0xA0, 0xBF);
  if (c == 0xED) return more(3, 0x80, 0x9F);
  if (c >= 0xE1 && c <= 0xEF) return more(3, 0x80, 0xBF);
  if (c == 0xF0) return more(4, 0x90, 0xBF);
  if (c >= 0xF1 && c <= 0xF3) return more(4, 0x80, 0xBF);
  if (c == 0xF4) return more(4, 0x80, 0x8F);
  return 0;
}

namespace {
/// First position that is not UTF-8, or size.
std::size_t utf8_prefix(std::string_view s) {
  std::size_t i = 0;
  while (i < s.size()) {
    if (static_cast<unsigned char>(s[i]) < 0x80) {
      ++i;
      continue;
    }
    const std::size_t n = utf8_length(s.substr(i));
    if (n == 0) return i;
    i += n;
  }
  return i;
}
}  // namespace

bool is_utf8(std::string_view s) { return utf8_prefix(s) == s.size(); }

int columns_of(std::string_view s) {
  int n = 0;
  for (std::size_t i = 0; i < s.size();) {
    std::size_t len = utf8_length(s.substr(i));
    if (len == 0) len = 1;
    if (len == 1) {
      ++n;
    } else {
      const auto u = icu::UnicodeString::fromUTF8(icu::StringPiece(s.data() + i, static_cast<int>(len)));
      const UChar32 c = u.char32At(0);
      const int w = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
      const int type = u_charType(c);
      if (type != U_NON_SPACING_MARK && type != U_ENCLOSING_MARK && type != U_FORMAT_CHAR)
        n += (w == U_EA_WIDE || w == U_EA_FULLWIDTH) ? 2 : 1;
    }
    i += len;
  }
  return n;
}

std::string_view to_text(Encoding e) {
  constexpr std::string_view kNames[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "windows-1252", "ISO-8859-1"};
  return kNames[static_cast<std::size_t>(e)];
}

namespace {
// GB18030 two- and four-byte characters (GB 18030-2005). Western text in an 8-bit code has lone high bytes that
// this form does not allow, so a text with many pairs and no misfit is Chinese.
bool looks_gb18030(std::string_view s) {
  std::size_t pairs = 0, common = 0;
  for (std::size_t i = 0; i < s.size();) {
    const unsigned a = static_cast<unsigned char>(s[i]);
    if (a < 0x80) {
      ++i;
      continue;
    }
    if (a == 0x80 || a == 0xFF || i + 1 >= s.size()) return i + 1 >= s.size() && pairs >= 2 && common * 10 >= pairs * 8;
    const unsigned b = static_cast<unsigned char>(s[i + 1]);
    if (b >= 0x30 && b <= 0x39) {
      i += 4;
      continue;
    }
    if (b < 0x40 || b == 0x7F || b == 0xFF) return false;
    ++pairs;
    if (a >= 0xB0 && a <= 0xD7 && b >= 0xA1) ++common;  // GB 2312 level 1: the everyday characters
    i += 2;
  }
  return pairs >= 2 && common * 10 >= pairs * 8;
}
}  // namespace

Encoding guess_encoding(std::string_view s, bool whole) {
  if (s.starts_with("\xEF\xBB\xBF")) return Encoding::Utf8;
  if (s.starts_with("\xFF\xFE")) return Encoding::Utf16Le;
  if (s.starts_with("\xFE\xFF")) return Encoding::Utf16Be;
  const std::string_view head = s.substr(0, 4096);
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i] == 0) ((i % 2) ? odd : even)++;
  // Latin text in UTF-16 has a zero in every other place and nowhere else; binary files have them anywhere.
  if (head.size() >= 4 && odd > head.size() / 3 && even <= head.size() / 32) return Encoding::Utf16Le;
  if (head.size() >= 4 && even > head.size() / 3 && odd <= head.size() / 32) return Encoding::Utf16Be;
  const std::size_t ok = utf8_prefix(s);
  if (ok == s.size() || (!whole && s.size() - ok < 4)) return Encoding::Utf8;
  if (looks_gb18030(s)) return Encoding::Gb18030;
  for (char c : s) {
    const unsigned u = static_cast<unsigned char>(c);
    if (u >= 0x80 && u < 0xA0) return Encoding::Cp1252;  // control characters in Latin-1, letters and quotes here
  }
  return Encoding::Latin1;
}

Decoded to_utf8(std::string_view s, Encoding from) {
  Decoded out;
  if (from == Encoding::Utf8) {
    s.remove_prefix(byte_order_mark(s));
    std::size_t i = 0;
    while (i < s.size()) {
      const std::size_t n = utf8_prefix(s.substr(i));
      out.text.append(s, i, n);
      i += n;
      if (i < s.size()) {
        out.text += "\xEF\xBF\xBD";
        ++out.replaced;
        ++i;
      }
    }
    return out;
  }
  if (from == Encoding::Utf16Le || from == Encoding::Utf16Be) {
    if (s.starts_with("\xFF\xFE") || s.starts_with("\xFE\xFF")) s.remove_prefix(2);
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(std::string(to_text(from)).c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) {
    out.replaced = s.size();
    return out;
  }
  std::u16string buffer(4096, u'\0');
  const char* source = s.data();
  const char* const end = s.data() + s.size();
  std::size_t kept = 0;  // a first half of a pair whose second is in the next piece
  do {
    status = U_ZERO_ERROR;
    UChar* const begin = reinterpret_cast<UChar*>(buffer.data());
    UChar* target = begin + kept;
    ucnv_toUnicode(converter.get(), &target, begin + buffer.size(), &source, end, nullptr, true, &status);
    auto n = static_cast<std::size_t>(target - begin);
    const bool half = status == U_BUFFER_OVERFLOW_ERROR && n > 0 && (buffer[n - 1] & 0xFC00) == 0xD800;
    n -= half;
    for (std::size_t i = 0; i < n; ++i) out.replaced += buffer[i] == 0xFFFD;
    icu::UnicodeString(false, begin, static_cast<int>(n)).toUTF8String(out.text);
    if (half) buffer[0] = buffer[n];
    kept = half;
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  return out;
}

std::string lower_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string folded(std::string_view s) {
  bool ascii = true;
  for (char c : s) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return lower_ascii(s);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) return lower_ascii(s);
  std::string out;
  fold->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(s.data(), static_cast<int>(s.size()))), status).toUTF8String(out);
  return out;
}

std::vector<std::string_view> split(std::string_view s, char separator) {
  std::vector<std::string_view> out;
  if (s.empty()) return out;
  for (;;) {
    const std::size_t n = s.find(separator);
    out.push_back(s.substr(0, n));
    if (n == std::string_view::npos) return out;
    s.remove_prefix(n + 1);
  }
}

bool starts_with_path(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '.');
}

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

std::optional<std::int64_t> parse_count(std::string_view s) {
  std::int64_t n = 0;
  if (s.empty() || s.front() < '0' || s.front() > '9') return std::nullopt;
  const auto r = std::from_chars(s.data(), s.data() + s.size(), n);
  if (r.ec != std::errc{} || r.ptr != s.data() + s.size()) return std::nullopt;
  return n;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const auto& p : parts) {
    if (!out.empty()) out += separator;
    out += p;
  }
  return out;
}

std::string percent_cut(std::int64_t part, std::int64_t total) {
  const auto tenths = static_cast<std::int64_t>(static_cast<__int128>(part) * 1000 / total);
  return std::to_string(tenths / 10) + (tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "") + " %";
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

void append_hex(std::string& out, std::string_view bytes, char separator) {
  static constexpr char kDigits[] = "0123456789abcdef";
  if (bytes.empty()) return;
  const std::size_t before = out.size();
  out.resize(before + bytes.size() * 2 + (separator != 0 ? bytes.size() - 1 : 0));
  char* p = out.data() + before;
  bool first = true;
  for (const char c : bytes) {
    if (separator != 0 && !first) *p++ = separator;
    first = false;
    const auto b = static_cast<unsigned char>(c);
    *p++ = kDigits[b >> 4];
    *p++ = kDigits[b & 15];
  }
}

void append_number(std::string& out, std::uint64_t n) {
  std::array<char, 20> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr);
}

}  // namespace rf
