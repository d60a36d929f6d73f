// Output of one command a file, in a folder where every file is named by its command alone and none twice: one device.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "assess/gather.h"
#include "evidence/agent_facts.h"

namespace rf::assess {

/// Holds what the captures of one folder say until the folder is over. Inputs come in their order; but for joins(), used on one thread.
class Captures {
 public:
  explicit Captures(const std::vector<Found>& found);
  /// `input` is one capture of several of one device. From any thread.
  bool joins(const std::string& input) const { return folders_.contains(folder_of(input)); }
  /// Takes `facts` to those of its folder, which must join.
  void hold(evidence::AgentFacts facts, const std::string& input);
  /// `input` lies in the folder that is being held.
  bool holds(const std::string& input) const { return !inputs_.empty() && folder_of(inputs_.front()) == folder_of(input); }
  /// The device that was held, if any; nothing is held after.
  std::optional<Device> release(const identify::Identifier& identifier);

 private:
  static std::string_view folder_of(std::string_view name);
  std::set<std::string, std::less<>> folders_;  ///< whose files are captures of one device each
  evidence::AgentFacts held_;
  std::vector<std::string> inputs_;
};

}  // namespace rf::assess
