#include <array>

#include "base/text.h"
#include "estate/ingest.h"

namespace rf::estate {
namespace {

int month_named(std::string_view w) {
  static constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string l = lower_ascii(w).substr(0, 3);
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (l == kMonths[i]) return static_cast<int>(i) + 1;
  return 0;
}

}  // namespace

ReadDay read_day(std::string_view cell, DateOrder order) {
  ReadDay out;
  std::string_view s = trimmed(cell);
  if (s.empty()) return out;
  // A time behind the day says nothing about the day.
  if (s.size() > 10 && (s[10] == 'T' || s[10] == ' ') && s.find(':') != std::string_view::npos) s = s.substr(0, 10);
  else if (const auto space = s.find(' '); space != std::string_view::npos && s.find(':', space) != std::string_view::npos) s = s.substr(0, space);
  std::array<std::string, 3> part;
  std::size_t n = 0;
  char separator = 0;
  bool letters = false;
  for (std::size_t i = 0; i < s.size();) {
    const unsigned char c = static_cast<unsigned char>(s[i]);
    if (n >= 3) {
      out.bad = true;
      return out;
    }
    if ((c >= '0' && c <= '9') || (c < 0x80 && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))) {
      letters = letters || c > '9';
      part[n] += s[i++];
      continue;
    }
    const std::size_t len = c < 0x80 ? 1 : std::max<std::size_t>(1, utf8_length(s.substr(i)));  // 年 月 日 part as '-' does
    if (!part[n].empty()) ++n;
    if (c != ' ' && c != ',') separator = c < 0x80 ? static_cast<char>(c) : '-';
    i += len;
  }
  if (n < 3 && !part[n].empty()) ++n;
  if (n == 1 && part[0].size() == 8 && !letters) {
    part = {part[0].substr(0, 4), part[0].substr(4, 2), part[0].substr(6, 2)};
    n = 3;
  }
  if (n != 3) {
    out.bad = true;
    return out;
  }
  const auto num = [](const std::string& p) { return static_cast<int>(parse_count(p).value_or(-1)); };
  const auto settle = [&](int y, int m, int d) {
    out.day = y < 1000 ? Day{} : day_of(y, m, d);
    if (!out.day.known()) out.bad = true;
    if (y == 9999) {
      out.day = Day{};
      out.open = true;
      out.bad = false;
    }
    if ((y == 1900 || y == 1970) && m == 1 && d == 1) out.day = Day{};  // what systems write for "not known"
  };
  for (const std::string& p : part)
    if (p.size() > 9 || (p.find_first_not_of("0123456789") != std::string::npos && month_named(p) == 0)) {
      out.bad = true;
      return out;
    }
  if (part[0].size() == 4) {
    out.only = DateOrder::Ymd;
    settle(num(part[0]), month_named(part[1]) ? month_named(part[1]) : num(part[1]), num(part[2]));
    return out;
  }
  if (part[2].size() != 4) {  // two-digit years are not guessed
    out.bad = true;
    return out;
  }
  if (month_named(part[1])) {
    settle(num(part[2]), month_named(part[1]), num(part[0]));
    return out;
  }
  if (month_named(part[0])) {
    settle(num(part[2]), month_named(part[0]), num(part[1]));
    return out;
  }
  const int a = num(part[0]), b = num(part[1]), y = num(part[2]);
  const bool dmy = day_of(y == 9999 ? 2000 : y, b, a).known(), mdy = day_of(y == 9999 ? 2000 : y, a, b).known();
  if (!dmy && !mdy) {
    out.bad = true;
    return out;
  }
  if (dmy != mdy) out.only = dmy ? DateOrder::Dmy : DateOrder::Mdy;
  if (separator == '.') order = DateOrder::Dmy;  // written with full stops the day comes first (DIN 5008 and its neighbours)
  if (a == b) order = DateOrder::Dmy;
  if (order == DateOrder::Undecided || order == DateOrder::Ymd) {
    if (dmy && mdy) {
      out.ambiguous = true;
      return out;
    }
    order = out.only;
  }
  if (order == DateOrder::Dmy) settle(y, b, a);
  else settle(y, a, b);
  return out;
}

}  // namespace rf::estate
