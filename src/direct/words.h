// A finding in a sentence, in the words its force allows (docs/judging.md, "Words").
#pragma once

#include <string>

#include "direct/measure.h"

namespace rf::direct {

std::string say(const Finding& f, const knowledge::Direction& d, const knowledge::Requirement& q, const Counted& c,
                const std::string& why_not, const std::string& open_day);

}  // namespace rf::direct
