// Which names to compare: each word of the query is looked up as it is, with one letter left out (both sides: one edit, a swap, many
// pairs of edits), by its consonants, joined with its neighbour, and by its other scripts' spellings; names that bear a rare hit are
// estimated from their words and the best are compared in full. A query of common words only is met by the rarest two of them and by
// its whole bag of words.
#include "names/search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <unordered_map>

#include "base/text.h"
#include "names/compare.h"
#include "names/edits.h"
#include "names/left_over.h"
#include "names/likely.h"

namespace rf::names {
namespace {

constexpr std::size_t kRare = 300;          // names a word may be borne by and still lead to each of them
constexpr std::size_t kMaxCommon = 4000;    // of a query of common words only
constexpr std::size_t kBesideCommon = 2;    // words of a name that is led to by one common word, beside half of the query's
constexpr std::size_t kMaxTouched = 3000;   // names estimated for one query: bounds its time on lists of millions
constexpr std::size_t kCompared = 48;       // in full
constexpr std::uint32_t kNamesOfEntry = 200;  // of an entry that are looked at for words that its best name lacks
constexpr std::size_t kMaxWholes = 24;       // names of the same letters in a row that are looked at
constexpr float kWhole = 24;                 // what one of them may be worth, for the estimate
constexpr float kBlend = 6;                  // what a blend may be worth, for the estimate
constexpr double kAlike = 1.5;              // what words that are only alike by letters may add, of all but one in thirty of what is shown
constexpr double kSlack = 1;                // by how much an estimate may be too low; mostly it is too high by five
constexpr double kOddTelling = 8, kOddCommon = 3;  // rarity of what is left over, about
constexpr double kOver = 4.2;               // by how much it is too high at the least, of all but one in two hundred

/// What a look-alike is known by: Han as it stands, all else as it is read.
std::string_view as_written(const Word& w) { return w.han.empty() || w.cls != WordClass::Core ? w.text : w.han; }

double most_held(const Calibration& c, double threshold) { return rounded(std::min(c[Rule::HeldAt], c.sum_for(threshold) - 0.1)); }

/// "Melli's", with either apostrophe.
bool is_possessive(std::string_view written) { return (written.back() == 's' || written.back() == 'S') && (written[written.size() - 2] == '\'' || written.substr(0, written.size() - 1).ends_with("\xE2\x80\x99")); }

double fuzzy_limit(std::size_t letters) { return letters <= 5 ? 1.0 : letters <= 8 ? 1.7 : 2.4; }

}  // namespace

// ---- knowledge's spellings in several scripts

ScriptAliases::ScriptAliases(const knowledge::World& world, const Lexicon& lexicon) {
  ParsedName parsed;
  const auto telling = [&](const ParsedName& p) {
    const Word* only = nullptr;
    for (const Word& w : p.words) {
      if (w.cls != WordClass::Core) continue;
      if (only) return static_cast<const Word*>(nullptr);
      only = &w;
    }
    return only;
  };
  WordMap<std::string> bearer;  // a word that two suppliers bear leads to neither's other script
  for (const auto& [id, s] : world.knowledge->suppliers) {
    std::vector<Index::SameWord> of_supplier;
    std::vector<std::string> other_scripts;  // Cyrillic, Kana: spellings of the Latin name, not what a Han word is called in Latin letters
    const auto add = [&](std::string_view name) {
      parse_name(name, lexicon, parsed);
      if (const Word* w = telling(parsed)) {
        for (const auto& o : of_supplier)
          if (o.text == w->text && o.han == w->han) return;
        if (w->han.empty() && w->romanised) other_scripts.emplace_back(w->text);
        of_supplier.push_back({std::string(w->text), std::string(w->han)});
      }
    };
    add(s.name);
    for (const auto& n : s.names)
      if (world.known(n, s.names)) add(n.text);
    // 烽火星空 is a product or a firm named after 烽火: what 烽火 is called it is not.
    const auto longer = [&](const Index::SameWord& w) {
      return std::any_of(of_supplier.begin(), of_supplier.end(), [&](const Index::SameWord& o) { return !o.han.empty() && w.han.size() > o.han.size() && w.han.starts_with(o.han); });
    };
    const auto spelt = [&](const Index::SameWord& w) { return w.han.empty() && std::find(other_scripts.begin(), other_scripts.end(), w.text) != other_scripts.end(); };
    for (const auto& a : of_supplier) {
      if (a.han.empty()) {
        const auto [it, fresh] = bearer.emplace(a.text, id);
        if (!fresh && it->second != id) it->second = "?";
      }
      for (const auto& b : of_supplier) {
        if (&a == &b || a.han.empty() == b.han.empty() || longer(a) || longer(b) || spelt(a) || spelt(b)) continue;
        if (a.han.empty() && a.text == b.text) hans_[a.text].push_back(b.han);
        else if (a.text != b.text) same_[a.text + "\1" + a.han].push_back(b);
      }
    }
    for (const auto& l : s.lookalikes) {
      parse_name(l.text, lexicon, parsed);
      NotThis that{id, l.text + ": " + l.why, {}};
      for (const auto& w : of_supplier) that.words.push_back(w.text);
      look_alikes_[bag(parsed)].push_back(that);
      LookAlike all;
      std::string first;
      std::size_t core = 0;
      for (const Word& w : parsed.words) {
        if (w.cls == WordClass::Form || w.cls == WordClass::Stop) continue;
        all.words.emplace_back(as_written(w));
        if (w.cls == WordClass::Core && ++core == 1) first = all.words.back();
      }
      all.of.push_back(that);
      if (core >= 2) within_[first].push_back(std::move(all));
    }
  }
  for (auto& [key, others] : same_) {
    const std::string text = key.substr(0, key.find('\1'));
    const auto shared_word = [&](const std::string& t) {
      const auto it = bearer.find(t);
      return it != bearer.end() && it->second == "?";
    };
    if (shared_word(text)) others.clear();
    std::erase_if(others, [&](const Index::SameWord& o) { return o.han.empty() && shared_word(o.text); });
  }
}

std::string ScriptAliases::bag(const ParsedName& parsed) {
  std::string out;
  for (const Word& w : parsed.words)
    if (w.cls != WordClass::Form && w.cls != WordClass::Stop) {
      out += as_written(w);
      out += ' ';
    }
  return out;
}

const std::vector<Index::SameWord>* ScriptAliases::same(std::string_view text, std::string_view han) const {
  if (same_.empty()) return nullptr;
  std::string key(text);
  key += '\1';
  key += han;
  const auto it = same_.find(key);
  return it == same_.end() ? nullptr : &it->second;
}

bool ScriptAliases::another(std::string_view latin, std::string_view han) const {
  const auto it = hans_.find(latin);
  return it != hans_.end() && std::find(it->second.begin(), it->second.end(), han) == it->second.end();
}

const std::vector<ScriptAliases::NotThis>* ScriptAliases::look_alike(const ParsedName& parsed) const {
  if (const auto it = look_alikes_.find(bag(parsed)); it != look_alikes_.end()) return &it->second;
  std::string read;  // "Dahua Group" is 大华集团
  for (const Word& w : parsed.words)
    if (w.cls != WordClass::Form && w.cls != WordClass::Stop) (read += w.text) += ' ';
  if (const auto it = look_alikes_.find(read); it != look_alikes_.end()) return &it->second;
  const auto has = [&](std::string_view word) { return std::any_of(parsed.words.begin(), parsed.words.end(), [&](const Word& w) { return as_written(w) == word; }); };
  for (const Word& w : parsed.words) {
    if (w.cls != WordClass::Core) continue;
    const auto it = within_.find(as_written(w));
    if (it == within_.end()) continue;
    for (const LookAlike& l : it->second)
      if (std::all_of(l.words.begin(), l.words.end(), has)) return &l.of;
  }
  return nullptr;
}

// ---- the searcher

struct Searcher::State {
  const Index& index;
  const Lexicon& lexicon;
  const Calibration c;
  const ScriptAliases& aliases;
  std::string identifier;  ///< that is asked for, as compared
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_identifier;  ///< entities, made when a number is first asked for
  double hold_at = 0;    ///< the most of a sum that is held: below the threshold
  const bool suppliers;  ///< whether the list names any supplier of knowledge
  Query query;
  MatchTable matches;
  Answer answer;
  struct Lead {
    std::uint32_t word;
    float hidden;              ///< what it is worth beyond the words that met one by one: a spelling that is none of the name's words
    std::uint8_t query = 255;  ///< of a blend: the word of the query
    std::uint8_t at = 0;       ///< and where in it the listed word begins
  };
  std::vector<Lead> leads;  ///< listed words that were met
  std::vector<std::uint32_t> touched_at;
  std::vector<std::uint32_t> words_at;  ///< by name, and one more: its words are those up to the next one's. Denser than the names' records
  std::uint32_t epoch = 0;
  struct Estimate {
    float sum;
    std::uint32_t name;
    bool hidden;  ///< more may meet than the words that the index saw
  };
  std::vector<Estimate> estimates;
  std::vector<std::pair<std::uint32_t, float>> touched;
  std::vector<std::uint32_t> common;
  std::vector<std::uint32_t> wholes;  ///< names of the same letters in a row, sorted
  std::string buffer;
  bool leave_out = false;
  std::string_view asked;
  std::uint64_t telling = 0, number_bits = 0;  ///< bits of the query's telling words, and numbers
  struct Best {
    std::uint32_t entity, name, entry;  ///< entry: first record of the same
    double base, sum;         ///< by this name alone; with the rest of the entry
    std::uint64_t met;        ///< words of the query
    Held held;
    std::uint16_t as_well;    ///< names of the entry that give this sum
  };
  std::vector<Best> best;
  std::vector<double> sums;

