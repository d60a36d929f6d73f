// The pieces of the JSON answer; which keys and types: docs/contracts.md. Absent text is null, never "".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assess/answer.h"
#include "base/json_writer.h"
#include "report/report.h"

namespace rf::report {

/// LOCATOR's members into an open object, with its short form as `locator` first. `says` replaces the locator's own.
void put_locator_members(JsonWriter& w, const Locator& l, const assess::Answer& a, std::string_view says = {});
void put_locator(JsonWriter& w, const Locator& l, const assess::Answer& a);
void put_error(JsonWriter& w, const Error& e);
inline void put_day(JsonWriter& w, std::string_view key, Day d) { w.member_or_null(key, to_text(d)); }
template <class T>
void put_optional(JsonWriter& w, std::string_view key, const std::optional<T>& v) {
  w.key(key);
  v ? w.value(*v) : w.null();
}
template <class List, class Put>
void put_array(JsonWriter& w, std::string_view key, const List& items, const Put& put) {
  w.key(key).begin_array();
  for (const auto& i : items) put(i);
  w.end_array();
}
template <class List>
void put_texts(JsonWriter& w, std::string_view key, const List& items) {
  put_array(w, key, items, [&](const auto& i) { w.value(i); });
}
/// `value`, `value_low`, `value_high`: shares or counts, as `unit` says.
void put_values(JsonWriter& w, const Measured& m);
/// One asset, on one line, in the shape of `identify` with every filled field of model/asset_columns.h under its own name.
std::string asset_json(const assess::Answer& a, std::size_t row);
void put_supplier_card(JsonWriter& w, const assess::SupplierCard& s);
void put_supplier_share(JsonWriter& w, const assess::SupplierShare& s);
void put_finding(JsonWriter& w, const Finding& f, const assess::Answer& a, const Options& o);
void put_finding_members(JsonWriter& w, const Finding& f, const assess::Answer& a, const Options& o);  ///< into an open object
void put_regime(JsonWriter& w, const RegimeResult& r);
void put_exposure(JsonWriter& w, const Exposure& x, const Options& o);
void put_direction(JsonWriter& w, const DirectionSummary& d);
void put_estate(JsonWriter& w, const assess::Answer& a);
void put_reconciliation(JsonWriter& w, const assess::Answer& a, const Options& o);
void put_joins(JsonWriter& w, const assess::Answer& a, const Options& o);
void put_provenance(JsonWriter& w, const assess::Answer& a);  ///< members `knowledge`, `estate_hash`, `inputs`

/// A line of JSON Lines: an object already written gets its type as first member.
std::string typed_line(std::string_view type, std::string_view object);
/// The same of the object that `put` writes.
template <class Put>
std::string typed_line_by(std::string_view type, const Put& put) {
  std::string object;
  JsonWriter w(object);
  put(w);
  return typed_line(type, object);
}

inline constexpr std::size_t kPiece = 1 << 16;  // handed on at a time

/// How many of a list are written.
inline constexpr std::size_t kListAtMost = 100;  // a page of it can still be read; --all lifts it
inline std::size_t shown(std::size_t n, const Options& o) { return o.all || n < kListAtMost ? n : kListAtMost; }

}  // namespace rf::report
