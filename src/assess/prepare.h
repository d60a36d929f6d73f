// From paths to what a judge looks at: evidence read, joined, its makers resolved. What assess and what-if have in common.
#pragma once

#include <memory>
#include <vector>

#include "assess/answer.h"
#include "assess/gather.h"
#include "direct/subject.h"
#include "knowledge/knowledge.h"

namespace rf::assess {

struct Prepared {
  Answer answer;            ///< what is known before judging: inputs, errors, the estate, operator, country
  knowledge::World world;
  std::shared_ptr<const Tools> tools;
  Gathered gathered;        ///< what is left of it: contradictions, the estate
  direct::Subject subject;  ///< points to the estate and the world here
  bool of_pack = false;     ///< the estate is a pack that is judged where it lies: its rows' states are made when rows themselves are judged
};

/// Fails only where nothing could be done at all: no such path, no evidence in it (Io, Unsupported, Usage). `k` must outlive it.
/// `tools`: made before from the same two days, columns and map, for who prepares many; null: made here.
/// `cells_will_do`: of a pack alone the states of its rows are left to the caller (Prepared::of_pack).
Result<std::unique_ptr<Prepared>> prepare(const Request& request, const knowledge::Knowledge& k, std::shared_ptr<const Tools> tools = nullptr, bool cells_will_do = false);

/// What is said where inputs gave neither device nor row.
Error nothing_found(const Request& request, const std::vector<Error>& errors);

/// Whether texts of a pack that were opened are damaged: to be asked last, when assets are named.
void tell_damage(Answer& answer);

/// A list of the rows that a requirement on classed sites counts would say where those sites are (--sites-secret): counts only.
void keep_sites_secret(std::vector<Finding>& findings, const knowledge::Knowledge& k);

/// Days, knowledge and names of an answer. `k` must outlive it.
void begin(Answer& answer, const Request& request, const knowledge::Knowledge& k);

/// The country asked about as its code, "" where none is named. One that is none would make every direction look as if nothing of the
/// estate stood in its territory. Fails: Usage.
Result<std::string> country_asked(const Request& request);
/// --operator-facts in place of `facts`, names in them settled, and --operator over both. Fails: Io, Malformed.
Result<void> read_stated_facts(const Request& request, const Tools& tools, const knowledge::Knowledge& k, direct::OperatorFacts& facts, std::vector<Error>& warnings);
/// Country and operator of subject and answer, once the estate and its facts are there. O(rows), of a pack O(cells).
void settle_whose(Answer& answer, direct::Subject& subject, const std::string& country);

}  // namespace rf::assess
