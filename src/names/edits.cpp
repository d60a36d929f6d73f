#include "names/edits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace rf::names {
namespace {

constexpr bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

using Costs = std::array<std::array<float, 128>, 128>;
constexpr float kFar = 100;

constexpr Costs make_costs() {
  Costs t{};
  for (std::size_t a = 0; a < 128; ++a)
    for (std::size_t b = 0; b < 128; ++b) t[a][b] = a == b ? 0.0F : 1.0F;
  const auto set = [&](char a, char b, float cost) {
    const auto x = static_cast<std::size_t>(a), y = static_cast<std::size_t>(b);
    if (t[x][y] > cost) t[x][y] = t[y][x] = cost;
  };
  constexpr std::string_view vowels = "aeiou";
  for (const char a : vowels)
    for (const char b : vowels)
      if (a != b) set(a, b, 0.5F);
  // One sound written in two ways by transliteration.
  constexpr std::string_view sounds[] = {"ck", "kq", "cq", "vw", "iy", "jy", "ij", "sz", "gj", "ou", "fv"};
  for (const auto s : sounds) set(s[0], s[1], 0.35F);
  set('c', 's', 0.5F);
  set('g', 'k', 0.6F);
  set('g', 'q', 0.5F);
  set('d', 't', 0.7F);
  set('b', 'p', 0.7F);
  set('e', 'y', 0.5F);
  set('u', 'v', 0.6F);
  set('u', 'w', 0.5F);
  set('x', 'h', 0.7F);
  // Neighbours on a keyboard.
  constexpr std::string_view rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  for (const auto row : rows)
    for (std::size_t i = 0; i + 1 < row.size(); ++i) set(row[i], row[i + 1], 0.85F);
  // Recognition of print.
  set('o', '0', 0.5F);
  set('l', '1', 0.5F);
  set('i', '1', 0.5F);
  set('i', 'l', 0.6F);
  set('s', '5', 0.6F);
  set('b', '8', 0.6F);
  set('z', '2', 0.6F);
  for (char d = '0'; d <= '9'; ++d)
    for (char e = '0'; e <= '9'; ++e)
      if (d != e) {
        t[static_cast<std::size_t>(d)][static_cast<std::size_t>(e)] = kFar;  // 54 is not 55
      }
  return t;
}
constexpr Costs kCosts = make_costs();

/// To leave out s[i].
inline float drop_cost(std::string_view s, std::size_t i) {
  const char c = s[i];
  if (is_digit(c)) return kFar;
  const bool first = i == 0;
  if (!first && s[i - 1] == c) return 0.3F;
  const char next = i + 1 < s.size() ? s[i + 1] : '\0';
  if (c == 'k' && next == 'h') return 0.4F;
  if ((c == 'd' && (next == 'j' || next == 'z')) || (c == 't' && (next == 's' || next == 'c' || next == 'z'))) return 0.4F;  // Fadjr, Tsai
  if (!first && (c == 'h' || c == 'y')) return 0.5F;
  if (is_vowel(c)) return first ? 0.9F : 0.6F;
  return first ? 1.2F : 1.0F;
}

/// What a letter costs at the least that the other word has not at all, by what the other word has: the masks of its cheap partners,
/// cheapest first, and what to leave it out costs where that is cheapest.
struct Partners {
  struct Level {
    float cost;
    std::uint64_t letters;
  };
  std::array<Level, 6> levels;
};
/// a-z 0 to 25, digits 26 to 35, else 63.
constexpr std::size_t letter_number(char c) { return c >= 'a' && c <= 'z' ? static_cast<std::size_t>(c - 'a') : is_digit(c) ? 26 + static_cast<std::size_t>(c - '0') : 63; }
constexpr std::uint64_t letter_bit(char c) { return 1ULL << letter_number(c); }
constexpr float kLevels[] = {0.35F, 0.5F, 0.6F, 0.7F, 0.85F};
constexpr std::array<Partners, 64> make_partners() {
  constexpr std::string_view all = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::array<Partners, 64> out{};
  for (auto& p : out) p.levels.fill({1.0F, ~0ULL});
  for (const char c : all) {
    const float drop = is_digit(c) ? 1.0F : c == 'k' || c == 'd' || c == 't' ? 0.4F : c == 'h' || c == 'y' ? 0.5F : is_vowel(c) ? 0.6F : 1.0F;
    auto& levels = out[letter_number(c)].levels;
    for (std::size_t n = 0; n < std::size(kLevels); ++n) {
      levels[n] = {std::min(kLevels[n], drop), kLevels[n] < drop ? 0 : ~0ULL};
      for (const char d : all)
        if (d != c && kCosts[static_cast<std::size_t>(c)][static_cast<std::size_t>(d)] <= kLevels[n]) levels[n].letters |= letter_bit(d);
    }
    levels.back() = {drop, ~0ULL};
  }
  return out;
}
constexpr std::array<Partners, 64> kPartners = make_partners();

/// At most what it costs to be rid of the letters in `only`, which a word with the letters `other` has not.
float least_cost(std::uint64_t only, std::uint64_t other, float limit) {
  float sum = 0;
  while (only != 0 && sum <= limit) {
    const auto& levels = kPartners[static_cast<std::size_t>(std::countr_zero(only))].levels;
    std::size_t l = 0;
    while ((levels[l].letters & other) == 0) ++l;
    sum += levels[l].cost;
    only &= only - 1;
  }
  return sum;
}

}  // namespace

