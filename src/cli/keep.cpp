#include "cli/keep.h"

#include <filesystem>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "direct/pack_cells.h"
#include "estate/pack.h"
#include "knowledge/node.h"

namespace rf::cli {
namespace {

/// The answer as a run of the ledger: what was asked, of which evidence, and what came of it.
store::Run run_of(const assess::Answer& a, const Options& o, const report::Options& ro) {
  store::Run run;
  run.operator_id = a.operator_id;
  run.as_of = to_text(a.as_of);
  run.known_at = to_text(a.known_at);
  run.knowledge = a.knowledge_hash;
  run.program = RINGFENCE_VERSION;
  JsonWriter w(run.options);
  w.begin_object().member("kind", o.kind).member("country", o.country).member("date_order", o.date_order).member("directions", o.directions);
  w.member("operator_facts", o.operator_facts);
  w.member("map", o.map).member("sites", o.sites).member("sites_secret", o.sites_secret).member("totals", o.totals).key("weights").begin_array();
  for (const auto& f : o.weights) w.value(f);
  w.end_array().key("columns").begin_array();
  for (const auto& c : o.columns) w.value(c);
  w.end_array().member("all", o.all).end_object();
  run.summary = report::summary_line(a);
  run.estate = a.estate_hash;
  for (const auto& i : a.inputs) run.inputs.push_back({i.path, i.sha256, i.bytes});
  for (const auto& f : a.findings) run.items.push_back({"finding", f.id, std::string(to_text(f.status)), report::finding_json(f, a, ro)});
  for (const auto& r : a.regimes) run.items.push_back({"regime", r.id + "@" + (r.operator_id.empty() ? "unnamed" : r.operator_id), r.status, report::regime_json(r)});
  for (const auto& e : a.errors) {
    std::string json;
    JsonWriter j(json);
    j.begin_object().member("input", e.input).member("where", e.where).member("why", e.why).end_object();
    run.items.push_back({"error", e.input + (e.where.empty() ? "" : "#" + e.where), e.why, json});
  }
  return run;
}

std::int64_t whole_number(const knowledge::Node& n, std::string_view key) { return parse_count(n.get(key)).value_or(0); }

}  // namespace

std::string kept_estate(const std::string& db, const std::string& hash) { return db + ".d/" + hash + ".estate"; }

Result<std::int64_t> keep_run(store::Store& store, const std::string& db, const assess::Answer& answer, const Options& o, const report::Options& ro, bool* added) {
  // What is large is a file beside the database, named by its content; it is there before the run that names it.
  const std::string name = kept_estate(db, answer.estate_hash);
  std::error_code ec;
  std::filesystem::create_directories(std::filesystem::path(name).parent_path(), ec);
  if (!std::filesystem::exists(name, ec)) RF_CHECK(write_file(name, estate::to_pack(*answer.estate, nullptr, direct::wholes_for_pack(*answer.estate))));
  return store.keep(run_of(answer, o, ro), added);
}

std::map<std::string, direct::Numbers> kept_numbers(const store::Run& run, bool& exact) {
  std::map<std::string, direct::Numbers> out;
  exact = true;
  for (const auto& item : run.items) {
    if (item.kind != "finding") continue;
    const auto node = knowledge::parse_yaml(item.json);  // JSON is YAML as far as this writes it
    if (!node) {
      exact = false;
      out[item.id].status = item.state;
      continue;
    }
    direct::Numbers n;
    n.status = item.state;
    n.part = whole_number(*node, "part");
    n.total = whole_number(*node, "total");
    const bool bounds = node->find("total_high") != nullptr;
    exact = exact && bounds;
    n.part_low = bounds ? whole_number(*node, "part_low") : n.part;
    n.part_high = bounds ? whole_number(*node, "part_high") : n.part;
    n.total_low = bounds ? whole_number(*node, "total_low") : n.total;
    n.total_high = bounds ? whole_number(*node, "total_high") : n.total;
    if (node->get("unit") != "share") n.total = n.total_low = n.total_high = 0;  // as direct::numbers_of
    out[item.id] = std::move(n);
  }
  return out;
}

}  // namespace rf::cli
