// One query against one listed name: which word meets which, and what that is worth. search.cpp finds the names to compare.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "names/calibrate.h"
#include "names/index.h"
#include "names/parse.h"
#include "names/search.h"

namespace rf::names {

/// How a word of the query meets a word of the list.
enum class Meeting : std::uint8_t { Same, Similar, RomanisedShort, RomanisedLong, NoVowels, Alias, Joined, JoinedSimilar, WithArticle };

struct WordMatch {
  std::uint32_t next = 0;   ///< in the chain of the listed word, 0 ends
  std::uint16_t query = 0;
  Meeting how = Meeting::Same;
  std::uint8_t span = 1;    ///< words of the query it takes
  float gain = 0;           ///< weight without damping, > 0
};
/// For each listed word the words of the query that meet it. Cleared by raising `epoch`.
struct MatchTable {
  struct Head {
    std::uint32_t stamp = 0, first = 0;
  };
  std::vector<Head> heads;                  ///< by word of the index
  std::vector<WordMatch> chain;             ///< 0 is unused
  std::vector<std::uint32_t> marked;        ///< words with a bit
  std::uint32_t epoch = 0;
  std::vector<std::uint64_t> bits;          ///< by word: small enough to stay near the processor, where `heads` is not
  void begin(std::size_t words);
  /// False: at() gives none.
  bool may_be_at(std::uint32_t word) const { return (bits[word >> 6] >> (word & 63) & 1) != 0; }
  bool add(std::uint32_t word, WordMatch m);
  const WordMatch* at(std::uint32_t word) const { return heads[word].stamp == epoch ? &chain[heads[word].first] : nullptr; }
  const WordMatch* next(const WordMatch* m) const { return m->next ? &chain[m->next] : nullptr; }
};

struct QueryWord {
  Word word;
  double weight = 0;
  std::string_view article;  ///< "al" before it, left out as a word
  std::uint64_t letters = 0; ///< of its surface, as letters_of gives them
};
struct Query {
  ParsedName parsed;
  std::vector<QueryWord> words;  ///< without legal forms and stop words
  const std::vector<ScriptAliases::NotThis>* known_look_alike = nullptr;
  Facts facts;
  bool whole = false;  ///< the name compared has the same letters in a row, cut into other words
};

enum class IdentifierMeets : std::uint8_t { No, Same, Other };
/// How a number given, as compared, meets those of an entry (EntityRecord::identifiers). Other: all that are of its kind and country differ:
/// an LEI, or as many characters, digits alone or not, given by `country`. O(bytes).
IdentifierMeets meets(std::string_view identifier, std::string_view country, std::string_view of_entry);

/// Why a sum is no more than a candidate, Prior where it may be a match, and the words of the query whose meeting elsewhere would undo it.
struct Held {
  Rule rule = Rule::Prior;
  bool open_query = false;  ///< it rests on words of the query that were not met
};

/// Sum of weights; `why` gets each of them where it is not null. O(words × words).
/// Below `floor` and without `why` it may give a bound from above instead, without comparing words letter by letter.
/// The sum is not held; `held` says which rule holds it, where it is not null and the sum is not under `floor`.
/// `met` gets a bit for each word of the query that was met, where it is not null and the sum is not under `floor`.
double compare(const Query& q, const MatchTable& matches, const Index& index, const Lexicon& lexicon, const NameRecord& name, const Calibration& c,
               std::vector<Because>* why, double floor = -1e9, std::uint64_t* met = nullptr, Held* held = nullptr);

}  // namespace rf::names
