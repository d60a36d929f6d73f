// One code point → a-z0-9. Table from ICU; three places where we differ, and why:
// - Cyrillic: ICU writes ISO 9 ("č" → "c", "ж" → "z"), lists write BGN/PCGN ("ch", "zh"), so its letters stand in kCyrillic.
// - Kana: small letters join the syllable before them (parse.cpp), the long mark is silent.
// - Hangul: 11,172 syllables are three jamo each; the same letters as ICU, computed.
// Tested against ICU on every code point: tests/names/translit_test.cpp.
#include "names/translit.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

namespace rf::names {
namespace {

#include "names/translit_table.inc"

struct CyrillicLetter {
  char32_t c;
  const char* latin;
};
// BGN/PCGN romanization of Russian (1947), Ukrainian (1965), Belarusian (1979), Serbian: lower and capital letter.
constexpr CyrillicLetter kCyrillic[] = {
    {0x416, "zh"}, {0x436, "zh"}, {0x425, "kh"}, {0x445, "kh"}, {0x426, "ts"}, {0x446, "ts"}, {0x427, "ch"}, {0x447, "ch"},
    {0x428, "sh"}, {0x448, "sh"}, {0x429, "shch"}, {0x449, "shch"}, {0x42A, ""}, {0x44A, ""}, {0x42C, ""}, {0x44C, ""},
    {0x419, "y"}, {0x439, "y"}, {0x42E, "yu"}, {0x44E, "yu"}, {0x42F, "ya"}, {0x44F, "ya"}, {0x42B, "y"}, {0x44B, "y"},
    {0x404, "ye"}, {0x454, "ye"}, {0x407, "yi"}, {0x457, "yi"}, {0x401, "e"}, {0x451, "e"}, {0x42D, "e"}, {0x44D, "e"},
    {0x40F, "dz"}, {0x45F, "dz"}, {0x409, "lj"}, {0x459, "lj"}, {0x40A, "nj"}, {0x45A, "nj"}};

// Romanization as in ICU's Hangul-Latin: initials, vowels, finals.
constexpr const char* kInitial[] = {"g", "kk", "n", "d", "tt", "l", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"};
constexpr const char* kVowel[] = {"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"};
constexpr const char* kFinal[] = {"", "g", "kk", "gs", "n", "nj", "nh", "d", "l", "lg", "lm", "lb", "ls", "lt", "lp", "lh", "m", "b", "bs", "s", "ss", "ng", "j", "ch", "k", "t", "p", "h"};

struct LookAlikeLetter {
  char32_t c;
  char latin;
};
// Letters that print alike in common faces (compare Unicode TR 39): Cyrillic and Greek, capital and small.
constexpr LookAlikeLetter kLookAlikes[] = {
    {0x391, 'a'}, {0x392, 'b'}, {0x395, 'e'}, {0x396, 'z'}, {0x397, 'h'}, {0x399, 'i'}, {0x39A, 'k'}, {0x39C, 'm'}, {0x39D, 'n'}, {0x39F, 'o'},
    {0x3A1, 'p'}, {0x3A4, 't'}, {0x3A5, 'y'}, {0x3A7, 'x'}, {0x3BF, 'o'}, {0x3BD, 'v'}, {0x3B9, 'i'}, {0x3C1, 'p'},
    {0x405, 's'}, {0x406, 'i'}, {0x408, 'j'}, {0x410, 'a'}, {0x412, 'b'}, {0x415, 'e'}, {0x41A, 'k'}, {0x41C, 'm'}, {0x41D, 'h'}, {0x41E, 'o'},
    {0x420, 'p'}, {0x421, 'c'}, {0x422, 't'}, {0x423, 'y'}, {0x425, 'x'}, {0x430, 'a'}, {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'},
    {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x501, 'd'}, {0x51B, 'q'}, {0x51D, 'w'}};

}  // namespace

char32_t next_char(std::string_view s, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char b = byte(at);
  if (b < 0x80) {
    ++at;
    return b;
  }
  const int n = b >= 0xF0 && b < 0xF5 ? 4 : b >= 0xE0 && b < 0xF0 ? 3 : b >= 0xC2 && b < 0xE0 ? 2 : 0;
  if (n == 0 || s.size() - at < static_cast<std::size_t>(n)) {
    ++at;
    return 0xFFFD;
  }
  char32_t c = b & (0xFF >> (n + 1));
  for (int i = 1; i < n; ++i) {
    const unsigned char x = byte(at + static_cast<std::size_t>(i));
    if ((x & 0xC0) != 0x80) {
      ++at;
      return 0xFFFD;
    }
    c = (c << 6) | (x & 0x3F);
  }
  if ((n == 3 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) || (n == 4 && (c < 0x10000 || c > 0x10FFFF))) {
    ++at;
    return 0xFFFD;
  }
  at += static_cast<std::size_t>(n);
  return c;
}

Script script_of(char32_t c) {
  if (c < 0x80) return (c | 32) >= 'a' && (c | 32) <= 'z' ? Script::Latin : c >= '0' && c <= '9' ? Script::Digit : Script::None;
  if (c < 0x250) return c >= 0xC0 && c != 0xD7 && c != 0xF7 ? Script::Latin : c == 0xAA || c == 0xBA ? Script::Latin : Script::None;
  if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c < 0x323B0) || (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007) return Script::Han;
  if (c >= 0xAC00 && c <= 0xD7A3) return Script::Hangul;
  if ((c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF66 && c <= 0xFF9F)) return Script::Kana;
  if ((c >= 0x400 && c <= 0x52F) || (c >= 0x1C80 && c <= 0x1C8F) || (c >= 0x2DE0 && c <= 0x2DFF) || (c >= 0xA640 && c <= 0xA69F)) return Script::Cyrillic;
  if ((c >= 0x370 && c <= 0x3FF) || (c >= 0x1F00 && c <= 0x1FFF)) return Script::Greek;
  if ((c >= 0x600 && c <= 0x6FF) || (c >= 0x750 && c <= 0x77F) || (c >= 0x8A0 && c <= 0x8FF) || (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFE)) return Script::Arabic;
  if (c >= 0x590 && c <= 0x5FF) return Script::Hebrew;
  if ((c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2C60 && c <= 0x2C7F) || (c >= 0xA720 && c <= 0xA7FF) || (c >= 0xFB00 && c <= 0xFB06)) return Script::Latin;
  if ((c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A)) return Script::Latin;
  if (c >= 0xFF10 && c <= 0xFF19) return Script::Digit;
  return Script::Other;
}

std::string_view latin_of(char32_t c, char (&room)[8]) {
  if (c < 0x80) {
    if (c >= 'A' && c <= 'Z') c |= 32;
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return {};
    room[0] = static_cast<char>(c);
    return {room, 1};
  }
  if (c >= 0x400 && c < 0x460)
    for (const auto& l : kCyrillic)
      if (l.c == c) return l.latin;
  if (c == 0x30FC || c == 0xFF70 || c == 0x30C3 || c == 0x3063 || c == 0xFF6F) return std::string_view("", 0);  // long mark, small tsu
  if (c >= 0xAC00 && c <= 0xD7A3) {
    const std::uint32_t s = c - 0xAC00;
    std::size_t n = 0;
    for (const char* part : {kInitial[s / 588], kVowel[s % 588 / 28], kFinal[s % 28]})
      for (; *part && n < sizeof room; ++part) room[n++] = *part;
    return {room, n};
  }
  if (c >= 0x30000) return {};
  const char* t = kTexts[kPages[kDirectory[c >> 8]][c & 255]];
  return t ? std::string_view(t) : std::string_view{};
}

char32_t simplified(char32_t c) {
  if (c < 0x3400) return c;
  const auto* end = std::end(kSimplified);
  const auto* at = std::lower_bound(std::begin(kSimplified), end, c, [](const std::uint32_t(&p)[2], char32_t x) { return p[0] < x; });
  return at != end && (*at)[0] == c ? (*at)[1] : c;
}

char look_alike(char32_t c) {
  if (c < 0x391 || c > 0x51D) return 0;
  if (c == 0x3C5) return 'u';  // υ, which Unicode's own table does not count
  const auto* end = std::end(kLookAlikes);
  const auto* at = std::lower_bound(std::begin(kLookAlikes), end, c, [](const LookAlikeLetter& t, char32_t x) { return t.c < x; });
  if (at != end && at->c == c) return at->latin;
  for (const LookAlikeLetter& t : kLookAlikes)
    if (t.c == c) return t.latin;
  return 0;
}

}  // namespace rf::names
