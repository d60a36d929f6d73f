// Two steps: names are parsed and their words counted as entities come; weights and tables are made at the end, when it is known
// how common each word is. Sorting is by content, so the same list gives the same bytes.
#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <unordered_map>

#include "names/edits.h"
#include "names/index.h"
#include "names/index_layout.h"
#include "names/name_parts.h"
#include "names/parse.h"

namespace rf::names {
namespace {

constexpr std::size_t kMaxJoined = 18;       // letters of two neighbours that may be written as one
constexpr std::size_t kMaxFuzzyLetters = 24;  // longer words are found by their neighbours or exactly

void put_aligned(std::string& out, const void* data, std::size_t bytes, IndexSection& s) {
  while (out.size() % 8 != 0) out += '\0';
  s = {out.size(), bytes};
  out.append(static_cast<const char*>(data), bytes);
}

/// What stands in parentheses where it looks like a short name: "(CGTC)", "(Huawei)".
std::vector<std::string> asides_of(const ParsedName& parsed) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < parsed.words.size(); ++i) {
    const Word& w = parsed.words[i];
    const bool alone = w.aside && w.cls == WordClass::Core && (i == 0 || !parsed.words[i - 1].aside) && (i + 1 == parsed.words.size() || !parsed.words[i + 1].aside);
    if (alone && i > 0 && w.surface.size() >= 3 && w.surface.size() <= 10) out.emplace_back(w.written);
  }
  return out;
}

}  // namespace

struct IndexBuilder::State {
  explicit State(std::shared_ptr<const Lexicon> l) : lexicon(std::move(l)) {
    pool.assign(4, '\0');
  }
  std::shared_ptr<const Lexicon> lexicon;
  std::string pool;
  std::vector<EntityRecord> entities;
  std::vector<NameRecord> names;
  std::vector<WordRecord> words;
  std::vector<std::uint32_t> name_words;
  std::vector<TextAt> surfaces;  ///< beside name_words
  std::vector<std::pair<std::uint32_t, std::uint32_t>> joined_in;  ///< word, name
  std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>> word_ids;
  std::unordered_map<std::string, TextAt, StringHash, std::equal_to<>> shared;  ///< texts that many entities bear
  std::vector<HashEntry> bags, wholes;
  std::unordered_map<std::uint64_t, std::pair<std::uint32_t, std::uint32_t>> entries;  ///< hash of list and entry → first and last record
  ParsedName parsed;
  std::string key;

  TextAt put(std::string_view s) {
    if (s.empty()) return 0;
    const auto at = static_cast<TextAt>(pool.size());
    const auto n = static_cast<std::uint32_t>(s.size());
    pool.append(reinterpret_cast<const char*>(&n), 4);
    pool += s;
    return at;
  }
  TextAt put_shared(std::string_view s) {
    if (s.empty()) return 0;
    if (const auto it = shared.find(s); it != shared.end()) return it->second;
    const TextAt at = put(s);
    shared.emplace(std::string(s), at);
    return at;
  }
  std::uint32_t word_id(std::string_view text, std::string_view han, WordClass cls, bool joined) {
    key.assign(text);
    if (!han.empty()) {
      key += '\1';
      key += han;
    }
    if (joined) key += '\2';
    if (const auto it = word_ids.find(key); it != word_ids.end()) return it->second;
    const auto id = static_cast<std::uint32_t>(words.size());
    if (id >= kWordMask) return kWordMask;
    WordRecord w{};
    w.text = put(text);
    w.han = put(han);
    w.length = static_cast<std::uint8_t>(std::min<std::size_t>(255, text.size()));
    w.cls = cls;
    w.joined = joined;
    w.letters = letters_of(text);
    words.push_back(w);
    word_ids.emplace(key, id);
    return id;
  }

  /// A spelling that leads to the name without being one of its words.
  void lead(std::string_view spelling, std::uint32_t name) {
    const std::uint32_t id = word_id(spelling, {}, WordClass::Core, true);
    if (id != kWordMask) joined_in.emplace_back(id, name);
  }

