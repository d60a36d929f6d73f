// Header words → fields, as people name them (knowledge/columns.yaml).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evidence/reader.h"
#include "knowledge/knowledge.h"

namespace rf::evidence {

/// The form in which header words are compared: case folded, units in brackets and punctuation left out.
std::string header_key(std::string_view header);
/// The table of synonyms from knowledge, with every field's own name.
ColumnWords column_words(const knowledge::Knowledge& k);
/// Field of each header; -1 where it is kept as it is. A maker-word column is the maker; a seller-word column is the seller.
/// The first column of a field wins. `named` (--column) wins over words; a name that no header has is left to the caller.
std::vector<int> map_headers(const std::vector<std::string>& headers, const ColumnWords& words);

}  // namespace rf::evidence
