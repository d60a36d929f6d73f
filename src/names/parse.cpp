// Words of a name. Spaces hardly matter in names (Hua Wei, HUAWEI, 华为), so what a word is comes from letters and from the
// lexicon; joined and split spellings are met later, by the index.
// - "S.A.", "A/S", "R&D": single letters joined are one word. An apostrophe or "?" (a letter lost in re-coding) inside a word is none.
// - Han, Hangul and Kana are cut by the longest phrase of the lexicon; what stands between is one word. The sign of a place (市, 省)
//   belongs to the place before it, and two characters before such a sign are a place where a place may stand.
// - A word that mixes Latin with Cyrillic or Greek twins of Latin letters is read as Latin and marked.
// Tested by tests/names/parse_test.cpp.
#include "names/parse.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "names/translit.h"

namespace rf::names {
namespace {

struct Raw {  // a word while offsets still move
  std::size_t latin = 0, latin_len = 0, han = 0, han_len = 0, from = 0, to = 0;
  const Meaning* meaning = nullptr;
  bool aside = false, look_alikes = false, romanised = false, abjad = false, number = false, place = false;
};

constexpr std::size_t kTown = 2;  // characters of a town's name before its sign, nearly always

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x2BB || c == 0x2BC || c == 0x2BD || c == 0x2BE || c == 0x2BF || c == 0x2032;
}
bool opens(char32_t c) { return c == '(' || c == '[' || c == 0xFF08 || c == 0x3010; }
bool closes(char32_t c) { return c == ')' || c == ']' || c == 0xFF09 || c == 0x3011; }
bool invisible(char32_t c) {  // controls and joiners: a name does not change by them
  return (c < 0x20 && !(c >= '\t' && c <= '\r')) || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0x640;
}

int han_digit(char32_t c) {
  switch (c) {
    case U'〇': case U'零': return 0;
    case U'一': return 1;
    case U'二': return 2;
    case U'三': return 3;
    case U'四': return 4;
    case U'五': return 5;
    case U'六': return 6;
    case U'七': return 7;
    case U'八': return 8;
    case U'九': return 9;
    case U'十': return 10;
    case U'百': return 100;
    default: return -1;
  }
}

class Cutter {
 public:
  Cutter(std::string_view name, const Lexicon* lexicon, ParsedName& out) : in_(name), lexicon_(lexicon), out_(out) {}

  void run(std::vector<Raw>& words) {
    words_ = &words;
    std::size_t at = 0;
    while (at < in_.size()) {
      const std::size_t begin = at;
      const char32_t c = next_char(in_, at);
      step(c, begin, at);
    }
    end();
  }

 private:
  void step(char32_t c, std::size_t begin, std::size_t after) {
    if (c < 0x80) {
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return letter(Script::Latin, c, begin, after);
      if (c >= '0' && c <= '9') return letter(Script::Digit, c, begin, after);
      if (c == '.') {
        if (open_ && since_dot_ == 1 && after < in_.size() && !dot_ends(after)) {  // S.A.S.
          since_dot_ = 0;
          return;
        }
        return end();
      }
      if (c == '/' || c == '&') {
        if (open_ && letters_ == 1 && after < in_.size() && single_letter_at(after)) return;  // A/S, R&D
        return end();
      }
      if (c == '\'' || c == '`' || invisible(c)) return;
      if (c == '?') {
        if (open_ && after < in_.size() && std::isalpha(static_cast<unsigned char>(in_[after])) && letters_ > 1) return;
        return end();
      }
      if (c == ',') out_.comma = true;
      end();
      if (c == '(' || c == '[') depth_ = std::min(depth_ + 1, 4);
      if (c == ')' || c == ']') depth_ = std::max(depth_ - 1, 0);
      return;
    }
    if (is_apostrophe(c) || invisible(c)) return;
    const Script s = script_of(c);
    if (s != Script::None) return letter(s, c, begin, after);
    char room[8];
    if (c >= 0x2B0 && latin_of(c, room).data() != nullptr) return letter(Script::Other, c, begin, after);
    if (c >= 0x300 && c < 0x370) return;
    if (c == 0x3231 || c == 0x321C) {  // ㈱ ㈜: the form in one sign
      end();
      word_of_phrase(c == 0x3231 ? "株式会社" : "주식회사", begin, after);
      return;
    }
    end();
    if (opens(c)) depth_ = std::min(depth_ + 1, 4);
    if (closes(c)) depth_ = std::max(depth_ - 1, 0);
  }

