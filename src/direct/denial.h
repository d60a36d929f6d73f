// A denial of supply by an authority, followed over components to the products that cannot be built, patched or supported.
// It binds those who supply, not the user of what stands: exposure, stated, never a breach.
#pragma once

#include <string>
#include <vector>

#include "direct/subject.h"
#include "model/finding.h"

namespace rf::direct {

/// For each list with `denial` (knowledge/lists) and each of its entries on record that is in force, is to come, or ended within a
/// year: the denied supplier's products with parts of the origin, those whose parts are not stated, and others' products with
/// parts of the denied supplier. Parts are the inventory's `components`, and rows that are `part_of` a product.
/// O(rows × entries that concern the estate).
std::vector<Exposure> denials(const Subject& s, const std::string& operator_id, bool whole, std::size_t list_at_most);
/// Whether any such entry is on record: else `denials` has nothing to say.
bool denials_asked(const knowledge::World& w);

}  // namespace rf::direct
