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

/// One edition of a list as it was imported. What it holds is in a file of Store::folder().
struct Edition {
  std::int64_t number = 0;  ///< given by the store, from 1
  std::string list;         ///< "us-csl"
  std::string dated;        ///< ISO 8601: the day of the edition
  std::string dated_by;     ///< "file": the file says so; "given": --dated; "import": nobody says, the day it was imported
  std::string sha256;       ///< of the file as given; of "SHA256  NAME" lines where the edition is several files
  std::string made_at;      ///< RFC 3339 UTC; given by the store
  std::string format;
  std::uint64_t entities = 0, relations = 0, left_out = 0;
  std::string files;        ///< JSON: [{"path","sha256","bytes"}]
};

/// What a person decided on a likeness: kept for good; a later one on the same query and entry replaces it.
struct Decision {
  std::int64_t number = 0;
  std::string made_at;     ///< RFC 3339 UTC; given by the store
  std::string day;         ///< ISO 8601: from when it holds, for --known-at
  std::string by;          ///< name of who decided
  std::string verdict;     ///< "confirmed", "wrong" or "withdrawn"; "lapsed", by an import that found the entry gone or changed
  std::string query;       ///< the name as it was asked, folded
  std::string list, entry, name;
  std::string entry_hash;  ///< of the entry as it then was
  std::string edition;     ///< day of the edition it was seen in
  std::string why;
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

  /// The folder beside the database in which large things are files ("PATH.d"); it is made by who first writes there.
  std::string folder() const;
  /// Keeps an edition; the same file of the same list and day adds nothing and gives the number it has.
  Result<std::int64_t> keep(const Edition& edition, bool* added = nullptr);
  Result<std::vector<Edition>> editions(const std::string& list = {}) const;  ///< by list, then by day, then by number
  Result<std::int64_t> keep(const Decision& decision);
  Result<std::vector<Decision>> decisions() const;  ///< oldest first

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rf::store