  bool dot_ends(std::size_t at) const {
    const auto u = static_cast<unsigned char>(in_[at]);
    // "S.A." goes on; "J.Smith" is two words.
    return !(std::isalpha(u) || u >= 0x80) || (at + 1 < in_.size() && std::isalpha(static_cast<unsigned char>(in_[at + 1])));
  }
  bool single_letter_at(std::size_t at) const {
    return std::isalpha(static_cast<unsigned char>(in_[at])) && !(at + 1 < in_.size() && std::isalnum(static_cast<unsigned char>(in_[at + 1])));
  }

  void letter(Script s, char32_t c, std::size_t begin, std::size_t after) {
    const bool block = s == Script::Han || s == Script::Hangul || s == Script::Kana;
    if (open_ && (block != block_ || (block && s != script_))) end();
    if (!open_) {
      open_ = true;
      block_ = block;
      script_ = s;
      word_ = {};
      word_.latin = out_.latin.size();
      word_.from = begin;
      letters_ = since_dot_ = 0;
      chars_.clear();
      scripts_ = 0;
    }
    word_.to = after;
    scripts_ |= 1U << static_cast<unsigned>(s);
    ++letters_;
    ++since_dot_;
    if (chars_.size() < kMaxNameBytes) chars_.push_back({c, begin, after});
  }

  void end() {
    if (!open_) return;
    open_ = false;
    if (script_ == Script::Han || script_ == Script::Hangul) return block();
    if (script_ == Script::Kana) return kana();
    if (chars_.front().c >= 0xE00 && chars_.front().c < 0xE80) return thai();
    constexpr auto bit = [](Script s) { return 1U << static_cast<unsigned>(s); };
    const bool latin = (scripts_ & bit(Script::Latin)) != 0;
    const bool mixed = latin && (scripts_ & (bit(Script::Cyrillic) | bit(Script::Greek))) != 0;
    char room[8];
    for (const auto& ch : chars_) {
      const char twin = mixed ? look_alike(ch.c) : '\0';
      if (twin) {
        out_.latin += twin;
        word_.look_alikes = true;
      } else {
        out_.latin += latin_of(ch.c, room);
      }
    }
    word_.romanised = !latin && (scripts_ & ~bit(Script::Digit)) != 0;
    word_.abjad = (scripts_ & (bit(Script::Arabic) | bit(Script::Hebrew))) != 0;
    finish(word_);
  }

  void finish(Raw w) {
    w.latin_len = out_.latin.size() - w.latin;
    w.aside = depth_ > 0;
    if (w.latin_len == 0) return;
    if (words_->size() >= kMaxWords) {
      out_.cut = true;
      out_.latin.resize(w.latin);
      return;
    }
    words_->push_back(w);
  }

  void word_of_phrase(std::string_view phrase, std::size_t begin, std::size_t after) {
    Raw w;
    w.latin = out_.latin.size();
    w.from = begin;
    w.to = after;
    w.romanised = true;
    w.meaning = lexicon_ ? lexicon_->phrase(phrase) : nullptr;
    out_.latin += "kk";
    finish(w);
  }

