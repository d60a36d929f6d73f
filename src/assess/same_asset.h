// Two inventories that list the same asset: one asset, and where they differ, said.
//
// The rule (docs/inventory.md, "Two inventories"):
// - The same operator and id is the same asset. Without an operator the id needs support: the same name, serial, MAC or address, or the same
//   site with the same model or function, or nothing else in either row that could tell them apart; and no serial or name that differs.
// - The same serial is the same asset where the makers agree or the serial has 8 signs or more, and the operators are one, or share it.
// - Within one table a row is only the same as another if nothing that identifies differs: an id there may be an order or a kind.
// - The row with the later source_date stands, else the one read first; what it leaves empty the other fills. Where both name a maker and
//   differ, neither is believed.
#pragma once

#include "assess/gather.h"

namespace rf::assess {

/// Takes the second row of an asset out of the estate and notes what they disagree on in `gathered.twins`. O(rows).
void merge_same_assets(Gathered& gathered, const Tools& tools, const std::string& operator_id);

}  // namespace rf::assess
