#include "identify/pattern_set.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <mutex>
#include <unordered_map>

#include "identify/automaton.h"
#include "identify/literals.h"

namespace rf::identify {
namespace {

constexpr std::size_t kMostSpent = std::size_t{64} << 20;  // bytes of one session; system descriptions of 837 kinds and the patterns of 2026-11-25 spend some 20 MB
constexpr std::size_t kMostIdle = 8;                       // sessions kept for later: as many threads as read inputs

}  // namespace

struct PatternSet::Pool {
  std::mutex lock;
  std::vector<std::unique_ptr<Session>> idle;
};

PatternSet::PatternSet() : pool_(std::make_unique<Pool>()) {}
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

Result<std::shared_ptr<const PatternSet::Ready>> PatternSet::ready(std::string_view pattern) {
  RF_TRY(auto compiled, Pattern::compile(pattern));
  return std::make_shared<const Ready>(Ready{std::move(compiled), needed_literals(pattern)});
}

void PatternSet::add(std::shared_ptr<const Ready> pattern, std::uint32_t number) {
  patterns_.push_back(std::move(pattern));
  numbers_.push_back(number);
}
Result<void> PatternSet::add(std::string_view pattern, std::uint32_t number) {
  RF_TRY(auto made, ready(pattern));
  add(std::move(made), number);
  return {};
}

void PatternSet::seal() {
  first_.assign(std::size_t{1} << kChains, 0);
  may_.assign((std::size_t{1} << kBits) / 64, 0);
  // Of each literal the three bytes are looked up that the fewest literals have: "ver" stands in every second text.
  std::unordered_map<std::uint32_t, std::uint32_t> common;
  for (const auto& p : patterns_)
    for (const auto& text : p->needs)
      for (std::size_t i = 0; i + 3 <= text.size(); ++i) ++common[three_at(text.data() + i)];
  for (std::uint32_t p = 0; p < patterns_.size(); ++p) {
    const auto& needs = patterns_[p]->needs;
    const bool room = literals_.size() + needs.size() < std::numeric_limits<std::uint16_t>::max();
    if (needs.empty() || !room) {
      always_.push_back(p);
      continue;
    }
    for (const auto& text : needs) {
      std::uint32_t best = 0;
      for (std::uint32_t i = 0; i + 3 <= text.size(); ++i)
        if (common[three_at(text.data() + i)] < common[three_at(text.data() + best)]) best = i;
      const auto hash = hash_of(three_at(text.data() + best));
      may_[hash >> 6] |= std::uint64_t{1} << (hash & 63);
      auto& slot = first_[hash >> (kBits - kChains)];
      literals_.push_back({text, p, best});
      next_.push_back(slot);
      slot = static_cast<std::uint16_t>(literals_.size());
    }
  }
}

void PatternSet::verify(std::string_view lower, std::size_t at, std::uint32_t hash, std::vector<std::uint32_t>& out) const {
  for (std::uint16_t l = first_[hash >> (kBits - kChains)]; l != 0; l = next_[l - 1U]) {
    const Literal& literal = literals_[l - 1U];
    if (at < literal.offset) continue;
    const std::size_t begin = at - literal.offset;
    if (lower.size() - begin < literal.text.size() || std::memcmp(lower.data() + begin, literal.text.data(), literal.text.size()) != 0) continue;
    out.push_back(literal.pattern);
  }
}

/// Patterns with a literal that stands in the text, ascending, each once.
void PatternSet::wanted(std::string_view lower, std::vector<std::uint32_t>& out) const {
  out.clear();
  const char* const p = lower.data();
  const std::uint64_t* const may = may_.data();
  const auto look = [&](std::size_t i, std::uint32_t three) {
    const auto hash = hash_of(three);
    if ((may[hash >> 6] >> (hash & 63) & 1) != 0) verify(lower, i, hash, out);
  };
  std::size_t i = 0;
  for (; i + 4 <= lower.size(); ++i) {
    std::uint32_t four;
    std::memcpy(&four, p + i, 4);
    if constexpr (std::endian::native == std::endian::big) four = three_at(p + i);
    look(i, four & 0xffffff);
  }
  for (; i + 3 <= lower.size(); ++i) look(i, three_at(p + i));
  if (out.size() < 2) return;
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

struct PatternSet::Session::Inside {
  /// Automaton of one set of wanted patterns.
  struct Group {
    std::vector<std::uint32_t> places;
    std::unique_ptr<MatchAutomaton> automaton;
    std::unordered_map<std::uint64_t, Found> found;  ///< answers of both automata → what they are together
    std::uint64_t last_key = ~std::uint64_t{0};
    const Found* last = nullptr;
  };
  explicit Inside(const PatternSet& set) { begin(set); }
  void begin(const PatternSet& set) {
    groups.clear();
    by_group.clear();
    front.clear();
    always.reset();
    spent = 0;
    std::vector<const Pattern*> patterns;
    for (const auto p : set.always_) patterns.push_back(&set.patterns_[p]->pattern);
    if (!patterns.empty()) always = std::make_unique<MatchAutomaton>(patterns, spent);
    groups.resize(set.patterns_.size());
  }
  Group& group_of(const PatternSet& set) {
    const auto hash = StateHash{}(wanted);
    if (auto* const known = front.find(hash, wanted); known != nullptr) return *known;
    auto& g = by_group[wanted];
    front.put(hash, wanted, &g);
    if (g.automaton != nullptr || wanted.empty()) return g;
    g.places = wanted;
    std::vector<const Pattern*> patterns;
    for (const auto p : wanted) patterns.push_back(&set.patterns_[p]->pattern);
    g.automaton = std::make_unique<MatchAutomaton>(patterns, spent);
    return g;
  }

  std::size_t spent = 0;
  std::uint64_t next_id = 1;
  std::unique_ptr<MatchAutomaton> always;
  std::unordered_map<std::vector<std::uint32_t>, Group, StateHash> by_group;
  KeyFront<Group> front;
  std::vector<std::unique_ptr<GroupAutomaton>> groups;
  std::vector<std::uint32_t> wanted;
};

PatternSet::Session::Session(const PatternSet& set) : in_(std::make_unique<Inside>(set)) {}
PatternSet::Session::~Session() = default;

const PatternSet::Found& PatternSet::Session::find(const PatternSet& set, std::string_view lower) {
  Inside& in = *in_;
  if (in.spent > kMostSpent) in.begin(set);
  set.wanted(lower, in.wanted);
  auto& group = in.group_of(set);
  std::uint32_t a = 0, w = 0;
  // Each automaton waits for its table at every byte; two of them wait at the same time.
  if (in.always != nullptr && group.automaton != nullptr) {
    auto &x = *in.always, &y = *group.automaton;
    std::uint32_t s = x.start(), t = y.start();
    for (const char c : lower) s = x.step(s, static_cast<unsigned char>(c)), t = y.step(t, static_cast<unsigned char>(c));
    a = x.finish(s), w = y.finish(t);
  } else if (auto* const only = in.always != nullptr ? in.always.get() : group.automaton.get(); only != nullptr) {
    std::uint32_t s = only->start();
    for (const char c : lower) s = only->step(s, static_cast<unsigned char>(c));
    (in.always != nullptr ? a : w) = only->finish(s);
  }
  const std::uint64_t key = std::uint64_t{a} << 32 | w;
  if (key == group.last_key) return *group.last;
  auto& found = group.found[key];
  if (found.id == 0) {
    found.id = in.next_id++;
    if (in.always != nullptr)
      for (const auto i : in.always->answer(a)) found.places.push_back(set.always_[i]);
    if (group.automaton != nullptr)
      for (const auto i : group.automaton->answer(w)) found.places.push_back(group.places[i]);
    std::sort(found.places.begin(), found.places.end());
    in.spent += 128 + found.places.size() * sizeof(std::uint32_t);
  }
  group.last_key = key;
  group.last = &found;
  return found;
}

bool PatternSet::Session::groups(const PatternSet& set, std::uint32_t place, std::string_view lower, Pattern::Match& match) {
  auto& g = in_->groups[place];
  if (g == nullptr) g = std::make_unique<GroupAutomaton>(set.patterns_[place]->pattern, in_->spent);
  return g->run(lower, match);
}

std::unique_ptr<PatternSet::Session> PatternSet::session() const { return std::make_unique<Session>(*this); }

void PatternSet::search(std::string_view text, std::vector<Hit>& hits) const {
  if (patterns_.empty()) return;
  std::unique_ptr<Session> mine;
  {
    const std::scoped_lock hold(pool_->lock);
    if (!pool_->idle.empty()) {
      mine = std::move(pool_->idle.back());
      pool_->idle.pop_back();
    }
  }
  if (mine == nullptr) mine = session();
  for (const std::uint32_t place : mine->find(*this, text).places) {
    hits.emplace_back().number = numbers_[place];
    (void)mine->groups(*this, place, text, hits.back().match);
  }
  const std::scoped_lock hold(pool_->lock);
  if (pool_->idle.size() < kMostIdle) pool_->idle.push_back(std::move(mine));
}

}  // namespace rf::identify
