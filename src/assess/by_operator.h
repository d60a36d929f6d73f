// Many operators' submissions, one after the other: a line per operator and requirement, the totals, and what changed since.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "assess/answer.h"
#include "assess/assess.h"
#include "direct/between.h"
#include "direct/ledger.h"
#include "direct/matrix.h"
#include "direct/rollout.h"
#include "direct/shared_once.h"

namespace rf::assess {

/// What an operator handed in before, and what was answered then.
struct Earlier {
  std::string label;                      ///< "run 12, as of 2026-10-01", "last-year/albion"
  std::int64_t run = 0;                   ///< 0: not a run
  std::vector<std::string> paths;         ///< its rows: a kept pack, or a folder; empty: they are no more
  Day as_of, known_at;                    ///< of the answer; unknown: there is no answer, only rows
  std::string knowledge;
  std::map<std::string, direct::Numbers> numbers;  ///< by the finding's id
  bool exact = true;                      ///< false: kept by a version that kept no bounds of totals
};

/// One entry of a folder: what one operator handed in, or a file of several.
struct Submission {
  std::string name, path;
  std::vector<std::string> operators;
  std::string country;
  std::int64_t assets = 0, unknown = 0, inputs = 0, sightings = 0;
  std::vector<Error> errors, warnings;
  std::int64_t run = 0;                   ///< as which it was kept
  bool failed = false;                    ///< nothing could be read
  std::optional<std::string> since;       ///< Earlier::label
  std::int64_t since_run = 0;
  direct::RowChanges rows;
  std::vector<std::string> gaps;          ///< beside those of single lines, in words
  std::vector<RegimeResult> regimes;
  std::vector<Exposure> exposures;
  std::vector<direct::LedgerEntry> deadlines;
  std::vector<direct::Rollout> caps;
};
struct OperatorLine {
  Finding finding;                        ///< without its lists and its chain
  std::size_t submission = 0;             ///< number among the submissions
  std::optional<direct::ChangedFinding> changed;
};

struct ByOperator {
  Day as_of, known_at;
  std::string knowledge_hash;
  std::vector<Submission> submissions;
  std::vector<OperatorLine> lines;        ///< by submission, then as judged
  std::vector<direct::TotalLine> totals;
  std::vector<direct::SharedOnce::Unlisted> unlisted;
  std::int64_t shared = 0, listed_again = 0;
  std::vector<std::string> listed_otherwise;
  std::vector<DirectionSummary> directions;
  std::vector<Error> errors;              ///< of all submissions
};

struct ByOperatorHooks {
  /// Keeps a submission's answer and says which number it has; 0: not kept.
  std::function<std::int64_t(const Answer&)> keep;
  /// What `operator_id` handed in before the run of this number (0: before now); none: nothing, or nothing is to be compared.
  std::function<std::optional<Earlier>(const std::string& operator_id, const Submission&)> earlier;
  std::function<void(std::size_t done, std::size_t of, const std::string& name)> progress;
};

/// Each folder of `request.paths` stands for as many submissions as it has entries (folders and files; hidden ones aside), each other
/// path for one; `as_one`: all paths are one submission. One submission is in memory at a time, and one before it. Fails: Usage, and where no submission at all could be read.
Result<ByOperator> by_operator(const Request& request, const knowledge::Knowledge& k, const ByOperatorHooks& hooks, bool as_one = false);

struct MatrixAnswer {
  Answer base;  ///< inputs, errors, operator, country; no findings
  direct::Matrix matrix;
};
/// What each country asks of the estate's suppliers (direct/matrix.h). Fails as assess and `direct::matrix` do.
Result<MatrixAnswer> law_matrix(const Request& request, const knowledge::Knowledge& k, const std::vector<std::string>& countries);

/// The submissions that paths stand for: name and path, by name.
std::vector<std::pair<std::string, std::string>> submissions_of(const std::vector<std::string>& paths, std::vector<Error>& errors);

}  // namespace rf::assess
