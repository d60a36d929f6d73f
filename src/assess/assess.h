// The door of the assess room: the only place that puts the rooms in a row.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "assess/answer.h"
#include "estate/ingest.h"
#include "knowledge/knowledge.h"
#include "names/resolve.h"

namespace rf::assess {

struct Request {
  std::vector<std::string> paths;        ///< files, folders, "-"
  std::string kind;                      ///< --kind
  std::map<std::string, std::string, std::less<>> columns;  ///< --column FIELD=HEADER
  estate::DateOrder date_order = estate::DateOrder::Undecided;
  Day as_of, known_at;
  std::string operator_id, country, operator_facts;  ///< --operator, --country, --operator-facts FILE
  std::vector<std::string> weights;      ///< --weights FILE: tables that join rows, besides those told by their columns
  std::string map;                       ///< --map FILE: what columns and words mean
  std::string sites, totals;             ///< --sites FILE, --totals FILE
  bool sites_secret = false;             ///< --sites-secret: the classes of `sites` are counted and nowhere printed or kept
  std::string submission;                ///< one of many (by_operator.h): the operator where nobody says who it is; totals of others are not asked for here
  std::vector<std::string> directions;
  bool all = false;                      ///< lists are not cut at 100
  bool lists = true;                     ///< assets are named in findings (not with --no-assets)
  bool sightings_are_devices = false;    ///< what identifies itself in a capture is listed (identify), not only counted
  bool merge_across = true;              ///< devices of different inputs may be one; identify asks for it with --merge
  unsigned threads = 0;                  ///< --threads; 0: as many as the machine has. The answer is the same
  std::size_t cells_from = 50'000;       ///< an estate of so many rows is judged as cells where it folds (direct/cells.h). The answer is the same
  bool hash_inputs = true;               ///< SHA-256 of inputs and estate: what a kept run needs
  std::function<void(std::size_t done, std::size_t of, const std::string& name)> progress;
};

/// Evidence → assets → suppliers → findings. What could not be read is in `errors`; fails only where nothing could be
/// done at all: no such path, no evidence in it (Io, Unsupported, Usage).
Result<Answer> assess(const Request& request, const knowledge::Knowledge& knowledge);

}  // namespace rf::assess
