#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assess/by_operator.h"
#include "report/report.h"

namespace rf::report {

/// In `format` text, json, jsonl, csv or html. Keys: docs/contracts.md.
void write_by_operator(const assess::ByOperator& b, const Options& o, std::string_view format, const Write& out);
/// "40 submissions …", for stderr.
std::string by_operator_summary(const assess::ByOperator& b);
std::string by_operator_html(const assess::ByOperator& b, const Options& o);

/// "4 rows dropped (a, b): 12 pieces → 8 pieces, due → met".
std::string step_in_words(const direct::ChangeStep& s, const Measured& like);
/// "12 pieces → 8 pieces".
std::string change_in_words(const direct::Numbers& before, const direct::Numbers& after, const Measured& like);
/// "31 rows as before, 2 dropped, 1 added, 1 re-dated".
std::string rows_in_words(const direct::RowChanges& r);
/// Lines of several operators that are read together: of one direction, requirement, supplier where each has its own, and measure.
struct LineGroup {
  std::string title;  ///< with force, limit and day of the first
  std::vector<const assess::OperatorLine*> lines;
  const direct::TotalLine* total = nullptr;  ///< where it is of more than one
};
std::vector<LineGroup> line_groups(const assess::ByOperator& b);

}  // namespace rf::report
