#include "assess/same_device.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "estate/keys.h"
#include "model/locator.h"

namespace rf::assess {
namespace {

constexpr std::size_t kMostNotes = 10'000;   // of those kept apart; a network with that many clashes has one cause
constexpr std::size_t kMostMacKeys = 512;    // of one device
constexpr std::size_t kCrowd = 64;           // a key that more devices bear names none

enum class By : std::uint8_t { Serial, Chassis, Engine, Mac, Address, Name };
constexpr std::array<std::string_view, 6> kBy = {"serial and maker", "chassis id", "engine id", "MAC address", "management address", "name"};

struct KeyOf {
  By by;
  std::string value;
};

/// Names that firmware gives, and what people put in a name's place.
std::string given_name(std::string_view s) {
  const std::string f = folded(trimmed(s));
  static constexpr std::array<std::string_view, 24> kFactoryNames = {"",        "switch",  "router",  "localhost", "huawei",      "quidway", "mikrotik", "unknown",   "default", "sysname",   "<private>", "private",
                                                                     "none",    "n/a",     "hostname", "name",      "localhost.localdomain", "system",  "h3c",      "hp",        "hpe",     "snmp agent", "null",      "not set"};
  return std::find(kFactoryNames.begin(), kFactoryNames.end(), f) != kFactoryNames.end() ? std::string() : f;
}
/// "olt-hh-01" and "olt-hh-01.example.net" are one name.
bool one_name(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && b[a.size()] == '.' && a.find_first_not_of("0123456789.") != std::string_view::npos;
}
/// A name that somebody chose for this device alone: it has a number and another part.
bool telling_name(std::string_view n) {
  return n.size() >= 5 && n.find_first_of("0123456789") != std::string_view::npos && n.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos;
}

/// Serials that no box has alone: too short, one sign, or the order of the keyboard.
std::string telling_serial(std::string_view s) {
  std::string key = estate::serial_key(s);
  if (key.size() < 5) return {};
  const auto runs = [&](int step) {
    for (std::size_t i = 1; i < key.size(); ++i) {
      const int next = key[i - 1] == '9' && step > 0 ? '0' : key[i - 1] + step;
      if (key[i] != next) return false;
    }
    return true;
  };
  static constexpr std::array<std::string_view, 11> kDefault = {"SERIALNO", "SERIAL", "SERIALNUMBER", "SYSTEMSERIALNUMBER", "NOTSPECIFIED", "CHASSISSERIALNUMBER", "PRIVATE", "XXXXXX", "NULL", "INVALID", "EMPTY"};
  if (runs(1) || runs(-1) || std::find(kDefault.begin(), kDefault.end(), key) != kDefault.end()) return {};
  if (key.find_first_not_of("0X") == std::string::npos) return {};
  return key;
}

/// Universally administered, of one station, no virtual router's (RFC 5798; HSRP, GLBP), no placeholder.
std::string telling_mac(std::string_view s) {
  const std::string m = estate::mac_key(s);
  if (m.empty() || (m[1] != '0' && m[1] != '4' && m[1] != '8' && m[1] != 'c')) return {};
  if (std::count_if(m.begin(), m.end(), [](char c) { return c != '0'; }) < 4) return {};  // 00:00:01:00:00:01 and its like: made up inside a box
  if (m.compare(6, 5, "00000") == 0) return {};  // the first sixteen of a prefix: typed in, not burnt in
  for (const std::string_view shared : {"00005e0001", "00005e0002", "00000c07ac", "00000c9ff", "0007b4", "000000", "001122334455"})
    if (m.starts_with(shared)) return {};
  return m;
}

/// RFC 3411: PEN, then a form. An id made of an address that every site has, or of one sign, is a factory's.
std::string telling_engine(std::string_view hex) {
  if (hex.size() < 18 || hex.size() > 64) return {};
  const auto rest = hex.substr(10);
  if (rest.find_first_not_of(rest[0]) == std::string_view::npos) return {};
  const auto form = hex.substr(8, 2);
  if (form == "01" && (rest.starts_with("7f") || rest.starts_with("0a") || rest.starts_with("c0a8") || rest.starts_with("ac1") || rest.starts_with("00"))) return {};
  if (form == "03" && telling_mac(rest.substr(0, 12)).empty()) return {};
  std::set<std::string_view> bytes;
  for (std::size_t i = 0; i + 1 < rest.size(); i += 2) bytes.insert(rest.substr(i, 2));
  return bytes.size() >= 3 ? std::string(hex) : std::string();
}

bool telling_address(std::string_view a) {
  return !a.empty() && !a.starts_with("127.") && !a.starts_with("169.254.") && !a.starts_with("0.") && a != "::1" && a != "::" && !lower_ascii(a).starts_with("fe80:") && a != "192.168.0.1" && a != "192.168.1.1";
}

/// What a device says of itself in the form in which it is compared; kept for each joined one as the union.
struct Self {
  std::set<std::string> serials, macs;
  std::string maker, name, model, engine;
  std::string input;
};

class DeviceMerger {
 public:
  DeviceMerger(std::vector<Device>& devices, bool across) : devices_(devices), across_(across) {}

