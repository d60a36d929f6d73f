// Parents that GLEIF holds for one supplier: its LEI, the chain up to the ultimate one, and what is consolidated right below it.
#pragma once

#include <string>

#include "screen/graph.h"

namespace rf::screen {

struct GleifFound {
  std::string lei, name;   ///< "" where none is clear
  std::string by;          ///< "knowledge"; "number" (uscc, registration); "name": the same legal name and seat, to be confirmed
  std::string source;      ///< "gleif of 2026-11-01"; "" by knowledge
  std::size_t of_that_name = 0;  ///< entities of that name and seat, where more than one has it and none is taken
};
/// Adds what the editions in force (level 2, and level 1 for names and for the LEI that knowledge does not have) say. A LEI taken by
/// name leaves its ties unverified. Reads each edition at most twice, O(its size); holds 40 bytes a relation and the chain.
Result<GleifFound> add_gleif(Graph& graph, const knowledge::World& world, const lists::Editions& editions, const std::string& supplier);

}  // namespace rf::screen
