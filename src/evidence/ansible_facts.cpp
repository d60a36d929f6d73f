// What Ansible's network modules gathered (`ansible_net_…`, of cisco.ios.ios_facts, junipernetworks.junos.junos_facts and their like):
// an object of results by host, one host's result, or a fact cache's file of one host; and of computers, what ansible.builtin.setup says of
// their hardware.
// Source: Ansible documentation, "facts" of the network collections. Cases: tests/evidence/ansible-facts/.
#include <simdjson.h>

#include "base/text.h"
#include "evidence/json_tree.h"
#include "evidence/reader.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

/// The object that holds the facts, in `e` itself or below "ansible_facts".
bool facts_in(dom::element e, dom::object& out, std::string& pointer) {
  dom::object o;
  if (e.get(o) != simdjson::SUCCESS) return false;
  dom::element below;
  if (o["ansible_facts"].get(below) == simdjson::SUCCESS && below.get(out) == simdjson::SUCCESS) {
    pointer += "/ansible_facts";
    return true;
  }
  for (const auto f : o)
    if (f.key.starts_with("ansible_net_") || f.key == "ansible_system_vendor") {
      out = o;
      return true;
    }
  return false;
}

std::string pointer_escaped(std::string_view key) {  // RFC 6901 §3
  std::string out;
  for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

/// What makers of servers and of hypervisors leave in a virtual machine's firmware as the product: then its vendor made no box.
bool is_virtual(dom::object facts) {
  std::string_view role, product;
  if (facts["ansible_virtualization_role"].get(role) == simdjson::SUCCESS) return role == "guest";
  if (facts["ansible_product_name"].get(product) != simdjson::SUCCESS) return false;
  const std::string low = lower_ascii(product);
  for (const std::string_view word : {"openstack", "kvm", "vmware", "virtual", "domu", "standard pc", "rhev", "bochs", "compute engine", "nutanix ahv"})
    if (low.find(word) != std::string::npos) return true;
  return false;
}

void push(std::string_view host, dom::object facts, const std::string& pointer, const Input& input, Sink& sink) {
  AgentFacts a;
  a.input = input.name;
  const auto fact = [&](std::string_view key) {
    Fact f;
    std::string_view v;
    if (facts[key].get(v) == simdjson::SUCCESS) f.value = v;
    f.place.pointer = pointer + "/" + std::string(key);
    return f;
  };
  a.first.pointer = pointer;
  a.sys_name = fact("ansible_net_hostname");
  for (const std::string_view key : {"ansible_hostname", "ansible_nodename"})
    if (a.sys_name.empty()) a.sys_name = fact(key);
  if (!host.empty()) a.sys_name.value = host;
  for (const auto& [field, key] : {std::pair{"stated.model", "ansible_net_model"}, {"stated.serial", "ansible_net_serialnum"}, {"stated.version", "ansible_net_version"},
                                   {"stated.model", "ansible_net_platform"}, {"stated.os", "ansible_network_os"}, {"stated.os", "ansible_net_system"}, {"stated.image", "ansible_net_image"}})
    if (Fact f = fact(key); !f.empty()) a.said.push_back({field, std::move(f)});
  if (Fact maker = fact("ansible_system_vendor"); !maker.empty() && !is_virtual(facts)) {  // a computer's facts (ansible.builtin.setup)
    a.said.push_back({"stated.maker", std::move(maker)});
    if (Fact f = fact("ansible_product_name"); !f.empty()) a.said.push_back({"stated.model", std::move(f)});
    if (Fact f = fact("ansible_product_serial"); !f.empty()) a.said.push_back({"stated.serial", std::move(f)});
  }
  dom::array addresses;
  if (facts["ansible_net_all_ipv4_addresses"].get(addresses) == simdjson::SUCCESS)
    for (const auto v : addresses) {
      std::string_view text;
      if (v.get(text) != simdjson::SUCCESS || a.addresses.size() >= 256) break;
      Fact f;
      f.value = text;
      f.place.pointer = pointer + "/ansible_net_all_ipv4_addresses";
      a.addresses.push_back(std::move(f));
    }
  sink.agent(std::move(a));
}

}  // namespace

int likeness_ansible_facts(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '{') return 0;
  return head.find("\"ansible_net_") != std::string_view::npos || head.find("\"ansible_system_vendor\"") != std::string_view::npos ? 95 : 0;
}

Result<void> read_ansible_facts(const Input& input, Sink& sink) {
  dom::parser parser;
  RF_TRY(const dom::element doc, json_tree(parser, input.bytes, "gather the facts of fewer hosts into one file", "gather the facts again"));
  dom::object facts, hosts;
  std::string pointer;
  if (facts_in(doc, facts, pointer)) return push({}, facts, pointer, input, sink), Result<void>{};
  if (doc.get(hosts) != simdjson::SUCCESS) return fail(Kind::Unsupported, "no object of hosts", "offset 0");
  std::uint64_t others = 0;
  for (const auto h : hosts) {
    std::string here = "/" + pointer_escaped(h.key);
    if (facts_in(h.value, facts, here)) push(h.key, facts, here, input, sink);
    else ++others;
  }
  if (others > 0) sink.note(Error{Kind::Unsupported, {}, {}, counted(static_cast<std::int64_t>(others), "host has", "hosts have") + " no network facts and was passed over", {}});
  return {};
}

}  // namespace rf::evidence
