// A name of any script → words in a-z0-9 with what each is: the one form in which names are indexed and compared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "names/lexicon.h"

namespace rf::names {

/// Longer names are cut here and say so: longer than any name on a list (longest seen: 570 bytes), and it bounds time.
inline constexpr std::size_t kMaxNameBytes = 4096;
inline constexpr std::size_t kMaxWords = 48;

struct Word {
  std::string_view text;     ///< as compared: "technology" for "Tech."; points into the ParsedName or the lexicon
  std::string_view surface;  ///< in a-z0-9 as spelt: "tech"
  std::string_view han;      ///< simplified Han characters it was written in, else ""
  std::string_view written;  ///< in the input
  WordClass cls = WordClass::Core;
  FormFamily family = FormFamily::None;
  bool aside = false;        ///< in parentheses
  bool look_alikes = false;  ///< letters of two scripts that print alike: "ZТE"
  bool romanised = false;    ///< not written in Latin letters
  bool house = false, weak = false;  ///< as Meaning
  bool abjad = false;        ///< written without vowels (Arabic, Hebrew)
  bool repeats = false;      ///< in parentheses, and says again what stands there: "Huawei Technologies (Huawei)", its initials
};

struct ParsedName {
  std::vector<Word> words;
  FormFamily family = FormFamily::None;  ///< of the strongest legal form
  std::string_view form;                 ///< as written
  bool cut = false;                      ///< the input was longer than kMaxNameBytes or kMaxWords
  bool comma = false;                    ///< "LAST, First": order says nothing
  std::string latin, hans;               ///< what the words point into
};


/// f(hash) of all letters of a name of a few words in the Latin alphabet as if it were written as one word, with legal forms and without,
/// in their order: "Ocean Capital GmbH" has one with "OceanCapital" and one with "OCEANCAPITALGMBH". None of short names. O(bytes).
template <class F>
void each_whole(const ParsedName& parsed, F f) {
  constexpr std::size_t kMost = 7, kLeast = 8;
  if (parsed.words.size() > kMost || parsed.latin.size() < kLeast || !parsed.hans.empty()) return;
  constexpr std::uint64_t kStart = 0xCBF29CE484222325ULL;
  const auto more = [](std::uint64_t h, std::string_view s) {
    for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return h;
  };
  const auto mixed = [](std::uint64_t h) {
    h = (h ^ h >> 29) * 0xBF58476D1CE4E5B9ULL;
    return h ^ h >> 32;
  };
  const std::uint64_t all = more(kStart, parsed.latin);
  std::uint64_t named = kStart;
  std::size_t letters = 0;
  for (const Word& w : parsed.words) {
    if (w.cls == WordClass::Form) continue;
    const std::string_view spelt = w.surface;
    named = more(named, spelt);
    letters += spelt.size();
  }
  f(mixed(all));
  if (named != all && letters >= kLeast) f(mixed(named));
}

/// Only the words, no meanings. `lexicon` may be null: then Han is read character by character. O(bytes).
void cut_words(std::string_view name, const Lexicon* lexicon, ParsedName& out);
/// Words with meanings; legal forms stay in `words` with class Form. `name` must outlive `out`. O(bytes).
void parse_name(std::string_view name, const Lexicon& lexicon, ParsedName& out);

}  // namespace rf::names
