// Function columns hold paths of knowledge/functions/tree.yaml, role words, or words of the operator's own. A word that is neither is no function that a law can be
// asked about: left as it stands it would lie outside of every scope, and what it stands for would be called met.
#pragma once

#include <vector>

#include "base/result.h"
#include "estate/estate.h"
#include "knowledge/knowledge.h"

namespace rf::assess {

/// Rewrites words of the function column that are no paths: a role word to its function; a path whose second segment nobody knows ("core.other") to its first, which is
/// wide and leaves open what is listed below it; else to nothing, which is unknown. A path goes on below a known one as it likes (docs/inventory.md, "Functions").
/// What is rewritten is told, a warning a word. O(distinct words × paths), and O(rows) where any is rewritten.
void place_functions(estate::Estate& estate, const knowledge::World& world, std::vector<Error>& warnings);

}  // namespace rf::assess
