#include "identify/trade_words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace rf::identify {
namespace {

constexpr std::size_t kStem = 3;

constexpr auto kInWord = [] {
  std::array<bool, 256> in{};
  for (unsigned b = 0; b < 256; ++b) in[b] = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b >= 0x80;
  return in;
}();
bool in_word(char c) { return kInWord[static_cast<unsigned char>(c)]; }

/// The first eight bytes of a word, zeros behind it where it is shorter.
std::uint64_t front_of(std::string_view word) {
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < word.size() && i < 8; ++i) n |= static_cast<std::uint64_t>(static_cast<unsigned char>(word[i])) << (8 * i);
  return n;
}
constexpr std::uint64_t kStemMask = 0xffffff;

/// The next word at or behind `at`; moves `at` behind it.
std::string_view next_word(std::string_view text, std::size_t& at) {
  while (at < text.size() && !in_word(text[at])) ++at;
  const auto begin = at;
  while (at < text.size() && in_word(text[at])) ++at;
  return text.substr(begin, at - begin);
}

/// How a text names what stands at `begin`..`end` of it.
TradeWordIndex::Hit::Named named_at(std::string_view text, std::size_t begin, std::size_t end) {
  using enum TradeWordIndex::Hit::Named;
  constexpr std::string_view kBehind[] = {"compatible", "certified", "approved", "interop", "emulat", "simulat", "partner"};
  constexpr std::string_view kBefore[] = {"compatible with", "compatible to", "certified by", "certified for", "tested with", "interop with", "interoperable with", "works with", "replacement for"};
  std::string_view rest = text.substr(end);
  if (!rest.empty() && (rest.front() == ' ' || rest.front() == '-')) {
    rest.remove_prefix(1);
    for (const auto w : kBehind)
      if (rest.starts_with(w)) return Another;
  }
  std::string_view head = trimmed(text.substr(0, begin));
  for (const std::string_view article : {" a", " an", " the"})
    if (head.ends_with(article)) head.remove_suffix(article.size());
  head = trimmed(head);
  const auto ends = [&](std::string_view w) { return head.ends_with(w) && (head.size() == w.size() || !in_word(head[head.size() - w.size() - 1])); };
  if (std::any_of(std::begin(kBefore), std::end(kBefore), ends)) return Another;
  return ends("for") ? Served : Itself;
}
/// Nothing but what joins the members of a list ("with X, Y and Z") and words without meaning of their own stands between.
bool same_list(std::string_view between) {
  const auto joint = trimmed(between);
  return joint.empty() || joint == "," || joint == "/" || joint == "&" || joint == "and" || joint == "or" || joint == "+";
}

}  // namespace

const std::vector<TradeWordIndex::Phrase>* TradeWordIndex::phrases_of(std::string_view word, std::uint64_t front) const {
  const auto hash = Filter::hash(front, word.size());
  if (!firsts_.has(hash)) return nullptr;
  for (std::size_t i = hash & (table_.size() - 1); table_[i].word != nullptr; i = (i + 1) & (table_.size() - 1))
    if (table_[i].front == front && table_[i].word->first.size() == word.size() && (word.size() <= 8 || table_[i].word->first == word)) return &table_[i].word->second;
  return nullptr;
}

void TradeWordIndex::index_first(const Map::value_type& word) {
  const auto put = [&](const Map::value_type& w) {
    const auto front = front_of(w.first);
    const auto hash = Filter::hash(front, w.first.size());
    firsts_.add(hash);
    std::size_t i = hash & (table_.size() - 1);
    while (table_[i].word != nullptr) i = (i + 1) & (table_.size() - 1);
    table_[i] = {front, &w};
  };
  if (2 * ++indexed_ <= table_.size()) return put(word);
  table_.assign(std::max<std::size_t>(1024, 2 * table_.size()), {});
  for (const auto& w : by_first_) put(w);
}

bool TradeWordIndex::add(std::string_view word, std::uint32_t entry) {
  const bool prefix = word.ends_with('*');
  if (prefix) word.remove_suffix(1);
  const bool number = prefix && word.ends_with('-');
  const std::string low = lower_ascii(word);
  std::vector<std::string> words;
  for (std::size_t at = 0;;) {
    const auto w = next_word(low, at);
    if (w.empty()) break;
    words.emplace_back(w);
  }
  if (words.empty()) return false;
  const bool digit = low.find_first_of("0123456789") != std::string::npos;
  if (words.size() == 1 && words[0].size() < (digit ? 2U : 3U)) return false;
  ++count_;
  if (prefix && !number && words.size() == 1 && words[0].size() >= kStem) {
    stems_.add(Filter::hash(front_of(words[0]) & kStemMask, 0));
    by_stem_[words[0].substr(0, kStem)].push_back({{words[0].substr(kStem)}, entry, true});
    auto& all = by_stem_[words[0].substr(0, kStem)];
    std::stable_sort(all.begin(), all.end(), [](const Phrase& a, const Phrase& b) { return a.words[0].size() > b.words[0].size(); });
    return true;
  }
  const auto [at_first, fresh] = by_first_.try_emplace(words[0]);
  if (fresh) index_first(*at_first);
  auto& all = at_first->second;
  words.erase(words.begin());
  all.push_back({std::move(words), entry, prefix && !number, number});
  std::stable_sort(all.begin(), all.end(), [](const Phrase& a, const Phrase& b) { return a.words.size() > b.words.size(); });
  return true;
}

void TradeWordIndex::search(std::string_view text, std::vector<Hit>& hits) const {
  bool front = true;
  auto last = Hit::Named::Itself;  // of a list ("with X, Y and Z") all are named as the first is
  std::size_t last_ends = 0;
  const auto hit = [&](std::uint32_t entry, std::size_t begin, std::size_t end) {
    const bool goes_on = last != Hit::Named::Itself && last_ends <= begin && same_list(text.substr(last_ends, begin - last_ends));
    if (!goes_on) last = named_at(text, begin, end);
    last_ends = end;
    hits.push_back({entry, begin, end, front, last});
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto first = next_word(text, at);
    if (first.empty()) break;
    const auto begin = static_cast<std::size_t>(first.data() - text.data());
    std::size_t end = 0;
    const auto start = front_of(first);
    if (const auto* const phrases = phrases_of(first, start); phrases != nullptr) {
      std::size_t taken = 0;
      for (const auto& p : *phrases) {
        if (end != 0 && p.words.size() < taken) break;  // one length only: the longest
        std::size_t here = at;
        bool same = true;
        for (std::size_t i = 0; same && i < p.words.size(); ++i) {
          const auto w = next_word(text, here);
          same = p.prefix && i + 1 == p.words.size() ? w.starts_with(p.words[i]) : w == p.words[i];
        }
        if (same && p.number) same = here + 1 < text.size() && text[here] == '-' && text[here + 1] >= '0' && text[here + 1] <= '9';
        if (!same) continue;
        hit(p.entry, begin, here);
        taken = p.words.size();
        end = here;
      }
    }
    if (end == 0 && first.size() >= kStem && stems_.has(Filter::hash(start & kStemMask, 0)))
      if (const auto stems = by_stem_.find(first.substr(0, kStem)); stems != by_stem_.end())
        for (const auto& p : stems->second)
          if (first.substr(kStem).starts_with(p.words[0])) {
            hit(p.entry, begin, at);
            end = at;
            break;
          }
    if (end > at) at = end;
    front = false;
  }
}

}  // namespace rf::identify
