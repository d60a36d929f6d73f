#include "estate/read_count.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"

namespace rf::estate {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

/// A cell parted: digits with marks, and the word behind them. `number` keeps '.', ',' and one sign for every other parting of thousands (' ').
struct Parts {
  std::string number, word;
  bool negative = false, good = false;
};

Parts parts_of(std::string_view cell) {
  Parts p;
  std::string_view s = trimmed(cell);
  if (s.starts_with('-') || s.starts_with("\xE2\x88\x92")) {  // U+2212
    p.negative = true;
    s.remove_prefix(s[0] == '-' ? 1 : 3);
  } else if (s.starts_with('+')) {
    s.remove_prefix(1);
  }
  std::size_t i = 0;
  while (i < s.size()) {
    const char c = s[i];
    if (digit(c) || c == '.' || c == ',') {
      p.number += c;
      ++i;
      continue;
    }
    // A blank, an apostrophe or a narrow space parts thousands only before a digit.
    std::size_t n = c == ' ' || c == '\'' ? 1 : s.substr(i).starts_with("\xC2\xA0") ? 2 : s.substr(i).starts_with("\xE2\x80\xAF") || s.substr(i).starts_with("\xE2\x80\x99") ? 3 : 0;
    if (n == 0 || i + n >= s.size() || !digit(s[i + n]) || p.number.empty()) break;
    p.number += ' ';
    i += n;
  }
  while (!p.number.empty() && (p.number.back() == '.' || p.number.back() == ',')) p.number.pop_back();
  p.word = folded(trimmed(s.substr(i)));
  while (p.word.starts_with("\xC2\xA0")) p.word.erase(0, 2);
  while (p.word.ends_with('.')) p.word.pop_back();
  p.good = !p.number.empty() && digit(p.number.front()) && p.number.size() <= 40;
  return p;
}

/// The lengths of the groups of digits and the marks between them.
struct Groups {
  std::array<std::size_t, 8> length{};
  std::array<char, 8> mark{};  ///< mark[i] stands behind group i
  std::size_t n = 0;
  bool good = true;
};
Groups groups_of(std::string_view number) {
  Groups g;
  std::size_t run = 0;
  for (const char c : number) {
    if (digit(c)) {
      ++run;
      continue;
    }
    if (run == 0 || g.n + 1 >= g.length.size()) {
      g.good = false;
      return g;
    }
    g.length[g.n] = run;
    g.mark[g.n++] = c;
    run = 0;
  }
  g.length[g.n++] = run;
  g.good = run > 0;
  return g;
}
/// Groups [0, last) are thousands parted by one mark.
bool thousands(const Groups& g, std::size_t last) {
  if (last < 2 || g.length[0] > 3) return false;
  for (std::size_t i = 1; i < last; ++i)
    if (g.length[i] != 3 || g.mark[i - 1] != g.mark[0]) return false;
  return true;
}

std::int64_t multiplier(std::string_view word) {
  struct Row {
    std::string_view word;
    std::int64_t by;
  };
  static constexpr Row kRows[] = {{"k", 1000},   {"tsd", 1000},   {"tausend", 1000}, {"thousand", 1000}, {"mil", 1000},      {"тыс", 1000},         {"千", 1000},
                                  {"万", 10000}, {"m", 1000000},  {"mio", 1000000},  {"mln", 1000000},   {"million", 1000000}, {"millionen", 1000000}, {"millions", 1000000}, {"млн", 1000000}};
  for (const auto& r : kRows)
    if (word == r.word) return r.by;
  return 0;
}

/// Words that count something and change nothing: pieces, homes. Others ("Gbps", "rack units") are a unit that the caller weighs.
bool is_piece_word(std::string_view w) {
  static constexpr std::string_view kWords[] = {"x", "pc", "pcs", "pce", "piece", "pieces", "unit", "units", "ea", "each", "no", "nos", "off", "set", "sets",
                                                "st", "stk", "stck", "stück", "stueck", "einheiten", "pièce", "pièces", "pce(s)", "unité", "unités", "u", "ud", "uds", "unidad", "unidades",
                                                "un", "und", "pz", "pezzi", "pezzo", "szt", "adet", "шт", "штук", "台", "个", "件", "套", "块", "户", "个户", "homes", "premises", "households", "hp",
                                                "we", "wohneinheiten", "haushalte", "logements", "prises", "hogares", "lines", "ports", "sites", "devices"};
  return std::find(std::begin(kWords), std::end(kWords), w) != std::end(kWords);
}

}  // namespace

