// The door of the watch room: captures in; flows, transactions or assets out, as contracts.md prints them. Alerts are to come.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/engine.h"

namespace rf::watch {

enum class Emit : std::uint8_t { Flows, Assets, Transactions };
enum class Format : std::uint8_t { Text, Json, Jsonl, Csv };

/// Where the objects go, in pieces.
using Out = std::function<void(std::string_view)>;

struct CaptureInput {
  std::string name;          ///< as printed
  std::string_view bytes;    ///< outlives the call
};

struct Request {
  std::vector<CaptureInput> captures;
  Emit emit = Emit::Flows;
  Format format = Format::Jsonl;
  wire::EngineOptions engine;
  std::function<std::string(std::uint64_t mac)> oui;   ///< organization of a MAC address' prefix, "" unknown
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;
};

struct Seen {
  std::uint64_t frames = 0, objects = 0, captures = 0;
  wire::Losses losses;
  std::vector<Error> errors;   ///< captures that ended early, or could not be opened: the rest was read
  std::vector<Error> notes;    ///< link types that were not read, frames cut, what a limit left out
};

/// Reads the captures in the order of time. Never fails as a whole: what could not be read is in `errors`.
Seen read(const Request& request, const Out& out);

/// {"type":"summary",…}: what was read, and what was lost on the way, by name.
void put_summary(std::string& out, const Seen& seen);

}  // namespace rf::watch
