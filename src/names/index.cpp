#include "names/index.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "names/index_layout.h"

namespace rf::names {

std::uint64_t hash_of(std::string_view s) {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL ^ (s.size() * 0xFF51AFD7ED558CCDULL);
  while (s.size() >= 8) {
    std::uint64_t w = 0;
    std::memcpy(&w, s.data(), 8);
    h = std::rotl((h ^ w) * 0x9FB21C651E98DF25ULL, 29);
    s.remove_prefix(8);
  }
  std::uint64_t w = 0;
  if (!s.empty()) std::memcpy(&w, s.data(), s.size());
  h = (h ^ w) * 0x9FB21C651E98DF25ULL;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93ULL;
  return h ^ (h >> 29);
}

std::string identifier_as_compared(std::string_view value) {
  std::string out;
  for (const char c : value)
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) out += c;
    else if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 32);
  return out;
}

std::uint64_t bag_add(std::uint64_t sum, std::string_view word) { return sum + hash_of(word) * 0x2545F4914F6CDD1DULL; }

std::uint64_t index_checksum(std::string_view bytes) {
  std::uint64_t h[4] = {1, 2, 3, 4};
  std::size_t i = 0;
  for (; i + 32 <= bytes.size(); i += 32)
    for (std::size_t k = 0; k < 4; ++k) {
      std::uint64_t w = 0;
      std::memcpy(&w, bytes.data() + i + 8 * k, 8);
      h[k] = std::rotl((h[k] ^ w) * 0x9FB21C651E98DF25ULL, 31);
    }
  return hash_of(bytes.substr(i)) ^ h[0] ^ std::rotl(h[1], 17) ^ std::rotl(h[2], 34) ^ std::rotl(h[3], 51);
}

Result<Index> Index::open(std::string_view bytes, std::shared_ptr<const void> owner) {
  const auto bad = [](const char* why) { return fail(Kind::Malformed, std::string("the index of names ") + why, {}, "it is made again from the list"); };
  IndexHeader h;
  if (bytes.size() < sizeof h) return bad("is cut");
  std::memcpy(&h, bytes.data(), sizeof h);
  if (std::memcmp(h.magic, kIndexMagic, sizeof h.magic) != 0) return bad("is of another version");
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) return bad("does not lie on a boundary of 8 bytes");
  if (h.checksum != index_checksum(bytes.substr(sizeof h))) return bad("has another checksum");
  Index x;
  x.owner_ = std::move(owner);
  bool good = true;
  const auto section = [&]<class T>(int number, std::span<const T>& out) {
    const auto& s = h.sections[number];
    if (s.offset % 8 != 0 || s.offset > bytes.size() || s.bytes > bytes.size() - s.offset || s.bytes % sizeof(T) != 0) {
      good = false;
      return;
    }
    // The builder wrote these arrays at boundaries of 8 bytes; T is trivially copyable and holds no pointers.
    out = {reinterpret_cast<const T*>(bytes.data() + s.offset), s.bytes / sizeof(T)};
  };
  std::span<const char> texts, hash;
  section(0, texts);
  section(1, hash);
  section(2, x.entities_);
  section(3, x.names_);
  section(4, x.words_);
  section(5, x.name_words_);
  section(6, x.postings_);
  for (int t = 0; t < kTables; ++t) {
    section(7 + 2 * t, x.tables_[t].buckets);
    section(8 + 2 * t, x.tables_[t].entries);
    if (good && x.tables_[t].buckets.size() < 2) good = false;
    if (good) x.tables_[t].shift = 32U - static_cast<unsigned>(std::bit_width(x.tables_[t].buckets.size() - 1) - 1);
  }
  for (int t = 0; t < kTables; ++t) {
    auto& bits = x.tables_[t].bits;
    section(21 + t, bits);
    if (!good || bits.empty() || !std::has_single_bit(bits.size()) || bits.size() > (1U << 26)) return bad("has sections outside of it");
    x.tables_[t].bits_shift = 32U - 6U - static_cast<unsigned>(std::bit_width(bits.size()) - 1);
  }
  section(20, x.weights_);
  section(17, x.surfaces_);
  section(18, x.by_text_);
  section(19, x.fronts_);
  if (!good || texts.size() < 4 || x.surfaces_.size() != x.name_words_.size() || x.weights_.size() != x.words_.size() || x.fronts_.size() != x.by_text_.size()) return bad("has sections outside of it");
  x.texts_ = {texts.data(), texts.size()};
  x.lexicon_hash_ = {hash.data(), hash.size()};
  return x;
}

std::span<const HashEntry> Index::found(Table t, std::uint32_t h) const {
  const HashTable& table = tables_[t];
  const std::uint32_t bucket = table.bucket(h);
  const std::uint32_t from = table.buckets[bucket], to = table.buckets[bucket + 1];
  std::uint32_t i = from;
  while (i < to && table.entries[i].hash < h) ++i;
  std::uint32_t end = i;
  while (end < to && table.entries[end].hash == h) ++end;
  return table.entries.subspan(i, end - i);
}

std::span<const std::uint32_t> Index::beginning_with(std::string_view front, std::size_t most) const {
  const std::uint64_t key = front_key(front);
  auto at = static_cast<std::size_t>(std::lower_bound(fronts_.begin(), fronts_.end(), key) - fronts_.begin());
  const std::uint64_t rest = front.size() >= 8 ? 0 : ~0ULL >> (8 * front.size());
  if (at == fronts_.size() || fronts_[at] > (key | rest)) return {};
  const auto word = [&](std::size_t i) { return text(words_[by_text_[i]].text); };
  if (front.size() > 8)
    while (at < fronts_.size() && fronts_[at] == key && word(at) < front) ++at;
  std::size_t to = at;
  while (to < fronts_.size() && fronts_[to] <= (key | rest) && (front.size() <= 8 || word(to).starts_with(front)))
    if (++to - at > most) return {};
  return by_text_.subspan(at, to - at);
}

/// A business word is common whatever list is screened and however few registrants of numbers bear it: those hardly import and export.
constexpr double kMostOfGeneric = 7;

double word_weight(const Lexicon& lexicon, std::string_view word, WordClass cls, double on_list, double listed_names) {
  if (cls == WordClass::Form || cls == WordClass::Stop) return 0;
  const double on = on_list > 1 ? on_list / (listed_names + 20000) : 0;
  double share = std::max({lexicon.frequency(word), on, 1.0 / 30000});
  double w = -std::log(share);
  if (cls == WordClass::Number) w = std::min(w, 4.0);
  if (cls == WordClass::Generic) w = std::min(w, kMostOfGeneric);
  if (cls == WordClass::Place) w = std::min(w, 2.4);  // firms of one place are many, whatever list is screened
  // A long word that nobody was seen to bear is met by chance even more seldom than the tables can tell.
  if (cls == WordClass::Core && share <= 1.0 / 25000 && word.size() > 8) w += 0.25 * static_cast<double>(std::min<std::size_t>(12, word.size() - 8));
  const double by_length = 2.5 * static_cast<double>(word.size());
  return std::clamp(std::min(w, by_length), 0.3, 13.0);
}

}  // namespace rf::names
