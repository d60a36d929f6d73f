#include "estate/country.h"

#include <unicode/locid.h>

#include <array>
#include <set>
#include <unordered_map>

#include "base/text.h"

namespace rf::estate {
namespace {

constexpr std::array<const char*, 24> kLanguages = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "zh", "ja",
                                                    "ko", "cs", "sv", "da", "nb", "fi", "hu", "el", "uk", "ar", "zh_Hant", "ro"};

struct Alias {
  const char *word, *code;
};
/// What neither ISO nor CLDR has: abbreviations, and parts that stand for the whole. Taiwan, Hong Kong and Macao are codes of their own.
constexpr Alias kAliases[] = {
    {"uk", "GB"}, {"u.k.", "GB"}, {"gb", "GB"}, {"great britain", "GB"}, {"britain", "GB"}, {"england", "GB"}, {"scotland", "GB"}, {"wales", "GB"},
    {"northern ireland", "GB"}, {"großbritannien", "GB"}, {"grande-bretagne", "GB"}, {"gran bretaña", "GB"}, {"英国", "GB"}, {"usa", "US"},
    {"u.s.", "US"}, {"u.s.a.", "US"}, {"united states of america", "US"}, {"holland", "NL"}, {"brd", "DE"}, {"czech republic", "CZ"}, {"tschechien", "CZ"},
    {"turkey", "TR"}, {"macedonia", "MK"}, {"swaziland", "SZ"}, {"ivory coast", "CI"}, {"burma", "MM"}, {"south korea", "KR"}, {"north korea", "KP"},
    {"republic of korea", "KR"}, {"russian federation", "RU"}, {"viet nam", "VN"}, {"uae", "AE"}, {"drc", "CD"}, {"hong kong", "HK"}, {"macao", "MO"},
    {"macau", "MO"}, {"taiwan", "TW"}, {"el", "GR"},
};

struct Table {
  std::unordered_map<std::string, std::string> names;
  std::set<std::string, std::less<>> codes;
};

const Table& table() {
  static const Table t = [] {
    Table out;
    for (const char* const* c = icu::Locale::getISOCountries(); *c != nullptr; ++c) {
      const std::string code(*c);
      const icu::Locale country("", *c);
      out.codes.insert(code);
      if (const char* three = country.getISO3Country(); three && *three) out.names.emplace(folded(three), code);
      for (const char* language : kLanguages) {
        icu::UnicodeString name;
        country.getDisplayCountry(icu::Locale(language), name);
        std::string utf8;
        name.toUTF8String(utf8);
        if (utf8 != code) out.names.emplace(folded(utf8), code);
      }
    }
    for (const auto& a : kAliases) out.names.insert_or_assign(folded(a.word), a.code);
    return out;
  }();
  return t;
}

}  // namespace

std::string country_code(std::string_view written) {
  const auto s = trimmed(written);
  if (s.empty() || s.size() > 100) return {};
  if (s.size() == 2) {
    std::string up(s);
    for (char& c : up)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (table().codes.contains(up)) return up;
  }
  std::string f = folded(s);
  if (const auto at = table().names.find(f); at != table().names.end()) return at->second;
  if (f.starts_with("the ")) f.erase(0, 4);
  const auto at = table().names.find(f);
  return at == table().names.end() ? std::string() : at->second;
}

}  // namespace rf::estate
