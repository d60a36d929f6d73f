// Nouns of judgement. What every status, force and measure means: docs/judging.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "model/locator.h"

namespace rf {

enum class Status : std::uint8_t { Met, Due, Breached, Undecided, Exempt, Preview, NotApplicable };
std::string_view to_text(Status s);  ///< "met", "due", … "not-applicable"
std::optional<Status> parse_status(std::string_view s);

/// Whether the risk can be mitigated, by whose word or by which regime.
struct Mitigation {
  std::optional<bool> possible;  ///< empty: not decided
  std::string basis;             ///< "stated-by-authority", "conditions" or empty
  std::string by;                ///< who says so
  std::string regime;            ///< id, or empty
  std::string why;
};

/// A number of an answer with its bounds: pieces, premises … as integers; shares are part / total.
struct Measured {
  std::string measure;  ///< quantity, premises, traffic, sites, suppliers
  bool share = false;   ///< unit: share of total, else count
  std::int64_t part = 0, part_low = 0, part_high = 0;
  std::int64_t total = 0, total_low = 0, total_high = 0;  ///< total_low goes with part_low, total_high with part_high
  std::int64_t limit_num = 0, limit_den = 1;
  std::int64_t over_by = 0;  ///< pieces, premises … to take away until the limit holds; 0 where it holds

  double value() const { return ratio(part, total); }
  double value_low() const { return ratio(part_low, total_low); }
  double value_high() const { return ratio(part_high, total_high); }
  double limit() const { return static_cast<double>(limit_num) / static_cast<double>(limit_den); }

 private:
  double ratio(std::int64_t p, std::int64_t t) const {
    if (!share) return static_cast<double>(p);
    return t == 0 ? 0.0 : static_cast<double>(p) / static_cast<double>(t);
  }
};

struct Finding {
  std::string id, operator_id, direction, requirement;
  std::string supplier, region;  ///< scope
  std::string force, instrument_state, applies, territory;
  Status status = Status::Undecided;
  Day from;                                ///< the last lawful day, or the first day it binds where there is no deadline
  std::optional<std::int32_t> days_left;   ///< to the deadline, where it is to come
  Measured measured;
  std::int64_t undecided_assets = 0;
  std::map<std::string, std::int64_t> missing;  ///< maker, function, weight, installed_on, site_class …: rows
  std::vector<std::string> decide_by;           ///< the fewest assets whose missing fact would decide it
  std::string supplier_basis;                   ///< named, subsidiary, affiliate, brand-only, component-only; empty: none met
  std::vector<std::string> assets;
  std::int64_t assets_total = 0;
  Mitigation mitigation;
  bool unverified = false;  ///< rests on a fact marked `confidence: unverified`
  std::string unverified_what;  ///< which, in words
  std::string variation;        ///< reference of an exemption or another date, of this operator alone
  std::string says;
  std::vector<Locator> evidence;
};

struct Condition {
  std::string id, says, state;  ///< state: true, false, undecided, not-stated
  bool decides = false;
  std::string why;
};

struct RegimeResult {
  std::string id, operator_id, status;  ///< effective, ineffective, unknown, not-needed
  std::string assurance_level, assurance_by, assurance_says;
  Day assurance_from;
  std::string why;
  std::vector<Condition> conditions;
};

struct DirectionSummary {
  std::string id, title, force, state, territory;
  bool text_seen = false;
  std::int64_t encoded = 0, known = 0;
  std::vector<std::string> unverified;
  std::string note;  ///< why it makes no finding here, where it makes none
};

}  // namespace rf
