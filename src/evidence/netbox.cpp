// NetBox: pages of its REST API (GET /api/dcim/devices/), a list of such devices, or a `manage.py dumpdata` export in
// which records name each other by primary key. Statuses are kept as NetBox says them; knowledge/statuses.yaml reads
// them. Custom fields that carry the name of one of our columns fill it.
// Source: NetBox 2.11 to 4 (netbox-community/netbox, docs/models). Cases: tests/evidence/netbox/.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <optional>

#include "base/text.h"
#include "evidence/columns.h"
#include "evidence/reader.h"
#include "evidence/row_writer.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

constexpr std::size_t kMaxObjects = 20'000'000;

std::string text_of(dom::element e) {
  switch (e.type()) {
    case dom::element_type::STRING: return std::string(std::string_view(e));
    case dom::element_type::INT64: return std::to_string(std::int64_t(e));
    case dom::element_type::UINT64: return std::to_string(std::uint64_t(e));
    case dom::element_type::BOOL: return bool(e) ? "yes" : "no";
    default: return {};
  }
}
/// obj.key as text; a nested object gives its name, model, value or address.
std::string get(dom::element obj, std::string_view key) {
  dom::element e;
  if (obj[key].get(e) != simdjson::SUCCESS) return {};
  if (e.type() != dom::element_type::OBJECT) return text_of(e);
  for (const std::string_view inner : {"name", "model", "value", "address", "display"}) {
    dom::element v;
    if (e[inner].get(v) == simdjson::SUCCESS) return text_of(v);
  }
  return {};
}

class Rows : public RowWriter {
 public:
  Rows(std::string pointer, Sink& sink)
      : RowWriter(sink,
                  {Field::Id, Field::Name, Field::Supplier, Field::Model, Field::Serial, Field::Site, Field::Region, Field::Role, Field::Status, Field::Software,
                   Field::Owner, Field::PartOf, Field::Country, Field::Function, Field::Segment, Field::SiteClass, Field::SiteType, Field::InstalledOn,
                   Field::InServiceFrom, Field::Premises, Field::Traffic, Field::Quantity, Field::Operator, Field::Affected, Field::Address, Field::Description,
                   Field::Passive},
                  {"rack", "asset_tag"}, true, std::move(pointer)) {}
  void custom_fields(dom::element device, std::string_view key, const ColumnWords* words) {
    dom::object custom;
    if (device[key].get(custom) != simdjson::SUCCESS) return;
    for (const auto f : custom) {
      auto field = field_named(f.key);
      if (!field && words) {
        const auto w = words->by_word.find(header_key(f.key));
        if (w != words->by_word.end()) field = w->second;
      }
      if (field) set(*field, text_of(f.value));
    }
  }
};

void api_device(dom::element d, Rows& rows, const ColumnWords* words, std::uint64_t index, std::string_view raw, std::string_view whole) {
  rows.begin();
  const std::string id = get(d, "id");
  rows.set(Field::Id, id.empty() ? "" : "device/" + id);
  rows.set(Field::Name, get(d, "name"));
  dom::element type;
  if (d["device_type"].get(type) == simdjson::SUCCESS && type.type() == dom::element_type::OBJECT) {
    rows.set(Field::Supplier, get(type, "manufacturer"));
    rows.set(Field::Model, get(type, "model"));
  }
  rows.set(Field::Serial, get(d, "serial"));
  rows.set(Field::Site, get(d, "site"));
  const std::string role = get(d, "role");
  rows.set(Field::Role, role.empty() ? get(d, "device_role") : role);
  rows.set(Field::Status, get(d, "status"));
  rows.set(Field::Software, get(d, "platform"));
  rows.set(Field::Owner, get(d, "tenant"));
  rows.set(Field::Description, get(d, "description"));
  std::string address = get(d, "primary_ip");
  if (address.empty()) address = get(d, "primary_ip4");
  rows.set(Field::Address, address.substr(0, address.find('/')));
  rows.set_extra(0, get(d, "rack"));
  rows.set_extra(1, get(d, "asset_tag"));
  rows.custom_fields(d, "custom_fields", words);
  rows.end(index, static_cast<std::uint64_t>(raw.data() - whole.data()), raw.size());
}

