// One estate under many laws: what each country asks for each function of a supplier, with what force; where they differ; and what
// would satisfy all. Instruments of different force are never merged: a target says which it meets.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "direct/judge.h"

namespace rf::direct {

struct MatrixEntry {
  std::string direction, requirement, measure, territory, force, instrument_state, kind;
  bool binds = false;        ///< law, licence or contract; not advice, policy, procurement
  bool in_force = false;     ///< counts for the target; a proposal, or what was superseded, does not
  bool share = false;        ///< limit_num / limit_den of the measure; else a count
  std::int64_t limit_num = 0, limit_den = 1;
  Day first_day;             ///< on which the limit binds; unknown: from the beginning, or the day is not on record
  Day first_day_other;       ///< where sources differ
  bool day_open = false;     ///< each addressee has its own
  bool disputed = false;     ///< whether it covers the function is
  bool unverified = false;
  std::string status;        ///< of this estate; where `hypothetical`, as if all of it stood in the territory
  bool hypothetical = false;
  Measured measured;
};
struct TargetStep {
  Day from;                  ///< unknown: at once
  bool share = false;
  std::int64_t limit_num = 0, limit_den = 1;
  std::string measure;
  std::vector<std::string> by;  ///< "direction/requirement (territory)"
};
struct MatrixConflict {
  std::string kind;          ///< limit-against-none, limits-differ, dates-differ, some-ask-nothing
  std::string says;
  bool binding = false;      ///< all its sides bind
};
struct MatrixRow {
  std::string supplier;      ///< id; empty: suppliers that an instrument describes and does not name
  std::string function;      ///< a path; empty: everything
  std::string where;         ///< "site_class: uk-nss": only there
  std::string about;         ///< in-place, new, purchase, approval
  std::int64_t pieces = 0;   ///< of the supplier there
  std::map<std::string, std::vector<MatrixEntry>> by_territory;
  std::vector<MatrixConflict> conflicts;
  std::vector<TargetStep> binding, all;  ///< each step is stricter than those before it; by day
};
struct Matrix {
  std::vector<std::string> territories;
  std::set<std::string> hypothetical;    ///< nothing of the estate stands there
  std::vector<MatrixRow> rows;           ///< of suppliers in the estate, and of those only described; by supplier, function, about
  std::int64_t left_out = 0;             ///< requirements of instruments that bind exporters, investors or applicants
};

/// `territories`: to be compared, whether or not the estate stands there; empty: those it stands in. "all": all that knowledge has.
/// Fails: Usage (a territory of which knowledge has no direction). O(requirements × rows).
Result<Matrix> matrix(const Subject& s, const std::vector<std::string>& territories);

}  // namespace rf::direct
