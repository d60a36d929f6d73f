// The door of the wire room beside Source: frames in, flows, statements and losses out. Consumers parse nothing.
//
//   Print consumer;
//   Engine engine(consumer, {});
//   std::array<Frame, kBatch> batch;
//   while (auto n = source.next(batch)) engine.frames({batch.data(), n});
//   engine.finish();
//
// What it does with frames, and the policies for fragments, segments and tunnels: docs/wire.md.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "wire/flow.h"
#include "wire/source.h"

namespace rf::wire {

inline constexpr std::size_t kBatch = 256;                  // frames a call: their headers stay within a core's first-level cache
inline constexpr std::int64_t kNoTimeout = 0;
inline constexpr std::size_t kMaxFlows = std::size_t{4} << 20;  // some 800 MiB; the quarter unused longest is then ended, and said

/// What decoders are fed for.
enum class Decode : std::uint8_t {
  Nothing,     ///< flows have no protocol told by content
  Protocols,   ///< until a flow's protocol is told, and not a byte more: nothing is stated, and losses within streams are those met so far
  Statements   ///< everything
};

struct EngineOptions {
  std::int64_t flow_timeout = kNoTimeout;  ///< nanoseconds a flow may be silent before it ends; kNoTimeout: it ends with the input
  std::size_t max_flows = kMaxFlows;
  Decode decode = Decode::Statements;
  std::uint64_t seed = 0;                  ///< of the hash: 0 takes one from the system. The answers do not depend on it
};

class Engine {
 public:
  Engine(Consumer& consumer, const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// In the order of the capture. The frames' bytes are not needed after the call.
  void frames(std::span<const Frame> batch);
  /// Ends everything that is open. Nothing may follow.
  void finish();
  const Losses& losses() const;
  /// Frames of link types, or with link headers, that could not be read.
  const std::map<std::uint16_t, std::uint64_t>& unread_links() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// What the answers leave out, a sentence each, for notes: "12 frames of link type USER0 (147) were not read". Empty: nothing.
std::vector<std::string> in_words(const Engine& engine);

}  // namespace rf::wire
