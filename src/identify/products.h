// Products by their sysObjectID: what makers write into their own product MIBs. knowledge/products/ID.tsv, one table a maker.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rf::identify {

struct Product {
  std::string supplier, model, kind;  ///< kind may be empty
  bool family = false;                ///< the number of a stack or family, not of one box
};
using Products = std::unordered_map<std::string, Product>;  ///< by sysObjectID, without a dot before it

/// What is wrong in a line, counted from 1.
using ProductFault = std::pair<std::size_t, std::string>;

/// Takes one table in. A line that begins with `@` says what holds for those below it: `@supplier ID`, `@source ID`, `@under OID`;
/// every other line is `rest of the OID <tab> model [<tab> kind [<tab> family]]`. `#` begins a remark. A faulty line is left out and told.
std::vector<ProductFault> read_products(std::string_view table, Products& into, std::vector<std::string>* suppliers = nullptr, std::vector<std::string>* sources = nullptr);

}  // namespace rf::identify
