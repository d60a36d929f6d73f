// A case is a folder below tests/assess/<feature>/: `ask.yaml` (paths and options of the command line, below the folder), the inputs,
// expected.jsonl (assets, what is said, contradictions, findings that were asked for) and about.md. RINGFENCE_WRITE_CASES=1 writes
// expected.jsonl anew, to be read before it is committed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "assess/assess.h"
#include "assess/map.h"
#include "assess/packed.h"
#include "base/json_writer.h"
#include "knowledge/knowledge.h"
#include "knowledge/node.h"
#include "model/locator.h"
#include "tests/assess/ask.h"
#include "tests/case_folder.h"
#include "tests/in_folder.h"

namespace rf::assess {
namespace {
namespace fs = std::filesystem;

void put_row(JsonWriter& w, const Answer& a, std::size_t row) {
  const auto& e = *a.estate;
  w.begin_object().member("asset", e.key(row)).member("at", address_of(e.locator(row))).member_or_null("maker", a.maker_of(row).name);
  constexpr std::array<const char*, 4> kBasis = {"declared", "observed", "both", "contradicted"};
  w.member("basis", kBasis[static_cast<std::size_t>(e.basis(row))]);
  for (const auto& f : kFields) {
    if (f.field == Field::Id || e.hidden(f.field)) continue;
    if (f.type == FieldType::Date && e.day(f.field, row).known()) w.member(f.name, to_text(e.day(f.field, row)));
    else if (f.type == FieldType::Count && e.count(f.field, row) != estate::kNoCount) w.member(f.name, e.count(f.field, row));
    else if (f.type != FieldType::Date && f.type != FieldType::Count && !e.text(f.field, row).empty()) w.member(f.name, e.text(f.field, row));
  }
  for (const auto& [header, value] : e.extras(row)) w.member("+" + std::string(header), value);
  if (const auto also = e.also(row); !also.empty()) {
    w.key("also").begin_array();
    for (const auto& l : also) w.value(address_of(l));
    w.end_array();
  }
  w.end_object();
}

void put_message(std::string& out, const char* kind, const Error& e) {
  JsonWriter w(out);
  w.begin_object().member(kind, e.why);
  if (!e.input.empty()) w.member("input", e.input);
  if (!e.where.empty()) w.member("where", e.where);
  w.end_object();
  out += '\n';
}

std::string answer_of(const fs::path& folder, const knowledge::Knowledge& k, std::size_t cells_from = 50'000) {
  const auto ask = tests::ask_of(folder);
  if (!ask) return to_text(ask.error()) + "\n";
  Request r = tests::request_of(*ask, day_of(2026, 11, 24));
  r.cells_from = cells_from;
  r.operator_id = ask->get("operator");
  r.country = ask->get("country");
  r.kind = ask->get("kind");
  r.weights = tests::list_of(*ask, "weights");
  r.sites = ask->get("sites");
  r.sites_secret = ask->get("sites_secret") == "true";
  r.totals = ask->get("totals");
  r.map = ask->get("map");
  const auto before = fs::current_path();
  fs::current_path(folder);
  std::string proposed;
  if (ask->get("propose") == "true") {  // the map as `ringfence map` prints it, before the answer
    std::vector<Error> errors;
    auto map = propose_map(r, k, "text", errors);
    proposed = map ? *map + "\n" : to_text(map.error()) + "\n";
    // What is printed reads back as itself.
    if (const auto again = map ? read_map(*map, k) : Result<Map>(std::unexpected(map.error())); !again) proposed += "does not read back: " + to_text(again.error()) + "\n";
  }
  const auto a = assess(r, k);
  fs::current_path(before);
  std::string out = proposed;
  if (!a) {
    put_message(out, "fails", a.error());
    return out;
  }
  for (std::size_t row = 0; row < a->estate->size(); ++row) {
    JsonWriter w(out);
    put_row(w, *a, row);
    out += '\n';
  }
  for (const auto& e : a->errors) put_message(out, "error", e);
  for (const auto& e : a->warnings) put_message(out, "warning", e);
  for (const auto& function : a->reconciliation)
    for (const auto& c : function.contradicted) {
      JsonWriter w(out);
      w.begin_object().member("contradiction", c.says).member("of", c.asset).key("evidence").begin_array();
      for (const auto& l : c.evidence) w.value(address_of(l));
      w.end_array().end_object();
      out += '\n';
    }
  for (const auto& x : a->exposures) {
    if (ask->get("exposures") != "true") break;
    JsonWriter w(out);
    w.begin_object().member("exposure", x.id).member("status", x.status).member("assets", x.assets).key("components").begin_object();
    for (const auto& [part, n] : x.components) w.member(part, n);
    w.end_object().key("of").begin_array();
    for (const auto& key : x.assets_named) w.value(key);
    w.end_array().end_object();
    out += '\n';
  }
  for (const auto& f : a->findings) {
    if (r.directions.empty()) break;
    const auto& m = f.measured;
    JsonWriter w(out);
    w.begin_object().member("finding", f.id).member("status", to_text(f.status)).member("measure", m.measure).member("part", m.part).member("part_low", m.part_low).member("part_high", m.part_high);
    w.member("total", m.total).member("total_low", m.total_low).member("total_high", m.total_high).key("missing").begin_object();
    for (const auto& [what, n] : f.missing) w.member(what, n);
    w.end_object().key("assets").begin_array();
    for (const auto& key : f.assets) w.value(key);
    w.end_array().end_object();
    out += '\n';
  }
  return out;
}

std::vector<fs::path> case_folders() {
  std::vector<fs::path> out;
  for (const auto& feature : fs::directory_iterator(fs::path(RINGFENCE_ROOT) / "tests/assess"))
    if (feature.is_directory())
      for (const auto& folder : fs::directory_iterator(feature.path())) out.push_back(folder.path());
  std::sort(out.begin(), out.end());
  return out;
}

class AssessCases : public tests::InFolder {};

TEST_F(AssessCases, AreAnsweredAsExpected) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  const auto folders = case_folders();
  for (const auto& folder : folders) {
    const std::string answer = answer_of(folder, *k);
    tests::expect_case(folder, answer);
    EXPECT_EQ(answer_of(folder, *k, 1), answer) << folder << " as cells";
  }
  EXPECT_FALSE(folders.empty());
}

std::string findings_of(const Answer& a) {
  std::string out;
  for (const auto& f : a.findings) {
    const auto& m = f.measured;
    out += f.id + " " + std::string(to_text(f.status)) + " " + f.applies + " " + m.measure;
    for (const auto n : {m.part, m.part_low, m.part_high, m.total, m.total_low, m.total_high}) out += " " + std::to_string(n);
    for (const auto& key : f.assets) out += " " + (key.find('#') == std::string::npos ? key : "without an id");
    out += "\n";
  }
  return out;
}

TEST_F(AssessCases, ComeOutTheSameOfTheirPacks) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  std::size_t compared = 0;
  for (const auto& folder : case_folders()) {
    const auto ask = tests::ask_of(folder);
    ASSERT_TRUE(ask);
    if (ask->get("sites_secret") == "true" || !ask->get("totals").empty()) continue;  // neither is in a pack
    Request r = tests::request_of(*ask, day_of(2026, 11, 24));
    for (auto& p : r.paths) p = (folder / p).string();
    for (const auto& w : tests::list_of(*ask, "weights")) r.weights.push_back((folder / w).string());
    if (const auto sites = ask->get("sites"); !sites.empty()) r.sites = (folder / sites).string();
    if (const auto map = ask->get("map"); !map.empty()) r.map = (folder / map).string();
    r.operator_id = ask->get("operator");
    r.country = ask->get("country").empty() ? "United Kingdom" : ask->get("country");
    r.kind = ask->get("kind");
    r.all = true;
    const auto a = assess(r, *k);
    const auto contradicted = [](const auto& function) { return !function.contradicted.empty(); };
    if (!a || !a->estate->all_seen().empty() || std::any_of(a->reconciliation.begin(), a->reconciliation.end(), contradicted)) continue;
    const auto packed = pack(r, *k);
    ASSERT_TRUE(packed) << folder;
    Request of_pack;
    of_pack.paths = {folder_ + "/case.estate"};
    ASSERT_TRUE(write_file(of_pack.paths[0], packed->bytes));
    of_pack.as_of = r.as_of, of_pack.known_at = r.known_at, of_pack.directions = r.directions, of_pack.operator_id = r.operator_id, of_pack.country = r.country, of_pack.all = true;
    const auto b = assess(of_pack, *k);
    ASSERT_TRUE(b) << folder << to_text(b.error());
    EXPECT_EQ(findings_of(*b), findings_of(*a)) << folder;
    EXPECT_EQ(b->errors.size(), a->errors.size()) << folder;
    ++compared;
  }
  EXPECT_GT(compared, 3U);
}

TEST_F(AssessCases, EveryRowOfALargeInventoryIsNamedWhereAllAreAskedFor) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  std::string csv = "id,country,function,supplier,status\n";
  for (int i = 0; i < 9000; ++i) csv += std::to_string(i) + ",GB,core.5g.amf," + (i % 2 ? "Huawei" : "Nokia") + ",in-service\n";
  Request r;
  r.paths = {write("large.csv", csv)};
  r.as_of = day_of(2024, 6, 1), r.known_at = day_of(2026, 11, 24);
  r.directions = {"uk-dvd-huawei-2022"};
  r.all = true;
  const auto rows = assess(r, *k);
  r.cells_from = 1;
  const auto cells = assess(r, *k);
  ASSERT_TRUE(rows && cells);
  EXPECT_EQ(findings_of(*cells), findings_of(*rows));
}

}  // namespace
}  // namespace rf::assess
