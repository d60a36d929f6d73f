// How a comparison will end, without comparing: for search.cpp, which leaves out names that are not worth it.
#pragma once

#include "names/compare.h"

namespace rf::names {

/// Near what compare gives, by the words that the index saw meet alone: words that are only alike by letters, short forms and
/// acronyms may yet make it more. O(words of both).
double likely(const Query& q, const MatchTable& matches, const Index& index, const NameRecord& name, const Calibration& c);

}  // namespace rf::names
