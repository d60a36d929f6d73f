// Tables beside inventories: weights and attributes that join rows, and stated totals that are denominators.
#pragma once

#include <string>
#include <vector>

#include "assess/gather.h"
#include "direct/subject.h"

namespace rf::assess {

/// Joins what `gather` put aside to the estate, tells what joined nothing, and lists it in the answer. Secret sites are counted only.
std::vector<estate::TableJoin> join_tables(Gathered& gathered);

/// `--totals FILE`: a table of operator, function, measure (quantity, premises, traffic), total and source, in any order and separator.
/// Lines that cannot be read go to `errors`. Fails: Malformed, Unsupported where it is no such table.
Result<std::vector<direct::StatedTotal>> read_totals(std::string_view bytes, const std::string& name, const Tools& tools, std::vector<Error>& errors);

/// One warning for each stated total that the sum of the estate misses by more than 1 %.
void check_totals(const direct::Subject& subject, std::vector<Error>& warnings);

}  // namespace rf::assess
