// Nouns of identity: what one witness says of a device, and one asset as people read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "model/locator.h"

namespace rf {

/// One witness. `weight` is a log-likelihood ratio (natural logarithm) for `supplier`; negative speaks against it.
struct Evidence {
  std::string says;      ///< "PEN 3902"
  std::string supplier;  ///< id the weight is for; empty: not about the maker
  double weight = 0;
  Locator locator;
};

struct Candidate {
  std::string supplier;
  double confidence = 0;
};

/// A piece inside a device, or a member of a stack, as the device lists it.
struct Part {
  std::string kind;  ///< member, module, transceiver, power-supply, fan, chipset, component
  std::string name, model, serial, version, description;
  std::string maker_words;  ///< as the device writes them; empty: not said
  std::string brand;        ///< words of a badge before them ("CISCO" of "CISCO-FINISAR")
  Locator locator;
  bool member() const { return kind == "member"; }
};

/// One device as told by the device itself (walk, CLI, TR-069), before it is joined with inventories.
struct Device {
  std::string input;  ///< path of the evidence
  std::vector<std::string> path;       ///< members of archives inside it, outermost first
  std::vector<std::string> inputs;     ///< further ones of the same device
  std::string name, serial, chassis_id, engine_id, location, model, description;
  std::vector<std::string> macs;       ///< lower case, colons
  std::vector<std::string> addresses;  ///< IP, as text
  std::string maker;                   ///< supplier id; empty: unknown
  std::string maker_words;             ///< what the device calls its maker, where it does
  std::string brand;                   ///< supplier id or name where the badge differs
  std::string kind;                    ///< olt, router, switch, ups …; empty: unknown
  std::string software_name, software_version;
  std::vector<std::string> functions;
  std::vector<Part> parts;  ///< until the join makes rows of them
  std::size_t stack = kNoStack;  ///< a member: number of its stack among the devices
  static constexpr std::size_t kNoStack = static_cast<std::size_t>(-1);
  double sum = 0;         ///< prior + Σ weights for the maker
  double confidence = 0;  ///< 0..1, monotone in sum
  std::vector<Candidate> candidates;
  std::vector<Evidence> evidence;
  bool sighting = false;  ///< seen in a capture: it may confirm a row, but is no asset by itself
  std::string standing;   ///< why something seen in a capture is an asset; "" for what answered for itself
};

/// declared: in an inventory; observed: seen by its own answer; contradicted: both, and they differ.
enum class Basis : std::uint8_t { Declared, Observed, Both, Contradicted };

struct Party {
  std::string role, supplier, name;
  double confidence = 0;
};

}  // namespace rf