  // Han and Hangul: the longest phrase first; what is between phrases is one word.
  void block() {
    folded_.clear();
    ends_.clear();
    for (const auto& ch : chars_) {
      ends_.push_back(folded_.size());
      append_utf8(folded_, simplified(ch.c));
    }
    ends_.push_back(folded_.size());
    const std::size_t n = chars_.size();
    Raw run;
    bool in_run = false, after_place = false;
    const auto begin_run = [&](std::size_t i) {
      if (in_run) return;
      in_run = true;
      run = {};
      run.latin = out_.latin.size();
      run.han = out_.hans.size();
      run.from = chars_[i].begin;
      run.romanised = true;
    };
    const auto end_run = [&] {
      if (!in_run) return;
      in_run = false;
      run.han_len = script_ == Script::Han ? out_.hans.size() - run.han : 0;
      finish(run);
    };
    const auto say = [&](std::size_t i) {
      char room[8];
      begin_run(i);
      std::size_t at = ends_[i];
      out_.latin += latin_of(next_char(folded_, at), room);
      if (script_ == Script::Han) out_.hans.append(folded_, ends_[i], ends_[i + 1] - ends_[i]);
      run.to = chars_[i].after;
    };
    for (std::size_t i = 0; i < n;) {
      if (script_ == Script::Han) {
        if (const std::size_t used = han_number(i); used > 0) {
          end_run();
          Raw w;
          w.latin = out_.latin.size();
          w.from = chars_[i].begin;
          w.to = chars_[i + used - 1].after;
          w.number = true;
          out_.latin += number_;
          finish(w);
          i += used;
          continue;
        }
      }
      const Meaning* found = nullptr;
      std::size_t length = 0;
      if (lexicon_)
        for (std::size_t l = std::min(lexicon_->longest_phrase(), n - i); l >= 1 && !found; --l) {
          found = lexicon_->phrase(phrase_at(i, l));
          length = l;
          if (found && l == 1 && found->cls != WordClass::Core && i + 1 != n) found = nullptr;  // 新, 厂: a word by itself only at the end
          if (found && found->sign) found = nullptr;
        }
      if (script_ == Script::Han && (!found || found->cls == WordClass::Core) && !in_run && (i == 0 || after_place)) {
        // A town that is not in the lexicon: 昆山市, 南山区. Nothing follows 区 in 社区, 市 in 超市.
        if (const std::size_t sign = sign_at(i + kTown); sign > 0 && i + kTown + sign < n && !no_town(chars_[i + kTown - 1].c)) {
          Raw w;
          w.latin = out_.latin.size();
          w.han = out_.hans.size();
          w.from = chars_[i].begin;
          w.to = chars_[i + kTown + sign - 1].after;
          w.romanised = w.place = true;
          char room[8];
          for (std::size_t k = i; k < i + kTown; ++k) {
            std::size_t at = ends_[k];
            out_.latin += latin_of(next_char(folded_, at), room);
          }
          finish(w);
          i += kTown + sign;
          after_place = true;
          continue;
        }
      }
      after_place = found && found->cls == WordClass::Place;
      if (!found) {
        say(i++);
        continue;
      }
      if (found->cls == WordClass::Core) {  // a reading: the run goes on
        begin_run(i);
        for (const char ch : found->reads_as)
          if (ch != ' ') out_.latin += ch;
        if (script_ == Script::Han) out_.hans.append(folded_, ends_[i], ends_[i + length] - ends_[i]);
        run.to = chars_[i + length - 1].after;
        i += length;
        continue;
      }
      end_run();
      Raw w;
      w.latin = out_.latin.size();
      w.han = out_.hans.size();
      w.from = chars_[i].begin;
      w.to = chars_[i + length - 1].after;
      w.romanised = true;
      w.meaning = found;
      char room[8];
      for (std::size_t k = i; k < i + length; ++k) {
        std::size_t at = ends_[k];
        out_.latin += latin_of(next_char(folded_, at), room);
      }
      if (script_ == Script::Han) out_.hans.append(folded_, ends_[i], ends_[i + length] - ends_[i]);
      w.han_len = out_.hans.size() - w.han;
      i += length;
      if (after_place) {
        const std::size_t sign = sign_at(i);
        if (sign > 0) w.to = chars_[i + sign - 1].after;
        i += sign;
      }
      finish(w);
    }
    end_run();
  }

  std::string_view phrase_at(std::size_t i, std::size_t length) const { return std::string_view(folded_).substr(ends_[i], ends_[i + length] - ends_[i]); }

