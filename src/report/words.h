// The words of a report, the same on a terminal and on a page. What a force allows to be said: docs/judging.md, "Words".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assess/answer.h"
#include "model/asset.h"
#include "model/finding.h"

namespace rf::report {

/// "not met on this evidence" (law and whatever binds), "not in line with", "against the advice" …
std::string_view not_met(std::string_view force);
/// A status of docs/contracts.md in the words its force allows.
std::string status_in_words(const std::string& status, std::string_view force);
/// Where a finding stands, in a few words: "due, 402 days left", "against the advice", "undecided".
std::string standing(const Finding& f);
/// Its sentence; opens "If this direction is addressed to …" wherever that is assumed.
std::string sentence(const Finding& f);

std::string grouped(std::int64_t n);  ///< 1,234,567
/// With as many decimals (at most 4) as keep it apart from `limit` (num/den) where it is not equal to it.
std::string percent(std::int64_t part, std::int64_t total, std::int64_t limit_num = 0, std::int64_t limit_den = 0);
std::string unit_of(std::string_view measure, std::int64_t n);  ///< "piece", "pieces", "premises" …
std::string amount(const Measured& m);   ///< "37.2 % of premises (19,344 of 52,000)", "3 pieces"
std::string bounds(const Measured& m);   ///< "36.1 % to 41.9 %"; empty where nothing is unknown
std::string limit_of(const Measured& m); ///< "at most 35 %", "none"
std::string over_by(const Measured& m);  ///< "1,144 premises"; empty where it holds

std::string mitigation(const Finding& f);
std::string missing(const Finding& f);   ///< "maker of 3 rows, weight of 1 row"
std::string_view supplier_basis(std::string_view basis);
std::string_view regime_standing(std::string_view status);
std::string_view to_words(Basis b);
/// "8 of about 11 requirements are judged; the final text was not available"
std::string limits_of(const DirectionSummary& d);
/// What the whole answer takes for granted, a sentence each: country, addressees, completeness, texts not read, rows unknown.
std::vector<std::string> assumptions(const assess::Answer& a);

/// Not met first, then undecided, due, met, exempt, preview, not applicable; inside by force, direction, requirement.
std::vector<const Finding*> in_order(const assess::Answer& a);

/// Makers by pieces, most first; those not known last.
std::vector<const assess::SupplierShare*> by_size(const assess::Answer& a);

struct Tally {
  std::int64_t met = 0, due = 0, breached = 0, undecided = 0, exempt = 0, preview = 0, not_applicable = 0;
  std::int64_t judged() const { return met + due + breached + undecided; }
};
Tally tally(const assess::Answer& a);
/// What is not met, by the words that its force allows, binding first: forces are never added up.
std::vector<std::pair<std::string, std::int64_t>> not_met_groups(const assess::Answer& a);
/// The group of a finding that is not met: "against the advice", "not met on this evidence if addressed".
std::string not_met_group(const Finding& f);
/// "2 not met on this evidence, 1 against the advice"; empty where there is none.
std::string not_met_words(const assess::Answer& a);
std::string upper_first(std::string s);
bool several_operators(const assess::Answer& a);
std::string operator_name(const std::string& id);  ///< "not named" where it is not
/// The first `n`, and " …" where there are more: "a, b, …".
std::string first_of(const std::vector<std::string>& items, std::size_t n);

/// What may stand on a terminal or page: control and bidirectional override characters become U+FFFD, line ends a space.
std::string clean(std::string_view s);

}  // namespace rf::report
