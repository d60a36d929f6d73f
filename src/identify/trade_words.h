// Words of trade in free text: names of makers and families of products, found by whole words in one pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rf::identify {

/// Immutable once filled; may be searched from many threads.
class TradeWordIndex {
 public:
  TradeWordIndex() = default;
  TradeWordIndex(const TradeWordIndex&) = delete;
  TradeWordIndex& operator=(const TradeWordIndex&) = delete;

  /// `word`: one or several words ("konica minolta"); case and separators do not count; a `*` at the end takes any rest of the
  /// last word ("laserjet*"), `-*` a number behind a hyphen ("des-*" is in "DES-3200", not in "desk" or "des-moines"). False where it holds no word of three characters (two, if it has a digit or several words).
  bool add(std::string_view word, std::uint32_t entry);

  struct Hit {
    std::uint32_t entry = 0;
    std::size_t begin = 0, end = 0;
    bool at_front = false;  ///< nothing but punctuation before it
    enum class Named : std::uint8_t { Itself, Served, Another };
    Named named = Named::Itself;  ///< Another: as what it goes with ("compatible with X", "X-certified"); Served: "for X", which may be either
  };
  /// In the order of the text; the longest at each place. O(text).
  void search(std::string_view lower, std::vector<Hit>& hits) const;
  std::size_t size() const { return count_; }

 private:
  struct Phrase {
    std::vector<std::string> words;  ///< behind the first
    std::uint32_t entry;
    bool prefix;  ///< the last word may go on
    bool number = false;  ///< behind the last word stand a hyphen and a digit
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  using Map = std::unordered_map<std::string, std::vector<Phrase>, Hash, std::equal_to<>>;
  /// A bit for each hash of a word's beginning: nine words of ten begin as none of trade does.
  struct Filter {
    static constexpr int kBits = 15;  // 4 KiB
    std::vector<std::uint64_t> bits = std::vector<std::uint64_t>((std::size_t{1} << kBits) / 64, 0);
    static std::uint32_t hash(std::uint64_t front, std::size_t length) { return static_cast<std::uint32_t>((front + length) * 0x9E3779B97F4A7C15U >> (64 - kBits)); }
    void add(std::uint32_t h) { bits[h >> 6] |= std::uint64_t{1} << (h & 63); }
    bool has(std::uint32_t h) const { return (bits[h >> 6] >> (h & 63) & 1) != 0; }
  };
  /// by_first_ once more, open: most words are told apart by their first eight bytes and their length.
  struct First {
    std::uint64_t front = 0;
    const Map::value_type* word = nullptr;
  };
  const std::vector<Phrase>* phrases_of(std::string_view word, std::uint64_t front) const;
  void index_first(const Map::value_type& word);
  Filter firsts_, stems_;
  std::vector<First> table_;
  std::size_t indexed_ = 0;
  Map by_first_;           ///< first word → phrases, longest first
  Map by_stem_;            ///< single words with `*`: their first three characters → the rest
  std::size_t count_ = 0;
};

}  // namespace rf::identify