  /// Characters of the longest sign of a place at `i`, 0 where there is none.
  std::size_t sign_at(std::size_t i) const {
    if (!lexicon_ || script_ != Script::Han || i >= chars_.size()) return 0;
    for (std::size_t l = std::min(lexicon_->longest_phrase(), chars_.size() - i); l >= 1; --l)
      if (const Meaning* m = lexicon_->phrase(phrase_at(i, l)); m && m->sign) return l;
    return 0;
  }

  /// Whether a character before 市 or 区 makes another word of the two: 超市, 股市, 社区, 园区.
  static bool no_town(char32_t c) { return std::u32string_view(U"超股楼门夜集菜都社园小校厂库景特地").find(c) != std::u32string_view::npos; }

  // 第五十四: characters used, the number in number_. Without 第 a numeral is part of a name (三一, 七匹狼).
  std::size_t han_number(std::size_t i) {
    if (chars_[i].c != U'第') return 0;
    std::size_t k = i + 1;
    long total = 0, digit = 0;
    std::string digits;
    bool positional = true;
    for (; k < chars_.size() && k < i + 7; ++k) {
      const int d = han_digit(chars_[k].c);
      if (d < 0) break;
      if (d < 10) {
        digit = d;
        digits += static_cast<char>('0' + d);
      } else {
        positional = false;
        total += (digit == 0 ? 1 : digit) * d;
        digit = 0;
      }
    }
    if (k == i + 1) return 0;
    number_ = positional ? digits : std::to_string(total + digit);
    return k - i;
  }

  /// Thai is written without spaces: the legal form is cut off at both ends.
  void thai() {
    std::u32string text;
    for (const auto& ch : chars_) text += ch.c;
    const std::u32string_view all = text;
    std::size_t front = 0, back = all.size();
    for (const std::u32string_view form : {std::u32string_view(U"บริษัท"), std::u32string_view(U"ห้างหุ้นส่วน")})
      if (all.starts_with(form) && all.size() > form.size()) front = form.size();
    for (const std::u32string_view form : {std::u32string_view(U"มหาชน"), std::u32string_view(U"จำกัด")})
      if (all.substr(front, back - front).ends_with(form) && back - front > form.size()) back -= form.size();
    const auto part = [&](std::size_t from, std::size_t to) {
      if (from == to) return;
      char room[8];
      Raw w;
      w.latin = out_.latin.size();
      w.from = chars_[from].begin;
      w.to = chars_[to - 1].after;
      w.romanised = true;
      for (std::size_t i = from; i < to; ++i) out_.latin += latin_of(chars_[i].c, room);
      finish(w);
    };
    part(0, front);
    part(front, back);
    part(back, all.size());
  }

  void kana() {
    char room[8];
    for (const auto& ch : chars_) {
      const std::string_view l = latin_of(ch.c, room);
      const bool small_y = ch.c == 0x3083 || ch.c == 0x3085 || ch.c == 0x3087 || ch.c == 0x30E3 || ch.c == 0x30E5 || ch.c == 0x30E7;
      const bool small = ch.c == 0x3041 || ch.c == 0x3043 || ch.c == 0x3045 || ch.c == 0x3047 || ch.c == 0x3049 || ch.c == 0x30A1 || ch.c == 0x30A3 ||
                         ch.c == 0x30A5 || ch.c == 0x30A7 || ch.c == 0x30A9;
      std::string& o = out_.latin;
      if ((small || small_y) && o.size() > word_.latin && (o.back() == 'i' || o.back() == 'u' || o.back() == 'e')) {
        const bool alone = o.back() == 'u' && (o.size() == word_.latin + 1 || std::string_view("aeiou").find(o[o.size() - 2]) != std::string_view::npos);
        o.pop_back();  // ki+ya → kya, shi+yu → shu, fu+a → fa, u+e → we
        if (alone) o += 'w';
        const bool sibilant = !o.empty() && (o.back() == 'h' || o.back() == 'j');
        o += small_y && sibilant && l.size() > 1 ? l.substr(1) : l;
      } else {
        o += l;
      }
    }
    word_.romanised = true;
    finish(word_);
  }

