// A finding in a sentence, in the words its force allows (docs/judging.md, "Words").
#pragma once

#include <string>

#include "direct/measure.h"

namespace rf::direct {

/// `bound_from`: the first day on which the limit binds. `why_not`: not empty where the finding is not applicable.
std::string say(const Finding& f, const knowledge::Direction& d, const knowledge::Requirement& q, const Counted& c,
                Day bound_from, const std::string& why_not, const std::string& open_day);

}  // namespace rf::direct
