// ask.yaml of a case: what is asked of the inputs below its folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assess.h"
#include "base/file.h"
#include "knowledge/node.h"

namespace rf::tests {

inline Result<knowledge::Node> ask_of(const std::filesystem::path& folder) {
  RF_TRY(const MappedFile file, MappedFile::open((folder / "ask.yaml").string()));
  return knowledge::parse_yaml(file.bytes());
}
/// The list below `key`; empty where there is none.
inline std::vector<std::string> list_of(const knowledge::Node& ask, std::string_view key) {
  std::vector<std::string> out;
  if (const auto* list = ask.find(key))
    for (const auto& i : list->items) out.push_back(i.text);
  return out;
}
/// What every kind of case can ask; `today` where the case says no day. Paths are below the folder.
inline assess::Request request_of(const knowledge::Node& ask, Day today) {
  assess::Request r;
  r.paths = list_of(ask, "paths");
  r.directions = list_of(ask, "directions");
  r.as_of = parse_iso_day(ask.get("as_of")).value_or(today);
  r.known_at = today;
  r.hash_inputs = false;
  return r;
}

}  // namespace rf::tests
