// YANG instance data (RFC 7951 JSON, RFC 7950 §7 XML as NETCONF answers it): the components of ietf-hardware (RFC 8348), a row each.
// The chassis is the device; all else is part of it. Other modules' data is known and holds no equipment: read, and said.
// Cases: tests/evidence/yang-hardware/.
#include <simdjson.h>

#include <map>
#include <vector>

#include "base/text.h"
#include "evidence/inflate.h"
#include "evidence/json_tree.h"
#include "evidence/reader.h"
#include "evidence/row_writer.h"
#include "evidence/xml_pull.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

constexpr std::size_t kMaxHardwareComponents = 1'000'000;  // a large router has tens of thousands

/// Leaves of a component by RFC 8348's names.
using Leaves = std::map<std::string, std::string, std::less<>>;

std::string leaf_of(const Leaves& l, std::string_view leaf) {
  const auto v = l.find(leaf);
  return v == l.end() ? std::string() : v->second;
}
/// Without the module's prefix ("iana-hardware:chassis").
std::string class_of(const Leaves& l) {
  std::string cls = leaf_of(l, "class");
  if (const auto colon = cls.rfind(':'); colon != std::string::npos) cls.erase(0, colon + 1);
  return cls;
}
/// Simulators leave the class out; a component without a parent called chassis is meant as one.
bool is_chassis(const Leaves& l) {
  const std::string cls = class_of(l);
  return cls == "chassis" || (cls.empty() && leaf_of(l, "parent").empty() && leaf_of(l, "name") == "chassis");
}

class HardwareRows {
 public:
  HardwareRows(Sink& sink, std::string scope, bool json, std::string pointer)
      : scope_(std::move(scope) + "component/"), rows_(sink, {Field::Id, Field::Name, Field::Supplier, Field::Model, Field::Serial, Field::Version, Field::Kind, Field::PartOf, Field::Description},
              {"class", "firmware_rev", "hardware_rev"}, json, std::move(pointer)) {}
  void add(const Leaves& l, std::uint64_t at) {
    const auto get = [&](std::string_view leaf) { return leaf_of(l, leaf); };
    const std::string cls = class_of(l), name = get("name"), parent = get("parent");
    const bool device = is_chassis(l);
    if (device && chassis_.empty()) chassis_ = name;
    rows_.begin();
    rows_.set(Field::Id, name.empty() ? std::string() : scope_ + name);
    rows_.set(Field::Name, name);
    rows_.set(Field::Supplier, get("mfg-name"));
    rows_.set(Field::Model, get("model-name"));
    rows_.set(Field::Serial, get("serial-num"));
    rows_.set(Field::Version, get("software-rev"));
    rows_.set(Field::Kind, device ? "equipment" : "component");
    if (!device) rows_.set(Field::PartOf, scope_ + (parent.empty() ? chassis_ : parent));
    rows_.set(Field::Description, get("description"));
    rows_.set_extra(0, cls);
    rows_.set_extra(1, get("firmware-rev"));
    rows_.set_extra(2, get("hardware-rev"));
    rows_.end(at, 0, 0);
  }
  void flush() { rows_.flush(); }
  std::uint64_t written() const { return rows_.written(); }

 private:
  std::string scope_;
  RowWriter rows_;
  std::string chassis_;
};

Leaves leaves_of(dom::object o) {
  Leaves leaves;
  for (const auto f : o) {
    std::string_view v;
    if (f.value.get(v) == simdjson::SUCCESS) leaves.emplace(f.key, v);
  }
  return leaves;
}

