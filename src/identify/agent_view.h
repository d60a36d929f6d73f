// Small readings of what an agent answered, shared by the witnesses of identify.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/agent_facts.h"
#include "identify/pattern.h"
#include "model/locator.h"

namespace rf::identify {

std::optional<std::uint32_t> pen_of(std::string_view oid);            ///< the number behind 1.3.6.1.4.1
std::optional<std::uint32_t> pen_of_engine(std::string_view hex);     ///< RFC 3411 §5, SnmpEngineID
inline constexpr std::size_t kMostShown = 80;                         ///< bytes of a text in the words of evidence
std::string shortened(std::string_view s);                            ///< at most kMostShown bytes and "…", cut between characters
Locator locator(const evidence::AgentFacts& facts, const evidence::Place& place, std::string_view says);
/// Without the quotes of their own files that some agents answer with.
std::string_view unquoted(std::string_view s);
/// `text` with $1…$4 from the match, blanks and quotes around it taken off.
std::string filled(std::string_view text, std::string_view from, const Pattern::Match& m);
/// The same in `into`, which it overwrites; the answer is a part of it.
std::string_view filled(std::string_view text, std::string_view from, const Pattern::Match& m, std::string& into);
/// `{…}` in a text of knowledge stands for another fact of the same device: `{1.3.6.1.4.1.…}` an SNMP object, `{entity.hw}` what the chassis
/// says (descr, name, model, hw, fw, sw, mfg). "" where one of them was not answered: half of a name is none.
std::string completed(std::string text, const evidence::AgentFacts& facts, const evidence::AgentFacts::Entity* box);
/// The objects that a text names in braces.
std::vector<std::string> objects_named(std::string_view text);
const evidence::Fact* other(const evidence::AgentFacts& facts, std::string_view oid);
const evidence::AgentFacts::Entity* chassis(const evidence::AgentFacts& facts);
bool plain_mac(std::string_view mac);
bool empty_words(std::string_view s);                                 ///< "n/a", "To be filled by O.E.M." …

}  // namespace rf::identify
