// Prompts of command lines: where a command begins in a session's log, and where its output ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace rf::evidence {

/// A line in the shape of a prompt, with whatever stands behind it.
///   host#cmd  host(config)# cmd  <host>cmd  [~host-GE0/0/1]cmd  user@host:~$ cmd  [user@host] /path> cmd  A:host>config# cmd
///   RP/0/RSP0/CPU0:host#cmd  [context]host#cmd  (host) #cmd  host (global) # cmd  host.7 # cmd  host [cluster: role] > cmd
///   context\mode# cmd  (tmos)# cmd  --{ running }--[ ]-- cmd
struct Prompt {
  std::string_view host;     ///< the device's name; empty where the prompt does not say it
  std::string_view key;      ///< what the next prompts of the same session begin with: the host, else the prompt's own words
  std::string_view command;  ///< behind the prompt, without blanks at either end; may be empty
  bool loose = false;        ///< blanks within or no name: needs a command that nothing else is
  bool bracketed = false;    ///< the host may have a view behind it: [host-view]
};

/// The shape alone, whatever the command is: output has it, too ("Slot> 3"). O(line).
std::optional<Prompt> prompt_shape(std::string_view line);

/// A prompt with a command that asks something; anywhere in a file, it begins a command's output.
std::optional<Prompt> prompt_with_command(std::string_view line);

/// The prompts of one session or of a log of several devices: each line that repeats one ends the output before it, with a command or
/// without, in whatever mode.
class KnownPrompts {
 public:
  /// Reads all of `text` once. Where it has no prompt with a command, its last line counts if it is a prompt alone. O(bytes).
  explicit KnownPrompts(std::string_view text);
  bool empty() const { return keys_.empty(); }
  /// Whether some prompt had a command: then what stands before the first prompt is no command's output.
  bool commands() const { return commands_; }
  /// The prompt at the line's begin, if it is one; its host is the device's name without a view.
  std::optional<Prompt> at(std::string_view line) const;

 private:
  static constexpr std::size_t kMaxKeys = 1U << 20;  // devices in one log; each line is compared by its hash

  bool add(const Prompt& p);
  std::unordered_set<std::string_view> keys_;
  bool commands_ = false;
};

}  // namespace rf::evidence
