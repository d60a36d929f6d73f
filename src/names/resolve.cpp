// Names are met exactly once legal forms and case are taken off; what is only alike is a candidate for a person to
// confirm and never counts as the supplier. "ZTO Express" is one letter from ZTE and another firm: short names get no
// tolerance at all. Tested by tests/names/cases.jsonl, misses beside hits.
#include "names/resolve.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"

namespace rf::names {
namespace {

// ISO 20275 entity legal forms as they occur in makers' names.
const std::set<std::string_view> kLegalForms = {
    "co", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "company", "gmbh", "ag", "se", "kg", "ohg", "sa", "sas", "sarl",
    "spa", "srl", "oy", "oyj", "ab", "asa", "as", "aps", "bv", "nv", "plc", "llc", "lp", "llp", "kk", "pte", "pty", "sia", "uab", "doo",
    "zrt", "kft", "sro", "pvt", "private", "bhd", "sdn", "jsc", "pjsc", "ооо", "ао", "оао", "пао", "зао", "publ", "the"};
constexpr std::array<std::string_view, 8> kEastAsianForms = {"股份有限公司", "有限责任公司", "有限公司", "公司", "株式会社", "주식회사", "集团", "(株)"};
// Words that name a branch or a line of the same firm, not another firm.
const std::set<std::string_view> kGenericWords = {
    "technologies", "technology", "networks", "network", "systems", "system", "communications", "communication", "telecommunications",
    "telecommunication", "telecom", "international", "group", "holdings", "holding", "solutions", "global", "worldwide", "europe", "deutschland",
    "germany", "france", "uk", "usa", "us", "america", "china", "india", "italia", "espana", "nederland", "polska", "electronics", "equipment"};
const std::set<std::string_view> kNoName = {
    "", "unknown", "n a", "na", "none", "null", "generic", "other", "others", "tbd", "tbc", "various", "misc", "unbekannt", "diverse", "sonstige",
    "inconnu", "autre", "autres", "desconocido", "otro", "sconosciuto", "未知", "其他", "неизвестно", "not available", "not specified", "default",
    "default string", "to be filled by o e m", "oem"};

constexpr double kClearFrom = 0.93, kNearFrom = 0.30;  // scores of screening: below the second, text output of `screen` shows none
constexpr std::size_t kLongestWithin = 4;  // words of a firm's name that is looked for within another's; longer ones begin with a shorter

/// At most one inserted, left out or changed letter, or two neighbours swapped.
bool one_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || a == b) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() == b.size()) {
    if (a.substr(i + 1) == b.substr(i + 1)) return true;
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && a.substr(i + 2) == b.substr(i + 2);
  }
  return a.substr(i) == b.substr(i + 1);
}

}  // namespace

std::string normalised(std::string_view name) {
  std::string f = folded(trimmed(name));
  for (const auto form : kEastAsianForms) {
    const std::size_t at = f.find(form);
    if (at != std::string::npos && f.size() > form.size()) f.replace(at, form.size(), " ");
  }
  std::vector<std::string> tokens;
  std::string token;
  const auto end_token = [&] {
    if (!token.empty()) tokens.push_back(std::move(token));
    token.clear();
  };
  for (std::size_t i = 0; i < f.size();) {
    const unsigned char c = static_cast<unsigned char>(f[i]);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      token += f[i++];
    } else if (c < 0x80) {
      // "S.A." and "A/S" are one word; an apostrophe or a full stop within a word is none.
      if (c == '.' && token.size() == 1 && i + 2 < f.size() && f[i + 2] == '.') {
        ++i;
        continue;
      }
      if (c == '.' && token.size() > 1 && i + 1 < f.size() && f[i + 1] != ' ' && f[i + 1] != ',') {
        end_token();
        ++i;
        continue;
      }
      if (c == '\'' || c == '&') {
        ++i;
        continue;
      }
      end_token();
      ++i;
    } else {
      const std::size_t n = std::max<std::size_t>(1, utf8_length(std::string_view(f).substr(i)));
      const std::string_view ch = std::string_view(f).substr(i, n);
      if (ch == "（" || ch == "）" || ch == "、" || ch == "，" || ch == "„" || ch == "“" || ch == "”" || ch == "«" || ch == "»" || ch == "・") {
        end_token();
      } else {
        token += ch;
      }
      i += n;
    }
  }
  end_token();
  std::string out;
  std::size_t kept = 0;
  for (const auto& t : tokens) kept += !kLegalForms.contains(t);
  for (const auto& t : tokens) {
    if (kept > 0 && kLegalForms.contains(t)) continue;
    if (!out.empty()) out += ' ';
    out += t;
  }
  return out;
}

Resolver::Resolver(const knowledge::World& world) : search_(std::make_unique<SupplierSearch>(world)) {
  const auto add = [&](const std::string& text, const std::string& supplier, bool brand) {
    const std::string n = normalised(text);
    if (n.empty()) return;
    auto& entries = exact_[n];
    for (Entry& e : entries)
      if (e.supplier == supplier) {
        e.brand = e.brand && brand;
        return;
      }
    entries.push_back({supplier, text, brand});
    by_first_token_[n.substr(0, n.find(' '))].push_back({supplier, n, brand});
    if (n.find(' ') == std::string::npos) short_names_.emplace_back(n, Entry{supplier, text, brand});
  };
  // A name once borne goes on naming what was made under it, so `from` and `to` of names do not hide them.
  for (const auto& [id, s] : world.knowledge->suppliers) {
    add(s.name, id, false);
    for (const auto& f : s.names)
      if (world.known(f, s.names)) add(f.text, id, false);
    for (const auto& f : s.brands)
      if (world.known(f, s.brands)) add(f.text, id, true);
    for (const auto& l : s.lookalikes) lookalikes_.emplace(normalised(l.text), l.why);
  }
}