  State(const Index& i, const Lexicon& l, const Calibration& cal, const ScriptAliases& a) : index(i), lexicon(l), c(cal), aliases(a), suppliers(std::any_of(i.entities().begin(), i.entities().end(), [](const EntityRecord& e) { return e.supplier != 0; })), touched_at(i.names().size(), 0) {
    words_at.reserve(i.names().size() + 1);
    for (const NameRecord& n : i.names()) words_at.push_back(n.words_at);
    words_at.push_back(i.names().empty() ? 0 : i.names().back().words_at + i.names().back().words);
  }

  void meet(std::uint32_t word, std::size_t q, Meeting how, double gain, std::size_t span = 1) {
    if (gain <= 0.3) return;
    matches.add(word, {0, static_cast<std::uint16_t>(q), how, static_cast<std::uint8_t>(span), static_cast<float>(gain)});
    leads.push_back({word, 0});
  }

  static std::size_t characters(std::string_view han) { return han.size() / 3; }

  /// How the same sound meets, by the scripts of both; gain 0 where they are known to differ.
  void meet_same_text(std::uint32_t id, const WordRecord& r, std::size_t i, const QueryWord& w) {
    const std::string_view list_han = index.text(r.han);
    if (w.word.cls != WordClass::Core || (w.word.han.empty() && list_han.empty())) {
      // A joined pair of the list: found, and compared by its parts.
      return r.joined ? void(leads.push_back({id, r.weight})) : meet(id, i, Meeting::Same, std::max<double>(r.weight, r.joined ? 0 : 0.3));
    }
    if (!w.word.han.empty() && !list_han.empty()) {
      if (w.word.han == list_han) meet(id, i, Meeting::Same, r.weight);
      return;
    }
    if (r.joined) return void(leads.push_back({id, r.weight}));
    const std::string_view han = w.word.han.empty() ? list_han : w.word.han;
    if (aliases.another(w.word.text, han)) return;
    const bool is_short = characters(han) <= 2;
    meet(id, i, is_short ? Meeting::RomanisedShort : Meeting::RomanisedLong, r.weight + c[is_short ? Rule::RomanisedShort : Rule::RomanisedLong]);
  }

