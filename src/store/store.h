// The ledger of runs: what was asked, of which evidence, and what was answered. Knows no telecoms.
// SQLite, WAL, one writer at a time; a run is one transaction, so a kill leaves whole runs only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace rf::store {

/// One thing a run answered: a finding, a regime, an error … `state` is what a diff compares.
struct Item {
  std::string kind;   ///< "finding", "regime", "supplier", "error"
  std::string id;
  std::string state;  ///< "breached"
  std::string json;   ///< the object as printed
};

struct RunInput {
  std::string path;
  std::string sha256;  ///< hex
  std::uint64_t bytes = 0;
};

struct Run {
  std::int64_t number = 0;  ///< given by the store, from 1
  std::string made_at;      ///< RFC 3339 UTC; given by the store
  std::string operator_id, as_of, known_at, knowledge, program, options, summary;
  std::string estate;       ///< SHA-256 of the estate judged
  std::vector<RunInput> inputs;
  std::vector<Item> items;
};

/// Between two runs: items whose state differs, or that only one has (the other state is empty).
struct Change {
  std::string kind, id, before, after;
};

class Store {
 public:
  ~Store();
  Store(Store&&) noexcept;
  /// `path` is made with its folder. Fails: Io (not writable, disk full), Unsupported (made by a newer version),
  /// Malformed (not a Ringfence database).
  static Result<Store> open(const std::string& path);
  /// Keeps a run; the same question of the same evidence (all fields but number and made_at alike) adds nothing
  /// and gives the number it has. `added` tells which.
  Result<std::int64_t> keep(const Run& run, bool* added = nullptr);
  Result<std::vector<Run>> runs(std::size_t limit = 0) const;  ///< newest last, without items
  Result<Run> run(std::int64_t number) const;                   ///< with items
  Result<std::vector<Change>> diff(std::int64_t a, std::int64_t b) const;

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rf::store
