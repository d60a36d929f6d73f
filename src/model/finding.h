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
int rank_of(Status s);  ///< 0 for the worst: breached, undecided, due, met, exempt, preview, not-applicable

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

/// One link of the chain from law to asset: a rule (what an instrument says), a fact (of knowledge or evidence), a result.
struct Because {
  std::string kind;    ///< rule, fact, result
  std::string says;
  std::string source;  ///< title and date of where it comes from; empty: computed here
  bool unverified = false;
  std::optional<Locator> locator;  ///< of a fact of the evidence
};

/// A row whose facts would decide, and which facts.
struct OpenRow {
  std::string asset;
  std::vector<std::string> lacks;  ///< maker, function, weight …
};

struct Finding {
  std::string id, operator_id, direction, requirement;
  std::string supplier, region;  ///< scope
  std::string force, instrument_state, applies, territory;
  Status status = Status::Undecided;
  bool has_deadline = false;               ///< `from` is a last lawful day
  Day from;                                ///< the last lawful day, or the first day it binds where there is no deadline
  Day from_other;                          ///< the last lawful day as other sources have it; unknown where they agree
  std::optional<std::int32_t> days_left;   ///< to the deadline, where it is to come
  Measured measured;
  std::int64_t undecided_assets = 0;
  std::map<std::string, std::int64_t> missing;  ///< maker, function, weight, installed_on, site_class …: rows
  std::vector<std::string> decide_by;           ///< the fewest assets whose missing fact would decide it
  std::vector<OpenRow> decide_rows;             ///< the same, with what each lacks
  std::vector<std::string> decide_facts;        ///< facts of the instrument that are open: a scope, a day, who is meant
  std::string supplier_basis;                   ///< named, subsidiary, affiliate, brand-only, component-only; empty: none met
  std::vector<std::string> assets;
  std::int64_t assets_total = 0;
  Mitigation mitigation;
  bool unverified = false;  ///< rests on a fact marked `confidence: unverified`
  std::string unverified_what;  ///< which, in words
  std::string variation;        ///< reference of an exemption or another date, of this operator alone
  bool exposure_only = false;   ///< the instrument binds others (exporters, investors, applicants): no breach can follow
  std::int64_t exposure_rows = 0, exposure_pieces = 0;  ///< planned, ordered or in store: not counted
  std::int64_t component_rows = 0;                      ///< rows with a part of the supplier's that does not count here
  std::int64_t excepted_rows = 0;
  std::vector<Because> because;
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

/// One state in an instrument's history.
struct StateSpan {
  std::string state, by, source;
  Day from, to;
};
struct ObligationNote {
  std::string id, says, to, within, source;
  Day due;
  bool unverified = false;
};
/// A relevant fact about a supplier of concern; never added up.
struct Factor {
  std::string factor;  ///< exposure, function, concentration, compulsion, export-dependency, assurance
  std::string says;
  std::vector<std::string> sources;
  bool unverified = false;
};
/// How long a function can be repaired from what is in store, once nothing more is supplied.
struct SupplyClock {
  std::string function;           ///< a path; empty: none is known
  std::int64_t pieces = 0;        ///< in place, with denied components
  std::int64_t unknown = 0;       ///< in place, their components not stated
  std::int64_t spares = 0;        ///< in store
  std::int64_t on_order = 0;      ///< ordered or planned, and not to be counted on
  std::int64_t used = 0;          ///< taken out of service, removed or disposed of in the 365 days before: at most what repair took
  std::int64_t used_undated = 0;  ///< removed or disposed of on a day not stated: could be among those
  std::optional<std::int64_t> months, months_low;  ///< until spares end at that rate, and with those undated; none: nothing was used, so no rate
  Day until, stated_until;        ///< the last day with spares at that rate; the day the operator states
};
/// What an authority's denial of supply means for products of this estate. Exposure: nobody is bound by it here.
struct Exposure {
  std::string kind;  ///< product: of the denied supplier; part: a part of the denied supplier in another's product
  std::string id, list, title, authority, supplier, operator_id, status;  ///< active, ended, to-come
  Day from, to;
  std::int64_t assets = 0, quantity = 0;                  ///< products with a denied component, for sure
  std::int64_t unknown_assets = 0, unknown_quantity = 0;  ///< of the supplier, their components not stated
  std::map<std::string, std::int64_t> by_function;        ///< pieces
  std::map<std::string, std::int64_t> components;         ///< "Broadcom: BCM68620" → pieces
  Day stock_ends;                                         ///< the earliest stated; unknown: not stated
  std::string stock_source;
  std::vector<SupplyClock> clock;                         ///< by function
  std::vector<std::string> assets_named;
  std::string says, source;
  bool unverified = false;
};

struct DirectionSummary {
  std::string id, title, force, state, territory;
  bool text_seen = false;
  std::int64_t encoded = 0, known = 0;
  std::vector<std::string> unverified;
  std::string note;  ///< why it makes no finding here, where it makes none
  std::vector<StateSpan> history = {};
  std::vector<std::string> amends = {};
  std::vector<ObligationNote> obligations = {};
};

}  // namespace rf
