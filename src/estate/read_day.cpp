#include <array>

#include "base/text.h"
#include "estate/ingest.h"

namespace rf::estate {
namespace {

/// Names and abbreviations of the months in the languages of knowledge/columns.yaml, folded; a name is also known by its first letters where
/// at least three are given and no other month begins so.
constexpr std::array<std::string_view, 12> kMonths = {
    "january januar jänner janvier enero ene gennaio gen janeiro januari styczeń stycznia sty ocak oca январь января",
    "february februar feber février fevrier fév febrero febbraio fevereiro fev februari luty lutego lut şubat şub февраль февраля",
    "march märz maerz mrz mars marzo março marco maart mrt marzec marca mart март марта",
    "april avril avr abril abr aprile apr kwiecień kwietnia kwi nisan nis апрель апреля",
    "may mai mayo maggio mag maio mei maj maja mayıs май мая",
    "june juni juin junio jun giugno giu junho czerwiec czerwca cze haziran haz июнь июня",
    "july juli juillet juil julio jul luglio lug julho lipiec lipca lip temmuz tem июль июля",
    "august août aout agosto ago augustus aug sierpień sierpnia sie ağustos ağu август августа",
    "september sept septembre septiembre set settembre setembro wrzesień września wrz eylül eyl сентябрь сентября",
    "october oktober okt octobre octubre ottobre ott outubro out październik października paź ekim eki октябрь октября",
    "november novembre nov noviembre novembro listopad listopada lis kasım kas ноябрь ноября",
    "december dezember dez décembre decembre déc diciembre dic dicembre dezembro grudzień grudnia gru aralık ara декабрь декабря"};

int month_named(std::string_view w) {
  if (w.size() < 3 || w.size() > 40 || (w[0] >= '0' && w[0] <= '9')) return 0;
  const std::string l = folded(w);
  int found = 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    for (const auto name : split(kMonths[i], ' ')) {
      if (name == l) return static_cast<int>(i) + 1;
      if (!name.starts_with(l) || l.size() < 3) continue;
      if (found != 0 && found != static_cast<int>(i) + 1) return 0;  // "jui": juin or juillet
      found = static_cast<int>(i) + 1;
    }
  return found;
}

/// "1st", "1er", "12º": the ending of an ordinal, taken off.
std::string_view without_ordinal(std::string_view p) {
  std::size_t n = 0;
  while (n < p.size() && p[n] >= '0' && p[n] <= '9') ++n;
  if (n == 0 || n > 2 || n == p.size()) return p;
  const auto ending = lower_ascii(p.substr(n));
  for (const std::string_view e : {"st", "nd", "rd", "th", "er", "º", "ª"})
    if (ending == e) return p.substr(0, n);
  return p;
}

/// Days as spreadsheets count them: 20000 is 1954-10-03, 60000 is 2064-04-08. Outside of that a number is taken as no day.
Day spreadsheet_day(std::string_view s) {
  const auto point = s.find_first_of(".,");
  const auto n = parse_count(s.substr(0, point));
  if (!n || *n < 20000 || *n > 60000) return {};
  if (point != std::string_view::npos && (point + 1 == s.size() || s.find_first_not_of("0123456789", point + 1) != std::string_view::npos)) return {};
  return day_of(1899, 12, 30).plus(static_cast<std::int32_t>(*n));
}

}  // namespace

ReadDay read_day(std::string_view cell, DateOrder order) {
  ReadDay out;
  std::string_view s = trimmed(cell);
  if (s.empty()) return out;
  if (const Day d = spreadsheet_day(s); d.known()) {
    out.day = d;
    out.serial = true;
    return out;
  }
  // A time behind the day says nothing about the day.
  if (const auto colon = s.find(':'); colon != std::string_view::npos) {
    const auto before = s.substr(0, colon).find_last_of(" T");
    if (before != std::string_view::npos && before > 4) s = trimmed(s.substr(0, before));
  } else if (s.size() > 11 && s[10] == 'T') {
    s = s.substr(0, 10);
  }
  std::array<std::string, 3> part;
  std::size_t n = 0;
  char separator = 0;
  bool letters = false;
  const auto close = [&] {  // "12 de diciembre de 2019"
    if (part[n] == "de" || part[n] == "del" || part[n] == "of") part[n].clear();
    else if (!part[n].empty()) ++n;
  };
  for (std::size_t i = 0; i < s.size();) {
    const unsigned char c = static_cast<unsigned char>(s[i]);
    const std::size_t len = c < 0x80 ? 1 : std::max<std::size_t>(1, utf8_length(s.substr(i)));
    // 年 月 日 and their Korean sisters part as '-' does, and so does a space that does not break; other letters belong to words.
    const std::string_view character = s.substr(i, len);
    const bool cjk = character == "年" || character == "月" || character == "日" || character == "년" || character == "월" || character == "일";
    const bool apart = c < 0x80 ? !((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) : cjk || character == "\xC2\xA0" || character == "\xE2\x80\xAF";
    if (!apart) {
      if (n >= 3) {
        out.bad = true;
        return out;
      }
      letters = letters || c > '9';
      part[n] += character;
      i += len;
      continue;
    }
    if (n < 3) close();
    if (c != ' ' && c != ',' && (c < 0x80 || cjk) && !(c == '.' && letters)) separator = c < 0x80 ? static_cast<char>(c) : '-';
    i += len;
  }
  if (n < 3) close();
  for (auto& p : part) p = without_ordinal(p);
  if (n == 1 && part[0].size() == 8 && !letters) {
    part = {part[0].substr(0, 4), part[0].substr(4, 2), part[0].substr(6, 2)};
    n = 3;
  }
  if (n != 3) {
    out.bad = true;
    return out;
  }
  const auto num = [](const std::string& p) { return static_cast<int>(parse_count(p).value_or(-1)); };
  const auto settle = [&](int y, int m, int d) {
    out.day = y < 1000 ? Day{} : day_of(y, m, d);
    if (!out.day.known()) out.bad = true;
    if (y == 9999) {
      out.day = Day{};
      out.open = true;
      out.bad = false;
    }
    if ((y == 1900 || y == 1970) && m == 1 && d == 1) out.day = Day{};  // what systems write for "not known"
  };
  for (const std::string& p : part)
    if (p.size() > 40 || (p.find_first_not_of("0123456789") != std::string::npos && month_named(p) == 0)) {
      out.bad = true;
      return out;
    }
  if (part[0].size() == 4 && part[0].find_first_not_of("0123456789") == std::string::npos) {
    out.only = DateOrder::Ymd;
    settle(num(part[0]), month_named(part[1]) ? month_named(part[1]) : num(part[1]), num(part[2]));
    return out;
  }
  if (part[2].size() != 4) {  // two-digit years are not guessed
    out.bad = true;
    return out;
  }
  if (month_named(part[1])) {
    settle(num(part[2]), month_named(part[1]), num(part[0]));
    return out;
  }
  if (month_named(part[0])) {
    settle(num(part[2]), month_named(part[0]), num(part[1]));
    return out;
  }
  const int a = num(part[0]), b = num(part[1]), y = num(part[2]);
  const bool dmy = day_of(y == 9999 ? 2000 : y, b, a).known(), mdy = day_of(y == 9999 ? 2000 : y, a, b).known();
  if (!dmy && !mdy) {
    out.bad = true;
    return out;
  }
  if (dmy != mdy) out.only = dmy ? DateOrder::Dmy : DateOrder::Mdy;
  if (separator == '.') order = DateOrder::Dmy;  // written with full stops the day comes first (DIN 5008 and its neighbours)
  if (a == b) order = DateOrder::Dmy;
  if (order == DateOrder::Undecided || order == DateOrder::Ymd) {
    if (dmy && mdy) {
      out.ambiguous = true;
      return out;
    }
    order = out.only;
  }
  if (order == DateOrder::Dmy) settle(y, b, a);
  else settle(y, a, b);
  return out;
}

}  // namespace rf::estate
