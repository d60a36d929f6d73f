// Why a number of one submission is not that of the one before: the rows' changes put in one after the other, kind by kind, and the
// judge asked after each. So the parts add up to the whole change, for counts and shares alike.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "direct/judge.h"

namespace rf::direct {

/// What a finding says in numbers.
struct Numbers {
  std::string status;  ///< empty: there is no such finding
  std::int64_t part = 0, part_low = 0, part_high = 0, total = 0, total_low = 0, total_high = 0;
  auto operator<=>(const Numbers&) const = default;
};
Numbers numbers_of(const Finding& f);
std::map<std::string, Numbers> numbers_of(const std::vector<Finding>& findings);  ///< by the finding's id

/// One reason, and what it did to the number.
struct ChangeStep {
  std::string because;  ///< knowledge, learnt, day, rows-dropped, re-mapped, re-dated, re-weighed (or several: "re-mapped, re-dated"), rows-added, unexplained
  std::string says;     ///< beyond the word: "from 2026-10-01 to 2026-11-25"
  std::int64_t rows = 0;                ///< rows of that kind which this number counts, or could count, before or after
  std::vector<std::string> assets;      ///< some of them
  Numbers before, after;
};
struct ChangedFinding {
  std::string id;
  Numbers before, after;
  std::vector<ChangeStep> steps;  ///< in the order in which they were put in; the first begins with `before`, the last ends with `after`
};

/// How two submissions' rows relate. A row is known again by its id, else serial, MAC or name, else by all that judges ask of it.
struct RowChanges {
  std::int64_t same = 0, dropped = 0, added = 0;
  std::map<std::string, std::int64_t> changed;  ///< kind, or kinds, of change → rows
  std::int64_t changes() const;
};

/// A state of the world in which findings were judged, and why it is another than the one before it.
struct Stage {
  std::string because, says;
  std::map<std::string, Numbers> numbers;  ///< by the finding's id
};

struct Between {
  RowChanges rows;
  std::vector<ChangedFinding> findings;  ///< those whose number or status changed, by id
};

/// `stages`: what was said before, then the same rows as knowledge and day changed, oldest first; the last is `before` judged in the
/// world of `after`. Adds what the rows changed. `now`: the findings of `after`. At most `list_at_most` assets are named in a step.
/// Fails as judge does. O(rows + kinds of change × judge).
Result<Between> explain(std::vector<Stage> stages, const Subject& before, const Subject& after, const std::vector<Finding>& now, const Choice& choice);

/// Those stages alone, where the rows of before are no more.
std::vector<ChangedFinding> changes_of(const std::vector<Stage>& stages);

}  // namespace rf::direct
