// Virtual functions as the platforms that run them list them, where vendor, product and version are stated: VNF instances of a VNF manager or an
// orchestrator (ETSI GS NFV-SOL 003 and 005, VnfInstance), servers of OpenStack with properties (Compute API, "List Servers Detailed"; `openstack
// server list --long -f json`), virtual machines of vSphere with the product of their OVF (`govc vm.info -json`; DMTF DSP0243 ProductSection).
// A row a function, kind software. What states no vendor stays unknown: the maker of a hypervisor or guest system is not that of the function.
// Cases: tests/evidence/virtual-functions/.
#include <simdjson.h>

#include <optional>

#include "base/text.h"
#include "evidence/json_tree.h"
#include "evidence/reader.h"
#include "evidence/row_writer.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

constexpr std::size_t kMaxFunctionText = 1024;
constexpr std::size_t kMaxFunctionAddresses = 8;  // interfaces of one virtual machine; the rest says nothing new

/// A string or whole number under one of `keys`; empty where there is none.
std::string text_at(dom::element e, std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) {
    std::string_view text;
    std::int64_t number = 0;
    if (e[key].get(text) == simdjson::SUCCESS && !trimmed(text).empty()) return std::string(trimmed(text.substr(0, kMaxFunctionText)));
    if (e[key].get(number) == simdjson::SUCCESS) return std::to_string(number);
  }
  return {};
}

std::optional<dom::element> child(dom::element e, std::initializer_list<std::string_view> keys) {
  dom::element found;
  for (const auto key : keys)
    if (e[key].get(found) == simdjson::SUCCESS) return found;
  return std::nullopt;
}

std::optional<dom::element> object_at(dom::element e, std::initializer_list<std::string_view> keys) {
  const auto found = child(e, keys);
  return found && found->is_object() ? found : std::nullopt;
}

class VirtualFunctions {
 public:
  VirtualFunctions(Sink& sink, std::string pointer)
      : rows_(sink, {Field::Id, Field::Name, Field::Supplier, Field::Model, Field::Version, Field::Address, Field::Site, Field::Kind, Field::Status, Field::Description},
              {"power_state", "platform"}, true, std::move(pointer)) {}

  /// VnfInstance (SOL003 5.5.2.2). NOT_INSTANTIATED is known to its manager and runs nowhere.
  void vnf(dom::element e) {
    begin(e, {"id"}, {"vnfInstanceName", "vnfProductName"});
    rows_.set(Field::Supplier, text_at(e, {"vnfProvider"}));
    rows_.set(Field::Model, text_at(e, {"vnfProductName"}));
    rows_.set(Field::Version, text_at(e, {"vnfSoftwareVersion"}));
    rows_.set(Field::Description, text_at(e, {"vnfInstanceDescription"}));
    const auto state = text_at(e, {"instantiationState"});
    if (state == "NOT_INSTANTIATED") rows_.set(Field::Status, "planned");
    if (state == "INSTANTIATED") rows_.set(Field::Status, "in-service");
    finish(state, "NFV");
  }

  /// A server of OpenStack; its owner's properties are free, so the words that vendors' guides use are looked for.
  void server(dom::element e) {
    begin(e, {"id", "ID"}, {"name", "Name"});
    std::string_view packed;
    const auto own = child(e, {"metadata", "Properties", "properties"});
    if (own && own->is_object()) {
      rows_.set(Field::Supplier, text_at(*own, {"vendor", "vnf_vendor", "vnfProvider", "vnf_provider", "provider", "manufacturer"}));
      rows_.set(Field::Model, text_at(*own, {"product", "product_name", "vnfProductName", "vnf_product", "model"}));
      rows_.set(Field::Version, text_at(*own, {"version", "software_version", "vnfSoftwareVersion", "vnf_version"}));
    } else if (own && own->get(packed) == simdjson::SUCCESS) {
      rows_.set(Field::Supplier, packed_value(packed, "vendor"));
      rows_.set(Field::Model, packed_value(packed, "product"));
      rows_.set(Field::Version, packed_value(packed, "version"));
    }
    if (const auto networks = child(e, {"addresses", "Networks", "networks"})) rows_.set(Field::Address, first_address(*networks));
    rows_.set(Field::Site, text_at(e, {"OS-EXT-AZ:availability_zone", "Availability Zone"}));
    rows_.set(Field::Description, text_at(e, {"Image Name", "Image"}));
    finish(text_at(e, {"status", "Status"}), "OpenStack");
  }

