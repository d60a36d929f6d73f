// Counting one requirement over an estate: what is sure, what could be, and what is missing to know.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "direct/subject.h"
#include "expr/tri.h"
#include "model/finding.h"

namespace rf::direct {

__extension__ using Wide = __int128;  ///< for sums of many and products of two 63-bit numbers

/// What to count. Built from a requirement; regimes build their own.
struct Question {
  std::vector<std::string> targets;  ///< supplier ids
  const knowledge::Requirement* requirement = nullptr;
  const knowledge::Measure* measure = nullptr;
  std::string direction, territory, operator_id;
  bool whole_estate_operator = true;  ///< rows without an operator belong to it
  bool as_count = false;             ///< of a share, count the pieces
};

/// What a row may lack to be counted or left out; a set of bits.
enum class Lack : std::uint8_t { Maker, Brand, Function, Segment, SiteClass, Region, Affected, OrderedOn, InstalledOn, Site, Weight, Exception, Approval, Designation, Status, Service };
inline constexpr std::size_t kLacks = 16;
std::string_view to_text(Lack l);  ///< "maker", "maker (brand only)", "function" …
using Lacks = std::uint16_t;
std::vector<std::string> names_of(Lacks lacks);

/// Rows that could decide, and the ones counted.
struct Counted {
  Measured measured;
  std::vector<std::uint32_t> sure;     ///< rows counted in part
  struct Open {
    std::uint32_t row;
    std::int64_t weight;
    Lacks lacks;
    bool later = false;  ///< stands behind others of the same weight: of sites without a name, what is not the supplier's
  };
  /// Heaviest first.
  static bool before(const Open& a, const Open& b) { return a.weight != b.weight ? a.weight > b.weight : a.later != b.later ? b.later : a.row < b.row; }
  std::vector<Open> open;              ///< rows that may be counted, heaviest first
  std::map<std::string, std::int64_t> missing;
  std::vector<std::string> facts;      ///< of the instrument, not of rows: scopes that are disputed, exceptions
  std::int64_t exposure_rows = 0, exposure_pieces = 0;  ///< planned, ordered, in store: not there, and so never counted
  std::int64_t component_rows = 0;     ///< rows with a part of the supplier's that does not count here
  std::int64_t excepted_rows = 0;
  std::int64_t sure_rows = 0, open_rows = 0;  ///< rows (of cells: all of them) in `sure` and `open`; also where these are not listed
  std::int64_t largest = 0;            ///< what a missing weight may be at most
  bool too_large = false;              ///< a sum passed 2^63-1; the numbers are cut there and decide nothing
  std::map<std::string, std::int64_t> stood_in;  ///< "in_service_from" for installed_on: rows
  std::string basis;                   ///< strongest basis met among `sure`, or "brand-only" among open ones
  std::int64_t subsidiaries = 0, affiliates = 0;
  bool territory_assumed = false;
  std::vector<std::uint32_t> rows() const;  ///< counted, or that may be: each once, ascending
};

/// `plain`: numbers alone, `sure` and `open` may be empty.
Counted count(const Subject& s, const Question& q, bool plain = false);

/// The requirement that a finding is of; null where knowledge has it no more.
const knowledge::Requirement* requirement_of(const knowledge::Knowledge& k, const Finding& f);
/// The count behind a finding, taken again on another subject of the same world; none where its measure does not hold there.
std::optional<Counted> count_of(const Subject& s, const Finding& f);

/// Suppliers a requirement is about on the world's day: `about`, and who stands on `about_list`.
std::vector<std::string> targets_of(const knowledge::World& w, const knowledge::Requirement& q);
/// part over the limit? Cross-multiplied in 128 bits; a share of nothing is over no limit.
bool over(std::int64_t part, std::int64_t total, const Measured& m);
/// Whether the limit holds: no where even the low bound is over it, yes where even the high one is within.
Tri within(const Measured& m);
/// "37.2 % (19344 of 52000), at most 35 %, over by 1144"
std::string against_limit(const Measured& m);
/// What must go until the limit holds, the total staying; 0 where it holds.
std::int64_t over_by(const Measured& m);

}  // namespace rf::direct
