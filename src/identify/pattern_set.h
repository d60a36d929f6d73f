// Many patterns over one text: three bytes at a time against a small table tell which patterns could match at all, and only
// those are run. Nothing is kept on disk: thousands of patterns are ready in milliseconds (docs/identify.md).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "identify/pattern.h"

namespace rf::identify {

/// Immutable once sealed; may be used from many threads.
class PatternSet {
 public:
  /// Adds a pattern under a number of the caller's. Fails as Pattern::compile.
  Result<void> add(std::string_view pattern, std::uint32_t number);
  /// Builds the table. No add() afterwards.
  void seal();

  struct Hit {
    std::uint32_t number = 0;
    Pattern::Match match;
  };
  /// All patterns that match `lower` (ASCII letters in lower case), in the order in which they were added.
  void search(std::string_view lower, std::vector<Hit>& hits) const;
  std::size_t size() const { return patterns_.size(); }

 private:
  struct Literal {
    std::string text;
    std::uint32_t pattern, offset;  ///< offset: of the three bytes looked up, within the text
  };
  static constexpr int kBits = 12;  ///< of the table; 4096 slots of two bytes stay in the first-level cache
  static std::uint32_t slot_of(const char* three) {
    const auto b = [&](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(three[i])); };
    return ((b(0) | b(1) << 8 | b(2) << 16) * 0x9E3779B1U) >> (32 - kBits);
  }
  std::vector<Pattern> patterns_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::vector<std::string>> needs_;
  std::vector<std::uint32_t> always_;        ///< patterns without a literal
  std::vector<std::uint16_t> first_, next_;  ///< slot → literal + 1 → next of the slot
  std::vector<Literal> literals_;
};

}  // namespace rf::identify