bool says_nothing(std::string_view cell) {
  const auto t = trimmed(cell);
  if (t.empty()) return true;
  if (t.size() > 24) return false;
  if (t.find_first_not_of("-?./ ") == std::string_view::npos || t == "—" || t == "–") return true;
  static constexpr std::string_view kWords[] = {"n/a", "na", "n.a.", "#n/a", "none", "null", "nil", "unknown", "not known", "unbekannt", "k.a.", "k. a.", "tbd", "tbc", "inconnu", "s/o",
                                                "desconocido", "sconosciuto", "n/d", "nd", "неизвестно", "н/д", "未知", "无", "不明"};
  const std::string f = folded(t);
  return std::find(std::begin(kWords), std::end(kWords), f) != std::end(kWords);
}

void NumberMarks::add(std::string_view cell) {
  const Parts p = parts_of(cell);
  if (!p.good) return;
  const Groups g = groups_of(p.number);
  if (!g.good || g.n < 2) return;
  const auto say = [&](char mark, std::uint8_t what) {
    if (mark == '.') point_ |= what;
    if (mark == ',') comma_ |= what;
  };
  const char first = g.mark[0], last = g.mark[g.n - 2];
  if (first != last) {  // "1.234,5", "1 234,5"
    if (thousands(g, g.n - 1)) say(first, kGroup);
    say(last, kDecimal);
  } else if (g.n > 2) {
    if (thousands(g, g.n)) say(first, kGroup);
  } else if (g.length[1] != 3 || g.length[0] > 3) {
    say(first, kDecimal);
  } else if (p.number.front() == '0') {
    say(first, kDecimal);  // "0,125"
  } else if (!p.number.ends_with("000")) {
    say(first, kLikely);  // a whole number of pieces or homes has no fraction of 234/1000
  }
}

ReadCount read_count(std::string_view cell, const NumberMarks& column) {
  using Outcome = ReadCount::Outcome;
  ReadCount out;
  if (says_nothing(cell)) {
    out.outcome = Outcome::Blank;
    return out;
  }
  const Parts p = parts_of(cell);
  if (!p.good) return out;
  if (p.negative) {
    out.outcome = Outcome::Negative;
    return out;
  }
  const Groups g = groups_of(p.number);
  if (!g.good) return out;
  std::int64_t by = multiplier(p.word);
  if (by == 0) {
    by = 1;
    if (!p.word.empty() && !is_piece_word(p.word)) {
      if (p.word.size() > 24 || digit(p.word.back())) return out;
      out.unit = p.word;
    }
  } else {
    out.scaled = true;
  }
  // Which groups are whole, and which is the fraction.
  std::size_t whole = g.n;
  if (g.n >= 2) {
    const char last = g.mark[g.n - 2];
    const bool mixed = g.mark[0] != last;
    if (mixed) {
      if (!thousands(g, g.n - 1)) return out;
      whole = g.n - 1;
    } else if (g.n == 2 && last != ' ') {
      const bool three = g.length[1] == 3 && g.length[0] <= 3 && p.number.front() != '0';
      if (!three) whole = 1;
      else if (column.decimal(last)) whole = 1;
      else if (!column.groups(last) || out.scaled) {
        out.outcome = Outcome::Open;
        return out;
      }
    }
    if (whole == g.n && !thousands(g, g.n)) return out;
    if (whole < g.n && whole >= 2 && !thousands(g, whole)) return out;
    out.grouped = whole >= 2;
  }
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  std::int64_t n = 0;
  std::string fraction;
  std::size_t group = 0;
  for (const char c : p.number) {
    if (!digit(c)) {
      ++group;
      continue;
    }
    if (group >= whole) {
      fraction += c;
      continue;
    }
    if (n > (kMax - 9) / 10) {
      out.outcome = Outcome::TooBig;
      return out;
    }
    n = n * 10 + (c - '0');
  }
  if (n > kMax / by) {
    out.outcome = Outcome::TooBig;
    return out;
  }
  n *= by;
  while (fraction.ends_with('0')) fraction.pop_back();
  for (std::int64_t place = by; !fraction.empty(); fraction.erase(0, 1)) {
    if (place % 10 != 0) {  // a part of a piece
      out.outcome = Outcome::Fraction;
      return out;
    }
    place /= 10;
    n += place * (fraction[0] - '0');
  }
  out.value = n;
  out.outcome = Outcome::Read;
  return out;
}

}  // namespace rf::estate