  void meet_similar(std::uint32_t id, std::size_t i, const QueryWord& w, bool by_consonants, std::string_view surface = {}) {
    const bool own = surface.empty();
    if (own) surface = w.word.surface;
    const WordRecord& r = index.words()[id];
    if (!w.word.han.empty() && r.han) return;  // other characters are another word, however alike it sounds
    const std::size_t letters = std::max<std::size_t>(r.length, surface.size());
    const double limit = by_consonants ? 0.42 * static_cast<double>(letters) : fuzzy_limit(letters);
    if (too_far(own ? w.letters : letters_of(surface), r.letters, limit)) return;
    const std::string_view text = index.text(r.text);
    if (text == w.word.text) return;
    const double cost = edit_cost_of_near(surface, text, limit);
    if (cost > limit || other_front(surface, text)) return;
    double gain = r.weight + c[Rule::SimilarWord] * cost * std::clamp(8.0 / static_cast<double>(letters), 0.6, 2.0);
    if (!w.word.han.empty() || r.han) gain += c[Rule::RomanisedLong];
    meet(id, i, Meeting::Similar, gain);
  }

  void look_up(std::size_t i) {
    const QueryWord& w = query.words[i];
    const std::string_view text = w.word.text;
    const auto same = [&](std::string_view t, auto f) {
      for (const HashEntry& e : index.find(Index::Exact, hash_of(t)))
        if (index.text(index.words()[e.id].text) == t) f(e.id, index.words()[e.id]);
    };
    bool known = false;
    same(text, [&](std::uint32_t id, const WordRecord& r) {
      known = known || (!r.joined && !leave_out);  // left out, a word may stand on the list by nothing else
      meet_same_text(id, r, i, w);
    });
    if (w.word.cls != WordClass::Core && w.word.surface != text && w.word.han.empty())
      same(w.word.surface, [&](std::uint32_t id, const WordRecord& r) { meet_same_text(id, r, i, w); });
    if (const auto* others = aliases.same(text, w.word.han))
      for (const auto& o : *others)
        same(o.text, [&](std::uint32_t id, const WordRecord& r) {
          if (index.text(r.han) == o.han && !r.joined) meet(id, i, Meeting::Alias, r.weight + c[Rule::TokenAlias]);
        });
    if (!w.article.empty() && w.word.cls == WordClass::Core) {
      buffer.assign(w.article);
      buffer += w.word.surface;
      same(buffer, [&](std::uint32_t id, const WordRecord& r) {
        if (!r.joined && r.han == 0) meet(id, i, Meeting::WithArticle, r.weight + c[Rule::JoinedWords]);
      });
      if (const std::uint64_t h = skeleton(buffer))
        for (const HashEntry& e : index.find(Index::Skeleton, h * 0x9FB21C651E98DF25ULL)) meet_similar(e.id, i, w, true, buffer);
    }
    if (w.word.cls == WordClass::Core && w.word.surface.size() >= 5 && w.word.han.empty() && !known)  // one may be the front of the other: Coast, Coastal
      for (const std::uint32_t id : index.beginning_with(w.word.surface, 6)) leads.push_back({id, kBlend});
    if (w.word.cls == WordClass::Core && w.word.surface.size() >= 6 && w.word.han.empty() && !known) {
      for (std::size_t k = 1; k <= 3 && w.word.surface.size() >= k + 5; ++k)
        same(w.word.surface.substr(0, w.word.surface.size() - k), [&](std::uint32_t id, const WordRecord& r) {
          if (!r.joined) leads.push_back({id, kBlend});
        });
      // A blend begins and ends in the fronts of words: what bears such a word is compared.
      const std::string_view s = w.word.surface.substr(0, 24);
      const auto part = [&](std::uint32_t id, std::size_t at) {
        if (!index.words()[id].joined && index.words()[id].postings <= 60) leads.push_back({id, kBlend, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(at)});
      };
      for (const std::uint32_t id : index.beginning_with(s.substr(0, s.size() >= 8 ? 5 : 4), 12)) part(id, 0);
      for (std::size_t k = 1; k + 4 <= s.size(); ++k)
        if (k + 5 <= s.size()) for (const std::uint32_t id : index.beginning_with(s.substr(k), 12)) part(id, k);
        else same(s.substr(k), [&](std::uint32_t id, const WordRecord&) { part(id, k); });
      for (std::size_t k = 2; k + 4 <= s.size(); ++k)
        if (const Meaning* m = lexicon.word(s.substr(k)); m && m->cls == WordClass::Generic)
          same(m->reads_as, [&](std::uint32_t id, const WordRecord&) { part(id, k); });
    }
    if (w.word.cls == WordClass::Core && w.word.surface.size() >= 5 && w.word.surface.ends_with("co") && !known)  // "SPMCO": the form written on
      same(w.word.surface.substr(0, w.word.surface.size() - 2), [&](std::uint32_t id, const WordRecord& r) {
        if (!r.joined && r.han == 0) meet(id, i, Meeting::WithArticle, r.weight + c[Rule::JoinedWords]);
      });
    if (w.word.cls == WordClass::Core && w.word.surface.size() >= 5 && w.word.surface.back() == 's' && !known && w.word.written.size() > 2 && is_possessive(w.word.written)) {
      const std::string_view bearer = w.word.surface.substr(0, w.word.surface.size() - 1);
      const Meaning* m = lexicon.word(bearer);
      same(m ? m->reads_as : bearer, [&](std::uint32_t id, const WordRecord& r) {
        if (!r.joined && r.han == 0) meet(id, i, Meeting::Same, r.weight + c[Rule::OtherSpelling]);
      });
    }
    // Two or three words that the list writes as one.
    buffer.assign(w.word.surface);
    for (std::size_t span = 2; span <= 3 && i + span <= query.words.size() && w.word.cls != WordClass::Number; ++span) {
      const Word& next = query.words[i + span - 1].word;
      buffer += next.surface;
      if (next.cls == WordClass::Number || buffer.size() > 18) break;
      if (buffer.size() < 4) continue;
      const auto join = [&](std::uint32_t id, const WordRecord& r, double cost) {
        if (r.joined) return leads.push_back({id, 0});  // both write it in two: the words meet one by one
        double gain = r.weight + c[Rule::JoinedWords] + cost;
        if (r.han) gain += c[characters(index.text(r.han)) <= 2 ? Rule::RomanisedShort : Rule::RomanisedLong];
        meet(id, i, cost == 0 ? Meeting::Joined : Meeting::JoinedSimilar, gain, span);
      };
      same(buffer, [&](std::uint32_t id, const WordRecord& r) { join(id, r, 0); });
      if (span == 2 && buffer.size() >= 8 && w.word.cls == WordClass::Core)
        for (const HashEntry& e : index.find(Index::Skeleton, sounded(buffer))) {
          const std::string_view t = index.text(index.words()[e.id].text);
          if (const double cost = edit_cost(buffer, t, 2); cost > 0 && cost <= 2) join(e.id, index.words()[e.id], c[Rule::SimilarWord] * cost * 8.0 / static_cast<double>(t.size()));
        }
    }
    if ((w.word.cls != WordClass::Core && w.word.cls != WordClass::Place) || text.size() < 4 || text.size() > 24) return;
    const auto near = [&](std::uint64_t hash, Index::Table t, bool by_consonants) {
      for (const HashEntry& e : index.find(t, hash)) meet_similar(e.id, i, w, by_consonants);
    };
    std::array<std::uint64_t, 25> hashes;
    std::size_t n_hashes = 0;
    each_shortening(text, [&](std::uint64_t h) { hashes[n_hashes++] = h; });
    for (std::size_t k = 0; k < n_hashes; ++k) index.ready(Index::Deleted, hashes[k]);
    for (std::size_t k = 0; k < n_hashes; ++k) index.ready_entries(Index::Deleted, hashes[k]);
    for (std::size_t k = 0; k < n_hashes; ++k) near(hashes[k], Index::Deleted, false);
    if (const std::uint64_t h = skeleton(text)) near(h * 0x9FB21C651E98DF25ULL, Index::Skeleton, true);
    near(sounded(text), Index::Skeleton, true);
  }

