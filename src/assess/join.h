// The same device in a walk and an inventory is one asset, its evidence together. Inventories are the count of record:
// a device confirms a row, never adds to it; one that confirms no row is an asset of quantity 1 marked unlisted.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "assess/gather.h"

namespace rf::assess {

/// Names and what the resolver said of them; begun anew where a network of strange names would fill it.
class Resolutions {
 public:
  const names::Resolution& of(const names::Resolver& resolver, std::string_view name);

 private:
  static constexpr std::size_t kMost = 4096;  // 300 bytes each; makers of devices are some hundreds
  std::map<std::string, names::Resolution, std::less<>> known_;
};

struct Joined {
  std::vector<names::Resolution> makers;    ///< distinct
  std::vector<std::uint32_t> maker_of_row;
  std::map<std::uint32_t, std::vector<std::pair<std::string, names::Resolution>>> parties;
  std::map<std::uint32_t, std::vector<direct::Component>> components;
  std::vector<MergeNote> merges;
  std::int64_t parts = 0;  ///< rows that are parts of devices, seen in them and listed nowhere
};

/// Who is meant by each word of an estate's suppliers, brands, parties and components.
struct MakersOfWords {
  std::vector<names::Resolution> makers;
  std::vector<std::uint32_t> of_supplier, of_brand;  ///< by code: index into makers; a brand's code 0 is none
  /// By maker and code of the brand: the same maker under another supplier's badge.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> badged;
  std::map<std::uint32_t, std::vector<std::pair<std::string, names::Resolution>>> parties;
  std::map<std::uint32_t, std::vector<direct::Component>> components;
};
/// `known`: names resolved before, for who has many small estates.
MakersOfWords makers_of_words(const estate::Estate& e, const names::Resolver& resolver, Resolutions* known = nullptr);

/// Joins devices to rows (serial, MAC, chassis, address, name; else site, maker and model while seen ≤ quantity), adds the
/// unlisted ones as rows, reads functions from role words where no function is given, and resolves every maker.
/// `across`: devices of different inputs may be one.
/// `known`: names resolved before, for who joins many small estates.
Joined join(Gathered& gathered, const Tools& tools, const knowledge::World& world, bool across, Resolutions* known = nullptr);

}  // namespace rf::assess
