#include "assess/place_functions.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "identify/trade_words.h"

namespace rf::assess {
namespace {

constexpr std::size_t kMaxUnplacedTold = 20;  // words told one by one; the rest are counted
constexpr std::string_view kPower = "site.power";

/// Where words belong.
class Places {
 public:
  explicit Places(const knowledge::Knowledge& k) : k_(k) {
    for (const auto& f : k.functions) {
      nodes_.insert(f.path);
      for (auto dot = f.path.find('.'); dot != std::string::npos; dot = f.path.find('.', dot + 1)) nodes_.insert(f.path.substr(0, dot));
    }
    for (const auto& r : k.roles)
      for (const auto& word : r.words) {
        roles_.emplace(folded(word), &r);
        if (within_.add(folded(word), static_cast<std::uint32_t>(phrases_.size()))) phrases_.push_back({&r, word.find(' ') != std::string::npos});
      }
  }
  bool any() const { return !nodes_.empty(); }

  /// Null where no role is called so, or it may be several things.
  const knowledge::Role* role(std::string_view word) const {
    const auto r = roles_.find(folded(word));
    return r == roles_.end() || r->second->disputed ? nullptr : r->second;
  }

  /// Whether a role, if a disputed one, is called so.
  bool called(std::string_view word) const { return roles_.contains(folded(word)); }

