#include "wire/xml_text.h"

#include "base/text.h"

namespace rf::wire {

std::string_view xml_text(std::string_view xml, std::string_view name, std::string_view* rest) {
  std::size_t at = 0;
  while ((at = xml.find('<', at)) != xml.npos) {
    ++at;
    const std::size_t close = xml.find('>', at);
    if (close == xml.npos) break;
    std::string_view tag = xml.substr(at, close - at);
    at = close + 1;
    if (tag.empty() || tag.back() == '/' || tag[0] == '/' || tag[0] == '?' || tag[0] == '!') continue;
    tag = tag.substr(0, tag.find_first_of(" \t\r\n"));
    if (const auto colon = tag.rfind(':'); colon != tag.npos) tag.remove_prefix(colon + 1);
    if (tag != name) continue;
    const std::size_t end = xml.find('<', at);
    if (end == xml.npos) break;
    if (xml.substr(end + 1, 1) != "/") continue;
    if (rest) *rest = xml.substr(end);
    return trimmed(xml.substr(at, end - at));
  }
  if (rest) *rest = {};
  return {};
}

}  // namespace rf::wire
