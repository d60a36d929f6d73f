// The lists of identify::Facts, taken from the compiled knowledge; and the fingerprints' own examples, run.
#pragma once

#include <string>
#include <vector>

#include "identify/identify.h"
#include "knowledge/knowledge.h"

namespace rf::identify {

/// Fills fingerprints, trade words (the suppliers' names among them), objects, agents and calibration.
void take_fingerprints(const knowledge::World& world, Facts& facts);

/// Runs every fingerprint of `k` on its own examples and counter-examples. A fault names the file and the fingerprint's line: a
/// pattern that does not compile or is too large, an example it does not match or reads otherwise, a counter-example it matches,
/// an id that stands twice, a supplier nobody has, a field that is none.
std::vector<knowledge::Fault> check_fingerprints(const knowledge::Knowledge& k, const knowledge::Knowledge& all);

}  // namespace rf::identify