  void add_name(std::uint32_t entity, std::string_view written, AliasKind kind, std::uint8_t flags, bool asides) {
    parse_name(written, *lexicon, parsed);
    std::vector<std::string> more;
    if (asides) more = asides_of(parsed);
    NameRecord n{};
    n.entity = entity;
    n.words_at = static_cast<std::uint32_t>(name_words.size());
    n.kind = kind;
    n.family = parsed.family;
    n.flags = static_cast<std::uint8_t>(flags | (parsed.comma ? kComma : 0));
    const auto name_id = static_cast<std::uint32_t>(names.size());
    std::uint64_t bag = 0;
    const Word* last = nullptr;
    std::string initials, without_forms;
    std::string_view article;
    for (const Word& w : parsed.words) {
      if (w.cls != WordClass::Stop && w.cls != WordClass::Number && !w.aside && initials.size() < 9) {
        initials += w.surface[0];
        if (w.cls != WordClass::Form) without_forms += w.surface[0];
      }
      if (w.cls == WordClass::Form || w.cls == WordClass::Stop) {
        if (w.cls == WordClass::Form) last = nullptr;
        article = w.surface == "al" || w.surface == "el" ? w.surface : std::string_view{};
        continue;
      }
      if (!article.empty() && w.cls == WordClass::Core && w.surface.size() >= 4) lead(std::string(article) + std::string(w.surface), name_id);
      article = {};
      const std::uint32_t id = word_id(w.text, w.cls == WordClass::Core ? w.han : std::string_view{}, w.cls, false);
      if (id == kWordMask || n.words == 255) break;
      words[id].sort = w.house ? 1 : w.weak ? 2 : 0;
      name_words.push_back(id | (w.aside ? kAside : 0) | (w.romanised ? kRomanised : 0) | (w.abjad ? kAbjad : 0) | (w.look_alikes ? kTwins : 0) | (w.repeats ? kRepeats : 0));
      surfaces.push_back(w.surface == w.text ? 0 : put_shared(w.surface));
      ++n.words;
      bag = bag_add(bag, w.text);
      if (last && last->cls != WordClass::Number && w.cls != WordClass::Number && last->surface.size() + w.surface.size() <= kMaxJoined &&
          last->surface.size() + w.surface.size() >= 4) {
        lead(std::string(last->surface) + std::string(w.surface), name_id);
      }
      last = &w;
    }
    if (n.words == 0) return;
    if (initials.size() >= 3 && initials.size() <= 8) lead(initials, name_id);
    if (without_forms != initials && without_forms.size() >= 3 && without_forms.size() <= 8) lead(without_forms, name_id);
    n.written = put(written);
    names.push_back(n);
    bags.push_back({static_cast<std::uint32_t>(bag >> 32), name_id});
    each_whole(parsed, [&](std::uint64_t h) { wholes.push_back({static_cast<std::uint32_t>(h >> 32), name_id}); });
    for (const auto& m : more) add_name(entity, m, AliasKind::Acronym, static_cast<std::uint8_t>(flags | kDerived), false);
  }

  /// Words anew: what many names bear first, what only leads to names last. Those that are read most then lie side by side.
  void number_by_use() {
    std::vector<std::uint32_t> uses(words.size(), 0), order(words.size()), now(words.size());
    for (const std::uint32_t w : name_words) ++uses[w & kWordMask];
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return uses[a] > uses[b]; });
    std::vector<WordRecord> sorted;
    sorted.reserve(words.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      now[order[i]] = i;
      sorted.push_back(words[order[i]]);
    }
    words.swap(sorted);
    for (std::uint32_t& w : name_words) {
      const std::uint32_t id = now[w & kWordMask];
      w = (w & ~kWordMask) | id | static_cast<std::uint32_t>(words[id].cls) << kClassAt;
    }
    for (auto& [w, n] : joined_in) w = now[w];
    word_ids.clear();
  }

  static void make_table(std::vector<HashEntry>& entries, std::vector<std::uint32_t>& buckets, std::vector<std::uint64_t>& bits) {
    std::sort(entries.begin(), entries.end(), [](const HashEntry& a, const HashEntry& b) { return a.hash != b.hash ? a.hash < b.hash : a.id < b.id; });
    entries.erase(std::unique(entries.begin(), entries.end(), [](const HashEntry& a, const HashEntry& b) { return a.hash == b.hash && a.id == b.id; }), entries.end());
    const std::size_t n = std::bit_ceil(std::max<std::size_t>(2, entries.size()));
    const unsigned shift = 32U - static_cast<unsigned>(std::bit_width(n) - 1);
    bits.assign(std::clamp<std::size_t>(n / 16, 1, 1U << 26), 0);  // four bits an entry and more: most of what is not there is told by them
    const unsigned bits_shift = 32U - 6U - static_cast<unsigned>(std::bit_width(bits.size()) - 1);
    for (const HashEntry& e : entries) bits[e.hash >> bits_shift >> 6] |= 1ULL << (e.hash >> bits_shift & 63);
    buckets.assign(n + 1, 0);
    for (const HashEntry& e : entries) ++buckets[(shift >= 32 ? 0 : e.hash >> shift) + 1];
    for (std::size_t i = 1; i < buckets.size(); ++i) buckets[i] += buckets[i - 1];
  }
};

