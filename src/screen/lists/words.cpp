#include "screen/lists/words.h"

#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/text.h"

namespace rf::screen::lists {
namespace {

/// Letters and digits of a name, words in order, without "the" and "of": "Korea, North" and "North Korea" differ still.
std::string key_of_country(std::string_view name) {
  std::string out, word;
  const std::string f = folded(name);
  const auto end = [&] {
    if (!word.empty() && word != "the" && word != "of" && word != "and") out += (out.empty() ? "" : " ") + word;
    word.clear();
  };
  for (const char c : f) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) word += c;
    else if (c != '\'' && c != '.') end();
  }
  end();
  return out;
}

const std::unordered_map<std::string, std::string>& country_names() {
  static const auto* table = [] {
    auto* out = new std::unordered_map<std::string, std::string>();
    for (const char* const* c = uloc_getISOCountries(); *c != nullptr; ++c) {
      std::array<UChar, 128> name{};
      UErrorCode code = U_ZERO_ERROR;
      const std::string locale = std::string("und_") + *c;
      const int n = uloc_getDisplayCountry(locale.c_str(), "en", name.data(), static_cast<int>(name.size()), &code);
      if (U_FAILURE(code) || n <= 0) continue;
      std::string text;
      icu::UnicodeString(name.data(), n).toUTF8String(text);
      out->emplace(key_of_country(text), *c);
    }
    // As OFAC, BIS, the UN and the UK write them.
    static constexpr std::pair<const char*, const char*> kMore[] = {
        {"korea north", "KP"}, {"north korea", "KP"}, {"democratic peoples republic korea", "KP"}, {"korea democratic peoples republic", "KP"},
        {"dprk", "KP"}, {"korea south", "KR"}, {"south korea", "KR"}, {"republic korea", "KR"}, {"korea republic", "KR"},
        {"burma", "MM"}, {"myanmar", "MM"}, {"russian federation", "RU"}, {"russia", "RU"}, {"syrian arab republic", "SY"}, {"syria", "SY"},
        {"iran islamic republic", "IR"}, {"islamic republic iran", "IR"}, {"iran", "IR"}, {"congo democratic republic", "CD"},
        {"democratic republic congo", "CD"}, {"congo republic", "CG"}, {"republic congo", "CG"}, {"congo", "CG"}, {"ivory coast", "CI"},
        {"cote divoire", "CI"}, {"united states", "US"}, {"united states america", "US"}, {"usa", "US"}, {"united kingdom", "GB"}, {"uk", "GB"},
        {"great britain", "GB"}, {"england", "GB"}, {"viet nam", "VN"}, {"vietnam", "VN"}, {"lao peoples democratic republic", "LA"}, {"laos", "LA"},
        {"venezuela bolivarian republic", "VE"}, {"bolivarian republic venezuela", "VE"}, {"bolivia plurinational state", "BO"},
        {"united republic tanzania", "TZ"}, {"tanzania united republic", "TZ"}, {"moldova republic", "MD"}, {"republic moldova", "MD"},
        {"macedonia", "MK"}, {"north macedonia", "MK"}, {"turkey", "TR"}, {"turkiye", "TR"}, {"türkiye", "TR"}, {"czech republic", "CZ"},
        {"czechia", "CZ"}, {"hong kong", "HK"}, {"macau", "MO"}, {"macao", "MO"}, {"peoples republic china", "CN"}, {"china peoples republic", "CN"},
        {"taiwan", "TW"}, {"taiwan province china", "TW"}, {"palestinian", "PS"}, {"palestine", "PS"}, {"state palestine", "PS"},
        {"west bank", "PS"}, {"gaza", "PS"}, {"region gaza", "PS"}, {"bahamas", "BS"}, {"bahamas the", "BS"}, {"gambia", "GM"}, {"cape verde", "CV"},
        {"swaziland", "SZ"}, {"brunei darussalam", "BN"}, {"holy see", "VA"}, {"micronesia federated states", "FM"}, {"virgin islands british", "VG"},
        {"british virgin islands", "VG"}, {"virgin islands us", "VI"}, {"kosovo", "XK"}, {"crimea region ukraine", "UA"}, {"libyan arab jamahiriya", "LY"}};
    for (const auto& [name, c] : kMore) (*out)[name] = c;
    return out;
  }();
  return *table;
}

bool two_letters(std::string_view s) { return s.size() == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'; }

int month_of(std::string_view word) {
  static constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string w = lower_ascii(word.substr(0, 3));
  for (int i = 0; i < 12; ++i)
    if (w == kMonths[i]) return i + 1;
  return 0;
}

}  // namespace

