// Many patterns over one text: three bytes at a time against a small table tell which patterns could match at all; those run together
// as one automaton, and only of patterns that match the groups are read. Nothing is kept on disk: thousands of patterns are ready in
// milliseconds, and automata are worked out as texts need them (docs/identify.md).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "identify/pattern.h"

namespace rf::identify {

/// Immutable once sealed; may be used from many threads.
class PatternSet {
 public:
  PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;
  ~PatternSet();

  /// A pattern as sets hold it: compiled once, whatever number of them it is put into.
  struct Ready {
    Pattern pattern;
    std::vector<std::string> needs;  ///< one of these stands in every text it matches; empty: nothing is needed
  };
  /// Fails as Pattern::compile.
  static Result<std::shared_ptr<const Ready>> ready(std::string_view pattern);

  /// Adds a pattern under a number of the caller's.
  void add(std::shared_ptr<const Ready> pattern, std::uint32_t number);
  /// Fails as ready().
  Result<void> add(std::string_view pattern, std::uint32_t number);
  /// Builds the table. No add() afterwards.
  void seal();

  struct Hit {
    std::uint32_t number = 0;
    Pattern::Match match;  ///< groups 1 … 4; the whole match is not told
  };
  /// All patterns that match `lower` (ASCII letters in lower case), in the order in which they were added.
  void search(std::string_view lower, std::vector<Hit>& hits) const;
  std::size_t size() const { return patterns_.size(); }
  std::uint32_t number(std::uint32_t place) const { return numbers_[place]; }

  /// Which patterns match: one of few answers, kept by the session that gave it until its next find().
  struct Found {
    std::uint64_t id = 0;                 ///< the same for the same answer of one session, and never given again for another
    std::vector<std::uint32_t> places;    ///< in the order of add(), ascending
  };
  /// One thread's automata of a set, within kMostSpent bytes; when those are spent it begins anew.
  class Session;
  std::unique_ptr<Session> session() const;

 private:
  struct Literal {
    std::string text;
    std::uint32_t pattern, offset;  ///< offset: of the three bytes looked up, within the text
  };
  /// Sessions nobody uses at the moment.
  struct Pool;
  static constexpr int kBits = 15;   ///< of the first test: 4 KiB of bits, so that they stay in the first-level cache
  static constexpr int kChains = 12; ///< of the table behind it
  static std::uint32_t hash_of(std::uint32_t three) { return (three * 0x9E3779B1U) >> (32 - kBits); }
  static std::uint32_t three_at(const char* p) {
    const auto b = [&](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(p[i])); };
    return b(0) | b(1) << 8 | b(2) << 16;
  }
  void wanted(std::string_view lower, std::vector<std::uint32_t>& out) const;
  void verify(std::string_view lower, std::size_t at, std::uint32_t hash, std::vector<std::uint32_t>& out) const;

  std::vector<std::shared_ptr<const Ready>> patterns_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> always_;        ///< patterns without a literal
  std::vector<std::uint64_t> may_;           ///< bit of a hash: some literal has it
  std::vector<std::uint16_t> first_, next_;  ///< slot → literal + 1 → next of the slot
  std::vector<Literal> literals_;
  std::unique_ptr<Pool> pool_;
};

class PatternSet::Session {
 public:
  explicit Session(const PatternSet& set);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();
  /// `set`: the one that made the session. Amortized O(text) once the texts' states are known.
  const Found& find(const PatternSet& set, std::string_view lower);
  /// Groups of the pattern at `place`; false where it does not match.
  bool groups(const PatternSet& set, std::uint32_t place, std::string_view lower, Pattern::Match& match);

 private:
  struct Inside;
  std::unique_ptr<Inside> in_;
};

}  // namespace rf::identify
