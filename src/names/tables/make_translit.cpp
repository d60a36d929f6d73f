// Writes src/names/translit_table.inc: what every letter, digit and mark of Unicode is in a-z0-9, from ICU's
// "NFKC; Any-Latin; NFKD; Latin-ASCII; Lower" one code point at a time, and which Han characters are the traditional form of a
// simplified one (ICU Traditional-Simplified; both rest on Unihan). Run by hand where ICU changes: ninja
// ringfence-make-translit, then build/release/ringfence-make-translit > src/names/translit_table.inc. tests/names/translit_test.cpp
// holds the table against ICU. Hangul syllables are not in it: translit.cpp computes them.
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

std::string latin(const icu::Transliterator& t, UChar32 c) {
  icu::UnicodeString s(c);
  t.transliterate(s);
  std::string utf8, out;
  s.toUTF8String(utf8);
  for (const char ch : utf8) {
    if (static_cast<unsigned char>(ch) >= 0x80) return "\x01";
    if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9')) out += ch;
  }
  return out;
}

}  // namespace

int main() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> any(icu::Transliterator::createInstance("NFKC; Any-Latin; NFKD; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  const std::unique_ptr<icu::Transliterator> simple(icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) {
    std::fprintf(stderr, "ICU: %s\n", u_errorName(status));
    return 1;
  }
  std::map<std::string, unsigned> ids;
  std::vector<std::string> texts;
  std::map<unsigned, std::vector<unsigned>> pages;
  // 0: not covered. Covered and silent (marks): the empty text.
  for (UChar32 c = 0x80; c < 0x30000; ++c) {
    if (c >= 0xAC00 && c <= 0xD7A3) continue;
    const int type = u_charType(c);
    if (!u_isalnum(c) && type != U_NON_SPACING_MARK && type != U_COMBINING_SPACING_MARK && type != U_LETTER_NUMBER) continue;
    const std::string text = latin(*any, c);
    if (text == "\x01") continue;
    auto [it, fresh] = ids.emplace(text, static_cast<unsigned>(texts.size() + 1));
    if (fresh) texts.push_back(text);
    auto& page = pages[static_cast<unsigned>(c) >> 8];
    page.resize(256);
    page[static_cast<unsigned>(c) & 255] = it->second;
  }
  std::printf("// Made by src/names/tables/make_translit.cpp from ICU %s (Unicode %s); do not edit.\n// clang-format off\n", U_ICU_VERSION, U_UNICODE_VERSION);
  std::printf("constexpr const char* kTexts[] = {\n  nullptr");
  unsigned column = 0;
  for (const auto& t : texts) std::printf("%s\"%s\"", ++column % 20 == 0 ? ",\n  " : ",", t.c_str());
  std::printf("};\nconstexpr std::uint16_t kPages[][256] = {\n  {0}");
  std::vector<unsigned> directory(0x300);
  unsigned number = 0;
  for (const auto& [page, ids_of] : pages) {
    directory[page] = ++number;
    std::printf(",\n  {");
    for (unsigned i = 0; i < 256; ++i) std::printf("%s%u", i == 0 ? "" : i % 64 == 0 ? ",\n   " : ",", ids_of[i]);
    std::printf("}");
  }
  std::printf("};\nconstexpr std::uint16_t kDirectory[0x300] = {\n  ");
  for (unsigned i = 0; i < directory.size(); ++i) std::printf("%s%u", i == 0 ? "" : i % 48 == 0 ? ",\n  " : ",", directory[i]);
  std::printf("};\nconstexpr std::uint32_t kSimplified[][2] = {\n  ");
  unsigned pairs = 0;
  for (UChar32 c = 0x3400; c < 0x30000; ++c) {
    icu::UnicodeString s(c);
    simple->transliterate(s);
    if (s.countChar32() != 1 || s.char32At(0) == c) continue;
    std::printf("%s{0x%X,0x%X}", pairs == 0 ? "" : pairs % 12 == 0 ? ",\n  " : ",", static_cast<unsigned>(c), static_cast<unsigned>(s.char32At(0)));
    ++pairs;
  }
  std::printf("};\n// clang-format on\n");
  return 0;
}
