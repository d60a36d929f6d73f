// Fellegi-Sunter with weights in a table: agreement of a word is worth how rare it is, what does not meet counts against, and each
// is a line of `because`. Weights are rounded to 0.01 before they are added, so that the printed lines give the printed sum.
#include "names/compare.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>

#include "names/edits.h"
#include "names/left_over.h"

namespace rf::names {
namespace {

constexpr std::size_t kMaxPairs = 256;
constexpr double kPatternLeaves = 1.0;  // sum that shared-pattern leaves
constexpr double kPatternBase = 4;      // what it takes off where nothing but the rarest word agrees, as rarity
constexpr double kSoundAlike = 0.35;  // edit_cost: one sound in two spellings, a letter twice

struct Side {  // a word of either side, as far as comparing needs it
  std::string_view text, surface;
  double weight = 0;
  std::uint64_t letters = 0;  ///< of the surface
  WordClass cls = WordClass::Core;
  bool aside = false, house = false, weak = false, met = false, han = false, repeats = false;
  bool telling() const { return cls == WordClass::Core; }
};

class Sum {
 public:
  Sum(const Calibration& c, std::vector<Because>* why) : c_(c), why_(why) {
    add(Rule::Prior, c[Rule::Prior], {}, {});
    add(Rule::SmallList, c[Rule::SmallList], {}, {});
  }
  void add(Rule r, double weight, std::string_view query, std::string_view name) {
    const double w = rounded(weight);
    if (w == 0) return;
    total_ += w;
    if (why_) why_->push_back({r, std::string(query), std::string(name), w});
  }
  void flat(Rule r, std::string_view query = {}, std::string_view name = {}) { add(r, c_[r], query, name); }
  double total() const { return rounded(total_); }

