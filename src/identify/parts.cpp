#include "identify/parts.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <unordered_map>

#include "base/text.h"
#include "identify/agent_view.h"

namespace rf::identify {
namespace {

using Entity = evidence::AgentFacts::Entity;

enum Physical : int { kChassisClass = 3, kBackplaneClass = 4, kContainerClass = 5, kSupplyClass = 6, kFanClass = 7, kSensorClass = 8, kModuleClass = 9, kPortClass = 10, kStackClass = 11, kProcessorClass = 12 };

// What optics are called, whatever class an agent gives them: names of the form factors' agreements (SFF, QSFP-DD, CFP MSA).
constexpr std::array<std::string_view, 16> kOptics = {"sfp", "qsfp", "xfp", "cfp", "gbic", "xenpak", "transceiver", "optic", "osfp", "xcvr", "base-sr", "base-lr", "base-er", "base-lx", "base-sx", "base-zr"};
constexpr std::array<std::string_view, 6> kSupplies = {"power supply", "power-supply", "psu", "rectifier", "power module", "power entry"};

bool has_any(std::string_view low, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](auto w) { return low.find(w) != std::string_view::npos; });
}

/// "Vendor unknown" and its like, which are no names.
bool no_maker(std::string_view words) {
  static constexpr std::array<std::string_view, 9> kNone = {"oem", "vendor", "manufacturer", "generic", "other", "vendor name", "not present", "non-jnpr", "na n/a"};
  const auto low = lower_ascii(trimmed(words));
  return empty_words(words) || low.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos || std::find(kNone.begin(), kNone.end(), low) != kNone.end();
}
/// A number that is the same in every box, or says that there is none.
bool no_number(std::string_view words) {
  const auto low = lower_ascii(trimmed(words));
  return empty_words(words) || low == "builtin" || low.find_first_not_of("0-x. ") == std::string::npos;
}

}  // namespace

std::string_view kind_of_part(const Entity& e) {
  const std::string low = lower_ascii(e.model.value + " " + e.descr.value + " " + e.name.value);
  if (e.cls == evidence::AgentFacts::kChipset) return "chipset";
  if (e.cls == kChassisClass) return "member";
  if (e.cls == kSupplyClass) return "power-supply";
  if (e.cls == kFanClass) return "fan";
  if (has_any(low, kOptics) && low.find("port sfp") == std::string::npos && (e.cls == kPortClass || low.find("ports") == std::string::npos)) return "transceiver";
  if (e.cls == kPortClass) return "transceiver";  // a port with a number of its own is what is plugged into it
  if (has_any(low, kSupplies)) return "power-supply";
  if (low.starts_with("fan") || low.find(" fan") != std::string::npos) return "fan";
  return e.cls == kModuleClass || e.cls == kBackplaneClass ? "module" : "component";
}

bool is_fitted(const Entity& e) {
  if (e.cls == kSupplyClass || e.cls == kFanClass || e.cls == kSensorClass || e.cls == kPortClass || e.cls == kProcessorClass || e.cls == evidence::AgentFacts::kChipset) return true;
  if (e.cls != kModuleClass && e.cls != kContainerClass) return false;
  const auto kind = kind_of_part(e);
  return kind == "transceiver" || kind == "power-supply" || kind == "fan";
}

void add_parts(Device& d, const evidence::AgentFacts& facts, const std::function<std::string(std::string_view)>& named) {
  const Entity* const box = chassis(facts);
  std::set<std::string> once;  // agents list an optic as container, module and port
  std::size_t chassis_listed = 0;
  const auto take = [&](const Entity& e, bool listed) {
    if (&e == box || e.cls == kStackClass || e.cls == kSensorClass || d.parts.size() >= kMaxParts) return;
    const bool serial = !no_number(e.serial.value), model = !no_number(e.model.value), maker = !no_maker(e.mfg.value);
    if (e.cls == kContainerClass && !serial) return;
    if (e.cls == kChassisClass && listed && chassis_listed++ == 0) {  // the first that a command lists is the box itself
      if (d.serial.empty() && serial) d.serial = e.serial.value;
      if (d.model.empty() && model) d.model = e.model.value;
      return;
    }
    if (!serial && !(model && maker) && e.cls != evidence::AgentFacts::kChipset) return;
    if (serial && e.serial.value == d.serial) return;  // the box once more, as its own board
    rf::Part p;
    p.kind = kind_of_part(e);
    if (p.member() && !serial) p.kind = "component";
    p.name = empty_words(e.name.value) ? std::string() : e.name.value;
    if (model) p.model = e.model.value;
    if (serial) p.serial = e.serial.value;
    if (p.model.empty() && p.kind == "transceiver" && !empty_words(e.descr.value)) p.model = e.descr.value;
    p.version = !empty_words(e.sw) ? e.sw : !empty_words(e.fw) ? e.fw : std::string();
    p.description = e.descr.value;
    if (maker) p.maker_words = e.mfg.value;
    // "CISCO-FINISAR": whose badge it bears, then who made it; both must be makers for the hyphen to part them.
    if (const auto hyphen = p.maker_words.find('-'); hyphen != std::string::npos && named) {
      const auto first = std::string_view(p.maker_words).substr(0, hyphen), second = std::string_view(p.maker_words).substr(hyphen + 1);
      if (const auto a = named(first), b = named(second); !a.empty() && !b.empty() && a != b) {
        p.brand = first;
        p.maker_words = second;
      }
    }
    if (p.member() && p.maker_words.empty()) p.maker_words = d.maker_words;
    if (!once.insert(p.serial.empty() ? p.kind + "\x1f" + p.model + "\x1f" + p.maker_words + "\x1f" + p.name : "\x1f" + p.serial + "\x1f" + p.model).second) return;
    const auto& place = serial ? e.serial.place : model ? e.model.place : e.descr.place;
    p.locator = locator(facts, place, serial ? e.serial.value : model ? e.model.value : e.descr.value);
    d.parts.push_back(std::move(p));
  };
  for (const auto& e : facts.entities) take(e, false);
  for (const auto& e : facts.listed) take(e, true);
  // Members first: they are devices, the rest are their parts.
  std::stable_partition(d.parts.begin(), d.parts.end(), [](const rf::Part& p) { return p.member(); });
}

}  // namespace rf::identify