  /// A virtual machine of vSphere; its OVF's product names vendor and version. Templates run nowhere.
  void machine(dom::element e) {
    const auto config = object_at(e, {"Config", "config"}), guest = object_at(e, {"Guest", "guest"}), runtime = object_at(e, {"Runtime", "runtime"});
    bool is_template = false;
    const auto flag = config ? child(*config, {"Template", "template"}) : std::nullopt;
    if (flag && flag->get(is_template) == simdjson::SUCCESS && is_template) {
      ++templates_;
      return;
    }
    begin(config.value_or(e), {"InstanceUuid", "instanceUuid", "Uuid", "uuid"}, {"Name", "name"});
    if (config) {
      product(*config);
      rows_.set(Field::Description, text_at(*config, {"Annotation", "annotation"}));
    }
    if (guest) rows_.set(Field::Address, text_at(*guest, {"IpAddress", "ipAddress"}));
    finish(runtime ? text_at(*runtime, {"PowerState", "powerState"}) : std::string(), "vSphere");
  }

  void skip() { ++index_; }
  void flush() { rows_.flush(); }
  std::uint64_t written() const { return rows_.written(); }
  std::uint64_t templates() const { return templates_; }

 private:
  void begin(dom::element e, std::initializer_list<std::string_view> id, std::initializer_list<std::string_view> name) {
    rows_.begin();
    rows_.set(Field::Id, text_at(e, id));
    rows_.set(Field::Name, text_at(e, name));
    rows_.set(Field::Kind, "software");
  }
  void finish(std::string power, std::string_view platform) {
    rows_.set_extra(0, std::move(power));
    rows_.set_extra(1, std::string(platform));
    rows_.end(index_, 0, 0);
  }

  /// The first product of the OVF that names its vendor.
  void product(dom::element config) {
    const auto app = object_at(config, {"VAppConfig", "vAppConfig"});
    const auto list = app ? child(*app, {"Product", "product"}) : std::nullopt;
    dom::array products;
    if (!list || list->get(products) != simdjson::SUCCESS) return;
    for (const auto p : products) {
      const auto vendor = text_at(p, {"Vendor", "vendor"});
      if (vendor.empty()) continue;
      rows_.set(Field::Supplier, vendor);
      rows_.set(Field::Model, text_at(p, {"Name", "name"}));
      rows_.set(Field::Version, text_at(p, {"FullVersion", "fullVersion", "Version", "version"}));
      return;
    }
  }

  /// "vendor='Example', version='1'", as the command line client prints properties where it is not asked for objects.
  static std::string packed_value(std::string_view packed, std::string_view key) {
    for (std::size_t at = packed.find(key); at != packed.npos; at = packed.find(key, at + 1)) {
      if (at > 0 && packed[at - 1] != ' ' && packed[at - 1] != ',') continue;
      std::string_view rest = packed.substr(at + key.size());
      if (!rest.starts_with("='")) continue;
      rest.remove_prefix(2);
      return std::string(trimmed(rest.substr(0, std::min(rest.find('\''), kMaxFunctionText))));
    }
    return {};
  }

  /// {"mgmt": [{"addr": "10.0.0.5"}]} of the API, {"mgmt": ["10.0.0.5"]} of the client, "mgmt=10.0.0.5" of older ones.
  static std::string first_address(dom::element e) {
    std::string_view text;
    if (!e.is_object()) {
      if (e.get(text) != simdjson::SUCCESS) return {};
      const auto equals = text.find('=');
      if (equals == text.npos) return {};
      text.remove_prefix(equals + 1);
      return std::string(trimmed(text.substr(0, text.find_first_of(",;"))));
    }
    std::size_t seen = 0;
    for (const auto network : dom::object(e)) {
      dom::array list;
      if (network.value.get(list) != simdjson::SUCCESS) continue;
      for (const auto a : list) {
        if (++seen > kMaxFunctionAddresses) return {};
        if (a.get(text) == simdjson::SUCCESS) return std::string(text.substr(0, 64));
        if (a.is_object() && a["addr"].get(text) == simdjson::SUCCESS) return std::string(text.substr(0, 64));
      }
    }
    return {};
  }

