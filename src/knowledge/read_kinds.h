// Trees of knowledge files → the nouns of knowledge.h. Form has been checked by schema.h before.
#pragma once

#include <string_view>

#include "knowledge/knowledge.h"

namespace rf::knowledge {

/// Adds what the file at `path` (relative) holds to `into`; a path of no kind adds nothing.
void read_file_of_kind(std::string_view path, const Node& root, Knowledge& into);

/// The lists an expression of a regime may name: `lists` of the file, and `about`.
expr::Names names_of_regime(const Node& root);

}  // namespace rf::knowledge
