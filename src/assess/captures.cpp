#include "assess/captures.h"

#include <iterator>
#include <map>

#include "evidence/reader.h"

namespace rf::assess {

std::string_view Captures::folder_of(std::string_view name) {
  const auto slash = name.find_last_of('/');
  return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

Captures::Captures(const std::vector<Found>& found) {
  std::map<std::string, std::set<std::string>, std::less<>> commands;
  for (const auto& f : found) {
    const auto command = evidence::command_named_by(f.name);
    auto& seen = commands[std::string(folder_of(f.name))];
    if (command.empty() || !seen.insert(command).second) seen.insert("");
  }
  for (auto& [folder, seen] : commands)
    if (!seen.contains("") && seen.size() > 1) folders_.insert(folder);
}

void Captures::hold(evidence::AgentFacts facts, const std::string& input) {
  const auto of = static_cast<std::uint32_t>(inputs_.size());
  for (auto& s : facts.said) s.fact.place.of = of;
  for (auto& p : facts.listed)
    for (auto* f : {&p.descr, &p.name, &p.serial, &p.model, &p.mfg}) f->place.of = of;
  if (inputs_.empty()) {
    held_ = std::move(facts);
  } else {
    held_.said.insert(held_.said.end(), std::make_move_iterator(facts.said.begin()), std::make_move_iterator(facts.said.end()));
    held_.listed.insert(held_.listed.end(), std::make_move_iterator(facts.listed.begin()), std::make_move_iterator(facts.listed.end()));
  }
  held_.inputs.push_back(input);
  inputs_.push_back(input);
}

std::optional<Device> Captures::release(const identify::Identifier& identifier) {
  if (inputs_.empty()) return std::nullopt;
  Device d = identifier.identify(held_);
  d.input = inputs_.front();
  if (d.name.empty()) {
    const auto folder = folder_of(d.input);
    d.name = folder.substr(folder.find_last_of('/') == std::string_view::npos ? 0 : folder.find_last_of('/') + 1);
  }
  d.inputs.assign(inputs_.begin() + 1, inputs_.end());
  for (auto& e : d.evidence)
    if (e.locator.input.empty()) e.locator.input = d.input;
  inputs_.clear();
  held_ = {};
  return d;
}

}  // namespace rf::assess
