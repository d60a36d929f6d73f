// A whole JSON document as a tree: for exports whose objects refer to each other. What comes in lists of millions is read in pieces instead.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "base/result.h"

namespace rf::evidence {

/// The document in `bytes`, at most kMaxTreeBytes (Limit, with `smaller` as remedy) and well formed (Malformed, with `again`). Lives as long as `parser` and
/// until it parses again.
Result<simdjson::dom::element> json_tree(simdjson::dom::parser& parser, std::string_view bytes, std::string_view smaller, std::string_view again);

}  // namespace rf::evidence
