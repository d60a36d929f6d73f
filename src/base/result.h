// Errors are values. An Error is written for the person who has to fix the input: which file, where,
// what was found, what to do. The keys are those of `errors[]` in the JSON answer.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace rf {

/// What went wrong, for the program. Internal means: our bug.
enum class Kind : std::uint8_t { Io, Truncated, Malformed, Unsupported, Limit, Usage, Internal };

struct Error {
  Kind kind = Kind::Internal;
  std::string input;   ///< file or stream as the user named it; empty where the caller adds it
  std::string where;   ///< "line 12, column mac", "offset 0x40"; empty if the whole input
  std::string why;     ///< what was found, and what was expected
  std::string remedy;  ///< what to do, or the effect on the rest of the work
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Kind kind, std::string why, std::string where = {}, std::string remedy = {}) {
  return std::unexpected(Error{kind, {}, std::move(where), std::move(why), std::move(remedy)});
}

/// The same error, saying which input it belongs to; an input already named stays.
inline std::unexpected<Error> in_input(Error e, const std::string& input) {
  if (e.input.empty()) e.input = input;
  return std::unexpected(std::move(e));
}

/// "FILE: WHERE: WHY\n  REMEDY", the form in which errors reach a terminal.
std::string to_text(const Error& e);

}  // namespace rf

#define RF_CONCAT_(a, b) a##b
#define RF_CONCAT(a, b) RF_CONCAT_(a, b)
#define RF_TRY_(tmp, decl, expr)                                        \
  auto tmp = (expr);                                                    \
  if (!tmp) return std::unexpected(std::move(tmp).error());             \
  decl = std::move(*tmp)
/// RF_TRY(auto x, f()): x is f's value, or the function returns f's error (g++ 12's expected is not monadic).
#define RF_TRY(decl, expr) RF_TRY_(RF_CONCAT(rf_try_, __LINE__), decl, expr)
#define RF_CHECK_(tmp, expr)                                            \
  do {                                                                  \
    auto tmp = (expr);                                                  \
    if (!tmp) return std::unexpected(std::move(tmp).error());           \
  } while (false)
/// RF_CHECK(f()): as RF_TRY for a Result<void>.
#define RF_CHECK(expr) RF_CHECK_(RF_CONCAT(rf_check_, __LINE__), expr)