IndexBuilder::IndexBuilder(std::shared_ptr<const Lexicon> lexicon) : state_(std::make_unique<State>(std::move(lexicon))) {}
IndexBuilder::~IndexBuilder() = default;
std::size_t IndexBuilder::size() const { return state_->entities.size(); }

void IndexBuilder::add(const ListEntity& e, std::string_view hash) {
  State& s = *state_;
  const auto id = static_cast<std::uint32_t>(s.entities.size());
  EntityRecord r{};
  r.list = s.put_shared(e.list);
  r.edition = s.put_shared(e.edition);
  r.entry = s.put(e.entry);
  r.name = s.put(e.name);
  r.supplier = s.put_shared(e.supplier);
  r.source = s.put_shared(e.source);
  r.from = s.put_shared(e.from);
  r.to = s.put_shared(e.to);
  r.remarks = s.put(std::string_view(e.remarks).substr(0, 400));
  std::string joined;
  for (const auto& c : e.countries) joined += (joined.empty() ? "" : " ") + c;
  for (const auto& a : e.addresses)
    if (!a.country.empty() && joined.find(a.country) == std::string::npos) joined += (joined.empty() ? "" : " ") + a.country;
  r.countries = s.put_shared(joined);
  joined.clear();
  for (const auto& i : e.identifiers) joined += i.type + "=" + identifier_as_compared(i.value) + "/" + i.country + "\n";
  r.identifiers = s.put(joined);
  joined.clear();
  for (const auto& p : e.programs) joined += (joined.empty() ? "" : "; ") + p;
  r.programs = s.put_shared(joined);
  r.hash = s.put(hash);
  s.key.assign(e.list);
  s.key += '\1';
  s.key += e.entry;
  const auto [same, fresh] = s.entries.try_emplace(hash_of(s.key), id, id);
  r.first_of_entry = same->second.first;
  if (!fresh) {
    s.entities[same->second.second].next_of_entry = id;
    same->second.second = id;
  }
  r.kind = e.kind;
  r.line = static_cast<std::uint32_t>(e.line);
  r.offset = e.offset;
  r.first_name = static_cast<std::uint32_t>(s.names.size());
  s.entities.push_back(r);
  const auto parts = parts_of(e.name);
  const bool only_parts = std::any_of(parts.begin(), parts.end(), [](const NamePart& p) { return p.instead; });
  s.add_name(id, e.name, AliasKind::Unsaid, kPrimary, !only_parts);
  for (const NamePart& p : parts) s.add_name(id, p.text, AliasKind::Unsaid, kPrimary | kDerived, true);
  for (const Alias& a : e.aliases) {
    if (a.text.empty()) continue;
    s.add_name(id, a.text, a.kind, 0, true);
    for (const NamePart& p : parts_of(a.text)) s.add_name(id, p.text, a.kind, kDerived, false);
  }
  s.entities[id].names = static_cast<std::uint32_t>(s.names.size()) - s.entities[id].first_name;
}