  struct Char {
    char32_t c;
    std::size_t begin, after;
  };
  std::string_view in_;
  const Lexicon* lexicon_;
  ParsedName& out_;
  std::vector<Raw>* words_ = nullptr;
  std::vector<Char> chars_;
  std::vector<std::size_t> ends_;
  std::string folded_, number_;
  Raw word_;
  Script script_ = Script::None;
  unsigned scripts_ = 0;
  std::size_t letters_ = 0, since_dot_ = 0;
  int depth_ = 0;
  bool open_ = false, block_ = false;
};

bool all_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "54th" → "54", "007" → "7"; "" where it is no number.
std::string_view number_of(std::string_view s) {
  std::string_view digits = s;
  if (s.size() > 2 && !all_digits(s)) {
    const std::string_view tail = s.substr(s.size() - 2);
    if (tail == "th" || tail == "st" || tail == "nd" || tail == "rd") digits = s.substr(0, s.size() - 2);
  }
  if (!all_digits(digits)) return {};
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return digits;
}

/// "fourteenth" → "14"; first to third are as often words ("First Solar"), so they are none. "" where it is no ordinal.
std::string_view ordinal_of(std::string_view s) {
  constexpr std::pair<std::string_view, std::string_view> kOrdinals[] = {
      {"fourth", "4"}, {"fifth", "5"}, {"sixth", "6"}, {"seventh", "7"}, {"eighth", "8"}, {"ninth", "9"}, {"tenth", "10"}, {"eleventh", "11"}, {"twelfth", "12"},
      {"thirteenth", "13"}, {"fourteenth", "14"}, {"fifteenth", "15"}, {"sixteenth", "16"}, {"seventeenth", "17"}, {"eighteenth", "18"}, {"nineteenth", "19"}, {"twentieth", "20"}};
  if (s.size() < 5 || !s.ends_with("th")) return {};
  for (const auto& [word, number] : kOrdinals)
    if (s == word) return number;
  return {};
}

/// "B S Company", "H 3 C": letters that stand alone in a row are initials, as "B.S." is. They stand side by side in `latin`.
void join_letters(ParsedName& out) {
  auto& words = out.words;
  const auto alone = [&](const Word& w) { return w.surface.size() == 1 && w.surface[0] >= 'a' && w.surface[0] <= 'z' && w.cls == WordClass::Core && w.han.empty() && !w.romanised; };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (kept > 0 && words[kept - 1].surface.size() < 4 && alone(words[i]) && i > 0 && alone(words[i - 1]) && words[kept - 1].aside == words[i].aside &&
        words[kept - 1].surface.data() + words[kept - 1].surface.size() == words[i].surface.data()) {
      Word& w = words[kept - 1];
      w.text = w.surface = {w.surface.data(), w.surface.size() + 1};
      w.written = {w.written.data(), static_cast<std::size_t>(words[i].written.data() + words[i].written.size() - w.written.data())};
      continue;
    }
    words[kept++] = words[i];
  }
  words.resize(kept);
}

/// "X Co., Ltd., Nanshan District, Shenzhen 518057": what stands behind a legal form and a comma, with a place and a number or the sign of
/// a place, is an address: said aside, and its numbers tell nothing. `last_sign`:
/// where the last sign of a place was written, null where there is none.
void set_address_aside(std::vector<Word>& words, const char* last_sign) {
  const auto end_of = [](const Word& w) { return w.written.data() + w.written.size(); };
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (words[i].cls != WordClass::Form || words[i + 1].written.data() < end_of(words[i])) continue;
    const std::string_view between(end_of(words[i]), static_cast<std::size_t>(words[i + 1].written.data() - end_of(words[i])));
    if (between.find(',') == std::string_view::npos) continue;
    bool place = false, number = false, form = false;
    for (std::size_t k = i + 1; k < words.size(); ++k) {
      place = place || words[k].cls == WordClass::Place;
      number = number || words[k].cls == WordClass::Number;
      form = form || words[k].cls == WordClass::Form;
    }
    if (form) continue;
    if (!place || !(number || (last_sign && last_sign > end_of(words[i])))) return;
    for (std::size_t k = i + 1; k < words.size(); ++k) {
      words[k].aside = true;
      if (words[k].cls == WordClass::Number) words[k].cls = WordClass::Stop;
    }
    return;
  }
}

