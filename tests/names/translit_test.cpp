// The table against ICU itself, on every code point it covers; and the places where it differs on purpose.
#include "names/translit.h"

#include <gtest/gtest.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <set>
#include <string>

#include "names/parse.h"

namespace rf::names {
namespace {

TEST(Translit, AgreesWithIcuOnEveryCodePoint) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> any(icu::Transliterator::createInstance("NFKC; Any-Latin; NFKD; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  ASSERT_TRUE(U_SUCCESS(status));
  // Cyrillic as BGN/PCGN writes it; small tsu and the long mark are silent.
  const auto on_purpose = [](char32_t c) { return (c >= 0x400 && c < 0x460) || c == 0x3063 || c == 0x30C3 || c == 0x30FC || c == 0xFF6F || c == 0xFF70; };
  std::size_t covered = 0, differing = 0;
  for (char32_t c = 0x80; c < 0x30000; ++c) {
    char room[8];
    const auto ours = latin_of(c, room);
    if (ours.data() == nullptr) continue;
    ++covered;
    if (on_purpose(c)) continue;
    icu::UnicodeString s(static_cast<UChar32>(c));
    any->transliterate(s);
    std::string utf8, theirs;
    s.toUTF8String(utf8);
    for (const char ch : utf8)
      if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9')) theirs += ch;
    if (ours != theirs && ++differing < 20) ADD_FAILURE() << std::hex << static_cast<unsigned>(c) << ": ours \"" << ours << "\", ICU \"" << theirs << "\"";
  }
  EXPECT_EQ(differing, 0u);
  EXPECT_GT(covered, 55000u);
}

TEST(Translit, TraditionalHanIsFoldedAsIcuFoldsIt) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> simple(icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  ASSERT_TRUE(U_SUCCESS(status));
  for (char32_t c = 0x3400; c < 0x30000; ++c) {
    icu::UnicodeString s(static_cast<UChar32>(c));
    simple->transliterate(s);
    if (s.countChar32() != 1) continue;
    ASSERT_EQ(simplified(c), static_cast<char32_t>(s.char32At(0))) << std::hex << static_cast<unsigned>(c);
  }
  EXPECT_EQ(simplified(U'華'), U'华');
  EXPECT_EQ(simplified(U'华'), U'华');
}

TEST(Translit, BytesThatAreNoUtf8AreOneReplacementEach) {
  for (const std::string_view bad : {"\xFF", "\xC0\x80", "\xE4\xB8", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88"}) {
    std::size_t at = 0;
    EXPECT_EQ(next_char(bad, at), 0xFFFDu);
    EXPECT_EQ(at, 1u);
  }
}

TEST(Translit, TwinsOfLatinLettersAreKnown) {
  EXPECT_EQ(look_alike(U'Т'), 't');
  EXPECT_EQ(look_alike(U'а'), 'a');
  EXPECT_EQ(look_alike(U'Ж'), 0);
  EXPECT_EQ(look_alike(U'T'), 0);
}

}  // namespace
}  // namespace rf::names
