#include "names/likely.h"

#include <algorithm>
#include <array>
#include <functional>

#include "names/left_over.h"

namespace rf::names {

double likely(const Query& q, const MatchTable& matches, const Index& index, const NameRecord& name, const Calibration& c) {
  struct Part {
    float weight;
    WordClass cls;
    bool aside, house;
  };
  const auto list_words = index.words_of(name);
  const std::size_t nq = std::min(q.words.size(), kWordsHere), nl = std::min(list_words.size(), kWordsHere);
  std::array<float, kWordsHere> gains;
  std::array<Part, 2 * kWordsHere> odd;
  std::size_t n_gains = 0, n_odd = 0;
  std::uint64_t q_met = 0;
  const auto heavier = [](const Part& x, const Part& y) { return x.weight > y.weight; };
  for (std::size_t j = 0; j < nl; ++j) {
    const std::uint32_t id = list_words[j] & kWordMask;
    float best = 0;
    for (const WordMatch* m = matches.at(id); m; m = matches.next(m)) {
      best = std::max(best, m->gain);
      q_met |= (m->span >= 64 ? ~0ULL : (1ULL << m->span) - 1) << std::min<unsigned>(m->query, 63);
    }
    if (best > 0) {
      gains[n_gains++] = best;
    } else if (!(list_words[j] & kRepeats)) {
      // Only words of business have a sort: for the others the record need not be read.
      if (const auto cls = static_cast<WordClass>(list_words[j] >> kClassAt); cls != WordClass::Generic) {
        odd[n_odd++] = {index.weight_of(id), cls, (list_words[j] & kAside) != 0, false};
        continue;
      }
      const WordRecord& r = index.words()[id];
      if (r.sort == 2) continue;
      odd[n_odd++] = {r.weight, r.cls, (list_words[j] & kAside) != 0, r.sort == 1};
    }
  }
  const std::size_t n_list = n_odd;
  for (std::size_t i = 0; i < nq; ++i) {
    const Word& w = q.words[i].word;
    if ((q_met >> i & 1) != 0 || w.repeats || w.weak) continue;
    odd[n_odd++] = {static_cast<float>(q.words[i].weight), w.cls, w.aside, w.house};
  }
  steadily_sorted(gains.data(), n_gains, std::greater<>());
  steadily_sorted(odd.data(), n_list, heavier);
  steadily_sorted(odd.data() + n_list, n_odd - n_list, heavier);
  double sum = c[Rule::Prior] + c[Rule::SmallList], damping = 1;
  for (std::size_t k = 0; k < n_gains; ++k, damping *= c[Rule::NextWord]) sum += gains[k] * damping;
  LeftOver left(c, sum);
  left.begin(false);
  for (std::size_t k = 0; k < n_odd; ++k) {
    if (k == n_list) left.begin(true);
    left.add(odd[k].cls, odd[k].weight, odd[k].aside, odd[k].house);
  }
  if (left.finish()) return sum;
  return sum + (n_odd == 0 ? c[Rule::AllWords] + c[Rule::WholeName] : c[Rule::AllTellingWords]);
}

}  // namespace rf::names
