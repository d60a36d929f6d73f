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
  /// `word`: one or several words ("konica minolta"); case and separators do not count; a `*` at the end takes any rest of the
  /// last word ("laserjet*"), `-*` a number behind a hyphen ("des-*" is in "DES-3200", not in "desk" or "des-moines"). False where it holds no word of three characters (two, if it has a digit or several words).
  bool add(std::string_view word, std::uint32_t entry);

  struct Hit {
    std::uint32_t entry = 0;
    std::size_t begin = 0, end = 0;
    bool at_front = false;  ///< nothing but punctuation before it
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
  Map by_first_;           ///< first word → phrases, longest first
  Map by_stem_;            ///< single words with `*`: their first three characters → the rest
  std::size_t count_ = 0;
};

}  // namespace rf::identify
