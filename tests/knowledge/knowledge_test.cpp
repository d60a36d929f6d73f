// Every kind of fault is named with its line; what compiles loads again; facts hold on their days alone.
#include <gtest/gtest.h>
#include <simdjson.h>

#include "knowledge/knowledge.h"

namespace rf::knowledge {
namespace {

const char* const kSupplier =
    "supplier: x\nname: X\ndefaults: {source: a title with spaces, learnt: 2020-01-01}\nnames:\n  - {text: X}\n";

/// The faults of one file beside the built-in knowledge, as "LINE: WHY" lines.
std::string faults_of(const std::string& path, const std::string& text) {
  const auto base = open({});
  std::string out;
  for (const auto& f : check({{path, text}}, base ? &*base : nullptr)) out += std::to_string(f.line) + ": " + f.why + "\n";
  return out;
}
#define HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST(KnowledgeCheck, AGoodFileHasNoFault) { EXPECT_EQ(faults_of("suppliers/x.yaml", kSupplier), ""); }

TEST(KnowledgeCheck, NamesEveryFaultWithItsLine) {
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "colour: red\n"), "6: unknown key \"colour\"");
  HAS(faults_of("suppliers/x.yaml", "supplier: x\nname: X\n"), "\"names\" is missing");
  HAS(faults_of("suppliers/x.yaml", "supplier: x\nname: X\nnames:\n  - {text: X, learnt: 2020-01-01}\n"), "4: a fact without a source");
  HAS(faults_of("suppliers/x.yaml", "supplier: x\nname: X\nnames:\n  - {text: X, source: some title}\n"), "4: a fact without `learnt`");
  HAS(faults_of("suppliers/x.yaml", "supplier: x\nname: X\nname: Y\n"), "3: the key \"name\" stands twice");
  HAS(faults_of("suppliers/x.yaml", "a: &a [1]\nb: *a\n"), "2: an alias");
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "jurisdictions:\n  - {country: XX}\n"), "7: unknown jurisdiction \"XX\"");
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "jurisdictions:\n  - {country: GB, to: 2020-06-30}\n  - {country: US, from: 2020-06-30}\n"), "8: overlaps in time");
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "owners:\n  - {owner: nobody-known, share: 0.6}\n"), "7: unknown supplier \"nobody-known\"");
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "owners:\n  - {owner: x, share: 0.6}\n"), "circle");
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "brands:\n  - {fact: a, replaces: b, text: B}\n  - {fact: b, replaces: a, text: C}\n"), "7: replaces itself in a circle");
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "owners:\n  - {owner: zte, share: 6}\n"), "shares are 0..1");
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "brands:\n  - {text: B, from: 2020-31-12}\n"), "7: \"from\": \"2020-31-12\" is no day");
  HAS(faults_of("suppliers/x.yaml", std::string(kSupplier) + "brands:\n  - {text: B, from: 2021-01-01, to: 2020-01-01}\n"), "before it begins");
  HAS(faults_of("suppliers/y.yaml", kSupplier), "must be called x.yaml");
  HAS(faults_of("nowhere/y.yaml", kSupplier), "no kind of knowledge");
  const std::string direction =
      "direction: d\ntitle: D\nauthority: A\nforce: law\ntext_seen: false\nknown: 1\ndefaults: {source: some title, learnt: 2020-01-01}\nstates:\n  - {state: in-force}\naddressees: {who: all}\nrequirements:\n"
      "  - id: r\n    says: S\n    kind: removal\n    about: [huawei]\n    functions:\n      - {path: core.5g, scope: in}\n";
  HAS(faults_of("directions/d.yaml", direction + "    limit: {count: 0}\n    measures: []\n    dates:\n      - {deadline: 2020-01-01}\n"), "a limit without a measure");
  HAS(faults_of("directions/d.yaml", direction + "    limit: {count: 0}\n    measures:\n      - {measure: weight}\n    dates:\n      - {deadline: 2020-01-01}\n"), "\"weight\" is not a measure");
  const std::string measured = "    measures:\n      - {measure: quantity}\n    dates:\n      - {deadline: 2020-01-01}\n";
  HAS(faults_of("directions/d.yaml", direction + "    limit: {share: \"36/35\"}\n" + measured), "18: a share above 1");
  HAS(faults_of("directions/d.yaml", direction + "    limit: {share: \"1/3\", count: 1}\n" + measured), "18: a limit that is a count and a share");
  HAS(faults_of("directions/d.yaml", "direction: d\ntitle: D\nauthority: A\nforce: law\ndefaults: {source: {title: t}, learnt: 2020-01-01}\n"), "5: \"source\" must be an id of sources.yaml here");
  HAS(faults_of("directions/d.yaml", direction + "    limit: {share: \"1/0\"}\n" + measured), "18: a share that is none");
  HAS(faults_of("directions/d.yaml", direction + measured), "without a limit");
  HAS(faults_of("directions/d.yaml", direction + "    limit: {count: 0}\n    measures:\n      - {measure: quantity}\n    dates:\n      - {since: 2021-01-01, deadline: 2020-01-01}\n"), "22: dates run backwards: its deadline (2020-01-01) is before it begins (2021-01-01)");
  HAS(faults_of("directions/d.yaml", direction + "      - {path: core.5g, scope: out}\n    limit: {count: 0}\n" + measured), "18: contradicts line 17: \"core.5g\" is given two scopes");
  const std::string other = "  - id: r2\n    says: S\n    kind: removal\n    about: [huawei]\n    functions:\n      - {path: core.5g, scope: in}\n    limit: {count: 5}\n" + measured;
  HAS(faults_of("directions/d.yaml", direction + "    limit: {count: 0}\n" + measured + other), "contradicts \"r\" of line 12: the same suppliers, functions and measure with another limit");
  HAS(faults_of("directions/d.yaml", "direction: d\ntitle: D\nauthority: A\nforce: law\ntext_seen: false\nknown: 0\ndefaults: {source: some title, learnt: 2020-01-01}\nstates:\n  - {state: in-force}\naddressees: {who: all, complete: true}\n"), "is complete and names nobody");
}

