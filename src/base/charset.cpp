// Which encoding bytes are in that are not UTF-8. Each candidate says how likely its own readers' words make the letters it would
// give (letters by their frequency, Han and Hangul by whether they are everyday ones); so does Western text, where letters beyond
// ASCII stand alone among ASCII ones. One candidate must be clearly ahead of all and of Western text, else nothing is claimed.
// Western words are what most files hold, so a wrong guess there is the worst: tests/base/charset_test.cpp.
// Frequencies are those of running text and of firms' names, rounded; only their order of size matters here.
#include "base/charset.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace rf {
namespace {

enum class Code : std::uint8_t { Cp1251, Koi8R, Cp866, Cp1253, Cp1255, Cp1256, Gb18030, Big5, ShiftJis, EucJp, EucKr };
std::string_view to_text(Code c) {
  constexpr std::string_view kNames[] = {"windows-1251", "KOI8-R", "IBM866", "windows-1253", "windows-1255", "windows-1256", "GB18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR"};
  return kNames[static_cast<std::size_t>(c)];
}

constexpr std::size_t kSampled = 16384;  // bytes of lines that hold letters beyond ASCII; more of them tells no more

// A script's letters, lower case, each with how often it comes in a thousand.
struct Alphabet {
  std::u16string_view letters;
  std::initializer_list<double> permille;
};
const Alphabet kCyrillic = {u"оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ", {110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1, 4, 1, 1, .5}};
const Alphabet kGreek = {u"αοιετσνηυρπκμλςωγδθχφβξζψάόίέήύώ", {110, 95, 70, 80, 80, 75, 65, 40, 40, 45, 40, 40, 35, 30, 35, 17, 18, 17, 12, 12, 9, 7, 5, 4, 2, 15, 15, 20, 15, 12, 8, 8}};
const Alphabet kHebrew = {u"יהולארתבמשנעםדקחטפכזסגןצךףץ", {110, 95, 100, 74, 65, 60, 55, 50, 50, 45, 35, 30, 25, 25, 22, 22, 15, 18, 22, 10, 15, 13, 12, 10, 6, 3, 2}};
const Alphabet kArabic = {u"اليمونرتبةعدسفهكقأحجشصطخىإذضثزغءئظؤآ", {125, 115, 70, 65, 60, 60, 50, 45, 40, 45, 37, 35, 30, 28, 28, 25, 24, 20, 20, 15, 14, 12, 10, 10, 8, 8, 6, 6, 5, 8, 5, 4, 4, 2, 2, 2}};

constexpr std::u16string_view kSimplified =
    u"有限公司科技股份电子信息通讯网络工程中国上海北京深圳市广东江苏州华大天新方国际集团实业发展投资贸易机械设备制造研究院所学能源汽车航空船舶石油化生物医药食品服务管理金融银行保险建设材料光力动自软件系统数据智安全器人视频摄像无线移联合众普康威兴为南西长重庆成都杭武汉津山河湖浙福辽宁陕四川云"
    u"的一是不了在我他这来们到时地出就分对会可主年后作里用道然家种事多经去法如都同现当没面起看定还进好小部其样理心本前开但因只从想";
constexpr std::u16string_view kTraditional =
    u"有限公司科技股份電子資訊通網路工程中國臺台灣北新竹市縣高雄香港際集團實業發展投貿易機械設備製造研究院所學能源汽車航空天船石油化生物醫藥食品服務管理金融銀行保險建材料光力動自軟體系統數據智安全器人視頻無線移聯合眾大華東方南西長江海"
    u"的一是不了在我他這上來們到時地出就分對成會可主年後作裡用道然家種事多經去法如都同現當沒面起看定";
constexpr std::u16string_view kKanji =
    u"株式会社有限合同製作所工業電気子機通信技術研究開発日本東京大阪名古屋横浜都神戸市県区町山川田中上下井村野原林森藤佐鈴高橋小松長谷三菱住友立物産商事自動車船鉄鋼化学薬品食建設運輸銀行保険情報人年月一国者出見生";
constexpr std::u16string_view kHangul =
    u"주식회사한국전자삼성통신정보기술산업대우현이다는에의을를가서로그지고도하시스트리테크미아인제조개발연구소부공유동차중화학네워템엘라케신일남북울경상천안양금융은행보험";

using Likelihoods = std::unordered_map<char16_t, double>;
Likelihoods of_alphabet(const Alphabet& a) {
  Likelihoods out;
  double sum = 0;
  for (const double p : a.permille) sum += p;
  auto p = a.permille.begin();
  for (const char16_t c : a.letters) out[c] = std::log(*p++ / sum);
  return out;
}

bool ascii_letter(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/// The lines of `s` that hold letters beyond ASCII, up to kSampled bytes.
std::string sample_of(std::string_view s) {
  std::string out;
  for (std::size_t at = 0; at < s.size() && out.size() < kSampled;) {
    const auto high = std::find_if(s.begin() + static_cast<std::ptrdiff_t>(at), s.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (high == s.end()) break;
    const auto here = static_cast<std::size_t>(high - s.begin());
    const std::size_t before = s.substr(at, here - at).find_last_of("\n\r");
    // Of a long line the part with the letters, from a byte of ASCII on.
    constexpr std::size_t kBefore = 256;
    std::size_t begin = before == std::string_view::npos ? at : at + before + 1;
    if (here - begin > kBefore) begin = here - kBefore;
    const std::size_t end = std::min(s.find_first_of("\n\r", here), s.size());
    out.append(s.substr(begin, std::min(end - begin, kSampled)));
    out += '\n';
    at = end;
  }
  return out;
}

/// As text of Western Europe: letters beyond ASCII stand among ASCII letters, seldom two together.
double western(std::string_view s) {
  double sum = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (c < 0x80) continue;
    const auto before = i > 0 ? static_cast<unsigned char>(s[i - 1]) : 0, after = i + 1 < s.size() ? static_cast<unsigned char>(s[i + 1]) : 0;
    const bool letter = (c >= 0xC0 && c != 0xD7 && c != 0xF7) || c == 0x8A || c == 0x8C || c == 0x8E || c == 0x9A || c == 0x9C || c == 0x9E || c == 0x9F;
    if (before >= 0x80) sum += -7;
    else if (letter) sum += ascii_letter(before) || ascii_letter(after) ? -3.5 : -5;
    else sum += ascii_letter(before) && ascii_letter(after) ? -8 : -4;
  }
  return sum;
}

struct Score {
  Code code;
  double sum = 0;       ///< log-likelihood of all that is beyond ASCII
  double letters = 0;   ///< units it was said of
  double least;         ///< mean below which it is not that
};

std::u16string decoded(std::string_view s, Code e) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(std::string(to_text(e)).c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) return {};
  std::u16string out(s.size() + 8, u'\0');
  const auto n = ucnv_toUChars(converter.get(), out.data(), static_cast<std::int32_t>(out.size()), s.data(), static_cast<std::int32_t>(s.size()), &status);
  out.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(n));
  return out;
}

