// What columns and words of foreign inventories mean, as a person edits it: proposed by `ringfence map`, used by --map.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "evidence/reader.h"
#include "knowledge/knowledge.h"
#include "model/asset_columns.h"

namespace rf::assess {

struct Request;

/// What a word stands for: fields and their cells. Empty: undecided, whatever knowledge would say.
using Meaning = std::map<Field, std::string>;
struct Map {
  std::map<std::string, int, std::less<>> columns;  ///< evidence::header_key of a header → field, or -1: kept and not read
  std::map<std::string, std::string> headers;       ///< the same keys → as written in the file
  std::map<Field, std::map<std::string, Meaning, std::less<>>> values;  ///< of a field, folded word → meaning
  std::map<Field, std::map<std::string, std::string>> words;            ///< the same keys → as written
};

inline constexpr std::size_t kMaxMapBytes = 64 << 20;  // a hundred thousand words with their counts are ten
inline constexpr std::size_t kMaxProposals = 100'000;  // words of one field; more are no vocabulary but a name a device

/// Fails: Malformed, with the line: an unknown field, function, status or country, a key twice, no map at all; Limit.
Result<Map> read_map(std::string_view bytes, const knowledge::Knowledge& knowledge);

/// Every column and every distinct status, role, type, model, country and site type word of the paths, with its count, a proposal and its confidence, as
/// YAML that read_map reads. `request.map` (--map) is kept: what it says stands, what is new is added. Errors of inputs go to `errors`.
/// `format`: "text" (YAML) or "json" (an object a line). Fails: as assess.
Result<std::string> propose_map(const Request& request, const knowledge::Knowledge& knowledge, std::string_view format, std::vector<Error>& errors);

}  // namespace rf::assess