TEST(KnowledgeCheck, ExpressionsAreFaultyByLineAndColumn) {
  const auto at = [](const std::string& path, const std::string& text) {
    const auto base = open({});
    std::string out;
    for (const auto& f : check({{path, text}}, base ? &*base : nullptr)) out += to_text(f) + "\n";
    return out;
  };
  const std::string regime = "regime: r\ntitle: R\nabout: [huawei]\nneeded: any(supplier in about)\ndefaults: {source: some title, learnt: 2020-01-01}\nconditions:\n  - id: c\n    says: S\n    decides: true\n";
  EXPECT_EQ(at("regimes/r.yaml", regime + "    expr: rows(present) <= 3\n"), "");
  HAS(at("regimes/r.yaml", regime + "    expr: rows(presnt) <= 3\n"), "regimes/r.yaml:10:16: \"presnt\" is not known here; perhaps present");
  HAS(at("regimes/r.yaml", regime + "    expr: \"rows(present) <= 35 %\"\n"), "regimes/r.yaml:10:26: \"<=\" compares a count with a share");
  HAS(at("regimes/r.yaml", regime + "    expr: |\n      rows(present) <= 3\n      and 5\n"), "regimes/r.yaml:12:11: what stands after \"and\" must be a condition, and this is a count");
  HAS(at("regimes/r.yaml", regime + "    expr: >\n      rows(present) <= 3\n      and 5\n"), "regimes/r.yaml:12:11: what stands after \"and\"");
  HAS(at("regimes/r.yaml", regime + "    expr: rows(function in [core.6g]) = 0\n"), "regimes/r.yaml:10:28: unknown function \"core.6g\"");
  HAS(at("regimes/r.yaml", regime + "    expr: count(on_list(suppliers(present), \"no-list\")) = 0\n"), "unknown list \"no-list\"");
  HAS(at("regimes/r.yaml", regime + "    expr: holds(\"uk-dvd-huawei-2022\", \"no-such\")\n"), "\"uk-dvd-huawei-2022\" has no requirement \"no-such\"");
  // Loading refuses what checking finds, with the place.
  const auto image = compile({{"regimes/r.yaml", regime + "    expr: rows(presnt) <= 3\n"}});
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().where, "line 10, column 16");
}

