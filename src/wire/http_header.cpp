#include "wire/http_header.h"

#include "base/text.h"

namespace rf::wire {
namespace {
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

HttpHeader http_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos || colon == 0) return {};
  return {trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1))};
}

bool lists_word(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (same_word(trimmed(list.substr(0, comma)), word)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

std::string_view http_realm(std::string_view challenge) {
  static constexpr std::string_view kKey = "realm=";
  for (std::size_t i = 0; i + kKey.size() < challenge.size(); ++i) {
    if (!same_word(challenge.substr(i, kKey.size()), kKey)) continue;
    std::string_view rest = challenge.substr(i + kKey.size());
    if (!rest.starts_with('"')) return rest.substr(0, rest.find_first_of(", \t"));
    rest.remove_prefix(1);
    return rest.substr(0, rest.find('"'));
  }
  return {};
}

}  // namespace rf::wire