Result<void> hardware_json(std::string_view bytes, std::string_view input, Sink& sink) {
  dom::parser parser;
  RF_TRY(const dom::element doc, json_tree(parser, bytes, {}, "export the data again"));
  dom::element hardware;
  std::string pointer;
  for (const std::string_view key : {"ietf-hardware:hardware", "hardware"})
    if (doc[key].get(hardware) == simdjson::SUCCESS) {
      pointer = "/" + std::string(key) + "/component";
      break;
    }
  dom::array components;
  if (pointer.empty() || hardware["component"].get(components) != simdjson::SUCCESS) {
    sink.note(Error{Kind::Unsupported, {}, {}, "YANG data without hardware components", {}});
    return {};
  }
  std::string serial;
  dom::object o;
  for (const auto c : components)
    if (serial.empty() && c.get(o) == simdjson::SUCCESS)
      if (const Leaves leaves = leaves_of(o); is_chassis(leaves)) serial = leaf_of(leaves, "serial-num");
  HardwareRows rows(sink, scope_of_device(serial, input), true, pointer);
  std::uint64_t index = 0;
  for (const auto c : components) {
    const std::uint64_t at = index++;
    if (c.get(o) == simdjson::SUCCESS) rows.add(leaves_of(o), at);
  }
  rows.flush();
  return {};
}

/// Calls `each(leaves, line)` for every component, up to the first that is broken.
template <class F>
Result<void> each_component(std::string_view bytes, F&& each) {
  InflateBudget budget(bytes.size());
  RF_TRY(auto stream, open_stream(Packing::None, bytes, budget));
  XmlPull xml(*stream, true);
  std::vector<std::string> path;
  Leaves leaves;
  std::string text, held;
  std::size_t component = 0;  // depth of the one being read
  std::uint64_t line = 0;
  for (;;) {
    const auto token = xml.next();
    if (token == XmlPull::Token::Eof) return {};
    if (token == XmlPull::Token::Bad) return std::unexpected(xml.error());
    if (token == XmlPull::Token::Text) {
      const auto t = xml.text(held);
      if (component != 0 && text.size() + t.size() <= 4096) text += t;
    } else if (token == XmlPull::Token::Start) {
      path.emplace_back(xml.name());
      text.clear();
      if (component == 0 && path.size() >= 2 && path.back() == "component" && path[path.size() - 2] == "hardware") component = path.size(), line = xml.line();
    } else if (!path.empty()) {
      if (component != 0 && path.size() == component + 1) leaves.emplace(path.back(), trimmed(text));
      if (component == path.size()) {
        each(leaves, line);
        leaves.clear();
        component = 0;
      }
      path.pop_back();
      text.clear();
    }
  }
}

Result<void> hardware_xml(std::string_view bytes, std::string_view input, Sink& sink) {
  std::string serial;
  (void)each_component(bytes, [&](const Leaves& l, std::uint64_t) {  // what is broken is told by the second reading
    if (serial.empty() && is_chassis(l)) serial = leaf_of(l, "serial-num");
  });
  HardwareRows rows(sink, scope_of_device(serial, input), false, {});
  std::uint64_t count = 0;
  const auto read = each_component(bytes, [&](const Leaves& l, std::uint64_t line) {
    if (count++ < kMaxHardwareComponents) rows.add(l, line);
  });
  rows.flush();
  RF_CHECK(read);
  if (count > kMaxHardwareComponents) sink.error(Error{Kind::Limit, {}, {}, "more than " + std::to_string(kMaxHardwareComponents) + " components", "the rest were left out"});
  if (count == 0) sink.note(Error{Kind::Unsupported, {}, {}, "YANG data without hardware components", {}});
  return {};
}

}  // namespace

int likeness_yang_hardware(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return 0;
  if (head[first] == '{') return head.find("\"ietf-hardware:hardware\"") != std::string_view::npos ? 95 : 0;
  if (head[first] != '<') return 0;
  if (head.find("urn:ietf:params:xml:ns:yang:ietf-hardware") != std::string_view::npos) return 95;
  for (const std::string_view ns : {"urn:ietf:params:xml:ns:yang:", "urn:o-ran:", "http://openconfig.net/yang/"})
    if (head.find(ns) != std::string_view::npos) return 60;
  return 0;
}

Result<void> read_yang_hardware(const Input& input, Sink& sink) {
  if (input.bytes.size() > kMaxTreeBytes) return fail(Kind::Limit, "larger than " + std::to_string(kMaxTreeBytes >> 20) + " MiB", {}, "export it by device");
  std::string_view bytes = input.bytes;
  bytes.remove_prefix(byte_order_mark(bytes));
  const auto first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{' ? hardware_json(bytes, input.name, sink) : hardware_xml(bytes, input.name, sink);
}

}  // namespace rf::evidence
