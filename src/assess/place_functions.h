// Where rows sit, from the words of their function and role columns. A word of the function column that is no path is no function that a law can be
// asked about: left as it stands it would lie outside of every scope, and what it stands for would be called met.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "assess/map.h"
#include "base/result.h"
#include "estate/estate.h"
#include "knowledge/knowledge.h"

namespace rf::assess {

/// First the function column: a role word becomes its function; a path whose second segment nobody knows ("core.other") its first, which is wide and leaves open
/// what is listed below it; else it is unknown. A path goes on below a known one as it likes (docs/inventory.md, "Functions"). Then rows without a function
/// take that of their role, which may be written as paths; `mapped` are role words that a person settled, even as undecided. What is read or
/// rewritten so is told. O(distinct words × paths), and O(rows) where any applies.
void place_functions(estate::Estate& estate, const knowledge::World& world, const std::map<std::string, Meaning, std::less<>>* mapped, std::vector<Error>& warnings);

}  // namespace rf::assess
