#include "direct/words.h"

#include <algorithm>

#include "base/text.h"

namespace rf::direct {
namespace {

std::string not_met(const std::string& force) {
  if (force == "advice") return "Against the advice";
  if (force == "policy") return "Against the policy";
  if (force == "contract") return "Not in line with the contract";
  if (force == "procurement") return "Representation not supported by this evidence";
  return "Not met on this evidence";
}
std::string percent(std::int64_t part, std::int64_t total) {
  if (total == 0) return "0 %";
  // In integers, rounded half up: the same digits always.
  const auto hundredths = static_cast<std::int64_t>((Wide{part} * 20000 + total) / (Wide{total} * 2));
  std::string out = std::to_string(hundredths / 100);
  if (hundredths % 100 != 0) out += "." + std::string(hundredths % 100 < 10 ? "0" : "") + std::to_string(hundredths % 100);
  return out + " %";
}
std::string unit(const std::string& measure, std::int64_t n) {
  if (measure == "quantity") return counted(n, "piece", "pieces");
  if (measure == "sites") return counted(n, "site", "sites");
  if (measure == "suppliers") return counted(n, "supplier", "suppliers");
  return std::to_string(n) + " " + measure;
}

}  // namespace

std::string say(const Finding& f, const knowledge::Direction& d, const knowledge::Requirement& q, const Counted& c,
                Day bound_from, const std::string& why_not, const std::string& open_day) {
  const Measured& m = f.measured;
  std::string out;
  if (f.applies == "assumed") out = "If this direction is addressed to " + (f.operator_id.empty() ? std::string("this operator") : f.operator_id) + ": ";
  if (f.status == Status::NotApplicable && !f.exposure_only) return out + "Not applicable: " + why_not + ". " + q.says;
  std::string amount = m.share ? unit(m.measure, m.part) + " of " + std::to_string(m.total) + " (" + percent(m.part, m.total) + "), limit " + percent(m.limit_num, m.limit_den)
                               : unit(m.measure, m.part) + ", limit " + std::to_string(m.limit_num);
  const bool bounds = m.part_low != m.part_high || m.total_low != m.total_high;
  if (bounds)
    amount += m.share ? "; between " + percent(m.part_low, m.total_low) + " and " + percent(m.part_high, m.total_high) + " as the unknown turns out"
                      : "; between " + std::to_string(m.part_low) + " and " + std::to_string(m.part_high) + " as the unknown turns out";
  switch (f.status) {
    case Status::Met: out += "Met: "; break;
    case Status::Due: out += "Due by " + to_text(f.from) + (f.from_other.known() ? " or " + to_text(f.from_other) : std::string()) + (f.days_left ? " (" + counted(*f.days_left, "day", "days") + " left)" : std::string()) + ": "; break;
    case Status::Breached: out += not_met(d.force) + (bound_from.known() ? " (binding since " + to_text(bound_from) + ")" : "") + ": "; break;
    case Status::Undecided: out += "Undecided: "; break;
    case Status::Exempt: out += "Exempt by " + f.variation + ", confidential to this operator: "; break;
    case Status::NotApplicable: out = "Exposure only (" + why_not + "): "; break;
    case Status::Preview: out += "Proposal only, as it would stand: "; break;
    default: break;
  }
  out += q.says + " " + amount + ".";
  if (f.has_deadline && f.status != Status::Due && f.status != Status::Breached && f.status != Status::NotApplicable && open_day.empty()) {
    const Day last = bound_from.known() ? bound_from.plus(-1) : f.from;
    out += " Its last lawful day is " + to_text(f.from) + (last == f.from ? "" : " or " + to_text(last)) + ".";
  }
  if (m.share && m.total_high == 0 && m.total_low == 0) out += " There is nothing to take a share of (0 of 0), which is no breach.";
  const bool anybody = q.described && std::find(q.described->groups.begin(), q.described->groups.end(), "everyone") != q.described->groups.end();
  if (q.described && !anybody && f.status != Status::Met) out += " It names no supplier (" + q.described->says + "); whom it means is not decided here.";
  if (!open_day.empty()) out += " " + open_day + ".";
  if (f.status == Status::Undecided && !f.missing.empty() && f.undecided_assets > 0) {
    out += " Missing:";
    bool first = true;
    for (const auto& [what, n] : f.missing) {
      if (what == "deadline") continue;
      out += (first ? " " : ", ") + what + " of " + counted(n, "row", "rows");
      first = false;
    }
    out += ".";
  }
  for (const auto& [field, n] : c.stood_in) out += " For " + counted(n, "row", "rows") + " " + field + " stood in for a date that is empty.";
  for (const auto& fact : f.decide_facts)
    if (f.status == Status::Undecided && open_day.empty()) out += " Open: " + fact + (fact.ends_with('.') ? "" : ".");
  if (c.excepted_rows > 0) out += " " + counted(c.excepted_rows, "row falls", "rows fall") + " under an exception and " + (c.excepted_rows == 1 ? "is" : "are") + " not counted.";
  if (c.exposure_rows > 0) out += " Planned, ordered or in store, and so not counted: " + unit("quantity", c.exposure_pieces) + " (exposure).";
  if (c.component_rows > 0) out += " In " + counted(c.component_rows, "further row", "further rows") + " only a component is the supplier's, which does not count here.";
  if (c.subsidiaries + c.affiliates > 0)
    out += " " + counted(c.subsidiaries + c.affiliates, "row is", "rows are") + " of the same corporate group; not checked against the notice's annex.";
  if (!f.variation.empty() && f.status != Status::Exempt) out += " Its date was moved for this operator by " + f.variation + " (confidential).";
  if (f.unverified) out += " Not verified against the text: " + f.unverified_what + ".";
  return out;
}

}  // namespace rf::direct
