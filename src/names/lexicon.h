// What the words of company names are: business words of many languages read as one, places, legal forms, readings of Han words,
// and how common a word is among registrants of numbers. Data: knowledge/names/*.tsv.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "knowledge/knowledge.h"

namespace rf::names {

/// Core tells one firm from another. Generic: many firms bear it (technology). Place: a country or city. Number: "54", "54th".
/// Form: legal form. Stop: of, and.
enum class WordClass : std::uint8_t { Core, Generic, Place, Number, Form, Stop };
enum class FormFamily : std::uint8_t { None, Limited, Stock, Partnership, Cooperative, Foundation, Association, State, Other };
std::string_view to_text(FormFamily f);

struct Meaning {
  WordClass cls = WordClass::Core;
  FormFamily family = FormFamily::None;
  bool ends_only = false;     ///< a short form that is also a word: taken for a form only at an end of the name
  bool house = false;         ///< a sort of house of its own: bank, university
  bool weak = false;          ///< hardly more than a legal form: group, company
  bool sign = false;          ///< says what sort of place stands before it: 市, district
  std::string_view reads_as;  ///< the one word of its line; for a reading, the syllables joined
  const std::vector<std::string_view>* stands_for = nullptr;  ///< several words: "npo" is science, production, association
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  std::size_t operator()(const std::string& s) const { return std::hash<std::string_view>{}(s); }
};
template <class T>
using WordMap = std::unordered_map<std::string, T, StringHash, std::equal_to<>>;

/// A WordMap that is not changed any more, side by side in memory: what is not there is told by one look. Points into the map.
template <class T>
class FrozenWords {
 public:
  void freeze(const WordMap<T>& from);
  bool empty() const { return slots_.empty(); }
  const T* find(std::string_view word) const;

 private:
  struct Slot {
    std::uint64_t hash = 0;
    const std::string* key = nullptr;
    const T* value = nullptr;
  };
  std::vector<Slot> slots_;  ///< a power of two, at most half full
};

class Lexicon {
 public:
  /// Reads knowledge's tables names/*.tsv; a table that is missing leaves its part empty. About 10 ms.
  static std::shared_ptr<const Lexicon> of(const knowledge::Knowledge& k);
  /// Without tables.
  static std::shared_ptr<const Lexicon> empty();

  /// Latin words, "hong kong" with spaces; null where it is none of ours.
  const Meaning* word(std::string_view latin) const { return look(latin).word; }
  struct Seen {
    const Meaning* word = nullptr;  ///< as above
    int longest = 0;                ///< most words of a phrase that begins with this one, 0 where none does
  };
  Seen look(std::string_view latin) const;
  /// A phrase of Han (simplified) or Hangul characters.
  const Meaning* phrase(std::string_view utf8) const;
  std::size_t longest_phrase() const { return longest_phrase_; }  ///< in characters
  /// Share of names that bear the word, among registrants of PENs and OUIs or on public lists, whichever is more; 0 where under the tables' floor.
  double frequency(std::string_view word) const;
  /// A word of a language that firms take as a name ("orion"): alone it does not tell one from another.
  bool ordinary(std::string_view word) const { return ordinary_.find(word) != ordinary_.end(); }
  /// Whether registrants of PENs and OUIs bear it, as often as their table counts.
  bool of_registrants(std::string_view word) const { return registrants_.find(word) != registrants_.end(); }
  /// The long word of a legal form of several words ("ogranichennoy") that this word is a slip of; "" where it is none. Words that
  /// have a meaning or that firms bear are none.
  std::string_view form_word_like(std::string_view word) const;
  /// The legal form of one long word, or the word that says no more than one ("limited", "company"), that this word is a slip of by one
  /// letter; null where it is none. As above, words that have a meaning or that firms bear are none.
  const Meaning* form_like(std::string_view word) const;
  std::string_view hash() const { return hash_; }  ///< of all tables: an index made with others is made again

 private:
  void add_words(std::string_view table, WordClass cls);
  void add_forms(std::string_view table);
  void add_readings(std::string_view table);
  void add_expansions(std::string_view table);
  void add_frequencies(std::string_view table, bool registrants);
  void add_ordinary(std::string_view table);
  std::string_view keep(std::string_view s);

  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<std::unique_ptr<std::vector<std::string_view>>> expansions_;
  struct Latin {
    Meaning meaning;
    bool means = false;
    int longest = 0;
  };
  /// Whether it was none of ours before.
  bool add_word(const std::string& words, const Meaning& m);
  WordMap<Latin> words_;
  WordMap<Meaning> phrases_;
  WordMap<double> frequency_;
  std::unordered_set<std::string, StringHash, std::equal_to<>> ordinary_, registrants_;
  FrozenWords<Latin> frozen_words_;
  FrozenWords<double> frozen_frequency_;
  std::vector<std::pair<std::uint64_t, std::string_view>> form_words_[26];  ///< by first letter: letters_of, word
  std::vector<std::pair<std::uint64_t, std::string_view>> lone_forms_[26];  ///< the same of forms of one word
  std::size_t longest_phrase_ = 1;
  std::string hash_;
};

}  // namespace rf::names