/// One record of a dump: its model ("dcim.device"), primary key and fields.
struct Record {
  std::string_view model;
  std::int64_t pk = 0;
  dom::element fields;
};
std::optional<Record> record_of(dom::element o) {
  Record r;
  if (o["model"].get(r.model) != simdjson::SUCCESS || o["pk"].get(r.pk) != simdjson::SUCCESS || o["fields"].get(r.fields) != simdjson::SUCCESS) return std::nullopt;
  return r;
}

/// What the records of a dump are called by primary key.
struct Names {
  std::map<std::int64_t, std::string> manufacturer, site, role, platform, tenant, region, rack, site_region;
  std::map<std::int64_t, std::pair<std::string, std::string>> device_type, module_type;  ///< manufacturer, model
};
std::string named(const std::map<std::int64_t, std::string>& map, dom::element fields, std::string_view key) {
  std::int64_t pk = 0;
  if (fields[key].get(pk) != simdjson::SUCCESS) return {};
  const auto at = map.find(pk);
  return at == map.end() ? std::string() : at->second;
}

}  // namespace

int likeness_netbox(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || (head[first] != '{' && head[first] != '[')) return 0;
  if (head.find("\"dcim.") != std::string_view::npos && head.find("\"fields\"") != std::string_view::npos) return 95;
  if (head.find("\"device_type\"") != std::string_view::npos && head.find("\"manufacturer\"") != std::string_view::npos) return 95;
  if (head.find("\"fields\"") != std::string_view::npos && head.find("\"pk\"") != std::string_view::npos) return 70;
  return 0;
}