  /// The role that words of `text` stand for, where no role is called so as a whole. Words of one place and nothing else ("DWDM ROADM"); else only
  /// what takes no part in the network ("Core fibre patch panel", "Rack PDU core room"), and beside no word of a place or of a device. A word of
  /// another place inside a longer text is for a person to settle (ringfence map). Null: nobody can tell.
  const knowledge::Role* within(std::string_view text) const {
    const std::string lower = folded(text);
    std::vector<identify::TradeWordIndex::Hit> hits;
    within_.search(lower, hits);
    const knowledge::Role *placed = nullptr, *passive = nullptr;
    std::string rest = lower;
    bool doubted = false;
    for (const auto& h : hits) {
      const auto& [role, several] = phrases_[h.entry];
      rest.replace(h.begin, h.end - h.begin, h.end - h.begin, ' ');
      if (role->kind == "passive") {
        if (several) passive = role;
        continue;
      }
      if (role->function.empty() || role->disputed) {
        // "core" says neither what it is nor where; any other such word is that of a device.
        if (!role->function.empty() || !role->disputed) return nullptr;
        doubted = true;
        continue;
      }
      if (placed != nullptr && placed->function != role->function) return nullptr;
      placed = role;
    }
    if (passive != nullptr) return placed == nullptr ? passive : nullptr;
    if (placed == nullptr) return nullptr;
    const bool all = !doubted && std::none_of(rest.begin(), rest.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
    return all || placed->function == kPower ? placed : nullptr;
  }

  /// The path that `part` of a function cell stands for; "" where nobody can tell.
  std::string of(const std::string& part) const {
    const auto first = part.find('.');
    if (first == std::string::npos) {
      if (nodes_.contains(part)) return part;
      const auto* r = called(part) ? role(part) : within(part);
      return r ? r->function : std::string();
    }
    const std::string top = part.substr(0, first);
    const auto second = part.find('.', first + 1);
    if (nodes_.contains(part.substr(0, second))) return part;
    if (!nodes_.contains(top)) return {};
    // "access.ran.5g": the first segment is contradicted by the next, and either may be meant.
    return nodes_.contains(part.substr(first + 1, second == std::string::npos ? second : second - first - 1)) ? std::string() : top;
  }
  /// A path that ends as `part` does, for a hint.
  std::string like(const std::string& part) const {
    for (auto dot = part.find('.'); dot != std::string::npos; dot = part.find('.', dot + 1))
      if (nodes_.contains(part.substr(dot + 1))) return part.substr(dot + 1);
    return {};
  }

  /// A role's cell as function paths where it is written as paths of knowledge/functions/tree.yaml, several separated by |; else "". One word
  /// alone ("core", "voice") is a role's word, not a path.
  std::string paths(std::string_view cell) const {
    std::string out;
    const std::string lower = folded(cell);
    for (const auto part : split(lower, '|')) {
      std::string path(trimmed(part));
      for (const auto& [alias, is] : k_.aliases)
        if (starts_with_path(path, alias)) {
          path = is + path.substr(alias.size());
          break;
        }
      const auto known = [&](const knowledge::FunctionPath& f) { return f.path.find('.') != std::string::npos && starts_with_path(path, f.path); };
      if (std::none_of(k_.functions.begin(), k_.functions.end(), known)) return {};
      out += (out.empty() ? "" : "|") + path;
    }
    return out;
  }

 private:
  const knowledge::Knowledge& k_;
  std::set<std::string, std::less<>> nodes_;
  std::unordered_map<std::string, const knowledge::Role*> roles_;
  struct Phrase {
    const knowledge::Role* role;
    bool several;  ///< words
  };
  std::vector<Phrase> phrases_;
  identify::TradeWordIndex within_;
};

/// Tells each word that was no path, the first ones with their rows.
void tell_unplaced(const Places& places, const std::vector<std::string>& was, const std::vector<std::string>& becomes, const std::vector<std::int64_t>& rows, std::vector<Error>& warnings) {
  std::size_t told = 0;
  std::int64_t rest = 0;
  for (std::size_t c = 1; c < was.size(); ++c) {
    if (rows[c] == 0) continue;
    if (++told > kMaxUnplacedTold) {
      rest += rows[c];
      continue;
    }
    std::string why = "function \"" + was[c].substr(0, 80) + "\" of " + counted(rows[c], "row", "rows") + " is no known path: ";
    why += becomes[c].empty() ? "unknown" : "read as " + becomes[c];
    const auto like = places.like(was[c]);
    warnings.push_back({Kind::Malformed, {}, {}, std::move(why), like.empty() ? "docs/inventory.md names the paths; ringfence map proposes" : "if " + like + " is meant, write it so or map it (ringfence map)"});
  }
  if (rest > 0) warnings.push_back({Kind::Malformed, {}, {}, "functions of " + counted(rest, "row", "rows") + " more are no known paths", "ringfence map lists their words"});
}

void function_column(estate::Estate& e, const Places& places, std::vector<Error>& warnings) {
  if (!e.has(Field::Function) || !places.any()) return;
  const auto& words = e.words(Field::Function);
  std::vector<std::string> was(words.size()), becomes(words.size());  // copies: rewriting adds words
  bool changes = false;
  for (std::uint32_t c = 1; c < was.size(); ++c) {
    was[c] = words.text(c);
    std::vector<std::string> parts;
    bool open = false;
    for (const auto p : split(was[c], '|')) {
      std::string is = places.of(std::string(trimmed(p)));
      open = open || is.empty();
      if (!is.empty() && std::find(parts.begin(), parts.end(), is) == parts.end()) parts.push_back(std::move(is));
    }
    if (!open) becomes[c] = joined(parts, "|");
    changes = changes || becomes[c] != was[c];
  }
  if (!changes) return;
  std::vector<std::int64_t> rows(was.size(), 0);
  for (std::size_t row = 0; row < e.size(); ++row)
    if (const auto c = e.code(Field::Function, row); c < was.size() && becomes[c] != was[c]) {
      e.set_word(Field::Function, row, becomes[c]);
      ++rows[c];
    }
  tell_unplaced(places, was, becomes, rows, warnings);
}

void role_column(estate::Estate& e, const Places& places, const std::map<std::string, Meaning, std::less<>>* mapped, std::vector<Error>& warnings) {
  if (!e.has(Field::Role)) return;
  const auto& words = e.words(Field::Role);
  std::vector<std::string> of_code(words.size());
  std::vector<bool> passive(words.size(), false);
  for (std::uint32_t c = 1; c < words.size(); ++c) {
    of_code[c] = places.paths(words.text(c));  // a column "Funktion" filled with our own paths
    if (!of_code[c].empty()) continue;
    if (mapped != nullptr && mapped->contains(folded(trimmed(words.text(c))))) continue;
    const auto* r = places.role(words.text(c));
    if (r == nullptr && !places.called(words.text(c))) r = places.within(words.text(c));
    if (r == nullptr) continue;
    of_code[c] = r->function;
    passive[c] = r->kind == "passive";
  }
  if (std::find(passive.begin(), passive.end(), true) != passive.end())
    for (std::size_t row = 0; row < e.size(); ++row)
      if (passive[e.code(Field::Role, row)] && e.text(Field::Passive, row).empty()) e.set_word(Field::Passive, row, "yes");
  std::int64_t filled = 0;
  for (std::size_t row = 0; row < e.size(); ++row)
    if (const auto& path = of_code[e.code(Field::Role, row)]; !path.empty() && e.text(Field::Function, row).empty()) {
      e.set_word(Field::Function, row, path);
      ++filled;
    }
  if (filled > 0)
    warnings.push_back({Kind::Malformed, {}, {}, "the function of " + counted(filled, "row", "rows") + " was read from its role word (knowledge/functions/roles.yaml)", "a column `function` says it for sure"});
}

}  // namespace

void place_functions(estate::Estate& e, const knowledge::World& w, const std::map<std::string, Meaning, std::less<>>* mapped, std::vector<Error>& warnings) {
  if (!e.has(Field::Function) && !e.has(Field::Role)) return;
  const Places places(*w.knowledge);
  function_column(e, places, warnings);
  role_column(e, places, mapped, warnings);
}

}  // namespace rf::assess
