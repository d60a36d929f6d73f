#include "assess/sightings.h"

#include <arpa/inet.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "assess/same_device.h"
#include "base/text.h"

namespace rf::assess {
namespace {

constexpr std::size_t kNoDevice = static_cast<std::size_t>(-1), kSeveralDevices = static_cast<std::size_t>(-2);

bool parse_sixteen(std::string_view text, std::array<std::uint8_t, 16>& out) {
  const std::string s(text);
  std::array<std::uint8_t, 4> four{};
  if (inet_pton(AF_INET, s.c_str(), four.data()) == 1) {
    out = {};
    out[10] = out[11] = 0xff;
    std::copy(four.begin(), four.end(), out.begin() + 12);
    return true;
  }
  return inet_pton(AF_INET6, s.c_str(), out.data()) == 1;
}

std::vector<Range> ranges_of(const std::vector<std::string>& texts) {
  std::vector<Range> out;
  for (const auto& t : texts)
    if (auto r = parse_range(t)) out.push_back(*r);  // read_operator_facts refused what is none
  return out;
}
const Range* holding(const std::vector<Range>& ranges, std::string_view address) {
  for (const Range& r : ranges)
    if (r.holds(address)) return &r;
  return nullptr;
}

/// Addresses that several devices share by design: VRRP, HSRP and GLBP.
bool shared_mac(std::string_view mac) {
  return mac.empty() || mac.starts_with("00:00:5e:00:01:") || mac.starts_with("00:00:5e:00:02:") || mac.starts_with("00:00:0c:07:ac:") || mac.starts_with("00:00:0c:9f:f") || mac.starts_with("00:07:b4:") ||
         mac == "00:00:00:00:00:00" || mac == "ff:ff:ff:ff:ff:ff";
}
std::string letters_and_digits(std::string_view s) {
  std::string out;
  for (const char c : lower_ascii(s))
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) out += c;
  return out;
}

/// Keys under which two observations are of one device.
std::vector<std::string> keys_of(const Device& d) {
  std::vector<std::string> out;
  if (d.engine_id.size() >= 10) out.push_back("engine " + d.engine_id);
  if (const auto s = letters_and_digits(d.serial); s.size() >= 5 && s.find_first_not_of(s[0]) != std::string::npos) out.push_back("serial " + d.maker + " " + s);
  for (const auto& m : d.macs)
    if (!shared_mac(m)) out.push_back("mac " + m);
  if (d.chassis_id.find(':') != std::string::npos && !shared_mac(d.chassis_id)) out.push_back("mac " + d.chassis_id);
  if (!d.name.empty())
    for (const auto& a : d.addresses) out.push_back("address " + a + " " + folded(d.name));
  return out;
}

Evidence seen_in(const evidence::Sighting& s, const std::string& input, const std::vector<std::string>& path) {
  Evidence e;
  e.says = (s.frame == 0 ? std::string("heard as a neighbour: ") : std::string("seen in a capture: ")) + (s.address.empty() ? s.mac : s.address) + (s.address.empty() || s.mac.empty() ? "" : " at " + s.mac);
  e.locator.input = input;
  e.locator.path = path;
  if (s.frame != 0) e.locator.frames = {s.frame};
  else e.locator.pointer = s.facts.first.pointer;
  if (s.frame != 0) e.locator.field = s.address.empty() ? "frame.source" : "ip.source";
  e.locator.says = s.address.empty() ? s.mac : s.address;
  return e;
}

}  // namespace

bool Range::holds(std::string_view address) const {
  std::array<std::uint8_t, 16> a{};
  if (!parse_sixteen(address, a)) return false;
  for (int i = 0; i < bits; i += 8) {
    const int left = std::min(8, bits - i);
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - left));
    const auto at = static_cast<std::size_t>(i / 8);
    if ((a[at] & mask) != (base[at] & mask)) return false;
  }
  return true;
}

