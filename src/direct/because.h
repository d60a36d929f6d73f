// The chain of a finding: fact → rule → result, from the law to the asset and its evidence, each link with its source.
#pragma once

#include <string>
#include <vector>

#include "direct/measure.h"
#include "model/finding.h"

namespace rf::direct {

/// "Title (2022-10-13)" of a source's id; a title written out stands as it is.
std::string source_words(const knowledge::Knowledge& k, const std::string& source);

/// In order: the instrument and its state, whom it addresses, what the requirement says, where, how it is measured, its days,
/// the makers and rows counted (`named`, of `named_in`: other rows than those of `s` where these are cells), the arithmetic in integers, the result.
std::vector<Because> because(const Subject& s, const Finding& f, const knowledge::Direction& d, const knowledge::Requirement& q, const knowledge::Measure& m,
                             const knowledge::Deadline* t, const Counted& c, const std::string& why_not, const Subject& named_in, const std::vector<std::uint32_t>& named);

}  // namespace rf::direct
