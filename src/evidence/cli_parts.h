// What a device's command line lists of its parts: boards, optics, supplies, with maker, model and serial of each.
#pragma once

#include <string_view>
#include <vector>

#include "evidence/agent_facts.h"

namespace rf::evidence {

inline constexpr std::size_t kMaxListedParts = 4096;  // of one device

/// True where a command's answer lists parts ("show inventory", "display elabel", "show interfaces transceiver").
bool lists_parts(std::string_view command, std::string_view output);

/// Appends the parts in `output`, which begins at `at` in the input. Three forms are read, whoever's system it is: NAME/DESCR and PID/VID/SN
/// (show inventory as Cisco, and others after it, print it), blocks of "key: value" lines, and tables whose header names a serial number. What
/// is in none of them is passed over. O(bytes).
void add_listed_parts(std::string_view output, const Place& at, std::vector<AgentFacts::Entity>& out);

}  // namespace rf::evidence