  void touch(std::uint32_t name, float hidden = 0) {
    if (touched_at[name] == epoch || touched.size() >= kMaxTouched) return;
    touched_at[name] = epoch;
    touched.push_back({name, hidden});
  }

  bool is_whole(std::uint32_t name) const { return !wholes.empty() && std::binary_search(wholes.begin(), wholes.end(), name); }

  /// Whether a name that bears one part of a blend bears a word that may be the other.
  bool other_part(std::uint32_t name, const Lead& l) const {
    const std::string_view s = query.words[l.query].word.surface;
    const NameRecord& n = index.names()[name];
    const auto words = index.words_of(n);
    const auto surfaces = index.surfaces_of(n);
    for (std::size_t k = 0; k < words.size(); ++k) {
      if ((words[k] & kWordMask) == l.word) continue;
      const std::string_view t = surfaces[k] ? index.text(surfaces[k]) : index.text(index.words()[words[k] & kWordMask].text);
      if (l.at > 0 ? t.starts_with(s.substr(0, l.at >= 3 ? 2 : 1)) : t.size() > 1 && s.find(t.substr(0, 2), 2) != std::string_view::npos) return true;
    }
    return false;
  }

  void gather() {
    std::sort(leads.begin(), leads.end(), [&](const Lead& a, const Lead& b) {
      const auto x = index.words()[a.word].postings, y = index.words()[b.word].postings;
      if (x != y) return x < y;
      if (a.word != b.word) return a.word < b.word;
      if (a.hidden != b.hidden) return a.hidden > b.hidden;
      return a.query != b.query ? a.query < b.query : a.at < b.at;
    });
    leads.erase(std::unique(leads.begin(), leads.end(), [](const Lead& a, const Lead& b) { return a.word == b.word && a.query == b.query && a.at == b.at; }), leads.end());
    bool any = false;
    common.clear();
    std::uint64_t bag = 0;
    for (const QueryWord& w : query.words) bag = bag_add(bag, w.word.text);
    const auto same_bag = index.find(Index::Bag, bag);
    wholes.clear();
    each_whole(query.parsed, [&](std::uint64_t h) {
      for (const HashEntry& e : index.find(Index::Whole, h))
        if (wholes.size() < kMaxWholes && std::none_of(same_bag.begin(), same_bag.end(), [&](const HashEntry& b) { return b.id == e.id; })) wholes.push_back(e.id);
    });
    std::sort(wholes.begin(), wholes.end());
    for (const std::uint32_t n : wholes) touch(n, kWhole);
    // What a spelling of its own leads to comes first, so that it is not estimated by its words alone.
    for (const Lead& l : leads)
      if (l.hidden > 0 && index.words()[l.word].postings <= kRare)
        for (const std::uint32_t n : index.postings(index.words()[l.word]))
          if (l.query == 255 || other_part(n, l)) touch(n, l.hidden);
    for (const Lead& l : leads) {
      const std::uint32_t id = l.word;
      const WordRecord& r = index.words()[id];
      if (r.postings > kRare) {
        // Two for each word of the query: spellings of one name would push out the other words.
        if (r.joined || common.size() >= 4 || (!common.empty() && common.back() == id)) continue;
        const WordMatch* m = matches.at(id);
        if (!m) continue;
        if (std::count_if(common.begin(), common.end(), [&](std::uint32_t o) { return matches.at(o)->query == m->query; }) >= 2) continue;
        common.push_back(id);
        continue;
      }
      if (l.hidden > 0 || (r.cls != WordClass::Core && r.cls != WordClass::Place && any)) continue;
      any = true;
      for (const std::uint32_t n : index.postings(r)) touch(n);
    }
    for (const HashEntry& e : same_bag) touch(e.id);
    // Common words: names that bear two of them; of a query of common words only, then the rarest alone.
    for (std::size_t x = 0; x + 1 < common.size(); ++x)
      for (std::size_t y = x + 1; y < common.size(); ++y) {
        if (matches.at(common[x])->query == matches.at(common[y])->query) continue;  // one word twice
        const auto a = index.postings(index.words()[common[x]]), b = index.postings(index.words()[common[y]]);
        if (b.size() > kMaxCommon * 4) break;
        std::size_t j = 0;
        for (const std::uint32_t n : a) {
          while (j < b.size() && b[j] < n) ++j;
          if (j < b.size() && b[j] == n) touch(n);
        }
      }
    if (touched.size() < 8 && !common.empty()) {
      const auto a = index.postings(index.words()[common[0]]);
      // One common word is little: the name must have hardly any other.
      for (std::size_t k = 0; k < std::min(a.size(), kMaxCommon); ++k)
        if (words_at[a[k] + 1] - words_at[a[k]] <= kBesideCommon + query.words.size() / 2) touch(a[k]);
    }
  }

