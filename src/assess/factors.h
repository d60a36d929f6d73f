// What bears on the risk of a supplier, stated side by side with sources: exposure, function, concentration, compulsion, export
// dependency, assurance. No total and no score: they are of different kinds, and a sum would explain nothing.
#pragma once

#include "assess/answer.h"
#include "direct/subject.h"

namespace rf::assess {

/// Fills `factors` of each supplier of the answer that stands on a list or that a finding is about.
void add_factors(Answer& a, const direct::Subject& s);
/// Rows whose dates cannot all be true get a warning with file, line and column each, at most a hundred of them.
void flag_backward_dates(Answer& a);
/// Rows that are gone and do not say since when, where a past day is asked about. O(rows).
void flag_undated_removals(Answer& a);

}  // namespace rf::assess
