// Inputs read on several threads and merged on one, in the order of the inputs: the same answer whatever the threads.
//
// The inputs stand in one list; an archive puts its members behind itself. Whoever is free takes the first that nobody
// has taken; what it reads is queued with the input, within a budget, and merged once all before it are. The merging
// thread reads the first input itself where nobody is free to, so that nothing waits for ever.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "assess/gather.h"
#include "evidence/container.h"
#include "evidence/sink.h"

namespace rf::assess {

/// One input: a file, or a member of archives within one.
struct Unit {
  Found found;                                       ///< the outermost file
  std::vector<std::string> members;                  ///< outermost first
  std::shared_ptr<const evidence::Archive> archive;  ///< of the innermost member; null: a file
  std::size_t index = 0;                             ///< in it
};

/// Takes the inputs in order; called on one thread only.
class Merge {
 public:
  virtual ~Merge() = default;
  virtual void begin(const Unit& unit) = 0;
  /// A reader was found, or an archive; rows, devices and messages follow.
  virtual void reading(std::string_view kind, std::string_view what, std::uint64_t bytes) = 0;
  virtual void rows(const evidence::ColumnBatch& batch) = 0;
  virtual void device(Device device) = 0;
  virtual void sighting(Gathered::Seen seen) = 0;
  /// The output of one command that belongs to others of its folder.
  virtual void capture(evidence::AgentFacts facts) = 0;
  virtual void error(Error e) = 0;
  virtual void note(Error e) = 0;
  virtual void facts(direct::OperatorFacts facts) = 0;
  /// `sha256`: hex of the input's bytes, "" where it was not asked for. Always the last call of an input.
  virtual void end(std::string sha256) = 0;
};

/// Where a reading thread puts what it reads.
class Lane {
 public:
  virtual ~Lane() = default;
  virtual void rows(const evidence::ColumnBatch& batch) = 0;
  virtual void post(std::function<void(Merge&)> call) = 0;
};

/// Reads one input into the lane; gives the members of an archive.
using ReadUnit = std::function<std::vector<Unit>(const Unit& unit, Lane& lane)>;

/// `threads`: with the one that merges, at least 1. `progress` is told before each input.
void run_pipeline(const std::vector<Found>& inputs, unsigned threads, const ReadUnit& read, Merge& merge,
                  const std::function<void(std::size_t done, std::size_t of, const std::string& name)>& progress);

}  // namespace rf::assess