Result<void> read_netbox(const Input& input, Sink& sink) {
  std::string_view bytes = input.bytes;
  bytes.remove_prefix(byte_order_mark(bytes));
  const simdjson::padded_string padded(bytes);
  const std::string_view whole(padded.data(), padded.size());
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document doc;
  const auto bad = [](simdjson::error_code e) {
    return fail(Kind::Malformed, std::string("not JSON: ") + simdjson::error_message(e), {}, "export it again from NetBox");
  };
  if (const auto e = parser.iterate(padded).get(doc)) return bad(e);
  simdjson::ondemand::array array;
  std::string pointer;
  simdjson::ondemand::json_type type;
  if (const auto e = doc.type().get(type)) return bad(e);
  if (type == simdjson::ondemand::json_type::object) {
    simdjson::ondemand::value results;
    if (doc.find_field_unordered("results").get(results) != simdjson::SUCCESS || results.get_array().get(array) != simdjson::SUCCESS)
      return fail(Kind::Unsupported, "no list \"results\": not a page of NetBox's devices", "offset 0", "export GET /api/dcim/devices/ or a dumpdata file");
    pointer = "/results";
  } else if (const auto e = doc.get_array().get(array)) {
    return bad(e);
  }
  std::vector<std::string_view> objects;
  for (auto item : array) {
    simdjson::ondemand::value v;
    std::string_view raw;
    if (const auto e = item.get(v)) return bad(e);
    if (const auto e = simdjson::to_json_string(v).get(raw)) return bad(e);
    while (raw.ends_with(' ') || raw.ends_with('\n') || raw.ends_with('\r') || raw.ends_with('\t')) raw.remove_suffix(1);
    objects.push_back(raw);
    if (objects.size() > kMaxObjects) return fail(Kind::Limit, "more than " + std::to_string(kMaxObjects) + " objects");
  }
  dom::parser one;
  Names names;
  std::uint64_t machines = 0;
  bool dump = false;
  const auto each = [&](auto&& use) -> Result<void> {
    for (std::size_t i = 0; i < objects.size(); ++i) {
      dom::element o;
      if (const auto e = one.parse(objects[i].data(), objects[i].size()).get(o))
        return fail(Kind::Malformed, std::string("not JSON: ") + simdjson::error_message(e), pointer + "/" + std::to_string(i));
      use(o, i);
    }
    return {};
  };
  RF_CHECK(each([&](dom::element o, std::size_t) {
    const auto record = record_of(o);
    if (!record) return;
    const auto [model, pk, f] = *record;
    dump = true;
    if (model == "dcim.manufacturer") names.manufacturer[pk] = get(f, "name");
    if (model == "dcim.site") names.site[pk] = get(f, "name");
    if (model == "dcim.devicerole") names.role[pk] = get(f, "name");
    if (model == "dcim.platform") names.platform[pk] = get(f, "name");
    if (model == "tenancy.tenant") names.tenant[pk] = get(f, "name");
    if (model == "dcim.region") names.region[pk] = get(f, "name");
    if (model == "dcim.rack") names.rack[pk] = get(f, "name");
    if (model == "virtualization.virtualmachine") ++machines;
  }));
  Rows rows(pointer, sink);
  if (!dump) {
    std::uint64_t others = 0;
    RF_CHECK(each([&](dom::element o, std::size_t i) {
      if (o.type() == dom::element_type::OBJECT && o["device_type"].error() == simdjson::SUCCESS) api_device(o, rows, input.words, i, objects[i], whole);
      else ++others;
    }));
    rows.flush();
    if (others == objects.size() && others > 0) return fail(Kind::Unsupported, "no devices among the objects", {}, "export GET /api/dcim/devices/");
    if (others > 0) sink.note(Error{Kind::Unsupported, {}, {}, counted(static_cast<std::int64_t>(others), "object is", "objects are") + " no devices and passed over", {}});
    return {};
  }
  RF_CHECK(each([&](dom::element o, std::size_t) {
    const auto record = record_of(o);
    if (!record) return;
    const auto [model, pk, f] = *record;
    if (model == "dcim.devicetype") names.device_type[pk] = {named(names.manufacturer, f, "manufacturer"), get(f, "model")};
    if (model == "dcim.moduletype") names.module_type[pk] = {named(names.manufacturer, f, "manufacturer"), get(f, "model")};
    if (model == "dcim.site") names.site_region[pk] = named(names.region, f, "region");
  }));
  RF_CHECK(each([&](dom::element o, std::size_t i) {
    const auto record = record_of(o);
    if (!record) return;
    const auto [model, pk, f] = *record;
    const bool device = model == "dcim.device", module = model == "dcim.module";
    if (!device && !module) return;
    rows.begin();
    rows.set(Field::Id, (device ? "device/" : "module/") + std::to_string(pk));
    std::int64_t type_pk = 0;
    const auto& types = device ? names.device_type : names.module_type;
    if (f[device ? "device_type" : "module_type"].get(type_pk) == simdjson::SUCCESS)
      if (const auto t = types.find(type_pk); t != types.end()) {
        rows.set(Field::Supplier, t->second.first);
        rows.set(Field::Model, t->second.second);
      }
    rows.set(Field::Name, get(f, "name"));
    rows.set(Field::Serial, get(f, "serial"));
    rows.set(Field::Status, get(f, "status"));
    rows.set(Field::Site, named(names.site, f, "site"));
    rows.set(Field::Region, named(names.site_region, f, "site"));
    const std::string role = named(names.role, f, "role");
    rows.set(Field::Role, role.empty() ? named(names.role, f, "device_role") : role);
    rows.set(Field::Software, named(names.platform, f, "platform"));
    rows.set(Field::Owner, named(names.tenant, f, "tenant"));
    rows.set(Field::Description, get(f, "description"));
    if (module) rows.set(Field::PartOf, "device/" + get(f, "device"));
    rows.set_extra(0, named(names.rack, f, "rack"));
    rows.set_extra(1, get(f, "asset_tag"));
    rows.custom_fields(f, "custom_field_data", input.words);
    rows.end(i, static_cast<std::uint64_t>(objects[i].data() - whole.data()), objects[i].size());
  }));
  rows.flush();
  if (machines > 0) sink.note(Error{Kind::Unsupported, {}, {}, counted(static_cast<std::int64_t>(machines), "virtual machine is", "virtual machines are") + " no equipment and passed over", {}});
  return {};
}

}  // namespace rf::evidence
