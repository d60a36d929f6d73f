// Regular expressions for fingerprints: a subset that runs in time linear in the text, whatever anyone writes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace rf::identify {

inline constexpr std::size_t kMaxProgram = 4096;  ///< instructions of one pattern; bounds time a character
inline constexpr int kMaxCaptures = 4;            ///< $1 … $4
inline constexpr int kMaxRepeat = 64;             ///< n in {m,n}, which copies what it repeats

/// Literals, `.`, `[a-z]`, `[^a-z]`, `\d \w \s \S \D \W \b`, `( )`, `(?: )`, `|`, `* + ? {m,n}` (`*? +? ??` take as little
/// as they can), `^ $`.
/// ASCII letters match in either case; `.` matches a line end too, `^ $` the ends of the text.
class Pattern {
 public:
  /// Fails: Malformed (where: the character's position), Limit.
  static Result<Pattern> compile(std::string_view text);

  struct Match {
    std::array<std::pair<std::size_t, std::size_t>, kMaxCaptures + 1> at{};  ///< begin, end; 0: the whole match
    std::array<bool, kMaxCaptures + 1> has{};
  };
  /// First match, leftmost, as Perl prefers. `lower` is the text with ASCII letters in lower case. O(text × program).
  bool search(std::string_view lower, Match* match) const;
  const std::string& literal() const { return literal_; }  ///< stands in every match; the cheap test before search

  // The compiled form, for those who run many patterns at once (automaton.h).
  enum class Op : std::uint8_t { Char, Any, Set, Split, Jump, Save, Begin, End, Word, Done };
  struct Instruction {
    Op op = Op::Done;
    std::uint8_t c = 0;
    std::uint32_t x = 0, y = 0;  ///< targets, the better first; Set: index; Save: slot, 2k and 2k + 1 for group k
  };
  using Bytes = std::array<std::uint64_t, 4>;  ///< a bit for each byte
  std::span<const Instruction> program() const { return program_; }
  std::span<const Bytes> sets() const { return sets_; }
  bool anchored() const { return anchored_; }  ///< every match begins at the start of the text
  static bool has(const Bytes& bytes, unsigned char b) { return (bytes[b >> 6] >> (b & 63) & 1) != 0; }
  static void put(Bytes& bytes, unsigned char b) { bytes[b >> 6] |= std::uint64_t{1} << (b & 63); }
  /// What `\w` takes, and `\b` looks for on both sides.
  static bool word(unsigned char b) { return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_'; }
  /// Whether a Char, Any or Set takes the byte; `sets`: of its program.
  static bool takes(const Instruction& in, std::span<const Bytes> sets, unsigned char b) {
    return in.op == Op::Any || (in.op == Op::Char && in.c == b) || (in.op == Op::Set && has(sets[in.x], b));
  }

 private:
  friend class PatternCompiler;
  std::vector<Instruction> program_;
  void find_first();
  bool may_start(unsigned char b) const { return has(first_, b); }

  std::vector<Bytes> sets_;
  std::string literal_;
  Bytes first_{};              ///< bytes with which a match can begin
  bool may_be_empty_ = false;  ///< a match can end where it begins
  bool anchored_ = false;
};

}  // namespace rf::identify