std::string IndexBuilder::finish() {
  State& s = *state_;
  s.number_by_use();
  // How many names bear a word; a Han spelling counts with its Latin one, as what is met by chance is the sound.
  std::vector<std::uint32_t> borne(s.words.size(), 0), last(s.words.size(), 0xFFFFFFFFU);
  for (std::uint32_t n = 0; n < s.names.size(); ++n)
    for (std::uint32_t i = 0; i < s.names[n].words; ++i) {
      const std::uint32_t w = s.name_words[s.names[n].words_at + i] & kWordMask;
      if (last[w] != n) ++borne[w];
      last[w] = n;
    }
  std::sort(s.joined_in.begin(), s.joined_in.end());
  s.joined_in.erase(std::unique(s.joined_in.begin(), s.joined_in.end()), s.joined_in.end());
  for (const auto& [w, n] : s.joined_in) ++borne[w];
  const auto text = [&](TextAt at) {
    std::uint32_t n = 0;
    std::memcpy(&n, s.pool.data() + at, 4);
    return std::string_view(s.pool).substr(at + 4, n);
  };
  // The words' texts once more, side by side: they are what comparing reads. Names' own first, as joined ones are only looked up.
  const std::size_t texts_from = s.pool.size();
  s.pool.reserve(texts_from + s.words.size() * 16);
  for (const bool joined_ones : {false, true})
    for (WordRecord& r : s.words)
      if ((r.joined != 0) == joined_ones) {
        const std::string moved(text(r.text));
        r.text = s.put(moved);
      }
  std::uint32_t at = 0;
  for (std::size_t w = 0; w < s.words.size(); ++w) {
    WordRecord& r = s.words[w];
    r.weight = static_cast<float>(word_weight(*s.lexicon, text(r.text), r.cls, borne[w], static_cast<double>(s.names.size())));
    r.postings_at = at;
    at += borne[w];
  }
  std::vector<std::uint32_t> postings(at);
  std::fill(last.begin(), last.end(), 0xFFFFFFFFU);
  for (std::uint32_t n = 0; n < s.names.size(); ++n) {
    float weight = 0;
    for (std::uint32_t i = 0; i < s.names[n].words; ++i) {
      const std::uint32_t id = s.name_words[s.names[n].words_at + i];
      WordRecord& r = s.words[id & kWordMask];
      if (!(id & kAside)) weight += r.weight;
      if (last[id & kWordMask] == n) continue;
      last[id & kWordMask] = n;
      postings[r.postings_at + r.postings++] = n;
    }
    s.names[n].weight = weight;
  }
  for (const auto& [w, n] : s.joined_in) postings[s.words[w].postings_at + s.words[w].postings++] = n;

  std::vector<HashEntry> exact, deleted, skeletons;
  for (std::uint32_t id = 0; id < s.words.size(); ++id) {
    const WordRecord& r = s.words[id];
    const std::string_view t = text(r.text);
    const auto hash = [](std::uint64_t h) { return static_cast<std::uint32_t>(h >> 32); };
    exact.push_back({hash(hash_of(t)), id});
    if (r.joined || (r.cls != WordClass::Core && r.cls != WordClass::Place) || t.size() < 4 || t.size() > kMaxFuzzyLetters) continue;
    each_shortening(t, [&](std::uint64_t h) { deleted.push_back({hash(h), id}); });
    skeletons.push_back({hash(sounded(t)), id});
    if (const std::uint64_t h = skeleton(t)) skeletons.push_back({hash(h * 0x9FB21C651E98DF25ULL), id});
  }
  std::vector<HashEntry>* entries[] = {&exact, &deleted, &skeletons, &s.bags, &s.wholes};
  std::vector<std::uint32_t> buckets[Index::kTables];
  std::vector<std::uint64_t> bits[Index::kTables];
  for (int t = 0; t < Index::kTables; ++t) State::make_table(*entries[t], buckets[t], bits[t]);

  std::string out(sizeof(IndexHeader), '\0');
  IndexHeader h{};
  std::memcpy(h.magic, kIndexMagic, sizeof h.magic);
  const auto put = [&](int number, const auto& v) { put_aligned(out, v.data(), v.size() * sizeof(v[0]), h.sections[number]); };
  put(0, s.pool);
  put(1, s.lexicon->hash());
  put(2, s.entities);
  put(3, s.names);
  put(4, s.words);
  put(5, s.name_words);
  put(6, postings);
  for (int t = 0; t < Index::kTables; ++t) {
    put(7 + 2 * t, buckets[t]);
    put(8 + 2 * t, *entries[t]);
  }
  std::vector<std::uint32_t> by_text;
  for (std::uint32_t id = 0; id < s.words.size(); ++id)
    if (!s.words[id].joined && s.words[id].length >= 4 && s.words[id].cls != WordClass::Number) by_text.push_back(id);
  std::sort(by_text.begin(), by_text.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto x = text(s.words[a].text), y = text(s.words[b].text);
    return x != y ? x < y : a < b;
  });
  put(17, s.surfaces);
  put(18, by_text);
  std::vector<std::uint64_t> fronts;
  for (const std::uint32_t id : by_text) fronts.push_back(front_key(text(s.words[id].text)));
  put(19, fronts);
  for (int t = 0; t < Index::kTables; ++t) put(21 + t, bits[t]);
  std::vector<float> weights;
  for (const WordRecord& r : s.words) weights.push_back(r.weight);
  put(20, weights);
  h.checksum = index_checksum(std::string_view(out).substr(sizeof h));
  std::memcpy(out.data(), &h, sizeof h);
  s = State(s.lexicon);
  return out;
}

}  // namespace rf::names
