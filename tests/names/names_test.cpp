// Spellings that must resolve, and those that must not: a wrong match accuses somebody.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <fstream>

#include "names/resolve.h"

namespace rf::names {
namespace {

TEST(Names, CasesResolveAsReadByHand) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  const knowledge::World world{&*k, *parse_iso_day("2026-11-24"), *parse_iso_day("2026-11-24")};
  const Resolver resolver(world);
  std::ifstream in(std::string(RINGFENCE_ROOT) + "/tests/names/cases.jsonl");
  std::string line;
  simdjson::dom::parser parser;
  std::size_t cases = 0;
  while (std::getline(in, line)) {
    simdjson::dom::element e;
    ASSERT_EQ(parser.parse(line).get(e), simdjson::SUCCESS) << line;
    const auto text = [&e](const char* key) { return std::string(e[key].get_string().value()); };
    const std::string query = text("query"), want = text("supplier");
    const Resolution r = resolver.resolve(query);
    EXPECT_EQ(r.match == Match::Clear ? r.supplier : "", want) << query << ": " << text("why");
    ++cases;
  }
  EXPECT_GT(cases, 20U);
}

TEST(Names, ANearNameCarriesItsCandidates) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  const Resolver resolver({&*k, *parse_iso_day("2026-11-24"), *parse_iso_day("2026-11-24")});
  const auto slip = resolver.resolve("Huawai");
  EXPECT_EQ(slip.match, Match::Near);
  ASSERT_FALSE(slip.candidates.empty());
  EXPECT_EQ(slip.candidates[0].supplier, "huawei");
  EXPECT_EQ(resolver.resolve("TP-Link").candidates.size(), 2U);
  EXPECT_EQ(resolver.resolve("n/a").match, Match::Unknown);
  EXPECT_EQ(resolver.resolve("Acme Telecom Works").match, Match::Other);
}

TEST(Names, ACellThatNamesSeveralLeavesNoneOfThemOut) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  const Resolver resolver({&*k, *parse_iso_day("2026-11-24"), *parse_iso_day("2026-11-24")});
  const auto candidates = [&](const char* cell) {
    const auto r = resolver.resolve(cell);
    EXPECT_EQ(r.match, Match::Near) << cell;
    std::string out;
    for (const auto& c : r.candidates) out += c.supplier + " ";
    return out;
  };
  EXPECT_EQ(candidates("Cisco / ZTE"), "cisco zte ");
  EXPECT_EQ(candidates("Nokia/Huawei"), "nokia huawei ");
  EXPECT_EQ(candidates("Nokia (via Huawei)"), "nokia huawei ");
  EXPECT_EQ(candidates("Huawei, ZTE oder Nokia"), "huawei zte nokia ");
  EXPECT_EQ(candidates("ex ZTE"), "zte ");
  EXPECT_EQ(candidates("not Huawei"), "huawei ");
  EXPECT_EQ(candidates("ZTE?"), "zte ");
  EXPECT_EQ(resolver.resolve("Datang Power").match, Match::Other);  // a look-alike stays one
  EXPECT_EQ(resolver.resolve("Aztec Networks").match, Match::Other);
}

}  // namespace
}  // namespace rf::names
