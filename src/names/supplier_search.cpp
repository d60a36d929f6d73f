#include "names/supplier_search.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "names/search.h"

namespace rf::names {

ListEntity known_supplier(const knowledge::World& world, const knowledge::Supplier& s) {
  ListEntity e;
  e.list = "knowledge";
  e.edition = world.knowledge->hash.substr(0, 12);
  e.entry = s.id;
  e.supplier = s.id;
  e.kind = EntityKind::Organisation;
  e.name = s.name;
  for (const auto& n : s.names)
    if (world.known(n, s.names) && n.text != s.name) e.aliases.push_back({n.text, AliasKind::Strong, {}, {}, {}});
  for (const auto& seat : s.seats)
    if (world.known(seat, s.seats)) e.countries.push_back(seat.country);
  return e;
}

struct SupplierSearch::State {
  knowledge::World world;
  std::mutex one_at_a_time;
  bool made = false;
  std::shared_ptr<const Lexicon> lexicon;
  Calibration calibration;
  ScriptAliases aliases;
  std::optional<Index> index;
  std::optional<Searcher> searcher;

  void make() {
    made = true;
    auto weights = Calibration::of(*world.knowledge);
    if (!weights) return;  // no tables: names are met letter by letter only
    calibration = std::move(*weights);
    lexicon = Lexicon::of(*world.knowledge);
    aliases = ScriptAliases(world, *lexicon);
    IndexBuilder builder(lexicon);
    for (const auto& [id, supplier] : world.knowledge->suppliers) builder.add(known_supplier(world, supplier));
    auto bytes = std::make_shared<std::string>(builder.finish());
    auto opened = Index::open(*bytes, bytes);
    if (!opened) return;
    index.emplace(std::move(*opened));
    searcher.emplace(*index, *lexicon, calibration, aliases);
  }
};

SupplierSearch::SupplierSearch(const knowledge::World& world) : state_(std::make_unique<State>()) { state_->world = world; }
SupplierSearch::~SupplierSearch() = default;

std::vector<SupplierSearch::Found> SupplierSearch::search(std::string_view name, double near_floor) const {
  State& s = *state_;
  const std::lock_guard lock(s.one_at_a_time);
  if (!s.made) s.make();
  std::vector<Found> out;
  if (!s.searcher) return out;
  SearchOptions options;
  options.near_floor = near_floor;
  const Answer& answer = s.searcher->search(name, options);
  for (const auto* hits : {&answer.matches, &answer.near})
    for (const Hit& h : *hits) {
      const std::string_view supplier = s.index->text(s.index->entities()[h.entity].entry);
      if (std::any_of(out.begin(), out.end(), [&](const Found& f) { return f.supplier == supplier; })) continue;
      const bool whole = std::any_of(h.because.begin(), h.because.end(), [](const Because& b) { return b.rule == Rule::WholeName; }) &&
                         std::none_of(h.because.begin(), h.because.end(), [](const Because& b) { return b.rule == Rule::OneWordTypo || b.rule == Rule::SimilarWord || b.rule == Rule::InexactWords; });
      out.push_back({std::string(supplier), std::string(s.index->text(s.index->names()[h.name].written)), h.score, hits == &answer.matches, whole});
    }
  return out;
}

}  // namespace rf::names