std::string country_code(std::string_view name) {
  name = trimmed(name);
  if (two_letters(name)) {
    static const auto* codes = [] {
      auto* out = new std::map<std::string, int, std::less<>>();
      for (const char* const* c = uloc_getISOCountries(); *c != nullptr; ++c) (*out)[*c] = 1;
      (*out)["XK"] = 1;
      return out;
    }();
    return codes->contains(name) ? std::string(name) : name == "UK" ? "GB" : std::string();
  }
  if (name.size() < 2 || name.size() > 80) return {};
  const std::string key = key_of_country(name);
  const auto& names = country_names();
  if (const auto at = names.find(key); at != names.end()) return at->second;
  // "Congo, Democratic Republic of the": the part behind the comma in front.
  if (const auto comma = name.find(','); comma != std::string_view::npos)
    if (const auto at = names.find(key_of_country(std::string(name.substr(comma + 1)) + " " + std::string(name.substr(0, comma)))); at != names.end()) return at->second;
  return {};
}

std::string iso_day(std::string_view text, bool day_first) {
  text = trimmed(text);
  if (text.size() >= 10 && parse_iso_day(text.substr(0, 10)) && (text.size() == 10 || text[10] == 'T' || text[10] == ' ')) return std::string(text.substr(0, 10));
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size() && parts.size() < 4; ++i) {
    if (i < text.size() && text[i] != '/' && text[i] != '-' && text[i] != ' ' && text[i] != '.') continue;
    if (i > begin) parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  if (parts.size() != 3) return {};
  const auto a = parse_count(parts[0]), b = parse_count(parts[1]), y = parse_count(parts[2]);
  if (!y || *y < 1800 || *y > 2200 || !a) return {};
  int day = 0, month = 0;
  if (!b) {
    day = static_cast<int>(std::min<std::int64_t>(*a, 99));
    month = month_of(parts[1]);
  } else {
    day = static_cast<int>(std::min<std::int64_t>(day_first ? *a : *b, 99));
    month = static_cast<int>(std::min<std::int64_t>(day_first ? *b : *a, 99));
  }
  const Day d = day_of(static_cast<int>(*y), month, day);
  return d.known() ? to_text(d) : std::string();
}

std::string identifier_type(std::string_view words) {
  std::string w = " ";  // words with one space around each, so that "vat" is not met in "private"
  for (const char c : lower_ascii(words)) w += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 ? c : ' ';
  w += ' ';
  const auto any = [&](std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return w.find(" " + std::string(part) + " ") != std::string::npos; });
  };
  if (any({"uscc", "usccode"}) || w.find("unified social credit") != std::string::npos) return "uscc";
  if (any({"lei", "leicode", "legal entity identifier", "legal entity number"})) return "lei";
  if (any({"passport", "passportnumber"})) return "passport";
  if (any({"swift", "bic", "swiftbic", "bik"})) return "swift";
  if (any({"imo", "imonumber", "vessel registration", "vessel registration identification"})) return "imo";
  if (any({"mmsi"})) return "mmsi";
  if (any({"tax", "inn", "inncode", "vat", "vatcode", "nit", "r f c", "rfc", "rif", "ruc", "fiscal", "taxnumber", "v a t", "kpp", "cuit"})) return "tax";
  if (any({"registration", "registrationnumber", "company number", "ogrn", "ogrncode", "business number", "commercial registry", "registry", "license", "enterprise number",
           "matricula mercantil", "gazette", "organization code", "regnumber", "trade license", "okpo", "chamber of commerce", "idnumber", "company id"}))
    return "registration";
  if (any({"isin", "isincode", "ticker", "stock", "equity ticker"})) return "security";
  if (any({"website", "http", "https", "url"})) return "website";
  if (any({"email", "e mail"})) return "email";
  if (any({"national id", "national identification", "identification", "cedula", "d n i", "ssn", "national identifier", "id"})) return "national-id";
  return "";
}

void add_country(names::ListEntity& e, std::string_view code) {
  if (!two_letters(code)) return;
  if (std::find(e.countries.begin(), e.countries.end(), code) == e.countries.end()) e.countries.emplace_back(code);
}
void add_alias(names::ListEntity& e, std::string_view text, names::AliasKind kind, std::string_view script) {
  text = trimmed(text);
  if (text.empty() || text == e.name) return;
  for (const auto& a : e.aliases)
    if (a.text == text) return;
  names::Alias a;
  a.text = text;
  a.kind = kind;
  a.script = script;
  e.aliases.push_back(std::move(a));
}
names::EntityKind entity_kind(std::string_view word) {
  const std::string w = lower_ascii(trimmed(word));
  using enum names::EntityKind;
  if (w == "individual" || w == "person" || w == "p") return Person;
  if (w == "entity" || w == "enterprise" || w == "organisation" || w == "organization" || w == "company" || w == "legalentity" || w == "publicbody" || w == "e") return Organisation;
  if (w == "vessel" || w == "ship") return Vessel;
  if (w == "aircraft" || w == "airplane") return Aircraft;
  return Unknown;
}

}  // namespace rf::screen::lists
