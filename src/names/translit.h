// Letters of every script in a-z0-9, one code point at a time, by a table made from ICU (tables/make_translit.cpp): ICU's own
// rules do 11,000 names a second, this does millions.
#pragma once

#include <cstdint>
#include <string_view>

namespace rf::names {

enum class Script : std::uint8_t { None, Latin, Digit, Han, Cyrillic, Greek, Arabic, Hebrew, Kana, Hangul, Other };

/// Next character of UTF-8 `s` from `at`, which moves past it; U+FFFD for a byte that is none (RFC 3629), at moves by one.
char32_t next_char(std::string_view s, std::size_t& at);

Script script_of(char32_t c);

/// `c` in a-z0-9, "" for a mark that is silent; a null view where the table does not cover it (punctuation, symbols, unassigned).
/// Where common practice of lists differs from ICU (Cyrillic as in BGN/PCGN 1947, small kana), practice wins: translit.cpp.
/// Hangul syllables are computed into `room`.
std::string_view latin_of(char32_t c, char (&room)[8]);

/// The simplified form of a Han character, itself where there is none.
char32_t simplified(char32_t c);

/// The Latin letter that a Cyrillic or Greek letter is mistaken for ("Т" → 't'), 0 where there is none.
char look_alike(char32_t c);

}  // namespace rf::names
