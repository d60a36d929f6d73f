// Small readers that several list formats share: countries by name, dates as lists write them, identifiers.
#pragma once

#include <string>
#include <string_view>

#include "names/list_entity.h"

namespace rf::screen::lists {

/// ISO 3166-1 alpha-2 of a country's English name as lists write it ("Korea, North", "Burma", "Democratic Republic of the
/// Congo", "IR"); "" where it is none. Names from ICU's CLDR, and the authorities' own spellings.
std::string country_code(std::string_view name);
/// ISO day of "2019-05-21", "05/21/2019" (US: month first), "21/05/2019" (`day_first`), "24 Aug 1924", "21-May-2019", or of the
/// first ten letters of a timestamp; "" where it is none. Years alone give "".
std::string iso_day(std::string_view text, bool day_first);
/// The importer's lower-case word for a kind of number, from the list's own words: "Unified Social Credit Code (USCC)" → "uscc".
std::string identifier_type(std::string_view words);
/// Adds a country once; `code` must be two letters.
void add_country(names::ListEntity& e, std::string_view code);
void add_alias(names::ListEntity& e, std::string_view text, names::AliasKind kind, std::string_view script = {});
names::EntityKind entity_kind(std::string_view word);
/// Calls `take` for each trimmed part that is not empty.
template <class Take>
void each_part(std::string_view text, std::string_view separator, Take take) {
  while (!text.empty()) {
    const std::size_t at = text.find(separator);
    std::string_view part = text.substr(0, at);
    while (!part.empty() && (part.front() == ' ' || part.front() == '\t')) part.remove_prefix(1);
    while (!part.empty() && (part.back() == ' ' || part.back() == '\t')) part.remove_suffix(1);
    if (!part.empty()) take(part);
    if (at == std::string_view::npos) return;
    text.remove_prefix(at + separator.size());
  }
}

}  // namespace rf::screen::lists
