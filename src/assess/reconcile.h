// Declared against observed, by function: contradictions first, each with the evidence of both sides.
#pragma once

#include "assess/gather.h"

namespace rf::assess {

/// Fills `answer.reconciliation`; at most `at_most` keys in each list.
void reconcile(Answer& answer, const Gathered& gathered, std::size_t at_most);

}  // namespace rf::assess
