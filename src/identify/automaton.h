// Patterns as deterministic automata, worked out while they run: a state is made when a text first needs it, afterwards a byte costs
// one look into a table. Not for several threads at a time: each keeps its own (PatternSet::Session).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "identify/pattern.h"

namespace rf::identify {

/// Bytes that none of some patterns tells apart share a class; the class `count` stands for the end of the text.
struct ByteClasses {
  std::array<std::uint8_t, 256> of{};
  std::uint32_t count = 1;
  std::vector<unsigned char> example;  ///< a byte of each
  ByteClasses(const std::vector<const Pattern*>& patterns, bool words);

 private:
  void split(const Pattern::Bytes& bytes);
};

/// What a state's flags and the class behind it say of the place between them.
struct Ahead {
  bool begin, end, word, boundary;  ///< word: the byte is a word's
  unsigned char byte;               ///< of the class; 0 at the end
};

struct StateHash {
  std::size_t operator()(const std::vector<std::uint32_t>& key) const;
};

/// In front of a map from keys of a few numbers: what was found last for a hash, in one line of the cache.
template <class T>
class KeyFront {
 public:
  static constexpr std::size_t kMostNumbers = 11;
  T* find(std::uint64_t hash, const std::vector<std::uint32_t>& key) const {
    const Slot& s = slots_[hash % kSlots];
    if (s.hash != hash || s.size != key.size() || s.value == nullptr) return nullptr;
    for (std::size_t i = 0; i < key.size(); ++i)
      if (s.key[i] != key[i]) return nullptr;
    return s.value;
  }
  void put(std::uint64_t hash, const std::vector<std::uint32_t>& key, T* value) {
    if (key.size() > kMostNumbers) return;
    Slot& s = slots_[hash % kSlots];
    s.hash = hash, s.size = static_cast<std::uint32_t>(key.size()), s.value = value;
    for (std::size_t i = 0; i < key.size(); ++i) s.key[i] = key[i];
  }
  void clear() { slots_.assign(kSlots, {}); }

 private:
  struct alignas(64) Slot {
    std::uint64_t hash = 0;
    T* value = nullptr;
    std::uint32_t size = 0;
    std::array<std::uint32_t, kMostNumbers> key{};
  };
  static constexpr std::size_t kSlots = 2048;  // real texts of one field make some 700 keys
  std::vector<Slot> slots_ = std::vector<Slot>(kSlots);
};

/// States and what follows them. A row of `next` holds a cell for each class and one for the end; 0: not worked out yet.
class StateTable {
 public:
  StateTable(std::uint32_t classes, std::size_t& spent) : width_(classes + 1), next_(width_, 0), spent_(&spent) {}
  /// Row of the state that `key` describes, made if there is none.
  std::uint32_t row_of(const std::vector<std::uint32_t>& key);
  const std::vector<std::uint32_t>& key(std::uint32_t row) const { return *keys_[row / width_ - 1]; }
  std::uint32_t next(std::uint32_t cell) const { return next_[cell]; }
  void set_next(std::uint32_t cell, std::uint32_t value) { next_[cell] = value; }
  std::size_t cells() const { return next_.size(); }

 private:
  std::uint32_t width_;
  std::vector<std::uint32_t> next_;
  std::vector<const std::vector<std::uint32_t>*> keys_;
  std::unordered_map<std::vector<std::uint32_t>, std::uint32_t, StateHash> rows_;
  std::size_t* spent_;
};

/// Which of some patterns match a text, in one pass whatever their number. A text makes at most as many states as it has bytes.
class MatchAutomaton {
 public:
  /// `spent` is raised by the bytes that states take.
  MatchAutomaton(const std::vector<const Pattern*>& patterns, std::size_t& spent);
  std::uint32_t start() const { return start_; }
  std::uint32_t step(std::uint32_t state, unsigned char b) {
    const std::uint32_t cell = state + classes_.of[b], to = table_.next(cell);
    return to != 0 ? to : make(state, classes_.of[b]);
  }
  /// The answer where the text ends in `state`: a number for answer().
  std::uint32_t finish(std::uint32_t state) {
    const std::uint32_t to = table_.next(state + classes_.count);
    return (to != 0 ? to : make(state, classes_.count)) - 1;
  }
  /// Places of the patterns in the constructor's list, ascending.
  const std::vector<std::uint32_t>& answer(std::uint32_t number) const { return *answers_[number]; }

 private:
  std::uint32_t make(std::uint32_t state, std::uint32_t by);
  void reach(std::uint32_t from, const Ahead& ahead);

  std::vector<Pattern::Instruction> program_;  ///< of all, one behind the other
  std::vector<std::uint32_t> owner_;           ///< of each instruction: the pattern
  std::vector<Pattern::Bytes> sets_;
  std::vector<std::uint32_t> starts_;
  std::vector<bool> anchored_;
  bool words_;  ///< some pattern looks at word boundaries
  ByteClasses classes_;
  StateTable table_;
  std::uint32_t start_ = 0;
  std::unordered_map<std::vector<std::uint32_t>, std::uint32_t, StateHash> answer_numbers_;
  std::vector<const std::vector<std::uint32_t>*> answers_;
  // while a state is made
  std::vector<std::uint32_t> mark_, stack_, reached_;
  std::vector<std::uint32_t> matched_mark_;
  std::uint32_t generation_ = 0;
};

/// Match and groups of one pattern, the same as Pattern::search finds, in one pass. A state is the list of threads in Perl's order; what
/// moves between their groups is worked out with the state.
class GroupAutomaton {
 public:
  GroupAutomaton(const Pattern& pattern, std::size_t& spent);
  /// Groups 1 … 4 only; the whole match is not told.
  bool run(std::string_view lower, Pattern::Match& match);

 private:
  using Row = std::array<std::uint32_t, 2 * kMaxCaptures>;  ///< begin and end of each group
  struct Move {
    std::uint32_t row, from, mask;  ///< copy row `from`, then set what `mask` names to the place at hand
  };
  struct Plan {
    std::uint32_t begin = 0, end = 0;  ///< of moves_
    bool matches = false;
    std::uint32_t from = 0, mask = 0, set = 0;  ///< the match: as a Move, and which slots it holds
  };
  std::uint32_t make(std::uint32_t state, std::uint32_t by);
  void apply(const Plan& plan, std::uint32_t at);

  const Pattern& pattern_;
  bool words_;
  ByteClasses classes_;
  StateTable table_;
  std::uint32_t start_ = 0, dead_ = 0;
  std::vector<std::uint32_t> plan_of_;  ///< cell → plan; 0: nothing moves
  std::vector<Plan> plans_;
  std::vector<Move> moves_;
  std::vector<Row> rows_;
  Row won_{};
  std::uint32_t won_set_ = 0;
  std::vector<std::uint32_t> mark_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> stack_;
  std::uint32_t generation_ = 0;
  std::size_t* spent_;
};

}  // namespace rf::identify
