// Who owns and who directs whom, on a day: suppliers of knowledge, owners that are only names, entities of lists, LEIs.
// Shares are exact; circles are allowed and bounded: a party is reached once.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "knowledge/knowledge.h"
#include "screen/lists/editions.h"
#include "screen/share.h"

namespace rf::screen {

struct Party {
  std::string id;       ///< supplier id; "name:…" for an owner that is only a name; "lei:…"; "LIST:ENTRY"
  std::string name;
  std::string country;  ///< seat, "" where not known
  bool state = false;   ///< a state, a body of it, or a holding it wholly owns
  const knowledge::Supplier* supplier = nullptr;
};

/// One tie between two parties.
struct Tie {
  /// Owns: by a share, stated or not. Controls: directs without a stated share. Parent, Ultimate: consolidates (GLEIF).
  /// Branch: one legal person. Affiliate: one group, neither above. Linked: a link of no kind.
  enum class Kind : std::uint8_t { Owns, Controls, Parent, Ultimate, Branch, Affiliate, Linked };
  Kind kind = Kind::Owns;
  std::size_t owner = 0, owned = 0;
  Share share;
  bool control = false;  ///< stated, or over half of the shares and not denied
  Day from, to;
  std::string source, note;
  bool unverified = false;

  bool holds(Day day) const { return (!from.known() || from <= day) && (!to.known() || day <= to); }
};
std::string_view to_text(Tie::Kind k);

/// Which ties carry a listing from an owner to what is owned.
enum class Carry : std::uint8_t {
  Half,           ///< owned half or more, by all listed owners together (OFAC, 13 August 2014); control alone does not carry
  OverHalf,       ///< owned more than half, or controlled (UK: regulation 7; also what "subsidiary" is read as)
};

class Graph {
 public:
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  /// Ties of knowledge that are known by the world's `known_at`, whatever their dates.
  explicit Graph(const knowledge::World& world);
  /// Adds what an edition says of ownership. Entities that share an LEI or a unified social credit code with a supplier, or name
  /// it, are that supplier. Names of entities are taken only for those that a relation names.
  Result<void> add(const lists::Editions& editions, const store::Edition& edition);
  /// The same for relations between these entries only: half a million parents are not held for one supplier.
  Result<void> add_between(const lists::Editions& editions, const store::Edition& edition, const std::function<bool(const lists::Relation&)>& wanted);
  /// From now on the number ("lei:…") is this party. The first said holds.
  void identify(const std::string& number, std::size_t party) { by_identifier_.emplace(number, party); }
  /// What a party is called whom a relation names by number only.
  void name(std::size_t party, std::string name, std::string country);
  /// Ties of an edition that touch the party rest on a number that is to be confirmed.
  void doubt(std::size_t party, const std::string& source, const std::string& why);

  std::size_t find(std::string_view id) const;  ///< npos where there is none
  /// The party of a number, written "lei:…" or "uscc:…"; npos where there is none.
  std::size_t numbered(const std::string& number) const {
    const auto at = by_identifier_.find(number);
    return at == by_identifier_.end() ? npos : at->second;
  }
  const Party& party(std::size_t at) const { return parties_[at]; }
  std::size_t size() const { return parties_.size(); }
  /// Ties upwards and downwards that hold on the day, in the order they were added.
  std::vector<const Tie*> owners(std::size_t of, Day day) const;
  std::vector<const Tie*> owned(std::size_t by, Day day) const;
  /// All ties upwards that were ever known, by date.
  std::vector<const Tie*> history(std::size_t of) const;

  /// What a listing of `named` reaches on a day.
  struct Reached {
    std::vector<bool> is;                         ///< by party
    std::vector<Share> share;                     ///< of all listed owners together, where a share carried it
    std::vector<bool> by_control;                 ///< control carried it, no share did
    std::vector<std::vector<const Tie*>> ties;    ///< what carried it, from its owners
  };
  /// O(parties + ties): a party is reached once, so circles end.
  Reached reach(const std::vector<std::size_t>& named, Carry carry, Day day) const;
  /// The ties from `of` up to the named ones, nearest first, each once.
  static std::vector<const Tie*> path(const Reached& r, std::size_t of);
  /// Parties above which nobody is known, with the ties up to them. At most kMaxAbove parties are walked.
  struct Above {
    std::size_t party;
    std::vector<const Tie*> ties;  ///< from the one asked for up
    Share share;                   ///< product along the way; unknown where one share is
  };
  static constexpr std::size_t kMaxAbove = 200;  // the longest chain known to us has 7
  std::vector<Above> above(std::size_t of, Day day) const;  ///< everyone above, nearest first
  std::vector<Above> ultimate(std::size_t of, Day day) const;
  /// The first control by a state: everyone between controls the one below; empty where none is known.
  std::vector<const Tie*> state_control(std::size_t of, Day day) const;

 private:
  std::size_t party_of(const std::string& id, const std::string& name, const std::string& country);
  void add(Tie tie);
  std::deque<Party> parties_;
  std::deque<Tie> ties_;
  std::unordered_map<std::string, std::size_t> by_id_, by_identifier_;
  std::vector<std::vector<std::size_t>> up_, down_;
};

}  // namespace rf::screen