/// One byte a letter: `s` and its letters go along side by side.
Score of_bytes(std::string_view s, Code e, const Likelihoods& p) {
  Score out{e, 0, 0, -4.3};
  const std::u16string text = decoded(s, e);
  if (text.size() != s.size()) return {e, -1e9, 1, 0};
  // 0 no letter of the script, 1 lower, 2 upper, 3 upper after upper.
  int last = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (static_cast<unsigned char>(s[i]) < 0x80) {
      if (last != 0 && ascii_letter(static_cast<unsigned char>(s[i]))) out.sum -= 5;  // Latin and this in one word
      last = 0;
      continue;
    }
    const char16_t c = text[i];
    auto it = p.find(c);
    bool upper = false;
    if (it == p.end()) {
      // Capitals of the two scripts that have them; accents of Greek ones count as rare.
      const char16_t low = c >= 0x410 && c <= 0x42F ? static_cast<char16_t>(c + 0x20) : c >= 0x400 && c <= 0x40F ? static_cast<char16_t>(c + 0x50) : c >= 0x391 && c <= 0x3A9 ? static_cast<char16_t>(c + 0x20) : u'\0';
      it = low != 0 ? p.find(low) : p.end();
      upper = it != p.end();
    }
    if (it == p.end()) {
      const bool mark = std::u16string_view(u"«»“”„’‘–—№…\u00A0©®°·،؛؟").find(c) != std::u16string_view::npos;
      out.sum += mark ? -4 : -9;
      ++out.letters;
      last = 0;
      continue;
    }
    ++out.letters;
    out.sum += it->second + (upper ? -0.8 : -0.3);
    if (last == 0 && i > 0 && ascii_letter(static_cast<unsigned char>(s[i - 1]))) out.sum -= 5;
    if (upper) {
      if (last == 1) out.sum -= 4;
      last = last >= 2 ? 3 : 2;
    } else {
      if (last == 3) out.sum -= 3;
      last = 1;
    }
  }
  return out;
}

