// Every requirement and regime through time, past and planned: runs of one status and number, and what changes between them.
#pragma once

#include <string>
#include <vector>

#include "direct/judge.h"
#include "direct/overlay.h"

namespace rf::direct {

struct SeriesRun {
  Day from, to;          ///< both inside
  std::string status;    ///< "not-applicable" also where there is no such finding
  Measured measured;     ///< of findings
  std::string why;       ///< what is otherwise than in the run before; empty for the first
};
struct SeriesLine {
  std::string id, direction, requirement, operator_id, force;
  bool regime = false;   ///< then `direction` is the regime's id
  std::vector<SeriesRun> runs;
};
struct Series {
  Day from, to;
  bool monthly = false;  ///< judged on the first of each month, and on `from` and `to`; else on every day on which something can change
  std::size_t days_judged = 0;
  std::vector<SeriesLine> lines;
};

inline constexpr std::size_t kMaxSeriesDays = 40'000;  // a century of days

/// Judges on the days on which a fact, a row's dates or a change of the overlay's scenario can change an answer. Fails: Usage (days
/// that run backwards), Limit, and as judge does. O(days × judge).
Result<Series> series(Overlay& overlay, const Choice& choice, Day from, Day to, bool monthly);

/// Days on which facts of the world begin, or after which they end: where an answer can change though no row does. Sorted.
std::vector<Day> days_of_facts(const knowledge::World& world, const OperatorFacts& facts);

}  // namespace rf::direct