/// Whether a word in parentheses is one of the words before them or the initials of some in a row.
bool says_again(const std::vector<Word>& words, const Word& aside) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].aside) continue;
    if (words[i].text == aside.text) return true;
    std::size_t met = 0;
    for (std::size_t k = i; k < words.size() && met < aside.surface.size() && !words[k].aside; ++k) {
      if (words[k].surface[0] == aside.surface[met]) ++met;
      else if (words[k].cls != WordClass::Stop || k == i) break;
    }
    if (met >= 3 && met == aside.surface.size()) return true;
  }
  return false;
}

}  // namespace

void cut_words(std::string_view name, const Lexicon* lexicon, ParsedName& out) {
  out.words.clear();
  out.latin.clear();
  out.hans.clear();
  out.family = FormFamily::None;
  out.form = {};
  out.comma = false;
  out.cut = name.size() > kMaxNameBytes;
  if (out.cut) name = name.substr(0, kMaxNameBytes);
  thread_local std::vector<Raw> raws;
  raws.clear();
  Cutter(name, lexicon, out).run(raws);
  for (const Raw& r : raws) {
    Word w;
    w.text = w.surface = std::string_view(out.latin).substr(r.latin, r.latin_len);
    w.han = std::string_view(out.hans).substr(r.han, r.han_len);
    w.written = name.substr(r.from, r.to - r.from);
    w.aside = r.aside;
    w.look_alikes = r.look_alikes;
    w.romanised = r.romanised;
    w.abjad = r.abjad;
    if (r.number) w.cls = WordClass::Number;
    if (r.place) w.cls = WordClass::Place;
    if (r.meaning) {
      w.cls = r.meaning->cls;
      w.family = r.meaning->family;
      w.house = r.meaning->house;
      w.weak = r.meaning->weak;
      w.text = r.meaning->reads_as;
    }
    out.words.push_back(w);
  }
}