  std::vector<MergeNote> run() {
    const std::size_t n = devices_.size();
    at_.resize(n);
    self_.resize(n);
    std::vector<std::vector<KeyOf>> keys(n);
    for (std::size_t i = 0; i < n; ++i) {
      at_[i] = i;
      self_[i] = self_of(devices_[i]);
      keys[i] = keys_of(devices_[i], self_[i]);
    }
    for (std::size_t by = 0; by < kBy.size(); ++by) {
      std::unordered_map<std::string, std::vector<std::size_t>> bearers;
      for (std::size_t i = 0; i < n; ++i)
        for (const auto& k : keys[i])
          if (static_cast<std::size_t>(k.by) == by) {
            auto& all = bearers[across_ ? k.value : devices_[i].input + "\x1f" + k.value];
            if (all.empty() || all.back() != i) all.push_back(i);
          }
      for (std::size_t i = 0; i < n; ++i)
        for (const auto& k : keys[i]) {
          if (static_cast<std::size_t>(k.by) != by) continue;
          const auto& all = bearers[across_ ? k.value : devices_[i].input + "\x1f" + k.value];
          if (all.size() < 2 || all.front() == i || all.size() > kCrowd) continue;
          for (const std::size_t other : all) {
            if (other >= i) break;
            if (root(other) == root(i) || meet(other, i, k)) break;
          }
        }
    }
    return finish();
  }

 private:
  static Self self_of(const Device& d) {
    Self s;
    if (auto serial = telling_serial(d.serial); !serial.empty()) s.serials.insert(std::move(serial));
    for (const Part& p : d.parts)  // a stack bears the serials of its members
      if (p.member())
        if (auto serial = telling_serial(p.serial); !serial.empty()) s.serials.insert(std::move(serial));
    for (const auto& m : d.macs)
      if (auto mac = telling_mac(m); !mac.empty() && s.macs.size() < kMostMacKeys) s.macs.insert(std::move(mac));
    s.maker = d.maker;
    s.name = given_name(d.name);
    s.model = folded(trimmed(d.model));
    s.engine = telling_engine(d.engine_id);
    s.input = input_label(d.input, d.path);
    return s;
  }
  static std::vector<KeyOf> keys_of(const Device& d, const Self& s) {
    std::vector<KeyOf> out;
    for (const auto& serial : s.serials) out.push_back({By::Serial, serial});
    if (auto mac = telling_mac(d.chassis_id); !mac.empty()) out.push_back({By::Chassis, std::move(mac)});
    if (!s.engine.empty()) out.push_back({By::Engine, s.engine});
    for (const auto& mac : s.macs) out.push_back({By::Mac, mac});
    for (const auto& a : d.addresses)
      if (telling_address(a)) out.push_back({By::Address, a});
    if (!s.name.empty()) {
      out.push_back({By::Name, s.name});
      if (const auto dot = s.name.find('.'); dot != std::string::npos && dot > 2 && s.name.find_first_not_of("0123456789.") != std::string::npos) out.push_back({By::Name, s.name.substr(0, dot)});
    }
    return out;
  }

  std::size_t root(std::size_t i) const {
    while (at_[i] != i) i = at_[i];
    return i;
  }

