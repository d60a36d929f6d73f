// Names → who is meant on the lists at hand: those of a file, or knowledge's suppliers and the imported editions in force.
// Finds the names room's index for them, built once and kept by content in the cache folder.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "knowledge/knowledge.h"
#include "names/search.h"
#include "screen/decisions.h"
#include "screen/graph.h"
#include "screen/imported_reach.h"

namespace rf::screen {

/// One candidate for one name.
struct Candidate {
  const names::Index* index = nullptr;
  names::Hit hit;
  std::string_view supplier;          ///< id in knowledge, "" where it is none of ours
  std::string_view list, entry;       ///< "knowledge" and the supplier's id for a supplier of knowledge
  std::optional<Held> decision;
  std::size_t party = Graph::npos;    ///< in the graph
  std::string_view later;             ///< day of the edition, where it is later than what was known: entries without a day may not have been there
  bool related = false;               ///< no entry itself, and met because a list reaches it through its owners
};
struct Screened {
  std::vector<Candidate> matches, near;  ///< best first
  bool cut = false;                      ///< only the first names::kMaxNameBytes of the name were compared
};
struct Against {
  std::string file;  ///< a list; "" for knowledge and the editions of `db`
  std::string db;    ///< "" none
  Day as_of, known_at;
  std::string cache; ///< folder for indexes, "" keeps them in memory
  std::optional<std::set<std::pair<std::string, std::string>>> editions = {};  ///< these alone, by list and SHA-256
};

class Screener {
 public:
  /// Fails: what reading the list fails with. A cache that cannot be written is no failure.
  static Result<Screener> open(const knowledge::Knowledge& knowledge, const Against& against);
  Screener(Screener&&) noexcept;
  ~Screener();

  /// For one thread: searchers share the indexes, each has its own memory.
  class Lane {
   public:
    explicit Lane(const Screener& screener);
    /// "X, formerly Y" and the like are screened as a whole and by each name. A decision "wrong" that still holds takes a candidate out of `matches` into `near`; "confirmed" the other way round.
    Screened screen(std::string_view name, const names::SearchOptions& options, const names::Facts& facts = {});

   private:
    void search(Screened& out, std::string_view name, std::string_view asked, const names::SearchOptions& options, const names::Facts& facts);
    const Screener& screener_;
    std::vector<names::Searcher> searchers_;
  };

  const knowledge::World& world() const;
  const Graph& graph() const;
  const ImportedReach& reach() const;  ///< of the imported lists
  const names::Calibration& calibration() const;
  std::size_t entities() const;
  /// What was screened against, a line each: "us-csl 2025-03-01 sha256:…", "knowledge sha256:…".
  const std::vector<std::string>& sources() const;
  /// One hash of all that an answer depends on but the name and the options.
  const std::string& hash() const;
  const std::vector<Error>& errors() const;  ///< decisions that could not be read
  /// "us-csl: no edition of 2020-01-01 or before is held …", a line each.
  const std::vector<std::string>& warnings() const;

 private:
  Screener() = default;
  struct State;
  std::unique_ptr<State> state_;
};

/// Default of Against::cache: $XDG_CACHE_HOME/ringfence/names or ~/.cache/ringfence/names, "" where neither is known.
std::string default_cache();

}  // namespace rf::screen
