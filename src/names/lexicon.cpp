#include "names/lexicon.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "names/edits.h"
#include "names/index.h"
#include "names/parse.h"
#include "names/translit.h"

namespace rf::names {
namespace {
constexpr std::size_t kFormWord = 8;  // letters of a word that may be a slip of a legal form's
constexpr double kFormSlip = 1.7;     // edit_cost: two letters
constexpr std::size_t kLoneForm = 7;  // letters of a form of one word that may be misspelt: limited, company
constexpr double kLoneFormSlip = 1.0;  // one letter

constexpr std::string_view kTables[] = {"names/business_words.tsv", "names/places.tsv", "names/legal_forms.tsv", "names/han_readings.tsv",
                                        "names/word_frequency.tsv", "names/expansions.tsv", "names/listed_words.tsv", "names/ordinary_words.tsv"};

// Forms of one short word that are words or initials too; elsewhere in a name they stay what they are.
constexpr std::string_view kShortWords[] = {"too", "the", "sas", "sal", "pat", "vat", "sac", "sia", "psc", "asa", "pjs", "coop", "rup", "gup", "publ"};

// Russian endings as romanisations write them. Of nouns: predpriyatie, predpriyatiye, predpriyatiya. Adjectives in every gender and case that
// names use: nauchnyy, nauchny, nauchnaya, nauchnoe, nauchnogo …
constexpr std::pair<std::string_view, std::array<std::string_view, 2>> kEndings[] = {{"tie", {"tiye", "tiya"}}, {"nie", {"niye", "niya"}}};
constexpr std::string_view kAdjectives[] = {"nyy", "naya", "noe", "vyy", "vaya", "voe", "skiy", "skaya", "skoe", "lyy", "laya", "loe"};
constexpr std::string_view kDeclined[] = {"yy", "y", "yi", "iy", "i", "ii", "aya", "aia", "oe", "oye", "oie", "yye", "iye", "ee", "ogo", "oi", "oy", "ye", "ie", "ykh", "ikh"};
constexpr std::size_t kStem = 5;  // letters before the ending: shorter ones meet other languages' words

/// The word without its ending where it is an adjective as kAdjectives has them, else "".
std::string_view stem_of(std::string_view word) {
  for (const std::string_view ending : kAdjectives) {
    if (!word.ends_with(ending)) continue;
    const std::size_t consonants = ending[0] == 's' ? 2 : 1;
    const std::string_view stem = word.substr(0, word.size() - ending.size() + consonants);
    return stem.size() >= kStem ? stem : std::string_view{};
  }
  return {};
}

FormFamily family_of(std::string_view word) {
  for (int f = 0; f <= static_cast<int>(FormFamily::Other); ++f)
    if (to_text(static_cast<FormFamily>(f)) == word) return static_cast<FormFamily>(f);
  return FormFamily::Other;
}

template <class F>
void each_row(std::string_view table, F f) {
  for (const std::string_view line : split(table, '\n'))
    if (!line.empty() && line[0] != '#') f(line);
}

}  // namespace

std::string_view to_text(FormFamily f) {
  constexpr std::string_view kNames[] = {"none", "limited", "stock", "partnership", "cooperative", "foundation", "association", "state", "other"};
  return kNames[static_cast<std::size_t>(f)];
}

template <class T>
void FrozenWords<T>::freeze(const WordMap<T>& from) {
  slots_.assign(std::bit_ceil(from.size() * 2 + 2), {});
  for (const auto& [key, value] : from) {
    const std::uint64_t h = hash_of(key);
    std::size_t at = h & (slots_.size() - 1);
    while (slots_[at].key) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {h, &key, &value};
  }
}
template <class T>
const T* FrozenWords<T>::find(std::string_view word) const {
  if (slots_.empty()) return nullptr;
  const std::uint64_t h = hash_of(word);
  for (std::size_t at = h & (slots_.size() - 1); slots_[at].key; at = (at + 1) & (slots_.size() - 1))
    if (slots_[at].hash == h && *slots_[at].key == word) return slots_[at].value;
  return nullptr;
}

std::string_view Lexicon::keep(std::string_view s) {
  texts_.push_back(std::make_unique<std::string>(s));
  return *texts_.back();
}

void Lexicon::add_words(std::string_view table, WordClass cls) {
  each_row(table, [&](std::string_view line) {
    const std::size_t bar = line.find('|');
    std::string latin(line.substr(0, bar));
    const std::string_view other = bar == std::string_view::npos ? std::string_view{} : line.substr(bar + 1);
    std::replace(latin.begin(), latin.end(), '\t', ' ');
    Meaning m;
    m.cls = cls;
    m.house = latin[0] == '!';
    m.weak = latin[0] == '~';
    m.sign = latin[0] == '^';
    if (m.house || m.weak || m.sign) latin[0] = ' ';
    bool first = true;
    for (const std::string_view w : split(latin, ' ')) {
      if (w.empty()) continue;
      std::string word(w);
      std::replace(word.begin(), word.end(), '_', ' ');
      if (first) {
        m.reads_as = keep(word);
        if (word == "of" || word == "and") m.cls = WordClass::Stop;
        first = false;
      }
      if (!add_word(word, m)) continue;
      if (m.weak && cls == WordClass::Generic && word == m.reads_as && word.size() >= kLoneForm && word.find(' ') == std::string::npos) lone_forms_[word[0] - 'a'].emplace_back(letters_of(word), m.reads_as);
      for (const auto& [ending, others] : kEndings)
        if (word.size() > ending.size() + 3 && word.ends_with(ending))
          for (const std::string_view another : others) add_word(word.substr(0, word.size() - ending.size()) + std::string(another), m);
      if (const std::string_view stem = stem_of(word); !stem.empty())
        for (const std::string_view ending : kDeclined) add_word(std::string(stem) + std::string(ending), m);
    }
    for (const std::string_view p : split(other, ' ')) {
      if (trimmed(p).empty()) continue;
      std::string folded_phrase;
      std::size_t chars = 0;
      for (std::size_t at = 0; at < p.size(); ++chars) append_utf8(folded_phrase, simplified(next_char(p, at)));
      phrases_.emplace(folded_phrase, m);
      longest_phrase_ = std::max(longest_phrase_, chars);
    }
  });
}

void Lexicon::add_forms(std::string_view table) {
  ParsedName parsed;
  each_row(table, [&](std::string_view line) {
    const auto parts = split(line, '\t');
    if (parts.size() != 3) return;
    Meaning m;
    m.cls = WordClass::Form;
    m.family = family_of(parts[0]);
    bool cjk = true;
    std::string folded_phrase;
    std::size_t chars = 0;
    for (std::size_t at = 0; at < parts[2].size(); ++chars) {
      const char32_t c = next_char(parts[2], at);
      const Script s = script_of(c);
      cjk = cjk && (s == Script::Han || s == Script::Hangul || s == Script::Kana);
      append_utf8(folded_phrase, simplified(c));
    }
    if (cjk && chars > 1) {
      m.reads_as = keep(folded_phrase);
      phrases_.emplace(folded_phrase, m);
      longest_phrase_ = std::max(longest_phrase_, chars);
      return;
    }
    cut_words(parts[2], nullptr, parsed);
    if (parsed.words.empty() || parsed.words.size() > 7) return;
    std::string key;
    for (const auto& w : parsed.words) {
      if (!key.empty()) key += ' ';
      key += w.text;
    }
    std::size_t letters = key.size();
    m.ends_only = letters <= 2 || (letters <= 4 && !parts[1].empty()) || std::find(std::begin(kShortWords), std::end(kShortWords), key) != std::end(kShortWords);
    m.reads_as = keep(key);
    if (!add_word(key, m)) return;  // rows by hand come first
    if (parsed.words.size() < 2) {
      if (key.size() >= kLoneForm && key[0] >= 'a' && key[0] <= 'z') lone_forms_[key[0] - 'a'].emplace_back(letters_of(key), m.reads_as);
      return;
    }
    for (const auto& w : parsed.words) {
      if (w.text.size() < kFormWord || w.text[0] < 'a' || w.text[0] > 'z') continue;
      auto& of_letter = form_words_[w.text[0] - 'a'];
      if (std::none_of(of_letter.begin(), of_letter.end(), [&](const auto& f) { return f.second == w.text; })) of_letter.emplace_back(letters_of(w.text), keep(w.text));
    }
  });
}

std::string_view Lexicon::form_word_like(std::string_view word) const {
  if (word.size() < kFormWord || word[0] < 'a' || word[0] > 'z') return {};
  const std::uint64_t letters = letters_of(word);
  std::string_view like;
  bool asked = false;
  for (const auto& [form_letters, form] : form_words_[word[0] - 'a']) {
    if (form == word) return {};
    if (!like.empty() || form.size() > word.size() + 3 || word.size() > form.size() + 3 || too_far(letters, form_letters, kFormSlip)) continue;
    if (!asked) {
      asked = true;
      if (look(word).longest > 0 || frequency(word) > 0) return {};
    }
    if (edit_cost_of_near(word, form, kFormSlip) <= kFormSlip) like = form;
  }
  return like;
}

const Meaning* Lexicon::form_like(std::string_view word) const {
  if (word.size() < kLoneForm - 1 || word.size() > 24 || word[0] < 'a' || word[0] > 'z') return nullptr;
  const auto& of_letter = lone_forms_[word[0] - 'a'];
  if (of_letter.empty()) return nullptr;
  const std::uint64_t letters = letters_of(word);
  for (const auto& [form_letters, form] : of_letter) {
    if (form.size() > word.size() + 1 || word.size() > form.size() + 1 || too_far(letters, form_letters, kLoneFormSlip)) continue;
    if (edit_cost_of_near(word, form, kLoneFormSlip) > kLoneFormSlip) continue;
    return look(word).longest == 0 && frequency(word) == 0 ? this->word(form) : nullptr;
  }
  return nullptr;
}

void Lexicon::add_readings(std::string_view table) {
  each_row(table, [&](std::string_view line) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return;
    Meaning m;
    m.reads_as = keep(line.substr(tab + 1));
    phrases_.emplace(std::string(line.substr(0, tab)), m);
  });
}

