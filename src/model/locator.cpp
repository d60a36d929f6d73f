#include "model/locator.h"

namespace rf {

std::string short_form(const Locator& l) {
  if (!l.oid.empty()) return l.oid;
  if (l.line != 0) return "line " + std::to_string(l.line) + (l.column.empty() ? "" : ", column " + l.column);
  if (!l.pointer.empty()) return l.pointer;
  if (!l.bytes.empty()) return "offset " + std::to_string(l.bytes.front().first);
  return l.input;
}

std::string address_of(const Locator& l) {
  std::string out = l.input;
  for (const auto& p : l.path) out += "!" + p;
  if (!l.oid.empty()) return out + "#oid=" + l.oid;
  if (l.line != 0) return out + "#line=" + std::to_string(l.line);
  if (!l.pointer.empty()) return out + "#pointer=" + l.pointer;
  if (!l.bytes.empty())
    return out + "#bytes=" + std::to_string(l.bytes.front().first) + "+" + std::to_string(l.bytes.front().second);
  return out;
}

}  // namespace rf