std::uint64_t letters_of(std::string_view s) {
  std::uint64_t m = 0;
  for (const char c : s) m |= letter_bit(c);
  return m;
}

bool too_far(std::uint64_t in_a, std::uint64_t in_b, double limit) {
  const auto room = static_cast<float>(limit) + 0.01F;  // sums of floats: on the safe side
  // No letter costs less than the cheapest change of one for another: so many may differ at the most.
  const int most = static_cast<int>(room / kLevels[0]);
  std::uint64_t only_a = in_a & ~in_b, only_b = in_b & ~in_a;
  for (int i = 0; i < most && (only_a | only_b) != 0; ++i) {
    only_a &= only_a - (only_a != 0);
    only_b &= only_b - (only_b != 0);
  }
  if ((only_a | only_b) != 0) return true;
  return least_cost(in_a & ~in_b, in_b, room) > room || least_cost(in_b & ~in_a, in_a, room) > room;
}

double edit_cost(std::string_view a, std::string_view b, double limit) {
  // One change settles at most one letter of each side.
  if (too_far(letters_of(a), letters_of(b), limit)) return limit + 1;
  return edit_cost_of_near(a, b, limit);
}

double edit_cost_of_near(std::string_view a, std::string_view b, double limit) {
  constexpr std::size_t kMax = 64;
  if (a.size() > kMax || b.size() > kMax) return limit + 1;
  std::array<float, kMax> drop_b;
  for (std::size_t j = 0; j < b.size(); ++j) drop_b[j] = drop_cost(b, j);
  std::array<std::array<float, kMax + 1>, 3> rows;
  auto *before = rows[0].data(), *last = rows[1].data(), *now = rows[2].data();
  last[0] = 0;
  for (std::size_t j = 0; j < b.size(); ++j) last[j + 1] = last[j] + drop_b[j];
  for (std::size_t i = 0; i < a.size(); ++i) {
    const float drop_a = drop_cost(a, i);
    now[0] = last[0] + drop_a;
    float best = now[0];
    const auto& costs = kCosts[static_cast<unsigned char>(a[i]) & 127];
    for (std::size_t j = 0; j < b.size(); ++j) {
      float c = last[j] + costs[static_cast<unsigned char>(b[j]) & 127];
      c = std::min(c, last[j + 1] + drop_a);
      c = std::min(c, now[j] + drop_b[j]);
      if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] && a[i] != b[j] && !is_digit(a[i]) && !is_digit(b[j])) c = std::min(c, before[j - 1] + 0.8F);
      now[j + 1] = c;
      best = std::min(best, c);
    }
    if (best > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

bool other_front(std::string_view a, std::string_view b) {
  constexpr std::size_t kLong = 10;
  const std::size_t half = std::min(a.size(), b.size()) / 2;
  if (2 * half < kLong) return false;
  const double limit = 0.25 * static_cast<double>(half) + 0.5;
  return edit_cost(a.substr(0, half), b.substr(0, half), limit) > limit;
}

bool is_pinyin(std::string_view word) {
  constexpr std::string_view kInitials[] = {"zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y", "w", ""};
  constexpr std::string_view kFinals[] = {"a", "o", "e", "i", "u", "v", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "er", "ia", "ie", "iao", "iu", "ian", "in",
                                          "iang", "ing", "iong", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ue"};
  if (word.size() < 4 || word.size() > 24) return false;
  std::array<std::uint8_t, 25> syllables{};  // that reach here, one more than there are; 0 is none
  syllables[0] = 1;
  for (std::size_t at = 0; at < word.size(); ++at) {
    if (syllables[at] == 0) continue;
    for (const std::string_view initial : kInitials) {
      if (!word.substr(at).starts_with(initial)) continue;
      for (const std::string_view final : kFinals)
        if (word.substr(at + initial.size()).starts_with(final)) {
          std::uint8_t& to = syllables[at + initial.size() + final.size()];
          to = std::max<std::uint8_t>(to, static_cast<std::uint8_t>(syllables[at] + 1));
        }
    }
  }
  return syllables[word.size()] >= 3;
}

std::uint64_t skeleton(std::string_view word) {
  std::uint64_t h = 1469598103934665603ULL;
  char last = 0;
  int sounds = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char c = word[i];
    const char next = i + 1 < word.size() ? word[i + 1] : '\0';
    if (is_digit(c)) return 0;
    if (is_vowel(c) || c == 'y' || c == 'h' || c == 'w') {
      if (i != 0 || c == 'y' || c == 'w') {
        if (i == 0) c = 'v';
        else {
          if (!(c == 'h')) last = 0;
          continue;
        }
      } else {
        c = c == 'h' ? 'h' : 'a';
      }
    }
    if (c == 'p' && next == 'h') c = 'f';
    if (c == 'c' && (next == 'e' || next == 'i' || next == 'y')) c = 's';
    if (c == 'q' || c == 'c' || c == 'x' || c == 'g') c = c == 'c' && next == 'h' ? 'j' : 'k';
    if (c == 's' && next == 'h') c = 'j';
    if (c == 'z') c = next == 'h' ? 'j' : 's';
    if (c == 'w') c = 'v';
    if (c == 'f' && next == 'f') continue;
    if (c == 'd' && next == 'j') continue;
    if (c == 't' && next == 's') c = 's';
    if (c == last) continue;
    last = c;
    h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    ++sounds;
  }
  return sounds >= 3 ? h ^ (h >> 29) : 0;
}

std::uint64_t sounded(std::string_view word) {
  std::uint64_t h = 0xCBF29CE484222325ULL;
  char last = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char c = word[i];
    const char next = i + 1 < word.size() ? word[i + 1] : '\0';
    if (c == 'k' && next == 'h') {
      if (i > 0) {
        ++i;
        continue;
      }
      c = 'h';
    }
    if (c == 'h' && i > 0) continue;
    if (c == 'p' && next == 'h') c = 'f';
    if (c == 'c' && (next == 'e' || next == 'i' || next == 'y')) c = 's';
    if (c == 'c' || c == 'q') c = 'k';
    if (c == 'w') c = 'v';
    if (c == 'z') c = 's';
    if (c == 'y' || c == 'j') c = 'i';
    if (c == 'o' && (next == 'o' || next == 'u')) c = 'u';
    if (c == 'e' && next == 'e') c = 'i';
    if (c == 'u' && last == 'u') continue;
    if (c == 'e') c = 'i';
    if (c == 'o') c = 'u';
    if (c == last) continue;
    last = c;
    h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return (h ^ (h >> 31)) * 0xD6E8FEB86659FD93ULL;
}

bool abbreviates(std::string_view s, std::string_view word) {
  if (s.size() < 2 || s.size() >= word.size() || s[0] != word[0] || is_digit(s[0])) return false;
  if (s.size() >= 3 && word.starts_with(s)) return true;
  // Consonants in order; what is left out between the first and the last may be any letter, but half of the consonants stand.
  std::size_t at = 1, consonants = 0, kept = 0;
  for (const char c : word) consonants += !is_vowel(c);
  kept += !is_vowel(s[0]);
  for (std::size_t i = 1; i < s.size(); ++i) {
    const std::size_t found = word.find(s[i], at);
    if (found == std::string_view::npos) return false;
    at = found + 1;
    if (is_vowel(s[i])) continue;
    ++kept;
  }
  return s.size() >= 3 && kept >= 3 && kept * 2 >= consonants && (at == word.size() || (at + 1 == word.size() && word.back() == 's'));
}

}  // namespace rf::names