  static std::size_t shared(const std::set<std::string>& a, const std::set<std::string>& b) {
    return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](const auto& x) { return b.contains(x); }));
  }

  /// Why the two are two although they share `k`; "" where they are one. `support`: what else says they are one.
  static std::string against(const Self& a, const Self& b, const Device& x, const Device& y, By by, std::string& support) {
    const bool both_serials = !a.serials.empty() && !b.serials.empty(), same_serial = both_serials && shared(a.serials, b.serials) > 0;
    if (both_serials && !same_serial) return "their serials differ: " + *a.serials.begin() + " and " + *b.serials.begin();
    const bool makers = !a.maker.empty() && !b.maker.empty();
    if (makers && a.maker != b.maker && x.brand != b.maker && y.brand != a.maker) return "their makers differ: " + a.maker + " and " + b.maker;
    const bool both_macs = !a.macs.empty() && !b.macs.empty();
    const std::size_t macs = both_macs ? shared(a.macs, b.macs) : 0;
    const bool names = !a.name.empty() && !b.name.empty(), same_name = names && one_name(a.name, b.name);
    const bool models = !a.model.empty() && !b.model.empty() && a.model != b.model;
    const bool engines = !a.engine.empty() && !b.engine.empty() && a.engine != b.engine;
    if (names && !same_name && x.input == y.input && x.path == y.path) return "one input names them as two: " + a.name + " and " + b.name;
    const bool address = std::any_of(x.addresses.begin(), x.addresses.end(), [&](const auto& v) { return telling_address(v) && std::find(y.addresses.begin(), y.addresses.end(), v) != y.addresses.end(); });
    if (same_name) support = "the name " + a.name;
    else if (macs > 0) support = counted(static_cast<std::int64_t>(macs), "MAC address", "MAC addresses");
    else if (address) support = "an address";
    switch (by) {
      case By::Serial:
        if (names && !same_name && both_macs && macs == 0) return "their names and MAC addresses differ, so the serial is no one box's";
        if (models && names && !same_name) return "their names and models differ, so the serial is no one box's";
        if (!(makers && a.maker == b.maker) && a.serials.begin()->size() < 8 && support.empty()) return "the serial is short and the maker of one is not known";
        return {};
      case By::Chassis: case By::Engine:
        if (names && !same_name && (models || (both_macs && macs == 0))) return by == By::Engine ? "their names and models differ, so the engine id is a factory's" : "their names and models differ";
        if (by == By::Engine && both_macs && macs == 0) return "their MAC addresses differ, so the engine id is a factory's";
        return {};
      case By::Mac:
        // Two tables of one device may call its model differently; a MAC address it bears alone is the better witness.
        if (models && !same_serial && ((names && !same_name) || 2 * macs < std::min(a.macs.size(), b.macs.size()))) return "their models differ: " + a.model + " and " + b.model;
        if (names && !same_name && macs < 2) return "their names differ: " + a.name + " and " + b.name;
        return {};
      case By::Address:
        if (names && !same_name) return "their names differ: two devices behind one address";
        if (both_macs && macs == 0) return "their MAC addresses differ: two devices behind one address";
        if (models) return "their models differ: two devices behind one address";
        if (engines) return "their engine ids differ: two devices behind one address";
        if (!same_name && !(makers && a.maker == b.maker)) return "an address alone does not say that they are one";
        return {};
      case By::Name:
        if (both_macs && macs == 0) return "their MAC addresses differ";
        if (models) return "their models differ: " + a.model + " and " + b.model;
        if (engines && !address) return "their engine ids differ";
        if (!telling_name(a.name) && !address && x.location.empty()) return "a name that many may bear does not say that they are one";
        return {};
    }
    return {};
  }

  /// True where the two are one now.
  bool meet(std::size_t i, std::size_t j, const KeyOf& k) {
    std::size_t a = root(i), b = root(j);
    if (a > b) std::swap(a, b);
    std::string support;
    const std::string why = against(self_[a], self_[b], devices_[a], devices_[b], k.by, support);
    MergeNote note;
    note.key = kBy[static_cast<std::size_t>(k.by)];
    note.value = k.value;
    note.inputs = {self_[i].input, self_[j].input};
    if (!why.empty()) {
      if (told_.insert({a, b}).second && notes_.size() < kMostNotes) {
        note.why = why;
        note.device = a;
        note.other = b;
        notes_.push_back(std::move(note));
      }
      return false;
    }
    note.joined = true;
    note.why = support.empty() || k.by == By::Name ? "" : "and " + support;
    note.device = note.other = a;
    notes_.push_back(std::move(note));
    at_[b] = a;
    Self& into = self_[a];
    into.serials.merge(self_[b].serials);
    into.macs.merge(self_[b].macs);
    for (const auto field : {&Self::maker, &Self::name, &Self::model, &Self::engine})
      if ((into.*field).empty()) into.*field = std::move(self_[b].*field);
    join_devices(devices_[a], std::move(devices_[b]));
    return true;
  }

  std::vector<MergeNote> finish() {
    std::vector<std::size_t> now(devices_.size());
    std::vector<Device> kept;
    for (std::size_t i = 0; i < devices_.size(); ++i)
      if (at_[i] == i) {
        now[i] = kept.size();
        kept.push_back(std::move(devices_[i]));
      }
    std::vector<MergeNote> out;
    for (auto& n : notes_) {
      if (!n.joined && root(n.device) == root(n.other)) continue;  // another key joined them after all
      n.device = now[root(n.device)];
      n.other = now[root(n.other)];
      out.push_back(std::move(n));
    }
    devices_ = std::move(kept);
    return out;
  }

  std::vector<Device>& devices_;
  bool across_;
  std::vector<std::size_t> at_;
  std::vector<Self> self_;
  std::set<std::pair<std::size_t, std::size_t>> told_;
  std::vector<MergeNote> notes_;
};

}  // namespace

