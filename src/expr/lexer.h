// Words, numbers, shares, days and signs of an expression. Used by parse.cpp alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace rf::expr {

enum class Token : std::uint8_t { Word, Text, Number, Rational, Day, Sign, End };
struct Lexeme {
  Token token = Token::End;
  std::string text;               ///< Word, Text (unescaped), Sign
  std::int64_t number = 0, denominator = 1;
  rf::Day day;
  std::uint32_t line = 1, column = 1, begin = 0, end = 0;
};
/// All of `source`, the End last. Fails: Malformed with line and column.
Result<std::vector<Lexeme>> lex(std::string_view source);

std::string place(std::uint32_t line, std::uint32_t column);

}  // namespace rf::expr
