// The answer of the main job, as contracts.md prints it. Rows stay in the estate; the report reads them there.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/count.h"
#include "base/result.h"
#include "estate/estate.h"
#include "estate/join_tables.h"
#include "model/finding.h"
#include "screen/standing.h"

namespace rf::assess {

/// What one supplier has in the estate; quantities in pieces, premises and traffic as sums of what is known.
struct Amount {
  std::int64_t assets = 0, quantity = 0, premises = 0, traffic = 0;
  /// Sums end at the largest number (base/count.h).
  Amount& operator+=(const Amount& x) {
    assets = added(assets, x.assets);
    quantity = added(quantity, x.quantity);
    premises = added(premises, x.premises);
    traffic = added(traffic, x.traffic);
    return *this;
  }
};
struct SupplierShare {
  std::string supplier;  ///< id; empty: unknown makers
  std::string name;      ///< as to be printed
  bool resolved = true;     ///< false: no supplier of knowledge: unknown, to be confirmed, or a name of its own
  bool own_name = false;    ///< a clear name that nobody in knowledge has
  Amount all;
  std::map<std::string, Amount> by_function;  ///< "" where no function is known
  std::int64_t parts = 0;  ///< in others' devices and its own, as those list them; in no amount
};

struct Designation {
  std::string list, title, force, entry, rule;  ///< rule: named, subsidiary, affiliate
  Day from, to;
  bool active = false, unverified = false;
  std::string effect = {}, scope = {};  ///< what being on the list does, and for what equipment
  std::string by = {};        ///< named, 50%, control, affiliate
};
/// A supplier of this estate: who it is.
struct SupplierCard {
  std::string id, name, country, influence_group;
  std::vector<std::string> owners;  ///< in words, with date and source
  std::vector<Designation> designations;
  std::vector<Factor> factors = {};  ///< of a supplier of concern; never added up
};

/// Kinds of contradiction, the gravest first: the order in which they are shown.
inline constexpr std::array<std::string_view, 5> kContradictions = {"removed-but-answering", "seen-after-removal", "other-maker", "more-seen-than-listed", "inventories-differ"};
inline std::size_t rank_of_contradiction(std::string_view kind) { return static_cast<std::size_t>(std::find(kContradictions.begin(), kContradictions.end(), kind) - kContradictions.begin()); }

struct Reconciled {
  std::string function;
  std::int64_t declared = 0, observed = 0, both = 0;
  std::vector<std::string> declared_only, observed_only;  ///< asset keys, as many as the answer may list
  std::int64_t declared_only_total = 0, observed_only_total = 0;
  struct Contradiction {
    std::string kind;  ///< one of kContradictions
    std::string asset, says;
    std::vector<Locator> evidence;  ///< of both sides, the inventory's first
  };
  std::vector<Contradiction> contradicted;
};

/// Two observations that share a key: joined by it, or kept apart although they share it.
struct MergeNote {
  std::size_t device = 0, other = 0;  ///< numbers among the devices, after joining; equal where joined
  bool joined = false;
  std::string_view key;               ///< "serial and maker", "chassis id", "engine id", "MAC address", "management address", "name"
  std::string value, why;             ///< why: what else supports it, or what speaks against
  std::array<std::string, 2> inputs;
  std::array<std::string, 2> assets;  ///< keys of the rows
};

/// How a row's maker was read.
struct MakerOf {
  std::string id, name;        ///< id empty: nobody in knowledge; name: as to be printed; both empty: unknown
  double confidence = 0;
  bool near = false;           ///< a candidate to confirm, not a match
  bool brand_only = false;
  std::vector<Candidate> candidates;
  std::vector<std::string> functions;
  Basis basis = Basis::Declared;
};

struct Answer {
  Day as_of, known_at;
  std::string operator_id, country;  ///< "" where not given
  bool country_assumed = false;
  std::string completeness;          ///< "stated by …" or "not stated"
  std::int64_t assets = 0, unknown = 0, sightings = 0;
  std::int64_t parts = 0;  ///< rows beside the assets: what devices were seen to hold
  std::vector<SupplierShare> by_supplier;
  std::vector<Reconciled> reconciliation;
  std::vector<DirectionSummary> directions;
  std::vector<SupplierCard> suppliers;
  std::vector<Finding> findings;
  std::vector<RegimeResult> regimes;
  std::vector<Exposure> exposures;
  std::vector<estate::TableJoin> joins;  ///< tables that joined rows
  std::vector<MergeNote> merges;             ///< in the order of the keys' strength
  std::vector<Error> errors;    ///< input parts that could not be read
  std::vector<Error> warnings;  ///< read, but flagged
  std::string knowledge_hash, estate_hash;
  struct InputFile {
    std::string path, kind, sha256;
    std::uint64_t bytes = 0;
  };
  std::vector<InputFile> inputs;
  std::shared_ptr<const estate::Estate> estate;
  std::function<MakerOf(std::size_t row)> maker_of;  ///< of the estate's rows
  /// Who made a row's product, whose line it is now, who owns that firm.
  std::function<screen::Standing(std::size_t row)> standing_of;
  /// What was made by another than answers for it now: the sentence, and how many assets it is true of; the most first.
  std::vector<std::pair<std::string, std::int64_t>> moved;
  std::function<std::string(std::string_view id)> supplier_name;
  std::map<std::string, std::string> input_sha256;   ///< input name → hex, for locators
};

}  // namespace rf::assess
