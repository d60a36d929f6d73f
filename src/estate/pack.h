#pragma once

#include <string>

#include "estate/estate.h"

namespace rf::estate {

/// The estate as a pack (model/pack_format.h). Same estate, same bytes. O(cells).
std::string to_pack(const Estate& estate);

}  // namespace rf::estate