Result<Range> parse_range(std::string_view text) {
  const auto slash = text.find('/');
  Range r;
  if (!parse_sixteen(text.substr(0, slash), r.base)) return fail(Kind::Malformed, "\"" + std::string(text) + "\" is no IP range", {}, "write it as 10.1.0.0/16 or 2001:db8::/32");
  const bool v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  const int most = v4 ? 32 : 128;
  int bits = most;
  if (slash != std::string_view::npos) {
    const auto n = parse_count(text.substr(slash + 1));
    if (!n || *n > most) return fail(Kind::Malformed, "\"" + std::string(text) + "\" is no IP range", {}, "write it as 10.1.0.0/16 or 2001:db8::/32");
    bits = static_cast<int>(*n);
  }
  r.bits = v4 ? bits + 96 : bits;
  return r;
}

void settle_sightings(Gathered& g, const Tools& tools, bool all_devices) {
  if (g.sightings.empty()) return;
  const auto inside = ranges_of(g.facts.inside), management = ranges_of(g.facts.management);
  std::unordered_map<std::string, std::size_t> at;
  const auto put = [&](std::size_t n) {
    for (auto& k : keys_of(g.devices[n])) {
      const auto [where, fresh] = at.emplace(std::move(k), n);
      if (!fresh && where->second != n) where->second = kSeveralDevices;
    }
  };
  for (std::size_t n = 0; n < g.devices.size(); ++n) put(n);

  // Rows that a plain address or MAC address could confirm; without such a row nobody asks for it.
  std::unordered_set<std::string> rows;
  const auto& e = *g.estate;
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (e.has(Field::Address) && !e.text(Field::Address, row).empty()) rows.emplace(e.text(Field::Address, row));
    if (e.has(Field::Mac))
      for (const auto m : split(e.text(Field::Mac, row), '|')) rows.insert("mac " + letters_and_digits(m));
  }
  for (Gathered::Seen& s : g.sightings) {
    const evidence::Sighting& w = s.sighting;
    Device d;
    std::string standing;
    if (w.identifies) {
      d = std::move(s.device);
    } else {
      const bool wanted = !w.subscriber && (rows.contains(w.address) || (!w.mac.empty() && rows.contains("mac " + letters_and_digits(w.mac))) || (!w.address.empty() && holding(inside, w.address) != nullptr));
      if (!wanted) {
        ++g.sightings_left;
        continue;
      }
      evidence::AgentFacts facts;
      facts.input = s.input;
      facts.in_frames = true;
      const auto fact = [&](std::string_view field, const std::string& value) {
        evidence::Fact f;
        f.value = value;
        f.place.line = w.frame;
        f.place.field = field;
        return f;
      };
      if (!w.address.empty()) facts.addresses.push_back(fact("ip.source", w.address));
      if (!w.mac.empty()) facts.macs.push_back(fact("arp.sender", w.mac));
      facts.said = w.facts.said;
      d = tools.identifier->identify(facts);
      d.input = s.input;
      d.path = s.path;
      for (auto& had : d.evidence) had.locator.path = s.path;
    }
    d.evidence.push_back(seen_in(w, s.input, s.path));
    if (!w.subscriber) {
      for (const auto& m : w.managers)
        if (const Range* r = holding(management, m); r != nullptr && w.identifies) standing = "answered " + m + ", in a declared management range";
      if (standing.empty())
        for (const auto& a : d.addresses)
          if (holding(inside, a) != nullptr) standing = a + " lies in a declared inside range";
    }
    std::size_t one = kNoDevice;
    if (!w.subscriber)
      for (const auto& k : keys_of(d))
        if (const auto known = at.find(k); known != at.end()) one = one == kNoDevice || one == known->second ? known->second : kSeveralDevices;
    if (one < kSeveralDevices) {
      Device& into = g.devices[one];
      if (!standing.empty() && into.sighting) {
        into.sighting = false;
        into.standing = standing;
      }
      join_devices(into, std::move(d));
      put(one);
      continue;
    }
    d.sighting = standing.empty() && !(all_devices && w.identifies);
    d.standing = standing.empty() ? "seen in a capture" : standing;
    if (w.subscriber) d.addresses.clear();  // a subscriber's address confirms no row
    g.devices.push_back(std::move(d));
    put(g.devices.size() - 1);
  }
  g.sightings.clear();
}

}  // namespace rf::assess