/// How common a pair is by its place in the code: 2 among the everyday ones, 1 the rest.
int place_of(Code e, unsigned a, unsigned b) {
  switch (e) {
    case Code::Gb18030: return a >= 0xB0 && a <= 0xD7 && b >= 0xA1 ? 2 : 1;         // GB 2312 level 1
    case Code::Big5: return a >= 0xA4 && a <= 0xC6 ? 2 : 1;                           // Big5 level 1
    case Code::ShiftJis: return (a >= 0x88 && a <= 0x97) || (a == 0x98 && b < 0x73) ? 2 : 1;  // JIS X 0208 level 1
    case Code::EucJp: return a >= 0xB0 && a <= 0xCF ? 2 : 1;
    default: return 2;
  }
}

Score of_pairs(std::string_view s, Code e, const std::unordered_set<char16_t>& everyday) {
  Score out{e, 0, 0, e == Code::EucKr ? -8.7 : -9.6};
  const Score none{e, -1e9, 1, 0};
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(std::string(to_text(e)).c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) return none;
  const double hit = std::log(0.55 / static_cast<double>(everyday.size()));
  const char* at = s.data();
  const char* const end = s.data() + s.size();
  while (at < end) {
    if (static_cast<unsigned char>(*at) < 0x80) {
      ++at;
      continue;
    }
    const unsigned a = static_cast<unsigned char>(at[0]), b = at + 1 < end ? static_cast<unsigned char>(at[1]) : 0U;
    const char* const begin = at;
    status = U_ZERO_ERROR;
    const UChar32 c = ucnv_getNextUChar(converter.get(), &at, end, &status);
    if (U_FAILURE(status) || c == 0xFFFD || at <= begin || at - begin == 1) {
      const bool half_kana = !U_FAILURE(status) && e == Code::ShiftJis && at - begin == 1 && c >= 0xFF61 && c <= 0xFF9F;
      if (!half_kana) return none;
    }
    ++out.letters;
    if (c < 0x10000 && everyday.contains(static_cast<char16_t>(c))) out.sum += hit;
    else if (c >= 0x3041 && c <= 0x30FF) out.sum += e == Code::ShiftJis || e == Code::EucJp ? std::log(0.4 / 170) : -10.5;
    else if (c >= 0xFF61 && c <= 0xFF9F) out.sum += -8;
    else if (c >= 0xAC00 && c <= 0xD7A3) out.sum += std::log(0.42 / 2350);
    else if (c >= 0x4E00 && c <= 0x9FFF) out.sum += e == Code::EucKr ? -12 : place_of(e, a, b) == 2 ? -9.2 : -11.8;
    else if ((c >= 0x3000 && c <= 0x3020) || (c >= 0xFF00 && c <= 0xFF60) || c == 0xB7 || (c >= 0x2010 && c <= 0x2026)) out.sum += -8;
    else out.sum += -14;
  }
  return out;
}

/// Whether it can hardly be Western text: letters beyond ASCII in long runs of their own, or signs amid words (Polish as windows-1250).
bool hardly_western(std::string_view s) {
  const auto sign = [](char x) {
    const auto c = static_cast<unsigned char>(x);
    return c >= 0xA1 && c != 0xA8 && c != 0xAA && c != 0xB4 && c != 0xB7 && c != 0xBA && (c <= 0xBF || c == 0xD7 || c == 0xF7);
  };
  std::size_t high = 0, in_runs = 0, signs = 0;
  for (std::size_t i = 0; i < s.size();) {
    if (static_cast<unsigned char>(s[i]) < 0x80) {
      ++i;
      continue;
    }
    std::size_t n = i;
    while (n < s.size() && static_cast<unsigned char>(s[n]) >= 0x80) ++n;
    high += n - i;
    if (n - i >= 3) in_runs += n - i;
    const bool between = i > 0 && ascii_letter(static_cast<unsigned char>(s[i - 1])) && n < s.size() && ascii_letter(static_cast<unsigned char>(s[n]));
    if (n - i <= 2 && between && std::any_of(s.begin() + static_cast<std::ptrdiff_t>(i), s.begin() + static_cast<std::ptrdiff_t>(n), sign)) ++signs;
    i = n;
  }
  return (in_runs >= 4 && in_runs * 10 >= high * 6) || (signs >= 2 && signs * 10 >= high);
}

