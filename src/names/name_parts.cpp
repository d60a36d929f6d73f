#include "names/name_parts.h"

#include "base/text.h"

namespace rf::names {
namespace {

struct Mark {
  std::string_view text;
  bool instead;
};
constexpr Mark kMarks[] = {{"affiliated entity:", true}, {"subordinate institution -", true}, {"subordinate institution:", true},
                           {"formerly known as ", false}, {"previously known as ", false}, {"also known as ", false}, {"now known as ", false}, {"doing business as ", false},
                           {"trading as ", false}, {"operating as ", false}, {"formerly ", false}, {"a.k.a. ", false}, {"a.k.a ", false}, {"aka ", false}, {"a/k/a ", false},
                           {"f.k.a. ", false}, {"f.k.a ", false}, {"fka ", false}, {"f/k/a ", false}, {"n/k/a ", false}, {"nka ", false}, {"d.b.a. ", false}, {"d.b.a ", false},
                           {"dba ", false}, {"d/b/a ", false}, {"t/a ", false}, {"o/a ", false}};

/// Whether a mark may begin at `at`: after a space or an opening bracket.
bool begins(std::string_view s, std::size_t at) { return at == 0 || std::string_view(" ([,;").find(s[at - 1]) != std::string_view::npos; }

std::string_view without_edges(std::string_view s) {
  constexpr std::string_view kEdges = " \t,;([";
  while (!s.empty() && kEdges.find(s.front()) != std::string_view::npos) s.remove_prefix(1);
  while (!s.empty() && kEdges.find(s.back()) != std::string_view::npos) s.remove_suffix(1);
  // A bracket that was opened before the mark.
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}})
    if (!s.empty() && s.back() == close && s.find(open) == std::string_view::npos) s.remove_suffix(1);
  return s;
}

struct Found {
  std::size_t at = std::string_view::npos, length = 0;
  bool instead = false;
};
Found next_mark(std::string_view low, std::size_t from) {
  Found best;
  for (const Mark& m : kMarks) {
    std::size_t at = from;
    while ((at = low.find(m.text, at)) != std::string_view::npos && !begins(low, at)) ++at;
    if (at == std::string_view::npos || (!m.instead && at == 0)) continue;
    if (at < best.at || (at == best.at && m.text.size() > best.length)) best = {at, m.text.size(), m.instead};
  }
  return best;
}

}  // namespace

std::vector<NamePart> parts_of(std::string_view name) {
  const std::string low = lower_ascii(name);
  std::vector<NamePart> out;
  for (Found m = next_mark(low, 0); m.at != std::string_view::npos;) {
    if (!m.instead && out.empty())
      if (const auto before = without_edges(name.substr(0, m.at)); !before.empty()) out.push_back({std::string(before), false});
    const std::size_t begin = m.at + m.length;
    const Found next = next_mark(low, begin);
    if (const auto part = without_edges(name.substr(begin, (next.at == std::string_view::npos ? name.size() : next.at) - begin)); !part.empty())
      out.push_back({std::string(part), m.instead});
    m = next;
  }
  return out;
}

}  // namespace rf::names
