#include "evidence/cli_prompt.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kLongestPrompt = 80;    // longer lines with a '#' are output
constexpr std::size_t kLongestCommand = 200;

constexpr std::array<std::string_view, 17> kVerbs = {"show", "display", "get", "sh", "dis", "print", "info", "admin", "run", "diagnose", "system", "environment",
                                                     "/system", "fpc", "cat", "uname", "dir"};
/// Verbs that make a command whatever stands before them.
constexpr std::array<std::string_view, 4> kPlainVerbs = {"show", "display", "get", "diagnose"};
/// Verbs of command lines that name the object first: "chassis show", "software show", "/interface print".
constexpr std::array<std::string_view, 2> kLastVerbs = {"show", "print"};
constexpr std::string_view kStateLine = "--{ ";  // SR Linux: the datastore and the context, above the prompt or instead of it
constexpr std::array<std::string_view, 4> kLeaving = {"exit", "quit", "logout", "end"};
/// Names in prompts that are the same on every device of a system.
constexpr std::array<std::string_view, 3> kNobodysNames = {"tmos", "edit", "local"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; }
bool in_a_name(char c) { return is_letter_or_digit(c) || std::string_view("_.-/:+~").find(c) != std::string_view::npos; }
bool ends_prompt(char c) { return c == '#' || c == '>' || c == '$' || c == '%'; }

/// "admin@host", "A:host", "*A:host", "RP/0/RSP0/CPU0:host", "host:~", "host ~" → host.
std::string_view name_within(std::string_view words) {
  while (!words.empty() && (words.front() == '*' || words.front() == '~' || words.front() == ' ' || words.front() == '!')) words.remove_prefix(1);
  if (const auto at = words.rfind('@'); at != std::string_view::npos) words.remove_prefix(at + 1);
  if (words.starts_with("(") && words.find(')') != std::string_view::npos) words = words.substr(1, words.find(')') - 1);  // user@(host)(state)(tmos)
  if (words.starts_with("RP/") || words.starts_with("LC/") || (words.size() > 2 && words[1] == ':' && words[0] >= 'A' && words[0] <= 'D')) words.remove_prefix(words.find_last_of(':') + 1);
  if (const auto path = words.find(":~"); path != std::string_view::npos) words = words.substr(0, path);
  if (const auto path = words.find(":/"); path != std::string_view::npos) words = words.substr(0, path);
  words = words.substr(0, words.find(' '));
  if (words.ends_with(":admin")) words.remove_suffix(6);  // who is signed in
  while (!words.empty() && (words.back() == ':' || words.back() == '~' || words.back() == '*')) words.remove_suffix(1);
  return words;
}
bool is_name(std::string_view words) {
  return !words.empty() && std::all_of(words.begin(), words.end(), in_a_name) && std::any_of(words.begin(), words.end(), is_letter_or_digit);
}

/// Walks over a group in brackets that begins at `at`; npos where none ends in the line.
std::size_t behind_group(std::string_view line, std::size_t at) {
  const char close = line[at] == '(' ? ')' : line[at] == '[' ? ']' : '>';
  const auto end = line.find(close, at + 1);
  return end == std::string_view::npos || end > kLongestPrompt ? std::string_view::npos : end + 1;
}

/// From behind the name on: modes, paths and contexts, then what ends the prompt. Puts `at` behind it.
bool behind_name(std::string_view line, std::size_t& at, bool& loose) {
  for (int groups = 0; at < line.size() && groups < 6; ++groups) {
    std::size_t next = at;
    while (next < line.size() && line[next] == ' ') ++next;
    const bool apart = next != at;
    if (next >= line.size()) return false;
    if (line[next] == '(' || (line[next] == '[' && apart)) {
      const auto end = behind_group(line, next);
      if (end == std::string_view::npos) return false;
      loose = loose || apart;
      at = end;
      continue;
    }
    if (line[next] == '/' && apart) {  // RouterOS: the menu
      loose = true;
      at = line.find_first_of(" >#", next);
      if (at == std::string_view::npos) return false;
      continue;
    }
    if (line[next] == '*' && next + 1 < line.size() && line[next + 1] == '#') ++next;
    if (!ends_prompt(line[next]) || (apart && line[next] != '#' && line[next] != '>')) return false;
    loose = loose || apart;
    at = next + 1;
    // A:pe1>config>router# , leg:isadmin>#
    for (;;) {
      std::size_t end = at;
      while (end < line.size() && (in_a_name(line[end]) || line[end] == '"')) ++end;
      if (end >= line.size() || (line[end] != '>' && line[end] != '#') || (end > at && line[at] == '-')) break;
      at = end + 1;
    }
    return true;
  }
  return false;
}

}  // namespace

