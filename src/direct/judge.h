// The door of the direct room: directions and regimes held against an estate on a day.
#pragma once

#include <string>
#include <vector>

#include "direct/subject.h"
#include "model/finding.h"

namespace rf::direct {

struct Judgement {
  std::vector<Finding> findings;            ///< by direction, requirement, measure, operator
  std::vector<RegimeResult> regimes;
  std::vector<DirectionSummary> directions; ///< those that exist on the day
  std::vector<Exposure> exposures;          ///< denials of supply, over components (denial.h)
};

struct Choice {
  std::vector<std::string> directions;  ///< --directions; empty: all whose territory the estate touches
  std::size_t list_at_most = 100;       ///< assets and evidence named in a finding
};

/// Judges every requirement of every direction that exists on the world's day, for each operator of the estate.
/// Fails: Usage (a direction that knowledge does not have). O(requirements × rows).
Result<Judgement> judge(const Subject& subject, const Choice& choice);

/// Whether an instrument of this force binds exporters, investors or applicants, and not an operator's network.
bool binds_others(const std::string& force);

/// "uk-hcsec, exactly" of docs/judging.md, for one operator; used by judge.
RegimeResult regime(const Subject& subject, const knowledge::Regime& regime, const std::string& operator_id, bool whole);

/// One requirement's measure, whatever the state of its instrument; used by judge and by regimes that rest on it.
Finding judge_one(const Subject& subject, const knowledge::Direction& direction, const knowledge::Requirement& requirement,
                  const knowledge::Measure& measure, const std::vector<std::string>& targets, const std::string& operator_id, bool whole,
                  std::size_t list_at_most);

}  // namespace rf::direct
