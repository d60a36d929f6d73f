// Parents from GLEIF's golden copies, on small files written here: the chain to the ultimate parent, by number and by name.
#include "screen/gleif_ties.h"

#include <gtest/gtest.h>

#include "screen/dossier.h"
#include "tests/in_folder.h"

namespace rf::screen {
namespace {

constexpr std::string_view kWho =
    "LEI,Entity.LegalName,Entity.LegalAddress.Country,Entity.RegistrationAuthority.RegistrationAuthorityEntityID,Entity.LegalJurisdiction,Entity.EntityStatus,Registration.LastUpdateDate\n"
    "EXAMPLE0000000000001,Northern Radio AS,NO,987654321,NO,ACTIVE,2026-10-01T00:00:00Z\n"
    "EXAMPLE0000000000002,Northern Holding ASA,NO,1,NO,ACTIVE,2026-10-01T00:00:00Z\n"
    "EXAMPLE0000000000003,Great Fund N.V.,NL,2,NL,ACTIVE,2026-10-01T00:00:00Z\n"
    "EXAMPLE0000000000004,Northern Radio AB,SE,3,SE,ACTIVE,2026-10-01T00:00:00Z\n";
constexpr std::string_view kWhom =
    "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,Relationship.RelationshipStatus,Relationship.Period.1.startDate,Relationship.Period.1.endDate,"
    "Relationship.Period.1.periodType,Registration.LastUpdateDate\n"
    "EXAMPLE0000000000001,EXAMPLE0000000000002,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2017-12-06T00:00:00Z,,RELATIONSHIP_PERIOD,2026-10-01T00:00:00Z\n"
    "EXAMPLE0000000000002,EXAMPLE0000000000003,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,,,RELATIONSHIP_PERIOD,2026-10-01T00:00:00Z\n"
    "EXAMPLE0000000000004,EXAMPLE0000000000003,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,,,RELATIONSHIP_PERIOD,2026-10-01T00:00:00Z\n";
const Day kToday = *parse_iso_day("2026-11-25");

class GleifTest : public tests::InFolder {
 protected:
  void SetUp() override {
    InFolder::SetUp();
    db_ = folder_ + "/lists.db";
    take(kWho);
    take(kWhom);
    auto& s = k_.suppliers["northern"];
    s.id = "northern";
    s.name = "Northern Radio";
    knowledge::Name legal;
    legal.text = "Northern Radio AS";
    legal.kind = "legal";
    s.names.push_back(legal);
    knowledge::Seat seat;
    seat.country = "NO";
    s.seats.push_back(seat);
  }
  void take(std::string_view bytes) {
    auto store = store::Store::open(db_);
    ASSERT_TRUE(store);
    lists::Files files{lists::Source::of(bytes, "golden.csv"), {}};
    const auto done = lists::import(*store, files, {{}, *parse_iso_day("2026-11-01"), false, kToday});
    ASSERT_TRUE(done) << to_text(done.error());
  }
  GleifFound found(Graph& graph) {
    const auto editions = lists::Editions::open(db_);
    const auto out = add_gleif(graph, world(), *editions, "northern");
    EXPECT_TRUE(out);
    return out.value_or(GleifFound{});
  }
  /// From now on knowledge has this number of the firm.
  void number(std::string type, std::string value) {
    auto& id = k_.suppliers["northern"].ids.emplace_back();
    id.type = std::move(type);
    id.value = std::move(value);
  }
  knowledge::World world() const { return {&k_, kToday, kToday}; }
  std::string db_;
  knowledge::Knowledge k_;
};

TEST_F(GleifTest, TheChainGoesUpToTheUltimateParentWithSourceAndDate) {
  number("lei", "EXAMPLE0000000000001");
  Graph graph(world());
  EXPECT_EQ(found(graph).by, "knowledge");
  const auto up = graph.above(graph.find("northern"), kToday);
  ASSERT_EQ(up.size(), 2U);
  EXPECT_EQ(graph.party(up[0].party).name, "Northern Holding ASA (LEI EXAMPLE0000000000002)");
  EXPECT_EQ(to_text(up[0].ties[0]->from), "2017-12-06");
  EXPECT_EQ(up[0].ties[0]->source, "gleif-parents of 2026-11-01");
  EXPECT_FALSE(up[0].ties[0]->unverified);
  const auto last = graph.ultimate(graph.find("northern"), kToday);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(graph.party(last[0].party).name, "Great Fund N.V. (LEI EXAMPLE0000000000003)");
  EXPECT_EQ(graph.party(last[0].party).country, "NL");
  EXPECT_EQ(graph.find("lei:EXAMPLE0000000000004"), Graph::npos);  // a sister is not asked for
}

TEST_F(GleifTest, ByLegalNameAndSeatItIsToBeConfirmed) {
  Graph graph(world());
  const auto f = found(graph);
  EXPECT_EQ(f.lei, "EXAMPLE0000000000001");  // the Swedish namesake is another
  EXPECT_EQ(f.by, "name");
  const auto up = graph.above(graph.find("northern"), kToday);
  ASSERT_EQ(up.size(), 2U);
  EXPECT_TRUE(up[0].ties[0]->unverified);
  EXPECT_NE(up[0].ties[0]->note.find("to be confirmed"), std::string::npos);
}

TEST_F(GleifTest, OfTwoNamesakesNeitherIsTaken) {
  take(std::string(kWho) + "EXAMPLE0000000000005,NORTHERN RADIO AS,NO,5,NO,ACTIVE,2026-10-01T00:00:00Z\n");
  Graph graph(world());
  const auto f = found(graph);
  EXPECT_EQ(f.lei, "");
  EXPECT_EQ(f.of_that_name, 2U);
  EXPECT_TRUE(graph.above(graph.find("northern"), kToday).empty());
}

TEST_F(GleifTest, ARegistrationNumberIsEnough) {
  number("registration", "987654321");
  Graph graph(world());
  EXPECT_EQ(found(graph).by, "number");
}

}  // namespace
}  // namespace rf::screen