void Lexicon::add_expansions(std::string_view table) {
  each_row(table, [&](std::string_view line) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return;
    Meaning m;
    m.cls = WordClass::Generic;
    auto words = std::make_unique<std::vector<std::string_view>>();
    for (const std::string_view w : split(line.substr(tab + 1), ' '))
      if (const Meaning* one = word(w)) words->push_back(one->reads_as);
    if (words->empty()) return;
    m.stands_for = words.get();
    expansions_.push_back(std::move(words));
    for (const std::string_view s : split(line.substr(0, tab), ' ')) {
      std::string spelling(s);
      std::replace(spelling.begin(), spelling.end(), '_', ' ');
      m.reads_as = keep(spelling);
      add_word(spelling, m);
      words_[spelling].meaning = m;
    }
  });
}

void Lexicon::add_frequencies(std::string_view table, bool registrants) {
  double total = 0;
  each_row(table, [&](std::string_view line) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return;
    double n = 0;
    std::from_chars(line.data() + tab + 1, line.data() + line.size(), n);
    if (line.substr(0, tab) == "names") total = n;
    else if (total > 0) {
      double& share = frequency_[std::string(line.substr(0, tab))];
      if (registrants) registrants_.emplace(line.substr(0, tab));
      share = std::max(share, n / total);
    }
  });
}

