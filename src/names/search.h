// The door to matching: a name in any spelling → the listed entities that bear it, each with the rules and weights that say so.
// Reads an Index; nothing is allocated per listed name, so one Searcher a thread does tens of thousands of names a second.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "names/calibrate.h"
#include "names/index.h"
#include "names/parse.h"

namespace rf::names {

/// One line of evidence. The weights of a hit add up to its sum (rounded to 0.01 each, and the sum from those).
struct Because {
  Rule rule = Rule::Prior;
  std::string query, name;  ///< what met what; "" where a side has nothing
  double weight = 0;
};
struct Hit {
  std::uint32_t entity = 0, name = 0;  ///< in the Index; the name that matched best
  std::vector<std::uint32_t> also;     ///< other records of the same entry: consolidated lists give one a row for each list
  double sum = 0, score = 0;
  std::vector<Because> because;
};
struct Answer {
  std::vector<Hit> matches, near;  ///< best first; a tie by the list's order
  bool cut = false;                ///< the query was longer than kMaxNameBytes or kMaxWords
};
/// What else is known of who is asked for.
struct Facts {
  std::string_view country;     ///< ISO 3166-1 alpha-2
  std::string_view identifier;  ///< registration number, LEI, tax number
};
struct SearchOptions {
  double threshold = 0.85;
  double near_floor = 0.03;
  std::size_t limit = 5;
  bool leave_out = false;  ///< ignores aliases spelt exactly as the query: for measuring with a list's own aliases
};

/// One word in two scripts, and the Han spellings that a Latin word has, from knowledge's suppliers.
class ScriptAliases {
 public:
  ScriptAliases() = default;
  ScriptAliases(const knowledge::World& world, const Lexicon& lexicon);
  const std::vector<Index::SameWord>* same(std::string_view text, std::string_view han) const;
  /// Whether the Latin word is known to be written in Han, and not so.
  bool another(std::string_view latin, std::string_view han) const;
  struct NotThis {
    std::string supplier, why;
    std::vector<std::string> words;  ///< the supplier's telling words, as they are read
  };
  /// Suppliers that the name is not, by knowledge, though it is like theirs; and why. Null where there are none. The look-alike is met by its
  /// very words, or, where it has two telling words and more, by a name that has all of them beside others.
  const std::vector<NotThis>* look_alike(const ParsedName& parsed) const;

 private:
  WordMap<std::vector<Index::SameWord>> same_;
  WordMap<std::vector<std::string>> hans_;
  struct LookAlike {
    std::vector<std::string> words;
    std::vector<NotThis> of;
  };
  static std::string bag(const ParsedName& parsed);
  WordMap<std::vector<NotThis>> look_alikes_;
  WordMap<std::vector<LookAlike>> within_;  ///< by the first telling word
};

class Searcher {
 public:
  /// All must outlive it.
  Searcher(const Index& index, const Lexicon& lexicon, const Calibration& calibration, const ScriptAliases& aliases);
  ~Searcher();
  Searcher(Searcher&&) noexcept;
  /// O(words of the query × names that bear a rare one of them). `name`: any bytes. The answer holds until the next search.
  Answer& search(std::string_view name, const SearchOptions& options, const Facts& facts = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rf::names