Resolution Resolver::resolve(std::string_view name) const {
  Resolution r;
  const std::string n = normalised(name);
  if (kNoName.contains(n) || n.find_first_not_of("0123456789 ") == std::string::npos) return r;
  const auto take = [&](const std::vector<Entry>& entries, double score, const char* rule) {
    bool any_name = false;
    for (const Entry& e : entries) any_name = any_name || !e.brand;
    for (const Entry& e : entries)
      if (!any_name || !e.brand) r.candidates.push_back({e.supplier, score, e.brand ? "brand" : rule, e.written});
    if (r.candidates.size() == 1) {
      r.match = any_name ? Match::Clear : Match::Brand;
      r.supplier = r.candidates[0].supplier;
      r.score = any_name ? score : 0.6;
      r.candidates[0].score = r.score;
    } else {
      r.match = Match::Near;  // two firms of one name: a person has to say which
      for (auto& c : r.candidates) c.score = 0.5;
    }
  };
  if (const auto e = exact_.find(n); e != exact_.end()) {
    take(e->second, 1.0, "exact-name");
    if (r.match == Match::Clear && name.find('?') != std::string_view::npos) {  // "ZTE?": who wrote it was not sure
      r = {Match::Near, {}, 0.7, std::move(r.candidates)};
      r.candidates[0].score = r.score;
      r.candidates[0].rule = "doubted";
    }
    return r;
  }
  r.match = Match::Other;
  if (lookalikes_.contains(n)) return r;
  // The longest known name at the front, and after it only words that every firm uses.
  std::size_t cut = n.size();
  std::string rest;
  while ((cut = n.rfind(' ', cut - 1)) != std::string::npos && cut > 0) {
    const std::string front = n.substr(0, cut);
    const auto words = split(std::string_view(n).substr(cut + 1), ' ');
    if (!std::all_of(words.begin(), words.end(), [](auto w) { return kGenericWords.contains(w); })) break;
    if (const auto e = exact_.find(front); e != exact_.end() && front.size() >= 3) {
      take(e->second, 0.93, "name-and-generic-words");
      return r;
    }
  }
  // Near: begins with a name of one word ("Huawei Marine"), or one letter apart from one of six letters and more.
  const std::string first = n.substr(0, n.find(' '));
  std::set<std::string> seen;
  for (const auto& [alias, e] : short_names_) {
    if (e.brand) continue;
    if (first == alias && alias.size() >= 3 && seen.insert(e.supplier).second) r.candidates.push_back({e.supplier, 0.7, "token-alias", e.written});
    else if (alias.size() >= 6 && n.size() >= 6 && one_apart(n, alias) && seen.insert(e.supplier).second)
      r.candidates.push_back({e.supplier, 0.6, "one-letter-apart", e.written});
  }
  // "Nokia / Huawei", "Nokia (via Huawei)", "ex ZTE": one cell may name several, and whom it means only a person can say.
  const auto tokens = split(std::string_view(n), ' ');
  for (std::size_t from = 1; from < tokens.size(); ++from) {
    std::string phrase;
    for (std::size_t i = from; i < std::min(tokens.size(), from + kLongestWithin); ++i) {
      (phrase += phrase.empty() ? "" : " ") += tokens[i];
      if (i == from && (phrase.size() < 3 || kGenericWords.contains(phrase))) continue;
      const auto e = exact_.find(phrase);
      if (e == exact_.end()) continue;
      for (const Entry& entry : e->second)
        if (!entry.brand && seen.insert(entry.supplier).second) r.candidates.push_back({entry.supplier, 0.5, "name-within", entry.written});
    }
  }
  // As `screen` has it: 華為, "Z.T.E." and "Zhong Xing Telecommunication Equipment" are wholly a supplier's name; a slip or a part of one is like it.
  const auto found = search_->search(name, kNearFrom);
  const auto matches = std::count_if(found.begin(), found.end(), [](const auto& f) { return f.match; });
  if (matches == 1 && found[0].whole && found[0].score >= kClearFrom && name.find('?') == std::string_view::npos && (seen.empty() || (seen.size() == 1 && seen.contains(found[0].supplier))))
    return {Match::Clear, found[0].supplier, found[0].score, {{found[0].supplier, found[0].score, "whole-name", found[0].name}}};
  for (const auto& f : found)
    if (seen.insert(f.supplier).second) r.candidates.push_back({f.supplier, f.score, "likeness", f.name});
  std::stable_sort(r.candidates.begin(), r.candidates.end(), [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  if (!r.candidates.empty()) {
    r.match = Match::Near;
    r.score = r.candidates[0].score;
  }
  return r;
}

std::string Resolver::at_front(std::string_view words) const {
  std::string n = normalised(words);
  while (!n.empty()) {
    if (const auto e = exact_.find(n); e != exact_.end()) {
      std::string only;
      for (const Entry& entry : e->second)
        if (!entry.brand) only = only.empty() ? entry.supplier : "?";
      if (!only.empty()) return only == "?" ? std::string() : only;
    }
    const auto space = n.rfind(' ');
    n.resize(space == std::string::npos ? 0 : space);
  }
  return {};
}

}  // namespace rf::names
