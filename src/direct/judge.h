// The door of the direct room: directions and regimes held against an estate on a day.
#pragma once

#include <set>
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
  const std::set<std::string>* only = nullptr;  ///< where set: only findings and regimes of these ids ("ID@OPERATOR")
  bool plain = false;                   ///< status and numbers alone: no words, mitigation or exposures. So it is too with `only`
};

/// Judges every requirement of every direction that exists on the world's day, for each operator of the estate.
/// Fails: Usage (a direction that knowledge does not have). O(requirements × rows).
Result<Judgement> judge(const Subject& subject, const Choice& choice);

/// Whether an instrument of this force binds exporters, investors or applicants, and not an operator's network.
bool binds_others(const std::string& force);

/// "uk-hcsec, exactly" of docs/judging.md, for one operator; used by judge.
RegimeResult regime(const Subject& subject, const knowledge::Regime& regime, const std::string& operator_id, bool whole);

/// One requirement's measure, whatever the state of its instrument; used by judge. `plain`: without sentences, chain and evidence.
Finding judge_one(const Subject& subject, const knowledge::Direction& direction, const knowledge::Requirement& requirement,
                  const knowledge::Measure& measure, const std::vector<std::string>& targets, const std::string& operator_id, bool whole,
                  std::size_t list_at_most, bool plain = false);
/// "DIRECTION/REQUIREMENT@OPERATOR", with the measure or the supplier where a requirement makes several findings.
std::string finding_id(const knowledge::Direction& direction, const knowledge::Requirement& requirement, const knowledge::Measure& measure,
                       const std::vector<std::string>& targets, const std::string& operator_id);
std::string regime_key(const std::string& regime, const std::string& operator_id);

}  // namespace rf::direct
