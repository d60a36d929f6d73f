// Tables of weights and attributes: premises per port from another department, classes of sites. They join rows and add none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "estate/estate.h"
#include "evidence/sink.h"

namespace rf::estate {

/// Told by its columns: a key (id, name, serial, site, mac, address, cell) and weights or attributes (premises, traffic, capacity, classes),
/// and nothing of an inventory (maker, model, status, role, dates, quantity). Of premises and traffic the key may be a column whose
/// header is not known: join_table finds it by its values.
bool is_attribute_table(const std::vector<evidence::Column>& columns);

/// What one table gave. Lists hold at most kJoinList names.
struct TableJoin {
  std::string input;
  std::vector<std::string> keys;      ///< what it was joined by: "name", "site" …
  std::vector<std::string> gives;     ///< fields it fills
  std::int64_t lines = 0, joined_lines = 0, rows = 0;  ///< its lines, those that met a row, rows that were given something
  std::vector<std::string> unmatched;  ///< keys that join nothing, with their place
  std::int64_t unmatched_total = 0;
  std::vector<std::string> without;    ///< rows of the same functions that got nothing
  std::int64_t without_total = 0;
  std::int64_t ambiguous = 0;          ///< lines whose key is borne by several rows: a weight is given to none of them
  std::int64_t differing = 0;          ///< cells where the inventory says otherwise: it was kept
  std::int64_t contradicting = 0;      ///< keys with two values and nothing that tells their lines apart
  std::int64_t added = 0;              ///< keys whose lines were added up
  bool secret = false;                 ///< --sites-secret: nothing of it is named
};
inline constexpr std::size_t kJoinList = 100;  // as lists of the answer

/// How a table is to be joined.
struct JoinHow {
  bool sites = false;   ///< --sites: the key is a site, whatever its column is called
  bool secret = false;  ///< --sites-secret: only site_class is taken, and it is hidden
};

/// Joins the rows [first, last) of `tables` (one table of one input) to `estate`. O(rows log rows).
TableJoin join_table(Estate& estate, const Estate& tables, std::size_t first, std::size_t last, const JoinHow& how);

}  // namespace rf::estate
