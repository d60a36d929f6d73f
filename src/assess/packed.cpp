#include "assess/packed.h"

#include "assess/assess.h"
#include "assess/join.h"
#include "base/file.h"
#include "base/text.h"
#include "direct/pack_cells.h"
#include "estate/pack.h"

namespace rf::assess {

Result<Packed> pack(const Request& request, const knowledge::Knowledge& k) {
  RF_TRY(const auto prepared, prepare(request, k));
  Packed out;
  if (const auto told = prepared->answer.estate->all_seen().size() + prepared->gathered.twins.size(); told > 0)
    prepared->answer.warnings.push_back({Kind::Malformed, {}, {}, "a pack holds rows: what devices or a second inventory said of " + counted(static_cast<std::int64_t>(told), "row", "rows") + " against the first is not in it",
                                         "give that evidence beside the pack"});
  const auto wholes = direct::wholes_for_pack(*prepared->answer.estate);
  const auto cells = direct::cells_for_pack(prepared->subject, wholes);
  if (cells) out.cells = cells->estate->size();
  out.bytes = estate::to_pack(*prepared->answer.estate, cells ? &*cells : nullptr, wholes, prepared->answer.warnings);
  out.assets = prepared->answer.assets;
  out.notes = std::move(prepared->answer.warnings);
  out.errors = std::move(prepared->answer.errors);
  return out;
}

bool is_pack_alone(const Request& r) {
  return r.paths.size() == 1 && r.paths[0] != "-" && (r.kind.empty() || r.kind == "estate-pack") && r.columns.empty() && r.weights.empty() && r.map.empty() && r.sites.empty() && r.totals.empty() &&
         !r.sightings_are_devices && estate::is_pack(r.paths[0]);
}

Result<std::unique_ptr<Prepared>> prepare_pack(const Request& request, const knowledge::Knowledge& k) {
  RF_TRY(estate::OpenedPack opened, estate::open_pack(request.paths[0]));
  if (!opened.read_as_it_is) return std::unique_ptr<Prepared>();
  auto prepared = std::make_unique<Prepared>();
  knowledge::World& world = prepared->world;
  world = {&k, request.as_of, request.known_at};
  auto tools = std::make_shared<Tools>();
  tools->resolver = std::make_unique<names::Resolver>(world);
  prepared->tools = std::move(tools);
  Answer& a = prepared->answer;
  begin(a, request, k);
  RF_TRY(const MappedFile file, MappedFile::open(request.paths[0]));
  a.inputs.push_back({request.paths[0], "estate-pack", request.hash_inputs ? sha256_hex(file.bytes()) : std::string(), file.bytes().size()});
  a.input_sha256[request.paths[0]] = a.inputs[0].sha256;
  a.warnings = std::move(opened.notes);
  a.estate = opened.estate;
  if (request.hash_inputs) a.estate_hash = opened.hash;
  prepared->gathered.estate = opened.estate;

  direct::Subject& subject = prepared->subject;
  const estate::Estate& e = *opened.estate;
  subject.estate = &e;
  subject.world = &world;
  subject.packed = opened.cells;
  MakersOfWords makers = makers_of_words(e, *prepared->tools->resolver);
  std::vector<bool> unknown;
  for (const auto& m : makers.makers) unknown.push_back(m.match == names::Match::Unknown);
  for (const auto& w : opened.wholes) {
    const std::uint32_t maker = makers.of_supplier[w[0]];
    subject.wholes.push_back({unknown[maker] && w[1] != 0 ? makers.of_brand[w[1]] : maker, std::string(e.words(Field::Function).text(w[2]))});
  }
  subject.whole_of_row = direct::RowWholes(opened.whole, e.size());
  subject.makers = std::move(makers.makers);
  subject.maker_of_row = direct::RowMakers(e, std::move(makers.of_supplier), std::move(makers.of_brand), std::move(unknown));
  subject.parties = std::move(makers.parties);
  subject.components = std::move(makers.components);
  if (!request.operator_facts.empty()) {
    RF_TRY(const MappedFile facts_file, MappedFile::open(request.operator_facts));
    auto facts = read_operator_facts(facts_file.bytes());
    if (!facts) return in_input(std::move(facts).error(), request.operator_facts);
    subject.facts = std::move(*facts);
  }
  if (!request.operator_id.empty()) subject.facts.id = request.operator_id;
  subject.country = request.country.empty() ? subject.facts.country : request.country;
  a.operator_id = subject.facts.id;
  if (a.operator_id.empty() && e.words(Field::Operator).size() == 2) a.operator_id = e.words(Field::Operator).text(1);
  a.country = subject.country;
  a.assets = static_cast<std::int64_t>(e.size());
  const estate::Estate& asked = opened.cells ? *opened.cells->estate : e;
  if (subject.country.empty())
    for (std::size_t r = 0; r < asked.size() && !a.country_assumed; ++r) a.country_assumed = asked.code(Field::Country, r) == 0;
  a.completeness = "not stated";
  prepared->of_pack = true;
  return prepared;
}

}  // namespace rf::assess