 private:
  const Calibration& c_;
  std::vector<Because>* why_;
  double total_ = 0;
};

/// Whether `a` is the fronts of all `n` words in order, written as one. Of two words each gives two letters and one of them four, of
/// more each gives a letter and one of them three. O(letters ^ n) at worst, with n to 4 and hardly ever more than one way.
bool fronts_as_one(std::string_view a, const Side* words, std::size_t n, std::size_t longest = 0, std::size_t of = 0) {
  if (of == 0) of = n;
  if (n == 0) return a.empty() && longest >= (of == 2 ? 4U : 3U);
  if (a.empty()) return false;
  const std::string_view w = words->surface;
  std::size_t same = 0;
  while (same < w.size() && same < a.size() && w[same] == a[same]) ++same;
  for (std::size_t take = same; take >= (of == 2 ? 2U : 1U); --take)
    if (fronts_as_one(a.substr(take), words + 1, n - 1, std::max(longest, take), of)) return true;
  return false;
}

struct Pair {
  float gain;
  std::uint16_t query, list;
  Meeting how;
  std::uint8_t span;
};

Rule rule_of(Meeting m) {
  switch (m) {
    case Meeting::Similar:
    case Meeting::JoinedSimilar: return Rule::SimilarWord;
    case Meeting::RomanisedShort: return Rule::RomanisedShort;
    case Meeting::RomanisedLong: return Rule::RomanisedLong;
    case Meeting::NoVowels: return Rule::NoVowels;
    case Meeting::Alias: return Rule::TokenAlias;
    case Meeting::Joined:
    case Meeting::WithArticle: return Rule::JoinedWords;
    default: return Rule::SameWord;
  }
}

struct Met {
  double gain;
  Rule rule;
  std::uint16_t query, list, queries, lists;  ///< first word and how many on each side
};

using Sides = std::array<Side, kWordsHere>;

/// Whether a word of `one` could be letters of words in a row of the other side.
bool spells_out(const Sides& one, std::size_t n_one, const Sides& many, std::size_t n_many) {
  for (std::size_t i = 0; i < n_one; ++i) {
    const std::string_view a = one[i].surface;
    if (one[i].met || !one[i].telling() || a.size() < 3 || a.size() > 8) continue;
    for (std::size_t j = 0; j + a.size() <= n_many; ++j) {
      std::size_t k = 0;
      while (k < a.size() && !many[j + k].surface.empty() && many[j + k].surface[0] == a[k]) ++k;
      if (k == a.size()) return true;
    }
  }
  return false;
}

/// At least the sum, before words are compared letter by letter: `gains` has what each word of the query may be worth that may meet
/// yet, `may` and `lists_may` say which those are. The rest is left over for certain.
double most_of(const Calibration& c, const Query& q, const Met* met, std::size_t nm, std::array<double, kWordsHere>& gains, std::size_t n_gains, const Sides& qs, std::size_t nq,
               const std::array<std::uint64_t, kWordsHere>& may, const Sides& ls, std::size_t nl, std::uint64_t lists_may) {
  constexpr double kRounding = 0.2;  // each line is rounded to 0.01
  for (std::size_t k = 0; k < nm && n_gains < kWordsHere; ++k) gains[n_gains++] = met[k].gain * c[Rule::SameWord];
  std::sort(gains.begin(), gains.begin() + static_cast<std::ptrdiff_t>(n_gains), std::greater<>());
  double most = c[Rule::Prior] + c[Rule::SmallList] + kRounding + std::max(0.0, c[Rule::SameForm]), damping = 1;
  for (std::size_t k = 0; k < n_gains; ++k, damping *= c[Rule::NextWord]) most += gains[k] * damping;
  if (!q.facts.country.empty()) most += std::max(0.0, c[Rule::SameCountry]);
  // What is left over for certain takes off what it takes off below; a word that may meet is taken as met.
  LeftOver left(c, most);
  for (const bool of_query : {true, false}) {
    const Sides& words = of_query ? qs : ls;
    const std::size_t n = of_query ? nq : nl;
    std::array<std::uint8_t, kWordsHere> order;
    std::size_t count = 0;
    for (std::size_t i = 0; i < n; ++i)
      if (!words[i].met && !words[i].repeats && !words[i].weak) order[count++] = static_cast<std::uint8_t>(i);
    steadily_sorted(order.data(), count, [&](std::uint8_t x, std::uint8_t y) { return words[x].weight > words[y].weight; });
    left.begin(of_query);
    for (std::size_t o = 0; o < count; ++o) {
      const Side& w = words[order[o]];
      const bool open = w.cls != WordClass::Number && (of_query ? may[order[o]] != 0 : (lists_may >> order[o] & 1) != 0);
      if (!open) left.add(w.cls, w.weight, w.aside, w.house);
      else if (w.aside || w.cls != WordClass::Core) left.pass();
    }
  }
  if (left.finish()) return most;
  return most + std::max({c[Rule::AllWords] + c[Rule::WholeName], c[Rule::AllTellingWords], c[Rule::InexactWords]});
}

}  // namespace

IdentifierMeets meets(std::string_view identifier, std::string_view country, std::string_view of_entry) {
  const auto digits = [](std::string_view s) { return std::all_of(s.begin(), s.end(), [](char ch) { return ch >= '0' && ch <= '9'; }); };
  constexpr std::size_t kLei = 20;  // ISO 17442
  constexpr std::size_t kShortest = 6;
  IdentifierMeets out = IdentifierMeets::No;
  while (!of_entry.empty()) {
    const std::string_view line = of_entry.substr(0, of_entry.find('\n'));
    of_entry.remove_prefix(std::min(of_entry.size(), line.size() + 1));
    const std::size_t is = line.find('='), slash = line.rfind('/');
    if (is == std::string_view::npos || slash == std::string_view::npos || slash < is) continue;
    const std::string_view type = line.substr(0, is), value = line.substr(is + 1, slash - is - 1), by = line.substr(slash + 1);
    if (!value.empty() && value == identifier) return IdentifierMeets::Same;
    if (value.size() != identifier.size() || value.size() < kShortest || digits(value) != digits(identifier)) continue;
    // Only of these it is told by the number itself that both are of one kind.
    if ((type == "lei" && value.size() == kLei) || (type == "uscc" && !country.empty() && by == country)) out = IdentifierMeets::Other;
  }
  return out;
}

void MatchTable::begin(std::size_t words) {
  if (heads.size() != words) {
    heads.assign(words, {});
    bits.assign(words / 64 + 1, 0);
    chain.clear();
    epoch = 0;
  }
  for (const std::uint32_t word : marked) bits[word >> 6] = 0;
  marked.clear();
  if (++epoch == 0) {
    std::fill(heads.begin(), heads.end(), Head{});
    epoch = 1;
  }
  chain.resize(1);
}

bool MatchTable::add(std::uint32_t word, WordMatch m) {
  Head& head = heads[word];
  m.next = head.stamp == epoch ? head.first : 0;
  for (std::uint32_t i = m.next; i; i = chain[i].next)
    if (chain[i].query == m.query && chain[i].span == m.span) {
      if (m.gain > chain[i].gain) {
        chain[i].gain = m.gain;
        chain[i].how = m.how;
      }
      return false;
    }
  if (m.next == 0) {
    bits[word >> 6] |= 1ULL << (word & 63);
    marked.push_back(word);
  }
  chain.push_back(m);
  head = {epoch, static_cast<std::uint32_t>(chain.size() - 1)};
  return true;
}

double compare(const Query& q, const MatchTable& matches, const Index& index, const Lexicon& lexicon, const NameRecord& name, const Calibration& c,
               std::vector<Because>* why, double floor, std::uint64_t* query_met, Held* held) {
  Sum sum(c, why);
  // Kept from one comparison to the next: to make them empty each time would take longer than to compare.
  static thread_local Sides qs, ls;
  const std::size_t nq = std::min(q.words.size(), kWordsHere);
  const auto list_words = index.words_of(name);
  const auto surfaces = index.surfaces_of(name);
  const std::size_t nl = std::min(list_words.size(), kWordsHere);
  for (std::size_t i = 0; i < nq; ++i) {
    const Word& w = q.words[i].word;
    qs[i] = {w.text, w.surface, q.words[i].weight, q.words[i].letters, w.cls, w.aside, w.house, w.weak, false, !w.han.empty(), w.repeats};
  }
  std::array<Pair, kMaxPairs> pairs;
  std::size_t np = 0;
  for (std::size_t j = 0; j < nl; ++j) {
    const std::uint32_t id = list_words[j] & kWordMask;
    const WordRecord& r = index.words()[id];
    const std::string_view text = index.text(r.text);
    const TextAt surface = surfaces[j];
    ls[j] = {text, surface ? index.text(surface) : text, r.weight, surface ? 0 : r.letters, r.cls, (list_words[j] & kAside) != 0, r.sort == 1, r.sort == 2, false, r.han != 0, (list_words[j] & kRepeats) != 0};
    for (const WordMatch* m = matches.at(id); m && np < kMaxPairs; m = matches.next(m))
      if (m->query < nq) pairs[np++] = {m->gain, m->query, static_cast<std::uint16_t>(j), m->how, m->span};
  }
  // Best pairs first; on a tie the order of the words, so that repeated words meet in order.
  std::sort(pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(np), [](const Pair& a, const Pair& b) {
    if (a.gain != b.gain) return a.gain > b.gain;
    return a.query != b.query ? a.query < b.query : a.list < b.list;
  });
  std::array<Met, kWordsHere> met;
  std::size_t nm = 0;
  const auto meet = [&](double gain, Rule rule, std::size_t i, std::size_t j, std::size_t queries = 1, std::size_t lists = 1) {
    for (std::size_t k = 0; k < queries; ++k) qs[i + k].met = true;
    for (std::size_t k = 0; k < lists; ++k) ls[j + k].met = true;
    if (nm < kWordsHere) met[nm++] = {gain, rule, static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(j), static_cast<std::uint16_t>(queries), static_cast<std::uint16_t>(lists)};
  };
  for (std::size_t p = 0; p < np; ++p) {
    const Pair& x = pairs[p];
    if (x.how == Meeting::Joined || x.how == Meeting::JoinedSimilar) {
      bool taken = ls[x.list].met || x.query + x.span > nq;
      for (std::size_t k = 0; k < x.span && !taken; ++k) taken = qs[x.query + k].met;
      if (!taken) meet(x.gain, rule_of(x.how), x.query, x.list, x.span, 1);
    } else if (!qs[x.query].met && !ls[x.list].met) {
      meet(x.gain, rule_of(x.how), x.query, x.list);
    }
  }
  if (q.whole && nq > 0 && nl > 0) {
    const auto worth = [&](const Sides& words, std::size_t n) {
      std::array<double, kWordsHere> weights;
      for (std::size_t i = 0; i < n; ++i) weights[i] = words[i].weight;
      std::sort(weights.begin(), weights.begin() + static_cast<std::ptrdiff_t>(n), std::greater<>());
      double all = 0, less = 1;
      for (std::size_t i = 0; i < n; ++i, less *= c[Rule::NextWord]) all += weights[i] * less;
      return all;
    };
    for (std::size_t i = 0; i < nq; ++i) qs[i].met = false;
    for (std::size_t j = 0; j < nl; ++j) ls[j].met = false;
    nm = 0;
    meet(std::min(worth(qs, nq), worth(ls, nl)) + c[Rule::JoinedWords], Rule::JoinedWords, 0, 0, nq, nl);
  }
  // A word of the query that the list writes as two.
  for (std::size_t i = 0; i < nq; ++i) {
    if (qs[i].met || qs[i].surface.size() < 4) continue;
    for (std::size_t j = 0; j + 1 < nl; ++j) {
      if (ls[j].met || ls[j + 1].met || !qs[i].surface.starts_with(ls[j].text)) continue;
      const std::string_view rest = qs[i].surface.substr(ls[j].text.size());
      const Meaning* m = rest == ls[j + 1].text ? nullptr : lexicon.word(rest);
      if (rest != ls[j + 1].text && !(m && m->reads_as == ls[j + 1].text)) continue;
      meet(std::max(ls[j].weight, ls[j + 1].weight) + 0.3 * std::min(ls[j].weight, ls[j + 1].weight) + c[Rule::JoinedWords], Rule::JoinedWords, i, j, 1, 2);
      break;
    }
  }
  // "Almahdi" where the list has "Al Mahdi".
  for (std::size_t i = 0; i < nq; ++i) {
    if (qs[i].met || qs[i].surface.size() < 6) continue;
    for (std::size_t j = 0; j < nl; ++j) {
      if (ls[j].met || ls[j].text.size() < 4 || !qs[i].surface.ends_with(ls[j].text)) continue;
      const std::string_view front = qs[i].surface.substr(0, qs[i].surface.size() - ls[j].text.size());
      if (front != "al" && front != "el") continue;
      meet(ls[j].weight + c[Rule::JoinedWords], Rule::JoinedWords, i, j);
      break;
    }
  }
  double telling = 0;  // telling words met so far: what supports an acronym
  for (std::size_t k = 0; k < nm; ++k)
    if (qs[met[k].query].telling() || qs[met[k].query].cls == WordClass::Number) telling += met[k].gain;
  // Blends: fronts of words in a row written as one, "Agronilo", "Belneftekhim", "Impecua".
  const auto blend = [&](Sides& one, std::size_t n_one, Sides& many, std::size_t n_many, bool query_is_one) {
    for (std::size_t i = 0; i < n_one; ++i) {
      const std::string_view a = one[i].surface;
      if (one[i].met || !one[i].telling() || one[i].han || a.size() < 5) continue;
      for (std::size_t j = 0; j + 1 < n_many && !one[i].met; ++j) {
        if (many[j].met || many[j].surface[0] != a[0]) continue;
        for (std::size_t span = std::min<std::size_t>(4, n_many - j); span >= 2 && !one[i].met; --span) {
          bool fresh = true;
          double weight = 0;
          for (std::size_t k = 0; k < span; ++k) {
            fresh = fresh && !many[j + k].met;
            weight = std::max(weight, many[j + k].weight);
          }
          if (!fresh || !fronts_as_one(a, &many[j], span)) continue;
          const double worth = 0.5 * weight + c[Rule::Blend];
          if (worth <= 0.3) continue;
          if (query_is_one) meet(worth, Rule::Blend, i, j, 1, span);
          else meet(worth, Rule::Blend, j, i, span, 1);
        }
      }
    }
  };
  blend(qs, nq, ls, nl, true);
  blend(ls, nl, qs, nq, false);
  // Abbreviations, initials, and what is further apart than the index looks: first by their letters alone, which settles most.
  const auto could_meet = [](const Side& w) { return !w.met && w.cls != WordClass::Number && !w.weak && !w.han; };
  const auto edits_limit = [](std::string_view a, std::string_view b) { return 0.25 * static_cast<double>(std::min(a.size(), b.size())); };
  std::array<std::uint64_t, kWordsHere> may;  // by word of the query, a bit for each word of the list
  std::uint64_t lists_may = 0;
  std::array<double, kWordsHere> gains;
  std::size_t n_gains = 0;
  for (std::size_t j = 0; j < nl; ++j)
    if (surfaces[j] && could_meet(ls[j])) ls[j].letters = letters_of(ls[j].surface);
  for (std::size_t i = 0; i < nq; ++i) {
    may[i] = 0;
    if (!could_meet(qs[i])) continue;
    const std::string_view a = qs[i].surface;
    double best_gain = 0;
    for (std::size_t j = 0; j < nl; ++j) {
      if (!could_meet(ls[j])) continue;
      const std::string_view b = ls[j].surface;
      if (a.empty() || b.empty()) continue;
      if (a[0] != b[0] && (a.size() < 4 || b.size() < 4 || too_far(qs[i].letters, ls[j].letters, edits_limit(a, b)))) continue;
      may[i] |= 1ULL << j;
      best_gain = std::max({best_gain, c[Rule::Initial], std::min(ls[j].weight, qs[i].weight + 2)});
    }
    lists_may |= may[i];
    if (may[i] != 0) gains[n_gains++] = best_gain;
  }
  if (!why && q.facts.identifier.empty() && !spells_out(qs, nq, ls, nl) && !spells_out(ls, nl, qs, nq)) {
    const double most = most_of(c, q, met.data(), nm, gains, n_gains, qs, nq, may, ls, nl, lists_may);
    if (most < floor) return most;
  }
  for (std::size_t i = 0; i < nq; ++i) {
    for (std::uint64_t left = may[i]; left != 0 && !qs[i].met; left &= left - 1) {
      const auto j = static_cast<std::size_t>(std::countr_zero(left));
      if (ls[j].met) continue;
      const std::string_view a = qs[i].surface, b = ls[j].surface;
      if (a.size() == 1 || b.size() == 1) {
        if (a[0] == b[0]) meet(c[Rule::Initial], Rule::Initial, i, j);
        continue;
      }
      const bool core = qs[i].telling() && ls[j].telling();
      // A word of business shortens no name: "Center" is not short for Centermark.
      if ((abbreviates(a, b) && (qs[i].telling() || !ls[j].telling())) || (abbreviates(b, a) && (ls[j].telling() || !qs[i].telling()))) {
        const double worth = (core ? 0.35 : 1.0) * std::min(ls[j].weight, qs[i].weight) + c[Rule::Abbreviation];
        if (worth > 0.1) meet(worth, Rule::Abbreviation, i, j);
        continue;
      }
      if (a.size() < 4 || b.size() < 4) continue;
      const double limit = edits_limit(a, b);
      const double cost = edit_cost(a, b, limit);
      if (cost > limit || other_front(a, b)) continue;
      const double worth = std::min(ls[j].weight, qs[i].weight + 2) + c[Rule::SimilarWord] * cost * std::clamp(8.0 / static_cast<double>(std::max(a.size(), b.size())), 0.6, 2.0);
      if (worth > 0.3) meet(worth, Rule::SimilarWord, i, j);
      else if (!ls[j].telling() && cost <= 0.2 * static_cast<double>(a.size())) meet(0.6 * ls[j].weight, Rule::SimilarWord, i, j);  // "Technologis"
    }
  }
  // Acronyms: one word of a side for the first letters of words in a row of the other.
  const auto acronym = [&](Sides& one, std::size_t n_one, Sides& many, std::size_t n_many, bool query_is_one) {
    for (std::size_t i = 0; i < n_one; ++i) {
      const std::string_view a = one[i].surface;
      if (one[i].met || !one[i].telling() || a.size() < 3 || a.size() > 8) continue;
      for (std::size_t j = 0; j + a.size() <= n_many; ++j) {
        bool all = true;
        for (std::size_t k = 0; k < a.size() && all; ++k) {
          const Side& s = many[j + k];
          all = !s.surface.empty() && s.surface[0] == a[k] && s.cls != WordClass::Number && (!s.met || s.aside == one[i].aside);
        }
        if (!all) continue;
        const Rule rule = telling > 2 ? Rule::Acronym : Rule::AcronymAlone;
        const double worth = c[rule] + 0.6 * static_cast<double>(a.size());
        bool fresh = true;
        for (std::size_t k = 0; k < a.size(); ++k) fresh = fresh && !many[j + k].met;
        if (!fresh) {  // the words met already; the letters beside them say the same again
          one[i].met = true;
          break;
        }
        if (query_is_one) meet(worth, rule, i, j, 1, a.size());
        else meet(worth, rule, j, i, a.size(), 1);
        break;
      }
    }
  };
  acronym(qs, nq, ls, nl, true);
  acronym(ls, nl, qs, nq, false);

  // What met, the rarest first: each further word tells less.
  if (!why) {  // what the rest could add at the most
    double most = c[Rule::Prior] + c[Rule::SmallList] + std::max(c[Rule::AllWords] + c[Rule::WholeName], std::max(c[Rule::AllTellingWords], c[Rule::InexactWords])) + std::max(0.0, c[Rule::SameForm]) + 1;
    for (std::size_t k = 0; k < nm; ++k) most += met[k].gain * c[Rule::SameWord];
    if (most < floor && q.facts.identifier.empty()) return most;
  }
  steadily_sorted(met.data(), nm, [](const Met& a, const Met& b) { return a.gain > b.gain; });
  double damping = 1, agreed = 0;
  bool inexact_core = false, inexact = false, inexact_common = false;
  std::size_t core_met = 0, exact_core = 0;
  bool joined = false;
  std::size_t spelt_otherwise = 0;
  std::string query_words, list_words_text;
  for (std::size_t k = 0; k < nm; ++k) {
    const Met& m = met[k];
    if (qs[m.query].telling() || ls[m.list].telling()) {
      ++core_met;
      inexact_core = inexact_core || (m.rule == Rule::SimilarWord && ls[m.list].telling());
    }
    exact_core += (qs[m.query].telling() && (m.rule == Rule::SameWord || m.rule == Rule::JoinedWords || m.rule == Rule::TokenAlias || m.rule == Rule::RomanisedLong || m.rule == Rule::RomanisedShort));
    joined = joined || m.rule == Rule::JoinedWords;
    const bool soft = m.rule == Rule::SimilarWord || m.rule == Rule::Abbreviation || m.rule == Rule::Initial || m.rule == Rule::Blend || m.rule == Rule::Acronym ||
                      m.rule == Rule::AcronymAlone || m.rule == Rule::NoVowels;
    inexact_common = inexact_common || soft;
    inexact = inexact || (soft && (qs[m.query].telling() || ls[m.list].telling()));
    if (why) {
      query_words.clear();
      list_words_text.clear();
      for (std::size_t i = 0; i < m.queries; ++i) {
        if (i) query_words += ' ';
        query_words += q.words[m.query + i].word.written;
      }
      for (std::size_t j = 0; j < m.lists; ++j) {
        if (j) list_words_text += ' ';
        const WordRecord& r = index.words()[list_words[m.list + j] & kWordMask];
        list_words_text += r.han ? index.text(r.han) : ls[m.list + j].text;
      }
    }
    const bool number = ls[m.list].cls == WordClass::Number;
    if (m.rule == Rule::SameWord && !number && qs[m.query].cls != WordClass::Core && qs[m.query].surface != ls[m.list].surface) ++spelt_otherwise;
    sum.add(number ? Rule::SameNumber : m.rule, m.gain * c[Rule::SameWord] * damping, query_words, list_words_text);
    agreed += rounded(m.gain * c[Rule::SameWord] * damping);
    damping *= c[Rule::NextWord];
  }

  if (spelt_otherwise > 0) sum.add(Rule::OtherSpelling, c[Rule::OtherSpelling] * static_cast<double>(spelt_otherwise), {}, {});

  // What did not meet.
  double odd_q = 0, odd_l = 0;
  int core_q = 0, core_l = 0, common_q = 0, common_l = 0, place_q = 0, place_l = 0, number_q = 0, number_l = 0, aside_number_q = 0, aside_number_l = 0, n_core = 0;
  bool house = false, odd_weak = false;
  for (int side = 0; side < 2; ++side) {
    const bool query_side = side == 0;
    auto& words = query_side ? qs : ls;
    // The rarest first, as with what met.
    std::array<std::uint8_t, kWordsHere> order;
    const std::size_t count = query_side ? nq : nl;
    for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<std::uint8_t>(i);
    steadily_sorted(order.data(), count, [&](std::uint8_t a, std::uint8_t b) { return words[a].weight > words[b].weight; });
    double lessening = 1;
    for (std::size_t o = 0; o < count; ++o) {
      const Side& w = words[order[o]];
      n_core += w.telling() && !w.aside;
      if (w.met || w.repeats) continue;
      const double share = (w.aside ? c[Rule::Aside] : 1.0) * lessening;
      const std::string_view as_query = query_side ? w.surface : std::string_view{}, as_list = query_side ? std::string_view{} : w.text;
      if (!w.weak && w.cls != WordClass::Number) lessening *= c[Rule::NextOddWord];
      if (w.cls == WordClass::Core) {
        sum.add(query_side ? Rule::ExtraWord : Rule::MissingWord, share * (c[query_side ? Rule::ExtraWord : Rule::MissingWord] + c[Rule::RarityOfOddWord] * w.weight), as_query, as_list);
        if (!w.aside) {
          (query_side ? core_q : core_l)++;
          double& odd = query_side ? odd_q : odd_l;
          odd = std::max(odd, w.weight);
        }
      } else if (w.cls == WordClass::Number) {
        (w.aside ? query_side ? aside_number_q : aside_number_l : query_side ? number_q : number_l)++;
      } else if (w.weak) {
        odd_weak = true;
        continue;
      } else {
        sum.add(Rule::OddCommonWord, share * (c[Rule::OddCommonWord] + 0.5 * c[Rule::RarityOfOddWord] * w.weight), as_query, as_list);
        if (w.aside) continue;
        if (w.cls == WordClass::Place) (query_side ? place_q : place_l)++;
        else (query_side ? common_q : common_l)++;
        if (w.house) {
          sum.flat(Rule::OtherHouse, as_query, as_list);
          house = true;
        }
      }
    }
  }
  if (number_q + aside_number_q > 0 && number_l + aside_number_l > 0) sum.flat(Rule::OtherNumber);
  else if (number_q + number_l > 0) sum.flat(Rule::MissingNumber);
  if (core_q > 0 && core_l > 0) sum.add(Rule::DifferentWords, c[Rule::DifferentWords] + c[Rule::RarityOfDifferent] * std::min(odd_q, odd_l), {}, {});
  if (common_q > 0 && common_l > 0) sum.flat(Rule::OtherBusiness);
  if (place_q > 0 && place_l > 0) sum.flat(Rule::OtherPlace);
  const bool telling_met = core_q == 0 && core_l == 0 && number_q == 0 && number_l == 0 && nm > 0;
  const bool rests_on_something = core_met > 0 || n_core == 0;
  if (telling_met && rests_on_something) {
    const int odd_common_q = common_q + place_q, odd_common_l = common_l + place_l;
    const bool one_sided = odd_common_q == 0 || odd_common_l == 0;
    if (inexact) {
      if (one_sided && (exact_core > 0 || core_met < 2)) sum.flat(Rule::InexactWords);
    } else if (odd_common_q == 0 && odd_common_l == 0) {
      sum.flat(Rule::AllWords);
      if (!odd_weak && !inexact_common) sum.flat(Rule::WholeName);
    } else if (one_sided && !house && n_core > 0) {
      sum.flat(joined ? Rule::InexactWords : Rule::AllTellingWords);
    }
  }
  if (inexact_core && core_met == 1 && n_core <= 2) {
    for (std::size_t k = 0; k < nm; ++k)
      if (met[k].rule == Rule::SimilarWord && ls[met[k].list].telling()) {
        const std::string_view a = qs[met[k].query].surface, b = ls[met[k].list].surface;
        const bool is_short = std::min(a.size(), b.size()) <= 7;
        const double share = (is_short ? 1.0 : 0.5) * (edit_cost(a, b, kSoundAlike) <= kSoundAlike ? 0.5 : 1.0);
        sum.add(Rule::OneWordTypo, share * c[Rule::OneWordTypo], {}, {});
        break;
      }
  }
  // Order, where no comma says that it was turned.
  if (!q.parsed.comma && !(name.flags & kComma) && nm > 1) {
    std::array<std::uint16_t, kWordsHere> at;
    at.fill(0xFFFF);
    for (std::size_t k = 0; k < nm; ++k) at[met[k].query] = met[k].list;
    std::uint16_t last = 0;
    bool turned = false;
    for (std::size_t i = 0; i < nq; ++i) {
      if (at[i] == 0xFFFF) continue;
      turned = turned || at[i] < last;
      last = std::max(last, at[i]);
    }
    if (turned) sum.flat(Rule::WordOrder);
  }
  const EntityRecord& entity = index.entities()[name.entity];
  const FormFamily f = q.parsed.family, g = name.family;
  if (f != FormFamily::None && g != FormFamily::None && f != FormFamily::Other && g != FormFamily::Other)
    sum.flat(f == g ? Rule::SameForm : Rule::OtherForm, q.parsed.form, to_text(g));
  if (f != FormFamily::None && f != FormFamily::Other && entity.kind >= EntityKind::Person) sum.flat(Rule::PersonNotFirm, q.parsed.form, {});
  if (entity.kind >= EntityKind::Person) sum.flat(Rule::NotAFirm);
  if (name.kind == AliasKind::Weak) sum.flat(Rule::WeakAlias);
  if (name.kind == AliasKind::Acronym && (name.flags & kDerived)) sum.flat(Rule::ShortAlias);
  for (std::size_t k = 0; k < nm; ++k) {
    const std::uint32_t flags = list_words[met[k].list];
    const Word& w = q.words[met[k].query].word;
    if (w.look_alikes || (flags & kTwins)) sum.flat(Rule::LookAlikeLetters, w.written, ls[met[k].list].text);
    const bool han_pair = !w.han.empty() || index.words()[flags & kWordMask].han != 0;
    if (!han_pair && w.romanised != ((flags & kRomanised) != 0) && w.cls == WordClass::Core) sum.flat(Rule::OtherScript, w.written, ls[met[k].list].text);
  }
  // A row of a list that names the supplier by its telling word alone; not the look-alike itself, where a list has it.
  const auto named_after = [&](const ScriptAliases::NotThis& l) {
    std::size_t telling_words = 0;
    for (std::size_t j = 0; j < nl; ++j) {
      if (!ls[j].telling() || ls[j].aside) continue;
      ++telling_words;
      if (std::find(l.words.begin(), l.words.end(), ls[j].text) == l.words.end()) return false;
    }
    const bool itself = telling_met && !odd_weak && !inexact && core_met > 0 && common_q + common_l + place_q + place_l == 0;
    return telling_words > 0 && !itself;
  };
  if (q.known_look_alike)
    for (const auto& l : *q.known_look_alike)
      if (l.supplier == index.text(entity.supplier) || (entity.supplier == 0 && named_after(l))) sum.flat(Rule::KnownLookAlike, l.why, {});
  if (!q.facts.country.empty() && entity.countries)
    sum.flat(index.text(entity.countries).find(q.facts.country) != std::string_view::npos ? Rule::SameCountry : Rule::OtherCountry, q.facts.country, index.text(entity.countries));
  bool same_number = false;
  if (!q.facts.identifier.empty() && entity.identifiers) {
    const IdentifierMeets how = meets(q.facts.identifier, q.facts.country, index.text(entity.identifiers));
    same_number = how == IdentifierMeets::Same;
    if (how != IdentifierMeets::No) sum.flat(same_number ? Rule::SameIdentifier : Rule::OtherIdentifier, q.facts.identifier, {});
  }
  if (held) {
    double telling_met_weight = 0, business_met_weight = 0;
    bool ordinary = true, number_met = false;
    std::size_t words_met = 0, distinctive = 0;
    for (std::size_t k = 0; k < nm; ++k) {
      if (qs[met[k].query].telling() || ls[met[k].list].telling()) telling_met_weight += met[k].gain;
      else if (qs[met[k].query].cls != WordClass::Place) business_met_weight += met[k].gain;
      number_met = number_met || ls[met[k].list].cls == WordClass::Number;
      ++words_met;
    }
    const bool supplier = entity.supplier != 0;
    for (std::size_t j = 0; j < nl; ++j) {
      if (!ls[j].telling() || ls[j].aside) continue;
      ++distinctive;
      // A supplier's own name is known; of others a word that many registrants bear, or letters, may be anybody's.
      ordinary = ordinary && !ls[j].han && (lexicon.ordinary(ls[j].text) || (!supplier && (ls[j].text.size() <= 3 || lexicon.of_registrants(ls[j].text))));
    }
    const bool left_over = core_q + core_l + common_q + common_l > 0;
    const auto hold = [&](Rule rule, bool of_query, double evidence) {
      // The number is the entry's: with a word of the name that is enough.
      if (same_number && core_met > 0) return;
      if (held->rule == Rule::Prior && evidence < c[rule]) *held = {rule, of_query};
    };
    *held = {};
    if (core_met == 0 && !number_met && core_q + core_l > 0) hold(Rule::NothingTelling, core_l == 0, core_q > 0 ? 0 : business_met_weight);
    if (core_q > 0 && core_l > 0) hold(Rule::TwoFirms, false, telling_met_weight);
    if (distinctive > 0 && distinctive <= 2 && ordinary && !number_met && left_over) hold(Rule::OrdinaryName, core_l + common_l == 0, business_met_weight);
    if (inexact_core && core_met == 1 && n_core <= 2) {
      const Met* only = nullptr;
      for (std::size_t k = 0; k < nm && !only; ++k)
        if (met[k].rule == Rule::SimilarWord && (qs[met[k].query].telling() || ls[met[k].list].telling())) only = &met[k];
      if (only && (words_met == 1 || ((qs[only->query].han || ls[only->list].han) && is_pinyin(qs[only->query].surface) && is_pinyin(ls[only->list].text)))) hold(Rule::TypoAlone, false, 0);
    }
  }
  // Last, as it takes a match to near and no further: which of the near ones is first, the others say.
  if (nm > 0 && ((core_q > 0 && core_l > 0) || (place_q > 0 && place_l > 0)))
    if (const double over = sum.total() - kPatternLeaves; over > 0)
      sum.add(Rule::SharedPattern, -std::min(over, -c[Rule::SharedPattern] * (kPatternBase + agreed - rounded(met[0].gain * c[Rule::SameWord]))), {}, {});
  if (query_met) {
    *query_met = 0;
    for (std::size_t i = 0; i < nq; ++i) *query_met |= static_cast<std::uint64_t>(qs[i].met) << i;
  }
  return sum.total();
}

}  // namespace rf::names