  RowWriter rows_;
  std::uint64_t index_ = 0, templates_ = 0;
};

bool any_of_keys(std::string_view head, std::initializer_list<std::string_view> keys) {
  for (const auto k : keys)
    if (head.find(k) != std::string_view::npos) return true;
  return false;
}

}  // namespace

int likeness_virtual_functions(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || (head[first] != '{' && head[first] != '[')) return 0;
  if (any_of_keys(head, {"\"vnfInstanceName\"", "\"vnfdId\""}) && any_of_keys(head, {"\"vnfProvider\""})) return 95;
  if (any_of_keys(head, {"\"servers\""}) && any_of_keys(head, {"\"flavor\""}) && any_of_keys(head, {"\"hostId\"", "\"OS-EXT-", "\"tenant_id\""})) return 95;
  if (any_of_keys(head, {"\"Flavor\"", "\"Flavor Name\""}) && any_of_keys(head, {"\"Networks\""}) && any_of_keys(head, {"\"Status\""})) return 95;
  return any_of_keys(head, {"\"VirtualMachines\"", "\"virtualMachines\""}) && any_of_keys(head, {"\"PowerState\"", "\"powerState\"", "\"Guest\"", "\"guest\"", "\"VAppConfig\"", "\"vAppConfig\"", "\"GuestFullName\"", "\"guestFullName\""}) ? 95 : 0;
}

Result<void> read_virtual_functions(const Input& input, Sink& sink) {
  dom::parser parser;
  RF_TRY(const dom::element doc, json_tree(parser, input.bytes, "export it in pages", "export it again"));
  struct Form {
    std::string_view key, pointer;
    void (VirtualFunctions::*read)(dom::element);
  };
  static constexpr Form kForms[] = {{"servers", "/servers", &VirtualFunctions::server},
                                    {"VirtualMachines", "/VirtualMachines", &VirtualFunctions::machine},
                                    {"virtualMachines", "/virtualMachines", &VirtualFunctions::machine}};
  dom::array list;
  Form form{{}, {}, &VirtualFunctions::vnf};
  std::uint64_t packages = 0;
  if (doc.get(list) != simdjson::SUCCESS) {
    for (const auto& f : kForms)
      if (doc[f.key].get(list) == simdjson::SUCCESS) form = f;
    if (form.key.empty()) {  // one instance alone, as GET vnf_instances/{id} gives it
      if (!doc.is_object() || text_at(doc, {"vnfdId"}).empty()) return fail(Kind::Unsupported, "no list of virtual functions", "offset 0", "export the list of VNF instances, servers or virtual machines");
      VirtualFunctions one(sink, "");
      one.vnf(doc);
      one.flush();
      return {};
    }
  }
  VirtualFunctions functions(sink, std::string(form.pointer));
  for (const auto e : list) {
    if (e.is_object()) {
      if (!form.key.empty()) (functions.*form.read)(e);
      else if (!text_at(e, {"onboardingState"}).empty()) ++packages;  // SOL005 9.5.2.5: software on the shelf, run by instances
      else if (!text_at(e, {"vnfdId", "vnfProvider"}).empty()) functions.vnf(e);
      else functions.server(e);
    }
    functions.skip();
  }
  functions.flush();
  const auto left = [&](std::uint64_t n, std::string_view one, std::string_view many, std::string_view why) {
    if (n > 0) sink.note({Kind::Unsupported, {}, {}, counted(static_cast<std::int64_t>(n), one, many) + std::string(why), {}});
  };
  left(packages, "VNF package", "VNF packages", " left out: what runs is listed as VNF instances");
  left(functions.templates(), "template", "templates", " left out: a template runs nowhere");
  if (functions.written() == 0 && packages == 0 && functions.templates() == 0) sink.note({Kind::Unsupported, {}, {}, "a list without virtual functions", {}});
  return {};
}

}  // namespace rf::evidence