void Lexicon::add_ordinary(std::string_view table) {
  each_row(table, [&](std::string_view line) {
    for (const std::string_view w : split(line, ' '))
      if (!w.empty()) ordinary_.emplace(w);
  });
}

std::shared_ptr<const Lexicon> Lexicon::of(const knowledge::Knowledge& k) {
  auto lexicon = std::make_shared<Lexicon>();
  std::string all;
  for (const auto t : kTables) all += sha256_hex(k.table(t));
  lexicon->hash_ = sha256_hex(all);
  lexicon->words_.reserve(8192);
  lexicon->frequency_.reserve(16384);
  lexicon->add_forms(k.table(kTables[2]));
  lexicon->add_words(k.table(kTables[0]), WordClass::Generic);
  lexicon->add_words(k.table(kTables[1]), WordClass::Place);
  lexicon->add_expansions(k.table(kTables[5]));
  lexicon->add_readings(k.table(kTables[3]));
  lexicon->add_frequencies(k.table(kTables[4]), true);
  lexicon->add_frequencies(k.table(kTables[6]), false);
  lexicon->add_ordinary(k.table(kTables[7]));
  lexicon->frozen_words_.freeze(lexicon->words_);
  lexicon->frozen_frequency_.freeze(lexicon->frequency_);
  return lexicon;
}

std::shared_ptr<const Lexicon> Lexicon::empty() { return std::make_shared<Lexicon>(); }

Lexicon::Seen Lexicon::look(std::string_view latin) const {
  const Latin* at = frozen_words_.find(latin);
  if (frozen_words_.empty())
    if (const auto it = words_.find(latin); it != words_.end()) at = &it->second;
  return at ? Seen{at->means ? &at->meaning : nullptr, at->longest} : Seen{};
}
bool Lexicon::add_word(const std::string& words, const Meaning& m) {
  Latin& first = words_[words.substr(0, words.find(' '))];
  first.longest = std::max(first.longest, 1 + static_cast<int>(std::count(words.begin(), words.end(), ' ')));
  Latin& all = words_[words];
  if (all.means) return false;
  all.means = true;
  all.meaning = m;
  return true;
}
const Meaning* Lexicon::phrase(std::string_view utf8) const {
  const auto it = phrases_.find(utf8);
  return it == phrases_.end() ? nullptr : &it->second;
}
double Lexicon::frequency(std::string_view word) const {
  const double* at = frozen_frequency_.find(word);
  return at ? *at : 0;
}

}  // namespace rf::names
