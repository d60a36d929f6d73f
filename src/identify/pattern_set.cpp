#include "identify/pattern_set.h"

#include <algorithm>
#include <limits>

#include "identify/literals.h"

namespace rf::identify {

Result<void> PatternSet::add(std::string_view pattern, std::uint32_t number) {
  RF_TRY(auto compiled, Pattern::compile(pattern));
  patterns_.push_back(std::move(compiled));
  numbers_.push_back(number);
  needs_.push_back(needed_literals(pattern));
  return {};
}

void PatternSet::seal() {
  first_.assign(std::size_t{1} << kBits, 0);
  std::vector<std::uint16_t> load(first_.size(), 0);
  for (std::uint32_t p = 0; p < patterns_.size(); ++p) {
    const bool room = literals_.size() + needs_[p].size() < std::numeric_limits<std::uint16_t>::max();
    if (needs_[p].empty() || !room) {
      always_.push_back(p);
      continue;
    }
    for (auto& text : needs_[p]) {
      std::uint32_t best = 0;
      for (std::uint32_t i = 0; i + 3 <= text.size(); ++i)
        if (load[slot_of(text.data() + i)] < load[slot_of(text.data() + best)]) best = i;
      const auto slot = slot_of(text.data() + best);
      ++load[slot];
      literals_.push_back({std::move(text), p, best});
      next_.push_back(first_[slot]);
      first_[slot] = static_cast<std::uint16_t>(literals_.size());
    }
  }
  needs_.clear();
  needs_.shrink_to_fit();
}

void PatternSet::search(std::string_view text, std::vector<Hit>& hits) const {
  if (patterns_.empty()) return;
  static thread_local std::vector<std::uint32_t> wanted;
  wanted.assign(always_.begin(), always_.end());
  const char* const begin = text.data();
  for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
    for (std::uint16_t l = first_[slot_of(begin + i)]; l != 0; l = next_[l - 1U]) {
      const Literal& literal = literals_[l - 1U];
      if (i < literal.offset) continue;
      const std::size_t at = i - literal.offset;
      if (text.size() - at < literal.text.size() || text.compare(at, literal.text.size(), literal.text) != 0) continue;
      wanted.push_back(literal.pattern);
    }
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  for (const std::uint32_t p : wanted) {
    Hit hit;
    hit.number = numbers_[p];
    if (patterns_[p].search(text, &hit.match)) hits.push_back(hit);
  }
}

}  // namespace rf::identify
