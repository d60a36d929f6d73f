// lldpcli -f json and -f json0: neighbours that a host hears by LLDP, CDP and their like, each a sighting with what it says of itself; and the host's own
// chassis (show chassis), an answer of the host itself. In json a list of one is an object and a name is a key; json0 has lists and values
// throughout. Source: lldpcli(8). Cases: tests/evidence/lldp-json/.
#include <simdjson.h>

#include "base/text.h"
#include "evidence/json_tree.h"
#include "evidence/reader.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

constexpr std::size_t kMaxLldpText = 4096;  // IEEE 802.1AB strings end at 255

/// A value whichever way it is wrapped: "x", {"value": "x"}, [{"value": "x"}].
std::string lldp_value(dom::element e, int depth = 0) {
  std::string_view text;
  if (e.get(text) == simdjson::SUCCESS) return std::string(trimmed(text.substr(0, kMaxLldpText)));
  dom::array list;
  dom::element inner;
  if (depth < 4 && e.get(list) == simdjson::SUCCESS)
    for (const auto x : list) return lldp_value(x, depth + 1);
  if (depth < 4 && e.is_object() && e["value"].get(inner) == simdjson::SUCCESS) return lldp_value(inner, depth + 1);
  return {};
}
std::string lldp_member(dom::element e, std::string_view key) {
  dom::element v;
  return e.is_object() && e[key].get(v) == simdjson::SUCCESS ? lldp_value(v) : std::string();
}
/// Use(element, pointer) for one object or each of a list.
template <class Use>
void each_of(dom::element e, const std::string& pointer, Use use) {
  dom::array list;
  if (e.get(list) != simdjson::SUCCESS) return use(e, pointer);
  std::size_t n = 0;
  for (const auto x : list) use(x, pointer + "/" + std::to_string(n++));
}

class LldpJson {
 public:
  LldpJson(const Input& input, Sink& sink) : input_(input), sink_(sink) {}

  void root(dom::element doc) {
    dom::element e;
    if (doc["lldp"].get(e) == simdjson::SUCCESS)
      each_of(e, "/lldp", [&](dom::element x, const std::string& at) {
        dom::element i;
        if (x.is_object() && x["interface"].get(i) == simdjson::SUCCESS) each_of(i, at + "/interface", [&](dom::element y, const std::string& p) { interface(y, p); });
      });
    if (doc["local-chassis"].get(e) == simdjson::SUCCESS)
      each_of(e, "/local-chassis", [&](dom::element x, const std::string& at) {
        dom::element c;
        if (x.is_object() && x["chassis"].get(c) == simdjson::SUCCESS) each_of(c, at + "/chassis", [&](dom::element y, const std::string& p) { chassis(y, p, true); });
      });
  }
  std::uint64_t found() const { return found_; }

 private:
  void interface(dom::element e, const std::string& at) {
    dom::element c;
    if (!e.is_object()) return;
    if (e["chassis"].get(c) == simdjson::SUCCESS) return each_of(c, at + "/chassis", [&](dom::element y, const std::string& p) { chassis(y, p, false); });
    dom::object o;  // {"eth0": {"chassis": …}}
    if (e.get(o) == simdjson::SUCCESS)
      for (const auto f : o)
        if (f.value.is_object() && f.value["chassis"].get(c) == simdjson::SUCCESS) each_of(c, at + "/" + std::string(f.key) + "/chassis", [&](dom::element y, const std::string& p) { chassis(y, p, false); });
  }
  void chassis(dom::element e, const std::string& at, bool own) {
    dom::element id;
    dom::object o;
    if (!e.is_object()) return;
    if (e["id"].get(id) != simdjson::SUCCESS && e["descr"].get(id) != simdjson::SUCCESS) {  // {"switch-1": {"id": …}}
      if (e.get(o) == simdjson::SUCCESS)
        for (const auto f : o)
          if (f.value.is_object()) say(f.value, std::string(f.key), at + "/" + std::string(f.key), own);
      return;
    }
    say(e, lldp_member(e, "name"), at, own);
  }
  void say(dom::element e, std::string name, const std::string& at, bool own) {
    AgentFacts a;
    a.input = input_.name;
    const auto fact = [&](std::string value) {
      Fact f;
      f.value = std::move(value);
      f.place.pointer = at;
      return f;
    };
    a.first = fact("").place;
    a.sys_name = fact(std::move(name));
    a.sys_descr = fact(lldp_member(e, "descr"));
    dom::element id;
    if (e["id"].get(id) == simdjson::SUCCESS) {
      std::string type;
      each_of(id, "", [&](dom::element x, const std::string&) { type = x.is_object() ? lldp_member(x, "type") : type; });
      a.chassis_id = fact(lldp_value(id));
      if (type == "mac") a.macs.push_back(fact(lower_ascii(a.chassis_id.value)));
    }
    dom::element ip;
    if (e["mgmt-ip"].get(ip) == simdjson::SUCCESS)
      each_of(ip, "", [&](dom::element x, const std::string&) {
        if (auto v = lldp_value(x); !v.empty() && a.addresses.size() < 16) a.addresses.push_back(fact(std::move(v)));
      });
    if (a.sys_name.empty() && a.sys_descr.empty() && a.chassis_id.empty()) return;
    ++found_;
    if (own) return sink_.agent(std::move(a));
    Sighting s;
    if (!a.addresses.empty()) s.address = a.addresses[0].value;
    if (!a.macs.empty()) s.mac = a.macs[0].value;
    s.name = a.sys_name.value;
    s.identifies = true;
    s.facts = std::move(a);
    sink_.sighting(std::move(s));
  }

  const Input& input_;
  Sink& sink_;
  std::uint64_t found_ = 0;
};

}  // namespace

int likeness_lldp_json(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '{') return 0;
  return (head.find("\"lldp\"") != std::string_view::npos && head.find("\"interface\"") != std::string_view::npos) || head.find("\"local-chassis\"") != std::string_view::npos ? 92 : 0;
}

Result<void> read_lldp_json(const Input& input, Sink& sink) {
  dom::parser parser;
  RF_TRY(const dom::element doc, json_tree(parser, input.bytes, {}, "run lldpcli -f json again"));
  if (!doc.is_object()) return fail(Kind::Unsupported, "not an object", "offset 0", {});
  LldpJson reader(input, sink);
  reader.root(doc);
  if (reader.found() == 0) sink.note({Kind::Unsupported, {}, {}, "no neighbour in it", {}});
  return {};
}

}  // namespace rf::evidence