TEST(KnowledgeImage, LoadsWhatItWasMadeOf) {
  const auto image = compile({{"suppliers/x.yaml", kSupplier}, {"pen.tsv", "# c\n9\tciscoSystems\n3902\tZTE\n"}, {"oui.tsv", "00005E\tIANA\n00005E123\tAnother\n"}});
  ASSERT_TRUE(image);
  const auto k = load(*image);
  ASSERT_TRUE(k) << to_text(k.error());
  EXPECT_EQ(k->suppliers.at("x").names.at(0).text, "X");
  EXPECT_EQ(k->pen_organization(3902), "ZTE");
  EXPECT_EQ(k->pen_organization(9), "ciscoSystems");
  EXPECT_EQ(k->pen_organization(10), "");
  EXPECT_EQ(k->oui_organization(0x00005E120000), "IANA");
  EXPECT_EQ(k->oui_organization(0x00005E123456), "Another");
  for (std::size_t cut = 0; cut < image->size(); cut += 7) (void)load(std::string_view(*image).substr(0, cut));
  EXPECT_FALSE(load("not an image"));
}

TEST(KnowledgeImage, BuiltInIsWhole) {
  const auto k = open({});
  ASSERT_TRUE(k);
  EXPECT_GE(k->suppliers.size(), 60U);
  for (const char* id : {"uk-ncsc-zte-2018", "uk-ncsc-hrv-2020-01", "uk-hmg-huawei-2020-07", "uk-dvd-huawei-2022", "us-ndaa-889-2018"}) EXPECT_TRUE(k->directions.contains(id)) << id;
  EXPECT_EQ(k->directions.at("uk-dvd-huawei-2022").requirements.size(), 8U);
  EXPECT_FALSE(k->pen_organization(2011).empty());
}

TEST(KnowledgeSchema, IsJson) {
  simdjson::dom::parser parser;
  for (const auto& kind : file_kinds()) {
    simdjson::dom::element e;
    EXPECT_EQ(parser.parse(json_schema(kind)).get(e), simdjson::SUCCESS) << kind.name;
  }
}

TEST(World, FactsHoldOnTheirDaysAndOnceKnown) {
  const auto day = [](const char* d) { return *parse_iso_day(d); };
  Deadline draft, final;
  draft.id = "draft";
  draft.learnt = day("2022-02-24");
  final.replaces = "draft";
  final.learnt = day("2022-10-13");
  final.from = day("2022-10-13");
  final.to = day("2023-12-31");
  const std::vector<Deadline> facts = {draft, final};
  struct Row { const char *as_of, *known_at; bool draft, final; };
  for (const Row& r : {Row{"2022-06-01", "2022-01-01", false, false}, Row{"2022-06-01", "2022-02-24", true, false}, Row{"2022-10-12", "2022-10-13", false, false},
                       Row{"2022-10-13", "2022-10-12", true, false}, Row{"2022-10-13", "2022-10-13", false, true}, Row{"2023-12-31", "2026-01-01", false, true},
                       Row{"2024-01-01", "2026-01-01", false, false}}) {
    const World w{nullptr, day(r.as_of), day(r.known_at)};
    EXPECT_EQ(w.holds(facts[0], facts), r.draft) << r.as_of << " " << r.known_at;
    EXPECT_EQ(w.holds(facts[1], facts), r.final) << r.as_of << " " << r.known_at;
  }
}

}  // namespace
}  // namespace rf::knowledge
