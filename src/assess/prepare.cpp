#include "assess/prepare.h"

#include "assess/assess.h"
#include "assess/join.h"
#include "assess/makers.h"
#include "assess/packed.h"
#include "assess/same_asset.h"
#include "assess/sightings.h"
#include "assess/tables.h"
#include "base/file.h"
#include "base/text.h"
#include "estate/country.h"

namespace rf::assess {

void begin(Answer& a, const Request& request, const knowledge::Knowledge& k) {
  a.as_of = request.as_of;
  a.known_at = request.known_at;
  a.knowledge_hash = k.hash;
  a.supplier_name = supplier_names(k);
}

Error nothing_found(const Request& request, const std::vector<Error>& errors) {
  Error e = errors.empty() ? Error{Kind::Unsupported, request.paths.front(), {}, "no device and no row was found", {}} : errors.front();
  if (errors.size() > 1) e.remedy += (e.remedy.empty() ? "" : "; ") + counted(static_cast<std::int64_t>(errors.size()), "input", "inputs") + " could not be read";
  return e;
}

Result<std::string> country_asked(const Request& request) {
  const std::string country = estate::country_code(request.country);
  if (!request.country.empty() && country.empty()) return fail(Kind::Usage, "--country " + request.country + ": no country", {}, "ISO 3166-1 alpha-2, such as GB");
  return country;
}

Result<void> read_stated_facts(const Request& request, const Tools& tools, const knowledge::Knowledge& k, direct::OperatorFacts& facts, std::vector<Error>& warnings) {
  if (!request.operator_facts.empty()) {
    RF_TRY(const MappedFile file, MappedFile::open(request.operator_facts));
    auto read = read_operator_facts(file.bytes());
    if (!read) return in_input(std::move(read).error(), request.operator_facts);
    facts = std::move(*read);
  }
  settle_operator_facts(facts, tools, k, warnings);
  if (!request.operator_id.empty()) facts.id = request.operator_id;
  return {};
}

void settle_whose(Answer& a, direct::Subject& subject, const std::string& country) {
  const auto& e = *a.estate;
  subject.country = country.empty() ? subject.facts.country : country;
  a.operator_id = subject.facts.id;
  if (a.operator_id.empty() && e.words(Field::Operator).size() == 2) a.operator_id = e.words(Field::Operator).text(1);
  a.country = subject.country;
  const estate::Estate& asked = subject.packed ? *subject.packed->estate : e;
  if (subject.country.empty())
    for (std::size_t r = 0; r < asked.size() && !a.country_assumed; ++r) a.country_assumed = asked.code(Field::Country, r) == 0;
  a.completeness = "not stated";
}

Result<std::unique_ptr<Prepared>> prepare(const Request& request, const knowledge::Knowledge& k, std::shared_ptr<const Tools> made, bool cells_will_do) {
  if (is_pack_alone(request)) {
    RF_TRY(auto of_pack, prepare_pack(request, k));
    if (of_pack && !cells_will_do) {
      of_pack->subject.states = direct::states_of(*of_pack->subject.estate, request.as_of, request.known_at);
      of_pack->of_pack = false;
    }
    if (of_pack) return of_pack;
  }
  auto prepared = std::make_unique<Prepared>();
  knowledge::World& world = prepared->world;
  world = {&k, request.as_of, request.known_at};
  Answer& a = prepared->answer;
  begin(a, request, k);
  RF_TRY(const std::string country, country_asked(request));
  auto inputs = find_inputs(request.paths, a.errors);
  if (inputs.empty()) return std::unexpected(a.errors.empty() ? Error{Kind::Usage, {}, {}, "no PATH given", "ringfence assess --help"} : a.errors.front());
  for (const auto& w : request.weights) inputs.push_back({w, w, Found::As::Weights});
  if (!request.sites.empty()) inputs.push_back({request.sites, request.sites, request.sites_secret ? Found::As::SecretSites : Found::As::Sites});
  if (!made) {
    RF_TRY(Tools fresh, make_tools(world, request));
    made = std::make_shared<const Tools>(std::move(fresh));
  }
  prepared->tools = std::move(made);
  const Tools& tools = *prepared->tools;
  prepared->gathered = gather(inputs, tools, request);
  Gathered& gathered = prepared->gathered;
  a.errors.insert(a.errors.end(), gathered.errors.begin(), gathered.errors.end());
  if (gathered.estate->size() == 0 && gathered.devices.empty() && gathered.sightings.empty()) return std::unexpected(nothing_found(request, a.errors));
  RF_CHECK(read_stated_facts(request, tools, k, gathered.facts, gathered.warnings));
  if (gathered.facts.id.empty() && gathered.estate->words(Field::Operator).size() == 1) gathered.facts.id = request.submission;
  merge_same_assets(gathered, tools, gathered.facts.id);
  settle_sightings(gathered, tools, request.sightings_are_devices);
  Joined joined = join(gathered, tools, world, request.merge_across);
  a.merges = std::move(joined.merges);
  a.joins = join_tables(gathered);
  a.sightings = gathered.sightings_left;
  a.warnings = std::move(gathered.warnings);
  a.inputs = std::move(gathered.inputs);
  for (const auto& i : a.inputs) a.input_sha256[i.path] = i.sha256;
  a.estate = gathered.estate;

  direct::Subject& subject = prepared->subject;
  subject.estate = a.estate.get();
  subject.world = &world;
  subject.makers = std::move(joined.makers);
  subject.maker_of_row = std::move(joined.maker_of_row);
  subject.parties = std::move(joined.parties);
  subject.components = std::move(joined.components);
  subject.facts = std::move(gathered.facts);
  subject.states = direct::states_of(*a.estate, world.as_of, world.known_at);
  direct::settle_wholes(subject);
  if (!request.totals.empty()) {
    RF_TRY(const MappedFile file, MappedFile::open(request.totals));
    auto totals = read_totals(file.bytes(), request.totals, tools, a.errors);
    if (!totals) return in_input(std::move(totals).error(), request.totals);
    subject.totals = std::move(*totals);
    if (!request.submission.empty()) {
      const auto operators = direct::operators_of(subject).ids;
      std::erase_if(subject.totals, [&](const direct::StatedTotal& t) { return !t.operator_id.empty() && !operators.contains(t.operator_id); });
    }
    check_totals(subject, a.warnings);
    a.inputs.push_back({request.totals, "totals", request.hash_inputs ? sha256_hex(file.bytes()) : std::string(), file.bytes().size()});
  }
  settle_whose(a, subject, country);
  a.assets = static_cast<std::int64_t>(a.estate->size()) - joined.parts;
  a.parts = joined.parts;
  return prepared;
}

void tell_damage(Answer& a) {
  if (!a.estate) return;
  if (auto damage = a.estate->damage()) a.errors.push_back(std::move(*damage));
}

void keep_sites_secret(std::vector<Finding>& findings, const knowledge::Knowledge& k) {
  for (auto& f : findings) {
    const auto d = k.directions.find(f.direction);
    if (d == k.directions.end()) continue;
    for (const auto& q : d->second.requirements) {
      if (q.name != f.requirement || q.site_classes.empty()) continue;
      f.assets.clear();
      f.evidence.clear();
      f.decide_by.clear();
      f.decide_rows.clear();
      std::erase_if(f.because, [](const Because& b) { return b.locator.has_value(); });
    }
  }
}

}  // namespace rf::assess
