// The one table of an asset's fields. CSV header, pack schema, filters, JSON and the page's columns are made
// from it; a field added here appears in all of them (tests/model/asset_columns_test.cpp).
// Meanings: docs/inventory.md, which follows the words of NetBox, CycloneDX and 3GPP TS 28.622.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rf {

/// How a field is kept. Word: few distinct values, dictionary coded; Text: mostly distinct.
enum class FieldType : std::uint8_t { Text, Word, Date, Count, Decimal };

enum class Field : std::uint8_t {
  Id, Name, Operator, Network, Country, Region, Site, SiteType, SiteClass, Function, Segment, Passive,
  Supplier, Brand, Parties, Model, Version, Serial, Mac, Kind, Service, Access, AccessFrom, Status,
  OrderedOn, ManufacturedOn, InstalledOn, InServiceFrom, InServiceTo, RemovedOn, DisposedOn, LastSeen,
  Quantity, PartOf, RunsOn, Owner, SharedWith, Premises, Traffic, CapacityGbps, Affected, Components,
  SourceDate, Role, Software, Address, Description, Seller,
};

struct FieldInfo {
  Field field;
  std::string_view name;  ///< column name, JSON key
  FieldType type;
};

inline constexpr std::array kFields = {
    FieldInfo{Field::Id, "id", FieldType::Text},
    FieldInfo{Field::Name, "name", FieldType::Text},
    FieldInfo{Field::Operator, "operator", FieldType::Word},
    FieldInfo{Field::Network, "network", FieldType::Word},
    FieldInfo{Field::Country, "country", FieldType::Word},
    FieldInfo{Field::Region, "region", FieldType::Word},
    FieldInfo{Field::Site, "site", FieldType::Word},
    FieldInfo{Field::SiteType, "site_type", FieldType::Word},
    FieldInfo{Field::SiteClass, "site_class", FieldType::Word},
    FieldInfo{Field::Function, "function", FieldType::Word},
    FieldInfo{Field::Segment, "segment", FieldType::Word},
    FieldInfo{Field::Passive, "passive", FieldType::Word},
    FieldInfo{Field::Supplier, "supplier", FieldType::Word},
    FieldInfo{Field::Brand, "brand", FieldType::Word},
    FieldInfo{Field::Parties, "parties", FieldType::Word},
    FieldInfo{Field::Model, "model", FieldType::Word},
    FieldInfo{Field::Version, "version", FieldType::Word},
    FieldInfo{Field::Serial, "serial", FieldType::Text},
    FieldInfo{Field::Mac, "mac", FieldType::Text},
    FieldInfo{Field::Kind, "kind", FieldType::Word},
    FieldInfo{Field::Service, "service", FieldType::Word},
    FieldInfo{Field::Access, "access", FieldType::Word},
    FieldInfo{Field::AccessFrom, "access_from", FieldType::Word},
    FieldInfo{Field::Status, "status", FieldType::Word},
    FieldInfo{Field::OrderedOn, "ordered_on", FieldType::Date},
    FieldInfo{Field::ManufacturedOn, "manufactured_on", FieldType::Date},
    FieldInfo{Field::InstalledOn, "installed_on", FieldType::Date},
    FieldInfo{Field::InServiceFrom, "in_service_from", FieldType::Date},
    FieldInfo{Field::InServiceTo, "in_service_to", FieldType::Date},
    FieldInfo{Field::RemovedOn, "removed_on", FieldType::Date},
    FieldInfo{Field::DisposedOn, "disposed_on", FieldType::Date},
    FieldInfo{Field::LastSeen, "last_seen", FieldType::Date},
    FieldInfo{Field::Quantity, "quantity", FieldType::Count},
    FieldInfo{Field::PartOf, "part_of", FieldType::Text},
    FieldInfo{Field::RunsOn, "runs_on", FieldType::Text},
    FieldInfo{Field::Owner, "owner", FieldType::Word},
    FieldInfo{Field::SharedWith, "shared_with", FieldType::Word},
    FieldInfo{Field::Premises, "premises", FieldType::Count},
    FieldInfo{Field::Traffic, "traffic", FieldType::Count},
    FieldInfo{Field::CapacityGbps, "capacity_gbps", FieldType::Decimal},
    FieldInfo{Field::Affected, "affected", FieldType::Word},
    FieldInfo{Field::Components, "components", FieldType::Word},
    FieldInfo{Field::SourceDate, "source_date", FieldType::Date},
    FieldInfo{Field::Role, "role", FieldType::Word},
    FieldInfo{Field::Software, "software", FieldType::Word},
    FieldInfo{Field::Address, "address", FieldType::Text},
    FieldInfo{Field::Description, "description", FieldType::Text},
    FieldInfo{Field::Seller, "seller", FieldType::Word},
};

inline constexpr std::size_t kFieldCount = kFields.size();
static_assert([] {
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (static_cast<std::size_t>(kFields[i].field) != i) return false;
  return true;
}(), "kFields stands in the order of Field");

constexpr std::size_t index_of(Field f) { return static_cast<std::size_t>(f); }
constexpr const FieldInfo& info(Field f) { return kFields[index_of(f)]; }
constexpr std::optional<Field> field_named(std::string_view name) {
  for (const auto& f : kFields)
    if (f.name == name) return f.field;
  return std::nullopt;
}

}  // namespace rf