  /// Near the sum that comparing gives, from above or at most kSlack below, by the words that the index saw meet. `hidden`: what
  /// comparing may find to meet beyond them.
  double estimate(std::uint32_t n, double hidden) const {
    double gain = 0, first = 0, odd = 0;
    std::uint64_t met = 0;
    bool telling_odd = false, numbers = false, numbers_met = false;
    for (std::uint32_t at = words_at[n], end = words_at[n + 1]; at != end; ++at) {
      const std::uint32_t w = index.name_words()[at];
      if (w & kRepeats) continue;
      const WordMatch* best_match = nullptr;
      if (matches.may_be_at(w & kWordMask))
        for (const WordMatch* m = matches.at(w & kWordMask); m; m = matches.next(m))
          if (!best_match || m->gain > best_match->gain) best_match = m;
      if (best_match) {
        gain += best_match->gain;
        first = std::max<double>(first, best_match->gain);
        for (std::uint16_t k = 0; k < best_match->span && best_match->query + k < 64; ++k) met |= 1ULL << (best_match->query + k);
      } else if (!(w & kAside)) {
        const auto cls = static_cast<WordClass>(w >> kClassAt);
        odd = std::max(odd, cls == WordClass::Core ? kOddTelling : kOddCommon);  // near enough, and the word need not be read
        telling_odd = telling_odd || cls == WordClass::Core;
        numbers = numbers || cls == WordClass::Number;
      }
    }
    numbers_met = (number_bits & ~met) == 0;
    double sum = c[Rule::Prior] + c[Rule::SmallList] + first + 0.75 * (gain - first) + 0.25 * c[Rule::RarityOfOddWord] * odd + hidden;
    if (numbers && !numbers_met) sum += c[Rule::OtherNumber];
    const bool whole = !telling_odd && (telling & ~met) == 0;
    // What is left over may still meet by a rule that the index does not know.
    return sum + (whole ? c[Rule::AllWords] + c[Rule::WholeName] : c[Rule::InexactWords] + 1);
  }

