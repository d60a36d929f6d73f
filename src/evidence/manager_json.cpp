// Equipment that network managers export as JSON: objects that name a network element, and objects with serial numbers in them or beside them. As in
// Nokia NSP (nsp-equipment over RESTCONF: network-element with ne-id, ne-name and nested hardware-component; flat lists with neName, serialNumber)
// and Ciena MCP (data[].attributes with installedSpec). Sources: the managers' public API guides. Cases: tests/evidence/manager-json/.
#include <simdjson.h>

#include "base/text.h"
#include "evidence/json_tree.h"
#include "evidence/manager_export.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

constexpr int kMaxManagerNesting = 64;
constexpr std::string_view kMcpElements = "networkConstructs";

class ManagerJson {
 public:
  ManagerJson(const Input& input, Sink& sink) : elements_(input, sink) {}
  /// `folded`: its scalars were taken with the object around it.
  void walk(dom::element e, const ManagedRow& around, const std::string& pointer, int depth, bool folded = false) {
    if (depth > kMaxManagerNesting) return;
    dom::array list;
    if (e.get(list) == simdjson::SUCCESS) {
      std::size_t n = 0;
      for (const auto x : list) walk(x, around, pointer + "/" + std::to_string(n++), depth + 1);
      return;
    }
    dom::object o;
    if (e.get(o) != simdjson::SUCCESS) return;
    ManagedRow row;
    if (!folded) leaves(o, row, 0);
    else row = around;
    dom::object attributes;  // Ciena MCP: {"type":"networkConstructs","attributes":{"name":…}}
    std::string_view text;
    if (row.element().empty() && o["type"].get(text) == simdjson::SUCCESS && text == kMcpElements && o["attributes"].get(attributes) == simdjson::SUCCESS) {
      if (attributes["name"].get(text) == simdjson::SUCCESS) row[ManagedRole::ElementName] = trimmed(text.substr(0, kMaxManagerText));
      plain_words(attributes, row);
    }
    bool named = !row.element().empty();
    if (!named) {  // what is around it names the element
      for (const auto r : {ManagedRole::ElementName, ManagedRole::ElementId, ManagedRole::ElementType, ManagedRole::ElementAddress, ManagedRole::ElementVersion, ManagedRole::ElementVendor, ManagedRole::Site})
        if (row[r].empty()) row[r] = around[r];
    }
    // In an object that names an element and no board, plain words are the element's.
    if (named && !folded && row[ManagedRole::Board].empty() && row[ManagedRole::BoardType].empty() && row[ManagedRole::Slot].empty()) plain_words(o, row);
    row.place.pointer = pointer;
    if (!folded && !row.element().empty() && (named || row.board())) elements_.add(row);
    for (const auto f : o)
      if (f.value.is_array() || f.value.is_object()) walk(f.value, row, pointer + "/" + std::string(f.key), depth + 1, is_folded(f.key) && f.value.is_object());
  }
  Result<void> finish() { return elements_.finish(); }

 private:
  static bool is_folded(std::string_view key) { return key == "attributes" || key.ends_with("Spec") || key == "displayData" || key == "position"; }
  static void plain_words(dom::object o, ManagedRow& row) {
    using enum ManagedRole;
    struct Plain {
      std::string_view key;
      ManagedRole role;
    };
    for (const auto& [key, role] : {Plain{"type", ElementType}, Plain{"product", ElementType}, Plain{"product-type", ElementType}, Plain{"deviceType", ElementType}, Plain{"model", ElementType}, Plain{"version", ElementVersion},
                                    Plain{"software-version", ElementVersion}, Plain{"softwareVersion", ElementVersion}, Plain{"vendor", ElementVendor}, Plain{"vendor-name", ElementVendor}, Plain{"vendorName", ElementVendor},
                                    Plain{"manufacturer", ElementVendor}, Plain{"location", Site}}) {
      std::string_view text;
      if (row[role].empty() && o[key].get(text) == simdjson::SUCCESS && trimmed(text).size() > 1 && text != kMcpElements) row[role] = trimmed(text.substr(0, kMaxManagerText));
    }
  }
  /// Scalars of an object, and of objects in it that are no lists: Ciena keeps type, part number and serial in `installedSpec`.
  void leaves(dom::object o, ManagedRow& row, int depth) {
    for (const auto f : o) {
      const ManagedRole r = managed_role(f.key);
      std::string_view text;
      std::int64_t number = 0;
      if (r != ManagedRole::None && row[r].empty()) {
        if (f.value.get(text) == simdjson::SUCCESS) row[r] = trimmed(text.substr(0, kMaxManagerText));
        else if (f.value.get(number) == simdjson::SUCCESS) row[r] = std::to_string(number);
      }
      dom::object inner;
      if (depth < 2 && f.value.get(inner) == simdjson::SUCCESS && is_folded(f.key)) leaves(inner, row, depth + 1);
    }
  }
  ManagedElements elements_;
};

}  // namespace

int likeness_manager_json(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || (head[first] != '{' && head[first] != '[')) return 0;
  bool element = false, serial = false;
  for (std::size_t at = head.find('"'); at != std::string_view::npos && !(element && serial); at = head.find('"', at + 1)) {
    const auto end = head.find('"', at + 1);
    if (end == std::string_view::npos) break;
    const auto key = head.substr(at + 1, end - at - 1);
    const auto behind = head.find_first_not_of(" \t\r\n", end + 1);
    at = end;
    element = element || key == kMcpElements;
    if (behind == std::string_view::npos || head[behind] != ':') continue;
    const ManagedRole r = managed_role(key);
    element = element || r == ManagedRole::ElementName || r == ManagedRole::ElementId;
    serial = serial || r == ManagedRole::Serial;
  }
  return element && serial ? 70 : 0;
}

Result<void> read_manager_json(const Input& input, Sink& sink) {
  dom::parser parser;
  RF_TRY(const dom::element doc, json_tree(parser, input.bytes, "export it in pages", "export it again"));
  ManagerJson reader(input, sink);
  reader.walk(doc, {}, "", 0);
  return reader.finish();
}

}  // namespace rf::evidence
