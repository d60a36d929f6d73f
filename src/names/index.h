// The listed names in a form that is searched in place: one block of bytes, mapped from a file or held. Made by
// index_build.cpp from a stream of ListEntity, read by search.cpp. Layout: a header of section offsets, then flat arrays.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "names/lexicon.h"
#include "names/list_entity.h"

namespace rf::names {

/// Text of the pool: offset of a length (4 bytes) and the bytes. 0 is "".
using TextAt = std::uint32_t;

struct EntityRecord {
  TextAt list, edition, entry, name, supplier, source, from, to, remarks;
  TextAt countries;    ///< "CN HK"
  TextAt identifiers;  ///< "lei=…/\nregistration=…/CN\n": as compared (identifier_as_compared), and who gave it
  TextAt programs;     ///< "A; B"
  TextAt hash;         ///< of what the entry says, as the caller gave it
  std::uint32_t first_name, names, line;
  std::uint32_t first_of_entry;  ///< first record of the same list and entry; itself mostly
  std::uint32_t next_of_entry;   ///< next record of the same, 0 after the last
  EntityKind kind;
  std::uint8_t spare[3];
  std::uint64_t offset;
};
struct NameRecord {
  std::uint32_t entity;
  TextAt written;
  std::uint32_t words_at;
  float weight;            ///< of all its words that tell something
  std::uint8_t words;
  AliasKind kind;
  FormFamily family;
  std::uint8_t flags;      ///< NameFlag
};
enum NameFlag : std::uint8_t { kPrimary = 1, kComma = 2, kDerived = 4 };  ///< kDerived: a part of a name ("…  Affiliated Entity: X")
struct WordRecord {
  TextAt text, han;
  float weight;              ///< -ln of how often it occurs
  std::uint32_t postings_at, postings;
  std::uint8_t length;
  WordClass cls;
  std::uint8_t joined;       ///< two neighbours written as one; only for finding, never in a name's words
  std::uint8_t sort;         ///< 1: a house of its own, 2: weak (Meaning)
  std::uint64_t letters;     ///< letters_of(text)
};
struct HashEntry {
  std::uint32_t hash, id;
};
/// A word of a name: index of its WordRecord, and how it stands there.
inline constexpr std::uint32_t kWordMask = 0x00FFFFFF, kAside = 1U << 24, kRomanised = 1U << 25, kAbjad = 1U << 26, kTwins = 1U << 27, kRepeats = 1U << 28;
inline constexpr unsigned kClassAt = 29;  ///< the word's WordClass from this bit on, so that its record need not be read

std::uint64_t hash_of(std::string_view s);
/// Letters and digits alone, upper case: "91330000-727215176k" is 91330000727215176K.
std::string identifier_as_compared(std::string_view value);
/// Hash of the word and of each word that is it without one letter (of two alike side by side, without the second alone): f(hash). Two
/// words one edit or swap apart have one in common. Of its own kind, not hash_of. O(length).
template <class F>
void each_shortening(std::string_view word, F f) {
  constexpr std::uint64_t kBase = 0x9FB21C651E98DF25ULL, kInverse = [] {
    std::uint64_t x = kBase;  // right to 3 bits; each step doubles that (Newton, mod 2^64)
    for (int i = 0; i < 5; ++i) x *= 2 - kBase * x;
    return x;
  }();
  const auto mixed = [](std::uint64_t h, std::size_t n) {
    h = (h ^ n * 0xFF51AFD7ED558CCDULL) * 0xD6E8FEB86659FD93ULL;
    h ^= h >> 32;
    return h * 0xD6E8FEB86659FD93ULL;
  };
  const auto letter = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(word[i])) + 1; };
  std::uint64_t all = 0, power = 1;
  for (std::size_t i = 0; i < word.size(); ++i, power *= kBase) all += letter(i) * power;
  f(mixed(all, word.size()));
  std::uint64_t front = 0;
  power = 1;
  for (std::size_t i = 0; i < word.size(); ++i, power *= kBase) {
    const std::uint64_t with = front + letter(i) * power;
    if (i == 0 || word[i] != word[i - 1]) f(mixed(front + (all - with) * kInverse, word.size() - 1));
    front = with;
  }
}
/// Order does not matter: sum over words.
std::uint64_t bag_add(std::uint64_t sum, std::string_view word);

class Index {
 public:
  /// A name's spelling that belongs to the same thing in knowledge in another script: "zte" and 中兴.
  struct SameWord {
    std::string text, han;
  };

  /// Checks magic, bounds and checksum; `bytes` must live as long as the Index. O(bytes).
  static Result<Index> open(std::string_view bytes, std::shared_ptr<const void> owner = {});

