// YANG instance data (RFC 7951 JSON, RFC 7950 §7 XML as NETCONF answers it): the components of ietf-hardware (RFC 8348), a row each.
// The chassis is the device; all else is part of it. Other modules' data is known and holds no equipment: read, and said.
// Cases: tests/evidence/yang-hardware/.
#include <simdjson.h>

#include <map>
#include <vector>

#include "base/text.h"
#include "evidence/inflate.h"
#include "evidence/reader.h"
#include "evidence/row_writer.h"
#include "evidence/xml_pull.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

constexpr std::size_t kMaxHardwareComponents = 1'000'000;  // a large router has tens of thousands

/// Leaves of a component by RFC 8348's names.
using Leaves = std::map<std::string, std::string, std::less<>>;

class HardwareRows {
 public:
  HardwareRows(Sink& sink, bool json, std::string pointer)
      : rows_(sink, {Field::Id, Field::Name, Field::Supplier, Field::Model, Field::Serial, Field::Version, Field::Kind, Field::PartOf, Field::Description},
              {"class", "firmware_rev", "hardware_rev"}, json, std::move(pointer)) {}
  void add(const Leaves& l, std::uint64_t at) {
    const auto get = [&](std::string_view leaf) {
      const auto v = l.find(leaf);
      return v == l.end() ? std::string() : v->second;
    };
    std::string cls = get("class");
    if (const auto colon = cls.rfind(':'); colon != std::string::npos) cls.erase(0, colon + 1);
    const std::string name = get("name"), parent = get("parent");
    // Simulators leave the class out; a component without a parent called chassis is meant as one.
    const bool device = cls == "chassis" || (cls.empty() && parent.empty() && name == "chassis");
    if (device && chassis_.empty()) chassis_ = name;
    rows_.begin();
    rows_.set(Field::Id, name.empty() ? std::string() : "component/" + name);
    rows_.set(Field::Name, name);
    rows_.set(Field::Supplier, get("mfg-name"));
    rows_.set(Field::Model, get("model-name"));
    rows_.set(Field::Serial, get("serial-num"));
    rows_.set(Field::Version, get("software-rev"));
    rows_.set(Field::Kind, device ? "equipment" : "component");
    if (!device) rows_.set(Field::PartOf, "component/" + (parent.empty() ? chassis_ : parent));
    rows_.set(Field::Description, get("description"));
    rows_.set_extra(0, cls);
    rows_.set_extra(1, get("firmware-rev"));
    rows_.set_extra(2, get("hardware-rev"));
    rows_.end(at, 0, 0);
  }
  void flush() { rows_.flush(); }
  std::uint64_t written() const { return rows_.written(); }

 private:
  RowWriter rows_;
  std::string chassis_;
};

Result<void> hardware_json(std::string_view bytes, Sink& sink) {
  dom::parser parser;
  dom::element doc;
  if (const auto e = parser.parse(bytes.data(), bytes.size()).get(doc)) return fail(Kind::Malformed, std::string("not JSON: ") + simdjson::error_message(e), {}, "export the data again");
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
  HardwareRows rows(sink, true, pointer);
  std::uint64_t index = 0;
  for (const auto c : components) {
    dom::object o;
    const std::uint64_t at = index++;
    if (c.get(o) != simdjson::SUCCESS) continue;
    Leaves leaves;
    for (const auto f : o) {
      std::string_view v;
      if (f.value.get(v) == simdjson::SUCCESS) leaves.emplace(f.key, v);
    }
    rows.add(leaves, at);
  }
  rows.flush();
  return {};
}

Result<void> hardware_xml(std::string_view bytes, Sink& sink) {
  InflateBudget budget(bytes.size());
  RF_TRY(auto stream, open_stream(Packing::None, bytes, budget));
  XmlPull xml(*stream);
  HardwareRows rows(sink, false, {});
  std::vector<std::string> path;
  Leaves leaves;
  std::string text, held;
  std::size_t component = 0;  // depth of the one being read
  std::uint64_t count = 0;
  for (;;) {
    const auto token = xml.next();
    if (token == XmlPull::Token::Eof) break;
    if (token == XmlPull::Token::Bad) {
      rows.flush();
      return std::unexpected(xml.error());
    }
    if (token == XmlPull::Token::Text) {
      const auto t = xml.text(held);
      if (component != 0 && text.size() + t.size() <= 4096) text += t;
    } else if (token == XmlPull::Token::Start) {
      path.emplace_back(xml.name());
      text.clear();
      if (component == 0 && path.size() >= 2 && path.back() == "component" && path[path.size() - 2] == "hardware") component = path.size();
    } else if (!path.empty()) {
      if (component != 0 && path.size() == component + 1) leaves.emplace(path.back(), trimmed(text));
      if (component == path.size()) {
        if (count++ < kMaxHardwareComponents) rows.add(leaves, count);
        leaves.clear();
        component = 0;
      }
      path.pop_back();
      text.clear();
    }
  }
  rows.flush();
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
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{' ? hardware_json(bytes, sink) : hardware_xml(bytes, sink);
}

}  // namespace rf::evidence
