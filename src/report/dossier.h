// The dossier of a supplier for a terminal, for machines, and its owners as a picture (Graphviz dot).
#pragma once

#include <string>
#include <vector>

#include "assess/answer.h"
#include "screen/dossier.h"

namespace rf::report {

/// Where the supplier stands in an estate at hand, by function.
struct Presence {
  assess::Amount all;
  std::map<std::string, assess::Amount> by_function;
  std::int64_t estate_assets = 0;                ///< of everybody, to compare
  std::vector<std::pair<std::string, std::int64_t>> same_group;  ///< other suppliers of its influence group there, with assets
};
struct DossierInput {
  const screen::Dossier& dossier;
  const screen::Graph& graph;
  const Presence* presence = nullptr;  ///< null: no estate was given
  std::vector<Error> errors;
};
std::string dossier_text(const DossierInput& in, int columns);
std::string dossier_json(const DossierInput& in, int indent);
std::string dossier_dot(const DossierInput& in);

}  // namespace rf::report