  std::string_view text(TextAt at) const {
    if (at > texts_.size() - 4) return {};
    std::uint32_t n = 0;
    std::memcpy(&n, texts_.data() + at, 4);
    return texts_.substr(at + 4, n);
  }
  std::span<const EntityRecord> entities() const { return entities_; }
  /// f(number) for each record of an entry, in their order; `first`: first_of_entry of any of them.
  template <class F>
  void each_of_entry(std::uint32_t first, F f) const {
    for (std::uint32_t e = first, least = first; e >= least && e < entities_.size(); e = entities_[e].next_of_entry) {
      f(e);
      least = e + 1;
    }
  }
  std::span<const NameRecord> names() const { return names_; }
  std::span<const WordRecord> words() const { return words_; }
  std::span<const std::uint32_t> words_of(const NameRecord& n) const { return name_words_.subspan(n.words_at, n.words); }
  std::span<const std::uint32_t> name_words() const { return name_words_; }  ///< of all names, one after another
  /// As spelt, beside words_of: "zavod" for "factory"; 0 where it is the word itself.
  std::span<const TextAt> surfaces_of(const NameRecord& n) const { return surfaces_.subspan(n.words_at, n.words); }
  /// Words of names that begin with `front`, at most `most`, in order; empty where there are more. O(log words).
  std::span<const std::uint32_t> beginning_with(std::string_view front, std::size_t most) const;
  std::span<const std::uint32_t> postings(const WordRecord& w) const { return postings_.subspan(w.postings_at, w.postings); }

  enum Table : std::uint8_t { Exact, Deleted, Skeleton, Bag, Whole, kTables };  ///< Whole: names by each_whole
  std::span<const HashEntry> find(Table t, std::uint64_t hash) const {
    const auto h = static_cast<std::uint32_t>(hash >> 32);
    if (!may_hold(tables_[t], h)) return {};
    return found(t, h);
  }
  /// words()[id].weight, kept apart: side by side they stay near the processor.
  float weight_of(std::uint32_t word) const { return weights_[word]; }
  /// Brings what find reads first near the processor.
  void ready(Table t, std::uint64_t hash) const {
    const HashTable& table = tables_[t];
    const auto h = static_cast<std::uint32_t>(hash >> 32);
    if (may_hold(table, h)) __builtin_prefetch(&table.buckets[table.bucket(h)]);
  }
  /// The next step of the same, once ready() had time.
  void ready_entries(Table t, std::uint64_t hash) const {
    const HashTable& table = tables_[t];
    const auto h = static_cast<std::uint32_t>(hash >> 32);
    if (may_hold(table, h)) __builtin_prefetch(table.entries.data() + table.buckets[table.bucket(h)]);
  }
  double names_counted() const { return static_cast<double>(names_.size()); }
  std::string_view lexicon_hash() const { return lexicon_hash_; }

 private:
  struct HashTable {
    std::span<const std::uint32_t> buckets;
    std::span<const HashEntry> entries;
    std::span<const std::uint64_t> bits;  ///< by the upper bits of a hash, whether any entry has them
    unsigned shift = 31, bits_shift = 26;
    std::uint32_t bucket(std::uint32_t h) const { return shift >= 32 ? 0 : h >> shift; }
  };
  std::span<const HashEntry> found(Table t, std::uint32_t h) const;
  static bool may_hold(const HashTable& t, std::uint32_t h) {
    const std::uint32_t bit = h >> t.bits_shift;
    return (t.bits[bit >> 6] >> (bit & 63) & 1) != 0;
  }
  std::shared_ptr<const void> owner_;
  std::string_view texts_, lexicon_hash_;
  std::span<const EntityRecord> entities_;
  std::span<const NameRecord> names_;
  std::span<const WordRecord> words_;
  std::span<const std::uint32_t> name_words_, postings_, surfaces_, by_text_;
  std::span<const float> weights_;
  std::span<const std::uint64_t> fronts_;  ///< front_key of each of by_text_
  HashTable tables_[kTables];
};

/// Takes entities one by one; `finish` gives the bytes. Memory: about 1.2 kB an entity while building.
class IndexBuilder {
 public:
  explicit IndexBuilder(std::shared_ptr<const Lexicon> lexicon);
  ~IndexBuilder();
  /// `hash`: of what the entry says, for decisions on it.
  void add(const ListEntity& e, std::string_view hash = {});
  std::size_t size() const;
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// -ln of how often a word occurs among registrants of numbers or on the list, whichever is more, within 0.3 .. 13; a short
/// word counts less and a long one more, by how easily it is met by chance.
double word_weight(const Lexicon& lexicon, std::string_view word, WordClass cls, double on_list, double listed_names);

}  // namespace rf::names
