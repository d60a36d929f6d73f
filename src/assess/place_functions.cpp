#include "assess/place_functions.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/text.h"

namespace rf::assess {
namespace {

constexpr std::size_t kMaxUnplacedTold = 20;  // words told one by one; the rest are counted

/// Where words of a function column belong.
class Places {
 public:
  explicit Places(const knowledge::World& w) {
    for (const auto& f : w.knowledge->functions) {
      nodes_.insert(f.path);
      for (auto dot = f.path.find('.'); dot != std::string::npos; dot = f.path.find('.', dot + 1)) nodes_.insert(f.path.substr(0, dot));
    }
    for (const auto& r : w.knowledge->roles)
      if (!r.disputed && !r.function.empty())
        for (const auto& word : r.words) roles_.emplace(folded(word), r.function);
  }
  bool any() const { return !nodes_.empty(); }

  /// The path that `part` stands for; "" where nobody can tell.
  std::string of(const std::string& part) const {
    const auto first = part.find('.');
    if (first == std::string::npos) {
      if (nodes_.contains(part)) return part;
      const auto role = roles_.find(folded(part));
      return role == roles_.end() ? std::string() : role->second;
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

 private:
  std::set<std::string, std::less<>> nodes_;
  std::unordered_map<std::string, std::string> roles_;
};

}  // namespace

void place_functions(estate::Estate& e, const knowledge::World& w, std::vector<Error>& warnings) {
  if (!e.has(Field::Function)) return;
  const Places places(w);
  if (!places.any()) return;
  const auto& words = e.words(Field::Function);
  std::vector<std::string> becomes(words.size());
  std::vector<bool> changed(words.size(), false);
  for (std::uint32_t c = 1; c < words.size(); ++c) {
    std::vector<std::string> parts;
    bool open = false;
    for (const auto p : split(words.text(c), '|')) {
      std::string is = places.of(std::string(trimmed(p)));
      open = open || is.empty();
      if (!is.empty() && std::find(parts.begin(), parts.end(), is) == parts.end()) parts.push_back(std::move(is));
    }
    becomes[c] = open ? std::string() : joined(parts, "|");
    changed[c] = becomes[c] != words.text(c);
  }
  if (std::find(changed.begin(), changed.end(), true) == changed.end()) return;
  std::vector<std::int64_t> rows(words.size(), 0);
  const std::vector<std::string> texts = [&] {
    std::vector<std::string> out;
    for (std::uint32_t c = 0; c < words.size(); ++c) out.emplace_back(words.text(c));
    return out;
  }();
  for (std::size_t row = 0; row < e.size(); ++row)
    if (const auto c = e.code(Field::Function, row); c < changed.size() && changed[c]) {
      e.set_word(Field::Function, row, becomes[c]);
      ++rows[c];
    }
  std::size_t told = 0;
  std::int64_t rest = 0;
  for (std::uint32_t c = 1; c < changed.size(); ++c) {
    if (rows[c] == 0) continue;
    if (++told > kMaxUnplacedTold) {
      rest += rows[c];
      continue;
    }
    std::string why = "function \"" + texts[c].substr(0, 80) + "\" of " + counted(rows[c], "row", "rows") + " is no known path: ";
    why += becomes[c].empty() ? "unknown" : "read as " + becomes[c];
    const auto like = places.like(texts[c]);
    warnings.push_back({Kind::Malformed, {}, {}, std::move(why), like.empty() ? "docs/inventory.md names the paths; ringfence map proposes" : "if " + like + " is meant, write it so or map it (ringfence map)"});
  }
  if (rest > 0) warnings.push_back({Kind::Malformed, {}, {}, "functions of " + counted(rest, "row", "rows") + " more are no known paths", "ringfence map lists their words"});
}

}  // namespace rf::assess
