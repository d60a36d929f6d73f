// The pieces of the JSON answer; which keys and types: docs/contracts.md. Absent text is null, never "".
#pragma once

#include <string>

#include "assess/answer.h"
#include "base/json_writer.h"
#include "report/report.h"

namespace rf::report {

/// LOCATOR's members into an open object, with its short form as `locator` first. `says` replaces the locator's own.
void put_locator_members(JsonWriter& w, const Locator& l, const assess::Answer& a, std::string_view says = {});
void put_locator(JsonWriter& w, const Locator& l, const assess::Answer& a);
void put_error(JsonWriter& w, const Error& e);
/// One asset, on one line, in the shape of `identify` with every filled field of model/asset_columns.h under its own name.
std::string asset_json(const assess::Answer& a, std::size_t row);
void put_supplier_card(JsonWriter& w, const assess::SupplierCard& s);
void put_supplier_share(JsonWriter& w, const assess::SupplierShare& s);
void put_finding(JsonWriter& w, const Finding& f, const assess::Answer& a, const Options& o);
void put_regime(JsonWriter& w, const RegimeResult& r);
void put_exposure(JsonWriter& w, const Exposure& x, const Options& o);
void put_direction(JsonWriter& w, const DirectionSummary& d);
void put_estate(JsonWriter& w, const assess::Answer& a);
void put_reconciliation(JsonWriter& w, const assess::Answer& a, const Options& o);
void put_joins(JsonWriter& w, const assess::Answer& a, const Options& o);
void put_provenance(JsonWriter& w, const assess::Answer& a);  ///< members `knowledge`, `estate_hash`, `inputs`

/// How many of a list are written.
inline constexpr std::size_t kListAtMost = 100;  // a page of it can still be read; --all lifts it
inline std::size_t shown(std::size_t n, const Options& o) { return o.all || n < kListAtMost ? n : kListAtMost; }

}  // namespace rf::report
