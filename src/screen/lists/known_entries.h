// Entries of the lists in knowledge in the form of imported ones, so that both are screened and decided on alike.
#pragma once

#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "names/list_entity.h"

namespace rf::screen::lists {

/// Entries of a list (all lists of authorities where `list` is empty) that were known by a day, corrected ones left out. Names and aliases are
/// those of the supplier in knowledge beside the words of the entry. `entry` is the words of the entry. The list "knowledge" is the suppliers themselves.
std::vector<names::ListEntity> known_entries(const knowledge::Knowledge& k, std::string_view list, Day known_at);

}  // namespace rf::screen::lists
