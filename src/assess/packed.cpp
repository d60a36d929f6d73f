#include "assess/packed.h"

#include <algorithm>

#include "assess/assess.h"
#include "assess/join.h"
#include "base/file.h"
#include "base/text.h"
#include "direct/pack_cells.h"
#include "estate/pack.h"

namespace rf::assess {
namespace {

constexpr std::size_t kHashDigits = 64;  // SHA-256, which names files where runs are kept

/// Rows that do not say whose they are, or in which country, say it in the pack, which stands alone.
void state_whose(estate::Estate& e, const direct::Subject& s) {
  for (const auto& [field, value] : {std::pair<Field, std::string_view>{Field::Operator, s.facts.id}, {Field::Country, s.country}}) {
    if (value.empty()) continue;
    for (std::size_t row = 0; row < e.size(); ++row)
      if (e.code(field, row) == 0) e.set_word(field, row, value);
  }
}

}  // namespace

Result<Packed> pack(const Request& request, const knowledge::Knowledge& k) {
  RF_TRY(const auto prepared, prepare(request, k));
  Packed out;
  if (const auto told = prepared->answer.estate->all_seen().size() + prepared->gathered.twins.size(); told > 0)
    prepared->answer.warnings.push_back({Kind::Malformed, {}, {}, "a pack holds rows: what devices or a second inventory said of " + counted(static_cast<std::int64_t>(told), "row", "rows") + " against the first is not in it",
                                         "give that evidence beside the pack"});
  if (const auto& f = prepared->subject.facts; !f.addressee_of.empty() || !f.assurances.empty() || !f.approvals.empty() || !f.classes.empty())
    prepared->answer.warnings.push_back({Kind::Malformed, {}, {}, "a pack holds rows: what is stated of the operator (addressee_of, classes, assurances, approvals) is not in it", "give the same file with --operator-facts"});
  state_whose(*prepared->gathered.estate, prepared->subject);
  const auto wholes = direct::wholes_for_pack(*prepared->answer.estate);
  const auto cells = direct::cells_for_pack(prepared->subject, wholes);
  if (cells) out.cells = cells->estate->size();
  std::vector<Error> unread = prepared->answer.errors;
  for (Error& e : unread) e.why = "not read when it was packed: " + e.why;
  out.bytes = estate::to_pack(*prepared->answer.estate, cells ? &*cells : nullptr, wholes, prepared->answer.warnings, unread);
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
  RF_TRY(const std::string country, country_asked(request));
  RF_TRY(estate::OpenedPack opened, estate::open_pack(request.paths[0]));
  if (!opened.read_as_it_is) return std::unique_ptr<Prepared>();
  if (opened.hash.size() != kHashDigits || opened.hash.find_first_not_of("0123456789abcdef") != std::string::npos)
    return fail(Kind::Malformed, "the pack's own digest is none", request.paths[0], "make it again with estate pack");
  if (opened.estate->size() == 0) return std::unexpected(nothing_found(request, {}));
  auto prepared = std::make_unique<Prepared>();
  knowledge::World& world = prepared->world;
  world = {&k, request.as_of, request.known_at};
  auto tools = std::make_shared<Tools>();
  tools->resolver = std::make_unique<names::Resolver>(world);
  prepared->tools = std::move(tools);
  Answer& a = prepared->answer;
  begin(a, request, k);
  a.inputs.push_back({request.paths[0], "estate-pack", request.hash_inputs ? sha256_hex(opened.bytes) : std::string(), opened.bytes.size()});
  a.input_sha256[request.paths[0]] = a.inputs[0].sha256;
  a.warnings = std::move(opened.notes);
  a.errors = std::move(opened.unread);
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
    const auto badged = makers.badged.find({maker, w[1]});
    subject.wholes.push_back({unknown[maker] && w[1] != 0 ? makers.of_brand[w[1]] : badged != makers.badged.end() ? badged->second : maker, std::string(e.words(Field::Function).text(w[2]))});
  }
  subject.whole_of_row = direct::RowWholes(opened.whole, e.size());
  subject.makers = std::move(makers.makers);
  subject.maker_of_row = direct::RowMakers(e, std::move(makers.of_supplier), std::move(makers.of_brand), std::move(unknown), std::move(makers.badged));
  subject.parties = std::move(makers.parties);
  subject.components = std::move(makers.components);
  RF_CHECK(read_stated_facts(request, *prepared->tools, k, subject.facts, a.warnings));
  if (subject.facts.id.empty() && e.words(Field::Operator).size() == 1) subject.facts.id = request.submission;
  settle_whose(a, subject, country);
  a.assets = static_cast<std::int64_t>(e.size());
  prepared->of_pack = true;
  return prepared;
}

}  // namespace rf::assess