void join_devices(Device& into, Device&& d) {
  const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& from) {
    std::set<std::string_view> known(to.begin(), to.end());
    std::vector<std::string> fresh;
    for (const auto& x : from)
      if (!known.contains(x)) fresh.push_back(x);
    to.insert(to.end(), fresh.begin(), fresh.end());
  };
  add(into.macs, d.macs);
  add(into.addresses, d.addresses);
  for (auto [to, from] : {std::pair{&into.serial, &d.serial}, {&into.chassis_id, &d.chassis_id}, {&into.engine_id, &d.engine_id}, {&into.name, &d.name}, {&into.location, &d.location},
                          {&into.model, &d.model}, {&into.kind, &d.kind}, {&into.software_name, &d.software_name}, {&into.software_version, &d.software_version}})
    if (to->empty()) *to = *from;
  add(into.functions, d.functions);
  // Weights that were added up for one observation are no part of another's sum: the better founded one stands.
  const bool better = !d.maker.empty() && (into.maker.empty() || d.sum > into.sum);
  for (auto& e : better ? into.evidence : d.evidence) e.weight = 0;
  if (better) {
    into.maker = d.maker;
    into.maker_words = d.maker_words;
    into.brand = d.brand;
    into.sum = d.sum;
    into.confidence = d.confidence;
    into.candidates = d.candidates;
  }
  const auto is_prior = [](const Evidence& e) { return e.locator.frames.empty() && e.locator.oid.empty() && e.locator.line == 0 && e.locator.pointer.empty() && e.weight == 0; };
  auto& evidence = into.evidence;
  if (better) {
    std::erase_if(evidence, is_prior);
    evidence.insert(evidence.begin(), std::make_move_iterator(d.evidence.begin()), std::make_move_iterator(d.evidence.end()));
  } else {
    for (auto& e : d.evidence)
      if (!is_prior(e)) evidence.push_back(std::move(e));
  }
  for (Part& p : d.parts) {
    const auto same = [&](const Part& q) { return p.serial.empty() ? q.name == p.name && q.model == p.model && q.kind == p.kind : q.serial == p.serial; };
    if (std::none_of(into.parts.begin(), into.parts.end(), same)) into.parts.push_back(std::move(p));
  }
  std::stable_partition(into.parts.begin(), into.parts.end(), [](const Part& p) { return p.member(); });
  const auto note_input = [&](std::string label) {
    if (label != input_label(into.input, into.path) && std::find(into.inputs.begin(), into.inputs.end(), label) == into.inputs.end()) into.inputs.push_back(std::move(label));
  };
  note_input(input_label(d.input, d.path));
  for (auto& i : d.inputs) note_input(std::move(i));
}

std::vector<MergeNote> merge_devices(std::vector<Device>& devices, bool across) { return devices.size() < 2 ? std::vector<MergeNote>{} : DeviceMerger(devices, across).run(); }

}  // namespace rf::assess
