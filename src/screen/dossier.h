// The dossier of one supplier on a day, with what was known by a day: facts with their sources, and no score.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "screen/decisions.h"
#include "screen/imported_reach.h"
#include "screen/lists/meaning.h"
#include "screen/screen.h"

namespace rf::screen {

/// Something of the past or present with its source.
struct Said {
  std::string what;      ///< a name, a law, a partner
  std::string kind;      ///< legal, venture, advice …
  std::string says;
  std::string by;        ///< authority, or the supplier on the other side
  std::string country, direction;
  Day from, to;
  std::string source;
  bool unverified = false;
  bool holds = true;     ///< true on the day; else it was so before
};

/// An entry of an imported list that may be this supplier.
struct ListedAs {
  names::ListEntity entity;
  std::string hash;
  lists::Meaning meaning;
  std::string by;                 ///< "supplier" (the list names our id), "number" (uscc, lei), "name" (the same name: to be confirmed)
  std::string met;                ///< the number or name that is the same
  std::optional<Held> decision;
  bool active = true;             ///< by the entry's own dates
  bool later = false;             ///< of an edition later than was known: it was on record then where it has a day of its own
  std::string since;              ///< day of the first edition held that has the entry, where the entry gives no day
};

/// One matter an assessor weighs, as the frameworks name it; never added up.
struct Factor {
  std::string factor;  ///< "state control", "law of compulsion", "continuity of supply" …
  std::string says;
  std::string source;
  Day from;
  bool unverified = false;
};

struct Dossier {
  std::string id, name, seat, seat_name, influence_group;
  bool maker = false;
  Day as_of, known_at;
  std::vector<Said> names, brands, numbers, seats, laws, affiliates, warnings, partners, makes_for, made_by;
  std::vector<std::pair<std::string, std::string>> not_this;  ///< look-alikes and why
  std::vector<std::string> notes;
  std::size_t party = Graph::npos;
  std::vector<const Tie*> owner_history;       ///< all owners known, by date
  std::vector<Graph::Above> owners, ultimate;  ///< on the day
  std::vector<const Tie*> owned, state_control;
  std::vector<Listed> lists;                   ///< of knowledge, past ones too
  std::vector<ListedAs> imported;              ///< of imported editions
  std::vector<ImportedReach::By> through;      ///< imported lists that reach it through its owners
  std::vector<Factor> factors;
};

/// `graph` must outlive the dossier. `editions` may hold none. Fails: Io, Malformed (an edition of the store is damaged).
Result<Dossier> dossier(const knowledge::World& world, const Graph& graph, const lists::Editions& editions, const Decisions& decisions, const std::string& supplier);

/// A text as it could have been written by the day: from the first later date it names it is left out, with the clause that has that date.
/// What is told of a later date beforehand ("by 2027", "until 2027") stays.
std::string as_known(const std::string& text, Day known_at);

/// Names of knowledge nearest to one that nobody has, best first: (id, name). By letters in common, for a hint only.
std::vector<std::pair<std::string, std::string>> nearest(const knowledge::World& world, std::string_view name, std::size_t most);

}  // namespace rf::screen
