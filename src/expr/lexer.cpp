#include "expr/lexer.h"

#include <charconv>

#include "base/text.h"

namespace rf::expr {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Lexer {
 public:
  explicit Lexer(std::string_view s) : s_(s) {}

  Result<std::vector<Lexeme>> run() {
    std::vector<Lexeme> out;
    for (;;) {
      skip_space();
      Lexeme l;
      l.line = line_;
      l.column = static_cast<std::uint32_t>(at_ - line_begin_ + 1);
      l.begin = static_cast<std::uint32_t>(at_);
      if (at_ == s_.size()) {
        l.end = l.begin;
        out.push_back(std::move(l));
        return out;
      }
      const char c = s_[at_];
      if (is_letter(c)) word(l);
      else if (is_digit(c)) RF_CHECK(number(l));
      else if (c == '"') RF_CHECK(text(l));
      else RF_CHECK(sign(l));
      l.end = static_cast<std::uint32_t>(at_);
      out.push_back(std::move(l));
    }
  }

 private:
  std::unexpected<Error> wrong(const Lexeme& l, std::string why, std::string remedy = {}) const {
    return fail(Kind::Malformed, std::move(why), place(l.line, l.column), std::move(remedy));
  }
  void skip_space() {
    for (; at_ < s_.size(); ++at_) {
      const char c = s_[at_];
      if (c == '\n') {
        ++line_;
        line_begin_ = at_ + 1;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return;
      }
    }
  }
  /// Letters, digits, and . - between them: "core.5g.amf", "uk-ncsc-assessed". A minus between blanks is a sign.
  void word(Lexeme& l) {
    l.token = Token::Word;
    const std::size_t from = at_;
    while (at_ < s_.size()) {
      const char c = s_[at_];
      const bool joins = (c == '.' || c == '-') && at_ + 1 < s_.size() && (is_letter(s_[at_ + 1]) || is_digit(s_[at_ + 1]));
      if (!is_letter(c) && !is_digit(c) && !joins) break;
      ++at_;
    }
    l.text = s_.substr(from, at_ - from);
  }
  Result<std::int64_t> digits(const Lexeme& l) {
    const std::size_t from = at_;
    while (at_ < s_.size() && is_digit(s_[at_])) ++at_;
    const auto n = parse_count(s_.substr(from, at_ - from));
    if (!n) return wrong(l, "a number over 2^63-1");
    return *n;
  }
  Result<void> number(Lexeme& l) {
    // A day is told from a difference by its form: 2020-07-14.
    if (s_.size() - at_ >= 10 && s_[at_ + 4] == '-' && s_[at_ + 7] == '-') {
      const auto day = parse_iso_day(s_.substr(at_, 10));
      if (!day) return wrong(l, "\"" + std::string(s_.substr(at_, 10)) + "\" is no day", "write it as YYYY-MM-DD");
      l.token = Token::Day;
      l.day = *day;
      at_ += 10;
      return {};
    }
    RF_TRY(l.number, digits(l));
    l.token = Token::Number;
    std::size_t next = at_;
    while (next < s_.size() && s_[next] == ' ') ++next;
    if (next < s_.size() && s_[next] == '%') {
      at_ = next + 1;
      l.denominator = 100;
      l.token = Token::Rational;
    } else if (at_ + 1 < s_.size() && s_[at_] == '/' && is_digit(s_[at_ + 1])) {
      ++at_;
      RF_TRY(l.denominator, digits(l));
      l.token = Token::Rational;
      if (l.denominator == 0) return wrong(l, "a share of nothing: its denominator is 0");
    } else if (at_ < s_.size() && (is_letter(s_[at_]) || s_[at_] == '.')) {
      return wrong(l, "a number is followed at once by \"" + std::string(1, s_[at_]) + "\"", "numbers are whole; a share is written 35/100 or 35 %, a word that begins with a digit in quotes");
    }
    if (l.token == Token::Rational && l.number > l.denominator) return wrong(l, "a share over 1", "a share is a part of the whole: 35/100 or 35 %");
    return {};
  }
  Result<void> text(Lexeme& l) {
    l.token = Token::Text;
    for (++at_; at_ < s_.size(); ++at_) {
      const char c = s_[at_];
      if (c == '\n') break;
      if (c == '"') {
        ++at_;
        return {};
      }
      if (c == '\\' && at_ + 1 < s_.size() && (s_[at_ + 1] == '"' || s_[at_ + 1] == '\\')) ++at_;
      l.text += s_[at_];
    }
    return wrong(l, "a text that does not end", "close it with \" on the same line");
  }
  Result<void> sign(Lexeme& l) {
    l.token = Token::Sign;
    const std::string_view two = s_.substr(at_, 2);
    if (two == "<=" || two == ">=" || two == "!=" || two == "==") {
      if (two == "==") return wrong(l, "\"==\" is no sign", "equality is =");
      l.text = two;
      at_ += 2;
      return {};
    }
    if (std::string_view("()[],:<>=+-*").find(s_[at_]) == std::string_view::npos) {
      const std::size_t n = std::max<std::size_t>(utf8_length(s_.substr(at_)), 1);
      const std::string_view shown = s_.substr(at_, n);
      return wrong(l, is_utf8(shown) && static_cast<unsigned char>(shown[0]) >= 0x20 ? "\"" + std::string(shown) + "\" means nothing here" : "a byte that means nothing here");
    }
    l.text = s_.substr(at_, 1);
    ++at_;
    return {};
  }

  std::string_view s_;
  std::size_t at_ = 0, line_begin_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace

std::string place(std::uint32_t line, std::uint32_t column) { return "line " + std::to_string(line) + ", column " + std::to_string(column); }

Result<std::vector<Lexeme>> lex(std::string_view source) { return Lexer(source).run(); }

}  // namespace rf::expr
