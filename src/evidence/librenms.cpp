// LibreNMS: pages of its API. GET /api/v0/devices gives what it polled from each device: the device's own answers (sysDescr,
// sysObjectID) and what LibreNMS read from them (hardware, version, serial, os). GET /api/v0/inventory/… gives one device's
// ENTITY-MIB (RFC 6933): a row an entity, the chassis a device and all else part of it.
// Source: LibreNMS API documentation, "Devices" and "Inventory". Cases: tests/evidence/librenms/.
#include <simdjson.h>

#include "base/text.h"
#include "evidence/json_tree.h"
#include "evidence/reader.h"
#include "evidence/row_writer.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

std::string api_text(dom::element e, std::string_view key) {
  dom::element v;
  if (e[key].get(v) != simdjson::SUCCESS) return {};
  switch (v.type()) {
    case dom::element_type::STRING: return std::string(std::string_view(v));
    case dom::element_type::INT64: return std::to_string(std::int64_t(v));
    default: return {};
  }
}

void read_devices(dom::array devices, const Input& input, Sink& sink) {
  std::uint64_t index = 0;
  for (const auto d : devices) {
    const std::uint64_t at = index++;
    if (d.type() != dom::element_type::OBJECT) continue;
    AgentFacts a;
    a.input = input.name;
    const auto fact = [&](std::string_view key) {
      Fact f;
      f.value = api_text(d, key);
      f.place.pointer = "/devices/" + std::to_string(at);
      return f;
    };
    a.first = fact("hostname").place;
    a.sys_descr = fact("sysDescr");
    a.sys_object_id = fact("sysObjectID");
    if (a.sys_object_id.value.starts_with('.')) a.sys_object_id.value.erase(0, 1);
    // The name under which it is managed; sysName may be anything, and often is.
    a.sys_name = fact("hostname");
    a.sys_location = fact("location");
    if (Fact f = fact("ip"); !f.empty()) a.addresses.push_back(std::move(f));
    for (const auto& [field, key] : {std::pair{"stated.model", "hardware"}, {"stated.serial", "serial"}, {"stated.version", "version"}, {"stated.os", "os"}})
      if (Fact f = fact(key); !f.empty()) a.said.push_back({field, std::move(f)});
    sink.agent(std::move(a));
  }
}

void read_entities(dom::array entities, const Input& input, Sink& sink) {
  RowWriter rows(sink, {Field::Id, Field::Name, Field::Supplier, Field::Model, Field::Serial, Field::Version, Field::Kind, Field::PartOf, Field::Description},
                 {"entity_class", "firmware", "hardware_revision"}, true, "/inventory");
  std::string chassis, serial;
  for (const auto e : entities)
    if (e.type() == dom::element_type::OBJECT && api_text(e, "entPhysicalClass") == "chassis") {
      chassis = api_text(e, "entPhysicalIndex");
      serial = api_text(e, "entPhysicalSerialNum");
      break;
    }
  const std::string scope = scope_of_device(serial, input.name) + "entity/";
  std::uint64_t index = 0;
  for (const auto e : entities) {
    const std::uint64_t at = index++;
    if (e.type() != dom::element_type::OBJECT) continue;
    const std::string own = api_text(e, "entPhysicalIndex"), cls = api_text(e, "entPhysicalClass");
    // Members of a stack are chassis of their own (RFC 6933 §2.12.1).
    const bool device = cls == "chassis";
    rows.begin();
    rows.set(Field::Id, own.empty() ? std::string() : scope + own);
    rows.set(Field::Name, api_text(e, "entPhysicalName"));
    rows.set(Field::Supplier, api_text(e, "entPhysicalMfgName"));
    rows.set(Field::Model, api_text(e, "entPhysicalModelName"));
    rows.set(Field::Serial, api_text(e, "entPhysicalSerialNum"));
    rows.set(Field::Version, api_text(e, "entPhysicalSoftwareRev"));
    rows.set(Field::Kind, device ? "equipment" : "component");
    if (!device) rows.set(Field::PartOf, scope + (chassis.empty() ? api_text(e, "entPhysicalContainedIn") : chassis));
    rows.set(Field::Description, api_text(e, "entPhysicalDescr"));
    rows.set_extra(0, cls);
    rows.set_extra(1, api_text(e, "entPhysicalFirmwareRev"));
    rows.set_extra(2, api_text(e, "entPhysicalHardwareRev"));
    rows.end(at, 0, 0);
  }
  rows.flush();
}

}  // namespace

int likeness_librenms(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '{') return 0;
  if (head.find("\"inventory\"") != std::string_view::npos && head.find("\"entPhysicalIndex\"") != std::string_view::npos) return 95;
  return head.find("\"devices\"") != std::string_view::npos && head.find("\"sysObjectID\"") != std::string_view::npos ? 95 : 0;
}

Result<void> read_librenms(const Input& input, Sink& sink) {
  dom::parser parser;
  RF_TRY(const dom::element doc, json_tree(parser, input.bytes, "export it in pages", "export it again from LibreNMS"));
  dom::array list;
  if (doc["devices"].get(list) == simdjson::SUCCESS) read_devices(list, input, sink);
  else if (doc["inventory"].get(list) == simdjson::SUCCESS) read_entities(list, input, sink);
  else return fail(Kind::Unsupported, "neither \"devices\" nor \"inventory\" is a list", "offset 0", "export GET /api/v0/devices or /api/v0/inventory/HOST/all");
  return {};
}

}  // namespace rf::evidence
