#include "direct/meant.h"

#include <algorithm>

#include "direct/ground.h"

namespace rf::direct {
namespace {

/// Of a supplier that an instrument describes: perhaps where its seat or owner is of a group it may mean, never for sure.
Meant described(const knowledge::World& world, const knowledge::Requirement& requirement, const names::Resolution& who) {
  Meant h;
  h.described = true;
  h.relation = screen::Relation::Named;
  const auto& groups = requirement.described->groups;
  if (std::find(groups.begin(), groups.end(), "everyone") != groups.end()) {
    h.is = Tri::Yes;
    return h;
  }
  for (const auto& g : groups) {
    if (!g.starts_with("outside:")) continue;
    // Where the seat is not on record, it may be outside.
    const auto outside = [&](const std::string& id) {
      const std::string seat = screen::country(world, id);
      return seat.empty() ? Tri::Maybe : in_territory(world, seat, g.substr(8)) ? Tri::No : Tri::Yes;
    };
    switch (who.match) {
      case names::Match::Clear: h.is = outside(who.supplier); break;
      case names::Match::Brand: h.is = std::min(outside(who.supplier), Tri::Maybe); break;
      case names::Match::Near: case names::Match::Other: case names::Match::Unknown: h.is = Tri::Maybe; break;
    }
    h.described = who.match == names::Match::Clear;
    return h;
  }
  const auto of_group = [&](const std::string& id) {
    const std::string g = screen::influence_group(world, id);
    return !g.empty() && (requirement.described->any_group() || std::find(groups.begin(), groups.end(), g) != groups.end());
  };
  switch (who.match) {
    case names::Match::Clear: case names::Match::Brand: h.is = of_group(who.supplier) ? Tri::Maybe : Tri::No; break;
    case names::Match::Near: h.is = std::any_of(who.candidates.begin(), who.candidates.end(), [&](const auto& c) { return of_group(c.supplier); }) ? Tri::Maybe : Tri::No; break;
    case names::Match::Other: break;
    case names::Match::Unknown:
      h.is = Tri::Maybe;
      h.described = false;  // the maker is what is missing
      break;
  }
  return h;
}
}  // namespace

Meant meant(const knowledge::World& world, const knowledge::Requirement& requirement, const std::vector<std::string>& targets, const names::Resolution& who) {
  if (requirement.described) return described(world, requirement, who);
  Meant best;
  const auto relate = [&](const std::string& id) {
    auto strongest = screen::Relation::None;
    for (const auto& t : targets) strongest = std::min(strongest, screen::relation(world, id, t));
    return strongest;
  };
  switch (who.match) {
    case names::Match::Clear: {
      best.relation = relate(who.supplier);
      best.is = best.relation == screen::Relation::None ? Tri::No : Tri::Yes;
      break;
    }
    case names::Match::Brand:
      best.brand_only = relate(who.supplier) != screen::Relation::None;
      best.is = best.brand_only ? Tri::Maybe : Tri::No;
      break;
    case names::Match::Near:
      for (const auto& c : who.candidates)
        if (relate(c.supplier) != screen::Relation::None) best.is = Tri::Maybe;
      break;
    case names::Match::Other: break;
    case names::Match::Unknown: best.is = Tri::Maybe; break;
  }
  if (best.is == Tri::No && !who.badge.empty() && relate(who.badge) != screen::Relation::None) {
    best.brand_only = true;
    best.is = Tri::Maybe;
  }
  return best;
}

}  // namespace rf::direct
