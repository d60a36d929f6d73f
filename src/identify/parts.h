// What a device holds: line cards, optics, supplies, members of a stack, a chip that is named. Each may have another maker than the box.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "evidence/agent_facts.h"
#include "model/asset.h"

namespace rf::identify {

inline constexpr std::size_t kMaxParts = 4096;  // of one device; a router with a thousand optics has some 1,500 that bear a number

/// "member" (of a stack), "power-supply", "fan", "transceiver", "module", "chipset" or "component": by class and by what it is called.
std::string_view kind_of_part(const evidence::AgentFacts::Entity& e);
/// A supply, fan, sensor, port, transceiver, processor or chip: bought in, or plugged into what anybody made. What it says of its maker and model
/// is said of itself alone.
bool is_fitted(const evidence::AgentFacts::Entity& e);

/// Fills `d.parts` from ENTITY-MIB (RFC 6933) and from what commands list: what bears a serial, or a model beside a maker; sensors, containers
/// and the box itself are left out. Where a stack says nothing of its own serial and model, the first chassis listed gives them. `named`:
/// a maker's words → supplier, or "". O(entities).
void add_parts(Device& d, const evidence::AgentFacts& facts, const std::function<std::string(std::string_view)>& named);

}  // namespace rf::identify