  /// Whose number it is, is a candidate under whatever name.
  void touch_by_identifier() {
    if (by_identifier.empty())
      for (std::uint32_t e = 0; e < index.entities().size(); ++e)
        for (const std::string_view line : split(index.text(index.entities()[e].identifiers), '\n'))
          if (const std::size_t is = line.find('='), slash = line.rfind('/'); is != std::string_view::npos && slash != std::string_view::npos && slash > is + 1)
            by_identifier[std::string(line.substr(is + 1, slash - is - 1))].push_back(e);
    const auto at = by_identifier.find(identifier);
    if (at == by_identifier.end()) return;
    for (const std::uint32_t e : at->second)
      if (const EntityRecord& r = index.entities()[e]; r.names > 0) touch(r.first_name, static_cast<float>(c[Rule::SameIdentifier] + kSlack + kOver));
  }

  Answer& search(std::string_view name, const SearchOptions& options, const Facts& facts) {
    leave_out = options.leave_out;
    hold_at = most_held(c, options.threshold);
    asked = name;
    answer.matches.clear();
    answer.near.clear();
    parse_name(name, lexicon, query.parsed);
    answer.cut = query.parsed.cut;
    query.words.clear();
    identifier = identifier_as_compared(facts.identifier);
    query.facts = {facts.country, identifier};
    std::string_view article;
    for (const Word& w : query.parsed.words) {
      if (w.cls != WordClass::Form && w.cls != WordClass::Stop) {
        // "Huawei 华为" says one word twice.
        const auto twice = std::find_if(query.words.begin(), query.words.end(), [&](const QueryWord& o) { return w.cls != WordClass::Number && o.word.text == w.text && o.word.han.empty() != w.han.empty(); });
        // "ZTE中兴" too, by knowledge's spellings.
        const auto* as = w.cls == WordClass::Core ? aliases.same(w.text, w.han) : nullptr;
        const bool again = as && std::any_of(query.words.begin(), query.words.end(), [&](const QueryWord& o) {
          return o.word.han.empty() != w.han.empty() && std::any_of(as->begin(), as->end(), [&](const Index::SameWord& s) { return s.text == o.word.text && s.han == o.word.han; });
        });
        if (again) {
        } else if (twice == query.words.end()) query.words.push_back({w, word_weight(lexicon, w.text, w.cls, 0, 0), article});
        else if (twice->word.han.empty()) twice->word = w;
      }
      article = w.cls == WordClass::Stop && (w.surface == "al" || w.surface == "el") ? w.surface : std::string_view{};
    }
    if (query.words.empty()) return answer;
    query.known_look_alike = aliases.look_alike(query.parsed);
    matches.begin(index.words().size());
    leads.clear();
    touched.clear();
    estimates.clear();
    if (++epoch == 0) {
      std::fill(touched_at.begin(), touched_at.end(), 0);
      epoch = 1;
    }
    for (QueryWord& w : query.words) w.letters = letters_of(w.word.surface);
    for (std::size_t i = 0; i < query.words.size(); ++i) look_up(i);
    for (QueryWord& w : query.words) {
      // The list knows how rare its own words are.
      for (const HashEntry& e : index.find(Index::Exact, hash_of(w.word.text)))
        if (!index.words()[e.id].joined && index.text(index.words()[e.id].text) == w.word.text) w.weight = std::min<double>(w.weight, index.words()[e.id].weight);
    }
    telling = number_bits = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(64, query.words.size()); ++i)
      if (query.words[i].word.cls == WordClass::Core && !query.words[i].word.repeats) telling |= 1ULL << i;
    for (std::size_t i = 0; i < std::min<std::size_t>(64, query.words.size()); ++i)
      if (query.words[i].word.cls == WordClass::Number) number_bits |= 1ULL << i;
    if (!identifier.empty()) touch_by_identifier();
    gather();
    const double floor = c.sum_for(options.near_floor);
    const auto bring_near = [&](std::size_t k) {  // where its words are, then its words
      if (k + 16 < touched.size()) __builtin_prefetch(&words_at[touched[k + 16].first]);
      if (k + 8 < touched.size()) __builtin_prefetch(index.name_words().data() + words_at[touched[k + 8].first]);
    };
    for (std::size_t k = 0; k < touched.size(); ++k) {
      const auto [n, hidden] = touched[k];
      bring_near(k);
      const auto e = static_cast<float>(estimate(n, hidden));
      if (e > floor + kOver + (hidden > 0 ? 1 : 0)) estimates.push_back({e, n, hidden > 0});
    }
    const auto better = [](const Estimate& a, const Estimate& b) { return a.sum != b.sum ? a.sum > b.sum : a.name < b.name; };
    if (estimates.size() > kCompared) {
      std::nth_element(estimates.begin(), estimates.begin() + kCompared, estimates.end(), better);
      estimates.resize(kCompared);
    }
    std::sort(estimates.begin(), estimates.end(), better);
    best.clear();
    const double match_sum = c.sum_for(options.threshold);
    double least = floor;  // what the last of the near ones that are shown has: less is shown nowhere
    for (const auto& [e, n, hidden] : estimates) {
      if (e + kSlack < least) break;
      const NameRecord& r = index.names()[n];
      if (!hidden && likely(query, matches, index, r, c) < least - kAlike) continue;
      if (options.leave_out && left_out(n, name)) continue;
      std::uint64_t met = 0;
      query.whole = is_whole(n);
      Held held;
      double sum = compare(query, matches, index, lexicon, r, c, nullptr, least, &met, &held);
      if (sum < least) continue;
      const double all = sum;
      if (held.rule != Rule::Prior && !held.open_query) sum = std::min(sum, hold_at);
      const std::uint32_t entry = index.entities()[r.entity].first_of_entry;
      auto it = std::find_if(best.begin(), best.end(), [&](const Best& b) { return b.entry == entry; });
      const Best found{r.entity, n, entry, all, sum, met, held, 1};
      if (it == best.end()) {
        best.push_back(found);
      } else if (sum > it->sum || (sum == it->sum && all > it->base)) {
        *it = found;
      } else if (sum == it->sum && all == it->base) {
        const auto as_well = static_cast<std::uint16_t>(it->as_well + 1);
        if (n < it->name) *it = found;
        it->as_well = as_well;
      } else {
        continue;
      }
      sums.clear();
      for (const Best& b : best)
        if (b.sum < match_sum - 1e-6) sums.push_back(b.sum);
      if (sums.size() < std::max<std::size_t>(1, options.limit)) continue;
      const auto last = sums.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, options.limit) - 1);
      std::nth_element(sums.begin(), last, sums.end(), std::greater<>());
      least = std::max(least, *last);
    }
    for (Best& b : best) b.sum = with_the_rest(b, nullptr);
    std::sort(best.begin(), best.end(), [&](const Best& a, const Best& b) {
      if (a.sum != b.sum) return a.sum > b.sum;
      if (a.base != b.base) return a.base > b.base;
      if (a.as_well != b.as_well) return a.as_well > b.as_well;
      const bool pa = (index.names()[a.name].flags & kPrimary) != 0, pb = (index.names()[b.name].flags & kPrimary) != 0;
      return pa != pb ? pa : a.entity < b.entity;
    });
    for (const Best& b : best) {
      const double score = c.score(b.sum);
      auto& into = score >= options.threshold ? answer.matches : answer.near;
      if (into.size() >= options.limit) continue;
      Hit h{b.entity, b.name, {}, 0, score, {}};
      index.each_of_entry(b.entry, [&](std::uint32_t e) {
        if (e != b.entity) h.also.push_back(e);
      });
      query.whole = is_whole(b.name);
      compare(query, matches, index, lexicon, index.names()[b.name], c, &h.because);
      h.sum = with_the_rest(b, &h.because);
      into.push_back(std::move(h));
    }
    return answer;
  }

  /// The sum with what the rest of the entry says: words that its other names meet, and its country.
  double with_the_rest(const Best& b, std::vector<Because>* why) const {
    double more = 0;
    const auto add = [&](Rule rule, std::size_t i, std::string_view with, double weight) {
      const double w = rounded(weight);
      more += w;
      if (why) why->push_back({rule, std::string(query.words[i].word.written), std::string(with), w});
    };
    const std::size_t nq = std::min(kWordsHere, query.words.size());
    std::uint64_t open = 0;
    for (std::size_t i = 0; i < nq; ++i) {
      const Word& w = query.words[i].word;
      if ((b.met >> i & 1) == 0 && !w.repeats && !w.weak && w.cls != WordClass::Number) open |= 1ULL << i;
    }
    const auto ended = [&] {
      double sum = rounded(b.base + more);
      const bool undone = b.held.open_query && open == 0;
      if (b.held.rule == Rule::Prior || undone || sum <= hold_at) return sum;
      if (why) why->push_back({b.held.rule, {}, {}, rounded(hold_at - sum)});
      return hold_at;
    };
    if (open == 0) return ended();
    // Places first: the entry's own country is no other place.
    std::array<std::pair<float, std::uint32_t>, kWordsHere> best_word;  // by word of the query
    best_word.fill({0, 0});
    index.each_of_entry(b.entry, [&](std::uint32_t e) {
      const EntityRecord& entity = index.entities()[e];
      const std::string_view countries = index.text(entity.countries);
      for (std::size_t i = 0; i < nq; ++i) {
        const std::string_view t = query.words[i].word.text;
        if ((open >> i & 1) == 0 || t.size() != 4 || !t.starts_with("c:")) continue;
        const char code[2] = {static_cast<char>(t[2] - 32), static_cast<char>(t[3] - 32)};
        if (countries.find(std::string_view(code, 2)) == std::string_view::npos) continue;
        add(Rule::EntrysPlace, i, std::string_view(code, 2), c[Rule::EntrysPlace]);
        open &= ~(1ULL << i);
      }
      for (std::uint32_t n = entity.first_name; n < std::min(entity.first_name + entity.names, entity.first_name + kNamesOfEntry) && open != 0; ++n) {
        if (n == b.name || (leave_out && left_out(n, asked))) continue;
        for (const std::uint32_t w : index.words_of(index.names()[n]))
          for (const WordMatch* m = matches.at(w & kWordMask); m; m = matches.next(m))
            if (m->query < nq && (open >> m->query & 1) != 0 && m->gain > best_word[m->query].first) best_word[m->query] = {m->gain, w & kWordMask};
      }
    });
    double damping = c[Rule::OtherName];
    for (std::size_t i = 0; i < nq; ++i) {
      if ((open >> i & 1) == 0 || best_word[i].first <= 0) continue;
      add(Rule::OtherName, i, index.text(index.words()[best_word[i].second].text), damping * best_word[i].first);
      damping *= c[Rule::NextWord];
      open &= ~(1ULL << i);
    }
    return ended();
  }

  bool left_out(std::uint32_t n, std::string_view name) const {
    const auto& names = index.names();
    // A short name taken out of a name goes with it.
    while (n > 0 && (names[n].flags & kDerived) && names[n - 1].entity == names[n].entity) --n;
    return !(names[n].flags & kPrimary) && index.text(names[n].written) == name;
  }
};

Searcher::Searcher(const Index& index, const Lexicon& lexicon, const Calibration& calibration, const ScriptAliases& aliases)
    : state_(std::make_unique<State>(index, lexicon, calibration, aliases)) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;

Answer& Searcher::search(std::string_view name, const SearchOptions& options, const Facts& facts) { return state_->search(name, options, facts); }

}  // namespace rf::names