void parse_name(std::string_view name, const Lexicon& lexicon, ParsedName& out) {
  cut_words(name, &lexicon, out);
  join_letters(out);
  auto& words = out.words;
  // Meanings by the longest phrase; words that came with one from their script keep it.
  std::string key;
  thread_local std::vector<Word> read;
  read.clear();
  // Legal forms of long words are often misspelt: they are looked up as they should be, where that gives a form.
  thread_local std::vector<std::string_view> mended;
  mended.clear();
  bool slips = false;
  const char* last_sign = nullptr;
  for (const Word& w : words) {
    const std::string_view as = w.cls == WordClass::Core && w.han.empty() ? lexicon.form_word_like(w.surface) : std::string_view{};
    slips = slips || !as.empty();
    mended.push_back(as.empty() ? w.surface : as);
  }
  for (std::size_t i = 0; i < words.size();) {
    if (words[i].cls != WordClass::Core) {
      read.push_back(words[i++]);
      continue;
    }
    auto number = number_of(words[i].surface);
    if (number.empty()) number = ordinal_of(words[i].surface);
    if (!number.empty()) {
      words[i].cls = WordClass::Number;
      words[i].text = number;
      if (!read.empty() && (read.back().surface == "no" || read.back().surface == "nr" || read.back().surface == "num")) read.back().cls = WordClass::Stop;
      read.push_back(words[i++]);
      continue;
    }
    const Meaning* found = nullptr;
    std::size_t used = 1;
    const auto look_up = [&](auto spelt, std::size_t least) {
      const Lexicon::Seen alone = lexicon.look(spelt(i));
      const std::size_t longest = std::min<std::size_t>(static_cast<std::size_t>(alone.longest), words.size() - i);
      for (std::size_t n = longest; n >= 2 && !found; --n) {
        key.assign(spelt(i));
        for (std::size_t k = 1; k < n; ++k) {
          key += ' ';
          key += spelt(i + k);
        }
        found = lexicon.word(key);
        used = n;
      }
      if (!found && least == 1 && longest >= 1) {
        found = alone.word;
        used = 1;
      }
    };
    if (slips) look_up([&](std::size_t k) { return mended[k]; }, 2);
    if (found && found->cls != WordClass::Form) found = nullptr;
    if (!found) look_up([&](std::size_t k) { return words[k].surface; }, 1);
    Word w = words[i];
    const bool misspelt = !found && w.han.empty() && !w.romanised && (found = lexicon.form_like(w.surface)) != nullptr;
    // What is written in Han has its own phrases: here it would be met by its sound alone.
    if (found && found->cls == WordClass::Generic && !w.han.empty()) found = nullptr;
    if (found && found->sign) {  // "Nanshan District", where another word tells who it is: a place
      const auto tells = [&](const auto& in, std::size_t from, std::size_t to) { return std::any_of(in.begin() + static_cast<std::ptrdiff_t>(from), in.begin() + static_cast<std::ptrdiff_t>(to), [](const Word& o) { return o.cls == WordClass::Core && o.han.empty(); }); };
      if (!read.empty() && read.back().cls == WordClass::Core && (tells(read, 0, read.size() - 1) || tells(words, i + used, words.size()))) read.back().cls = WordClass::Place;
      if (!read.empty() && read.back().cls == WordClass::Place) {
        last_sign = words[i].written.data();
        i += used;
        continue;
      }
      found = nullptr;
      used = 1;
    }
    if (found) {
      const char* end = words[i + used - 1].written.data() + words[i + used - 1].written.size();
      w.written = {w.written.data(), static_cast<std::size_t>(end - w.written.data())};
      w.cls = found->cls;
      w.family = found->family;
      w.house = found->house;
      w.weak = found->weak;
      w.text = found->reads_as;
      if (used > 1 || misspelt) w.surface = w.text;
      i += used;
      if (found->stands_for) {
        for (const std::string_view one : *found->stands_for) {
          const Meaning* m = lexicon.word(one);
          w.cls = m->cls;
          w.house = m->house;
          w.weak = m->weak;
          w.text = w.surface = one;
          if (read.size() < kMaxWords) read.push_back(w);
        }
        continue;
      }
    } else {
      ++i;
    }
    read.push_back(w);
  }
  words.swap(read);
  // A short form counts at the ends of the name or beside another form; elsewhere it is a word.
  const auto is_form = [&](std::size_t i) { return words[i].cls == WordClass::Form; };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_form(i) || words[i].text == "the") continue;
    const Meaning* m = lexicon.word(words[i].text);
    if (!m || !m->ends_only) continue;
    bool at_end = i == 0 || is_form(i - 1);
    std::size_t k = i + 1;
    while (k < words.size() && (is_form(k) || words[k].cls == WordClass::Place || words[k].aside)) ++k;
    at_end = at_end || k == words.size() || (k > i + 1 && is_form(i + 1));
    if (!at_end) {
      words[i].cls = WordClass::Core;
      words[i].text = words[i].surface;
      words[i].family = FormFamily::None;
    }
  }
  set_address_aside(words, last_sign);
  // "E.ON", "A & B": a letter or two at the front are a name there.
  if (!words.empty() && words[0].cls == WordClass::Stop && words[0].surface.size() <= 2 && words[0].surface != "al" && words[0].surface != "el" && words[0].surface != "la") {
    words[0].cls = WordClass::Core;
    words[0].text = words[0].surface;
  }
  bool any = false;
  for (const Word& w : words) any = any || (w.cls != WordClass::Form && w.cls != WordClass::Stop);
  if (!any)
    for (Word& w : words)
      if (w.cls == WordClass::Form || w.cls == WordClass::Stop) {  // "SIA", "The Company": then it is the name
        w.cls = WordClass::Core;
        w.text = w.surface;
        w.family = FormFamily::None;
      }
  for (Word& w : words) w.repeats = w.aside && w.cls == WordClass::Core && says_again(words, w);
  for (const Word& w : words)
    if (w.cls == WordClass::Form && w.family != FormFamily::None && (out.family == FormFamily::None || out.family == FormFamily::Other) && w.text != "the") {
      out.family = w.family;
      out.form = w.written;
    }
}

}  // namespace rf::names
