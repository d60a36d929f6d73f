// The ledger of days: for each recipient of an instrument when it has to have done what, by whose clock, and how that day moved.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "direct/judge.h"

namespace rf::direct {

/// A day that a requirement had, has, or had been said to have.
struct LedgerDay {
  Day deadline, other, learnt;
  std::string source;
  bool stands = false;      ///< on the world's day; false: replaced, or of another time
  bool unverified = false;
};
struct LedgerEntry {
  std::string kind;         ///< requirement, obligation
  std::string operator_id, direction, requirement, says, force, applies, status;  ///< status: of the worst of its measures; empty for obligations
  Day deadline, other;      ///< the last lawful day; `other` where sources differ
  std::optional<std::int32_t> days_left;  ///< negative: passed
  std::string clock;        ///< general, own (a variation), individual (each has its own, and this one's is not on record), within (so long after an event), none
  std::string within, to;   ///< of obligations
  Day clock_from;           ///< since when the recipient is bound: named as addressee, else the instrument in force
  std::string reference;    ///< of the notice or the variation
  std::vector<LedgerDay> chain;            ///< oldest first
  std::vector<std::string> amends, amended_by;
};

/// For what is addressed to an operator, or may be. By day, those without one last. O(findings).
std::vector<LedgerEntry> ledger(const Subject& s, const std::vector<Finding>& findings);

}  // namespace rf::direct