std::string_view by_statistics(std::string_view bytes, bool whole) {
  static const Likelihoods cyrillic = of_alphabet(kCyrillic), greek = of_alphabet(kGreek), hebrew = of_alphabet(kHebrew), arabic = of_alphabet(kArabic);
  static const auto set = [](std::u16string_view s) { return std::unordered_set<char16_t>(s.begin(), s.end()); };
  static const auto simplified = set(kSimplified), traditional = set(kTraditional), kanji = set(kKanji), hangul = set(kHangul);
  // The last line of a front is cut, perhaps within a letter.
  if (const std::size_t cut = bytes.find_last_of("\n\r"); !whole && cut != std::string_view::npos) bytes = bytes.substr(0, cut);
  const std::string s = sample_of(bytes);
  std::vector<Score> all = {of_bytes(s, Code::Cp1251, cyrillic), of_bytes(s, Code::Koi8R, cyrillic), of_bytes(s, Code::Cp866, cyrillic), of_bytes(s, Code::Cp1253, greek),
                            of_bytes(s, Code::Cp1255, hebrew), of_bytes(s, Code::Cp1256, arabic), of_pairs(s, Code::Gb18030, simplified), of_pairs(s, Code::Big5, traditional),
                            of_pairs(s, Code::ShiftJis, kanji), of_pairs(s, Code::EucJp, kanji), of_pairs(s, Code::EucKr, hangul)};
  std::sort(all.begin(), all.end(), [](const Score& a, const Score& b) { return a.sum > b.sum; });
  constexpr double kAhead = 2.5, kAheadOfWestern = 6;
  const Score& best = all[0];
  if (best.letters > 0 && best.sum > western(s) + kAheadOfWestern && best.sum > all[1].sum + kAhead && best.sum >= best.least * best.letters) return to_text(best.code);
  if (hardly_western(s)) return {};
  for (const char c : s) {
    const unsigned u = static_cast<unsigned char>(c);
    if (u >= 0x80 && u < 0xA0) return "windows-1252";  // control characters in Latin-1, letters and quotes here
  }
  return "ISO-8859-1";
}

/// UTF-16 without its mark: zeros stand in every other place and nowhere else (binary files have them anywhere). Where few letters are
/// Latin, ends of lines of two bytes tell, and that no other control character is there.
bool utf16_without_mark(std::string_view head, bool little) {
  std::size_t upper = 0, lower = 0, lines = 0, controls = 0;
  for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
    const char high = head[i + (little ? 1 : 0)], low = head[i + (little ? 0 : 1)];
    upper += high == 0;
    lower += low == 0;
    if (high != 0) continue;
    lines += low == '\n' || low == '\r';
    controls += static_cast<unsigned char>(low) < 0x20 && low != '\n' && low != '\r' && low != '\t';
  }
  if (head.size() < 4 || lower > head.size() / 32) return false;
  return upper > head.size() / 3 || (lower == 0 && controls == 0 && lines >= 2 && head.size() >= 8);
}

}  // namespace

std::string_view charset_of(std::string_view s, bool whole) {
  if (s.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  if (s.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (s.starts_with("\xFE\xFF")) return "UTF-16BE";
  const std::string_view head = s.substr(0, 4096);
  for (const bool little : {true, false})
    if (utf16_without_mark(head, little)) return little ? "UTF-16LE" : "UTF-16BE";
  std::size_t ok = 0;
  while (ok < s.size()) {
    const std::size_t n = utf8_length(s.substr(ok));
    if (n == 0) break;
    ok += n;
  }
  if (ok == s.size() || (!whole && s.size() - ok < 4)) return "UTF-8";
  return by_statistics(s, whole);
}

Decoded to_utf8(std::string_view s, std::string_view charset) {
  if (charset == "UTF-8") return to_utf8(s, Encoding::Utf8);
  if (charset == "UTF-16LE") return to_utf8(s, Encoding::Utf16Le);
  if (charset == "UTF-16BE") return to_utf8(s, Encoding::Utf16Be);
  if (charset == "GB18030") return to_utf8(s, Encoding::Gb18030);
  if (charset == "ISO-8859-1") return to_utf8(s, Encoding::Latin1);
  if (charset.empty() || charset == "windows-1252") return to_utf8(s, Encoding::Cp1252);
  Decoded out;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(std::string(charset).c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) {
    out.replaced = s.size();
    return out;
  }
  const char* at = s.data();
  const char* const end = s.data() + s.size();
  while (at < end) {
    status = U_ZERO_ERROR;
    const UChar32 c = ucnv_getNextUChar(converter.get(), &at, end, &status);
    if (status == U_INDEX_OUTOFBOUNDS_ERROR) break;
    out.replaced += U_FAILURE(status) || c == 0xFFFD;
    append_utf8(out.text, U_FAILURE(status) ? U'\xFFFD' : static_cast<char32_t>(c));
    if (U_FAILURE(status) && status == U_TRUNCATED_CHAR_FOUND) break;
  }
  return out;
}

}  // namespace rf