std::optional<Prompt> prompt_shape(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  const std::string_view whole = line;
  std::size_t at = 0;
  Prompt p;
  const auto finish = [&]() -> std::optional<Prompt> {
    if (at > kLongestPrompt) return std::nullopt;
    p.command = trimmed(whole.substr(std::min(at, whole.size())));
    if (p.command.size() > kLongestCommand) return std::nullopt;
    if (among(kNobodysNames, p.host)) p.host = {};
    if (p.host.empty()) p.loose = true;
    if (p.key.empty()) p.key = p.host.empty() ? trimmed(whole.substr(0, at)) : p.host;
    return p;
  };
  if (line.empty()) return std::nullopt;
  if (line.starts_with(kStateLine)) {
    const auto state = line.find("}--[");
    const auto end = state == std::string_view::npos ? state : line.find("]--", state);
    if (end == std::string_view::npos) return std::nullopt;
    at = end + 3;
    p.key = kStateLine;
    return finish();
  }
  if (line.starts_with("* ")) at = 2;
  if (line.substr(at).starts_with("Slot-") || line.substr(at).starts_with("slot-")) {
    const auto blank = line.find(' ', at);
    if (blank != std::string_view::npos && blank < at + 8) at = blank + 1;
  }
  if (at >= line.size()) return std::nullopt;
  const char first = line[at];
  if (first == '<') {
    const auto end = behind_group(line, at);
    if (end == std::string_view::npos) return std::nullopt;
    p.host = name_within(line.substr(at + 1, end - at - 2));
    at = end;
    return is_name(p.host) && p.host.find('/') == std::string_view::npos ? finish() : std::nullopt;
  }
  if (first == '[' || first == '(') {
    const auto end = behind_group(line, at);
    if (end == std::string_view::npos) return std::nullopt;
    const auto inner = line.substr(at + 1, end - at - 2);
    p.host = name_within(inner);
    if (!is_name(p.host)) return std::nullopt;
    std::size_t name_end = end;
    while (first == '[' && name_end < line.size() && in_a_name(line[name_end])) ++name_end;
    std::size_t behind = name_end;
    bool loose = first == '(';
    if (name_end > end && behind_name(line, behind, loose)) {  // [local]host#
      p.host = line.substr(end, name_end - end);
      p.loose = loose;
      at = behind;
      return is_name(p.host) ? finish() : std::nullopt;
    }
    behind = end;
    if (behind_name(line, behind, loose)) {  // (host) #   [user@host] /path>   [root@host ~]#
      p.loose = loose && inner.find('@') == std::string_view::npos;
      at = behind;
      return finish();
    }
    if (first == '(') return std::nullopt;
    p.bracketed = true;  // [~host-view]
    at = end;
    return finish();
  }
  std::size_t end = at;
  while (end < line.size() && end < kLongestPrompt && (in_a_name(line[end]) || line[end] == '@' || line[end] == '*' || line[end] == '!')) ++end;
  if (end == at || end >= line.size()) return std::nullopt;
  if (line[end] == '\\') {  // the user, then the mode: Admin\gpon#
    p.key = line.substr(at, end + 1 - at);
    while (end < line.size() && (in_a_name(line[end]) || line[end] == '\\')) ++end;
    if (end >= line.size() || (line[end] != '#' && line[end] != '>')) return std::nullopt;
    at = end + 1;
    return finish();
  }
  const bool counted_commands = line[end] == ' ';  // EXOS: host.7 #
  std::string_view words = line.substr(at, end - at);
  if (words.ends_with('@') && line[end] == '(') {
    const auto behind = behind_group(line, end);
    if (behind == std::string_view::npos) return std::nullopt;
    words = line.substr(at, behind - at);
    end = behind;
  }
  p.host = name_within(words);
  bool loose = false;
  at = end;
  if (!is_name(p.host) || !behind_name(line, at, loose)) return std::nullopt;
  if (counted_commands) {
    const auto dot = p.host.rfind('.');
    if (dot != std::string_view::npos && dot > 0 && dot + 1 < p.host.size() && p.host.find_first_not_of("0123456789", dot + 1) == std::string_view::npos) p.host = p.host.substr(0, dot);
  }
  p.loose = loose;
  return finish();
}

std::optional<Prompt> prompt_with_command(std::string_view line) {
  auto p = prompt_shape(line);
  if (!p || p->command.empty()) return std::nullopt;
  const auto words = split(p->command, ' ');
  const std::string verb = lower_ascii(words.front());
  if (among(kPlainVerbs, verb)) return p->host.empty() && words.size() < 2 ? std::nullopt : p;
  if (!p->loose && among(kVerbs, verb)) return p;
  if (!p->loose && verb[0] >= 'a' && verb[0] <= 'z' && words.size() >= 2 && words.size() <= 6 && std::any_of(words.begin() + 1, words.end(), [](auto w) { return among(kLastVerbs, w); })) return p;
  return p->host.empty() || !verb.starts_with('/') ? std::nullopt : p;  // [user@host] > /system resource print
}

bool KnownPrompts::add(const Prompt& p) {
  return keys_.size() < kMaxKeys && keys_.insert(p.key).second;
}

KnownPrompts::KnownPrompts(std::string_view text) {
  std::string_view last;
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    if (trimmed(line).empty()) continue;
    last = line;
    if (const auto p = prompt_with_command(line)) {
      add(*p);
      commands_ = true;
    }
  }
  if (!keys_.empty()) return;
  // "<none>" at the end is a value, "<CORE-1>" a prompt.
  const auto words = trimmed(last);
  if (words.starts_with('<') && words.ends_with('>') && words.find_first_not_of("abcdefghijklmnopqrstuvwxyz", 1) == words.size() - 1) return;
  if (const auto p = prompt_shape(last); p && !p->loose && !p->bracketed && (p->command.empty() || among(kLeaving, lower_ascii(p->command)))) add(*p);
}

std::optional<Prompt> KnownPrompts::at(std::string_view line) const {
  if (keys_.empty()) return std::nullopt;
  auto p = prompt_shape(line);
  if (!p) return std::nullopt;
  const auto known = [&](std::string_view key) { return keys_.contains(key); };
  if (p->bracketed)  // a view of a device whose name is known without one
    for (auto dash = p->host.find('-'); dash != std::string_view::npos; dash = p->host.find('-', dash + 1))
      if (known(p->host.substr(0, dash))) {
        p->host = p->key = p->host.substr(0, dash);
        return p;
      }
  if (!known(p->key) && p->key != kStateLine) return std::nullopt;
  return p;
}

}  // namespace rf::evidence
