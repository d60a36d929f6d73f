// Owners and what a listing reaches, on small worlds written here, and the dossier of the built-in knowledge.
#include "screen/graph.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>

#include "screen/dossier.h"
#include "tests/built_in.h"

namespace rf::screen {
namespace {

const Day kDay = *parse_iso_day("2026-01-01");

class Firms {
 public:
  Firms& own(const std::string& owner, const std::string& owned, const std::string& share, std::optional<bool> control = {}, const std::string& to = {}) {
    knowledge::Owner o;
    o.owner = owner;
    o.share_text = share;
    o.control = control;
    o.to = parse_iso_day(to).value_or(Day{});
    firm(owner);
    firm(owned).owners.push_back(o);
    return *this;
  }
  knowledge::Supplier& firm(const std::string& id) {
    auto& s = k.suppliers[id];
    s.id = s.name = id;
    return s;
  }
  Firms& list(const std::string& id, const std::string& reach, std::initializer_list<const char*> named) {
    knowledge::List& l = k.lists[id];
    l.id = l.title = id;
    knowledge::Reach r;
    r.reach = reach;
    if (!reach.empty()) l.reach.push_back(r);
    for (const char* n : named) {
      knowledge::Entry e;
      e.supplier = e.entry = n;
      firm(n);
      l.entries.push_back(e);
    }
    return *this;
  }
  knowledge::World world() const { return {&k, kDay, kDay}; }
  std::vector<Listed> of(const std::string& id) const {
    graph = std::make_unique<Graph>(world());
    return designations(world(), *graph, graph->find(id));
  }
  knowledge::Knowledge k;
  mutable std::unique_ptr<Graph> graph;
};

TEST(Share, IsExact) {
  EXPECT_EQ(parse_share("0.3034", false)->billionths, 303'400'000);
  EXPECT_EQ(parse_share("50%", true)->billionths, Share::kWhole / 2);
  EXPECT_EQ(parse_share("49,99 %", true)->billionths, 499'900'000);
  EXPECT_EQ(parse_share("33.333333333333", true)->billionths, 333'333'333);
  EXPECT_EQ(parse_share("1", false)->billionths, Share::kWhole);
  for (const char* bad : {"", "%", "1.1", "-0.5", "half", "101%", "99999999999999999999"}) EXPECT_FALSE(parse_share(bad, false)) << bad;
  EXPECT_EQ(to_text(Share{499'900'000}), "49.99 %");
  EXPECT_EQ((Share{500'000'000} * Share{500'000'000}).billionths, 250'000'000);
}

TEST(HalfRule, CountsAllNamedOwnersTogetherAndThroughChains) {
  // Two named hold a quarter each of A; A holds half of B; B and a third named, 30 and 20 %, hold C.
  Firms f;
  f.list("sdn", "owned-50", {"x", "y", "z"});
  f.own("x", "a", "0.25").own("y", "a", "0.25").own("a", "b", "0.5").own("b", "c", "0.3").own("z", "c", "0.2");
  EXPECT_EQ(f.of("a").size(), 2U);  // through x and through y
  EXPECT_EQ(f.of("a")[0].by, "50%");
  EXPECT_EQ(f.of("a")[0].share.billionths, Share::kWhole / 2);
  EXPECT_EQ(f.of("b").size(), 2U);
  const auto c = f.of("c");
  ASSERT_EQ(c.size(), 3U);
  EXPECT_EQ(c[0].reaches, true);
  EXPECT_EQ(c[0].via.size(), 5U);  // b, z; a; x, y
  EXPECT_EQ(f.graph->party(c[0].via[0]->owned).id, "c");
}

TEST(HalfRule, OneHundredthUnderHalfIsNotHalfAndControlAloneDoesNotBlock) {
  Firms f;
  f.list("sdn", "owned-50", {"x", "y"});
  f.own("x", "under", "0.2499").own("y", "under", "0.25");
  f.own("x", "run", "0.4", true);
  EXPECT_TRUE(f.of("under").empty());
  const auto run = f.of("run");
  ASSERT_EQ(run.size(), 1U);
  EXPECT_EQ(run[0].by, "control");
  EXPECT_EQ(run[0].reaches, false);  // shown, and said not to be reached
  EXPECT_TRUE(designations(f.world(), "run").empty());
}

TEST(HalfRule, IsReachedFromTheDayOnWhichTheSumIs) {
  Firms f;
  f.list("sdn", "owned-50", {"x", "y"});
  f.own("x", "a", "0.3").own("y", "a", "0.2");
  auto& owners = f.k.suppliers["a"].owners;
  owners[0].from = *parse_iso_day("2019-01-01");
  owners[1].from = *parse_iso_day("2021-06-01");
  for (auto& e : f.k.lists["sdn"].entries) e.from = *parse_iso_day(e.supplier == "x" ? "2018-05-05" : "2020-02-02");
  auto listed = f.of("a");
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(to_text(listed[0].from), "2021-06-01");
  EXPECT_EQ(to_text(listed[1].from), "2021-06-01");
  f.k.lists["sdn"].entries[1].from = *parse_iso_day("2023-03-03");  // the second owner is named last
  EXPECT_EQ(to_text(f.of("a")[0].from), "2023-03-03");
  owners[0].from = {};  // since when it is owned is not held: nor from when on it is reached
  EXPECT_EQ(to_text(f.of("a")[0].from), "");
}

TEST(Dossier, SaysNothingThatALaterDayTold) {
  const Day then = *parse_iso_day("2018-06-01");
  EXPECT_EQ(as_known("owned from 2018, sold to another in 2022-23", then), "owned from 2018");
  EXPECT_EQ(as_known("sold in 2022", then), "");
  EXPECT_EQ(as_known("a maker; renamed 2019-04-01; and more", then), "a maker");
  EXPECT_EQ(as_known("out of 5G by the end of 2027", then), "out of 5G by the end of 2027");
  EXPECT_EQ(as_known("agreed on 2018-05-31, cameras AR2200 and 12019 pieces", then), "agreed on 2018-05-31, cameras AR2200 and 12019 pieces");
  EXPECT_EQ(as_known("sold in 2022", *parse_iso_day("2024-01-01")), "sold in 2022");
}

TEST(HalfRule, ThreeThirdsAsWrittenAreNotRounded) {
  Firms f;
  f.list("sdn", "owned-50", {"x", "y"});
  f.own("x", "a", "0.249999999").own("y", "a", "0.25");  // a billionth short
  EXPECT_TRUE(f.of("a").empty());
}

TEST(HalfRule, CirclesEndAndOwnNobody) {
  Firms f;
  f.list("sdn", "owned-50", {"x"});
  f.own("a", "b", "0.6").own("b", "c", "0.6").own("c", "a", "0.6");
  EXPECT_TRUE(f.of("a").empty());  // a circle alone is not named
  f.own("x", "b", "0.4");
  EXPECT_TRUE(f.of("b").empty());
  f.own("x", "c", "0.1").own("x", "d", "0.5").own("d", "c", "0.4");
  EXPECT_EQ(f.of("c").size(), 1U);
  EXPECT_EQ(f.of("b").size(), 1U);
  EXPECT_EQ(f.of("a").size(), 1U);
  EXPECT_LE(f.graph->above(f.graph->find("a"), kDay).size(), 4U);
}

TEST(HalfRule, TwoStatementsOnOneOwnerAreNotAddedUp) {
  Firms f;
  f.list("sdn", "owned-50", {"x"});
  f.own("x", "a", "0.3").own("x", "a", "0.3");
  EXPECT_TRUE(f.of("a").empty());
}

TEST(Reach, IsTheListsOwn) {
  Firms f;
  f.list("denial", "named", {"x"}).list("uk", "over-50-or-control", {"x"}).list("889", "affiliate", {"x"}).list("unsaid", "", {"x"});
  f.own("x", "half", "0.5").own("x", "daughter", "0.51").own("parent", "x", "0.8").own("parent", "sister", "0.8");
  EXPECT_TRUE(f.of("half").empty());  // half is not more than half
  for (const auto& l : f.of("daughter")) {
    if (l.list->id == "denial") { EXPECT_EQ(l.reaches, false); }
    if (l.list->id == "uk" || l.list->id == "889") { EXPECT_EQ(l.reaches, true); }
    if (l.list->id == "unsaid") { EXPECT_FALSE(l.reaches.has_value()); }
  }
  const auto sister = f.of("sister");
  ASSERT_EQ(sister.size(), 1U);
  EXPECT_EQ(sister[0].list->id, "889");
  EXPECT_EQ(sister[0].by, "affiliate");
}

TEST(Reach, AStateMakesNoAffiliates) {
  Firms f;
  f.list("889", "affiliate", {"x"});
  f.own("state", "x", "1").own("state", "other", "1");
  f.firm("state").state = true;
  EXPECT_TRUE(f.of("other").empty());
  const auto up = f.graph->state_control(f.graph->find("other"), kDay);
  ASSERT_EQ(up.size(), 1U);
  EXPECT_EQ(f.graph->party(up[0]->owner).id, "state");
}

TEST(Owners, HoldOnTheirDaysOnly) {
  Firms f;
  f.list("sdn", "owned-50", {"x"});
  f.own("x", "sold", "1", true, "2025-12-31");
  EXPECT_TRUE(f.of("sold").empty());
  EXPECT_EQ(f.graph->history(f.graph->find("sold")).size(), 1U);
}

Dossier dossier_of(const std::string& id, const char* as_of, const char* known_at, const Graph& g) {
  auto d = dossier({&tests::built_in(), *parse_iso_day(as_of), *parse_iso_day(known_at)}, g, lists::Editions(), Decisions(), id);
  EXPECT_TRUE(d);
  return std::move(*d);
}
const Listed* entry_on(const Dossier& d, std::string_view list) {
  for (const auto& l : d.lists)
    if (l.list->id == list) return &l;
  return nullptr;
}

TEST(Dossier, TheDenialOfZteIsDatedTwice) {
  const auto at = [](const char* as_of, const char* known_at) {
    const knowledge::World w{&tests::built_in(), *parse_iso_day(as_of), *parse_iso_day(known_at)};
    static std::deque<Graph> graphs;
    graphs.emplace_back(w);
    return dossier_of("zte", as_of, known_at, graphs.back());
  };
  EXPECT_EQ(entry_on(at("2018-04-14", "2018-04-30"), "us-bis-zte-denial-2018"), nullptr);
  const auto may = at("2018-05-01", "2018-05-01");
  ASSERT_NE(entry_on(may, "us-bis-zte-denial-2018"), nullptr);
  EXPECT_TRUE(entry_on(may, "us-bis-zte-denial-2018")->active);
  EXPECT_EQ(to_text(entry_on(may, "us-bis-zte-denial-2018")->entry->to), "2025-03-13");
  const auto later = at("2018-08-01", "2018-08-01");
  EXPECT_FALSE(entry_on(later, "us-bis-zte-denial-2018")->active);
  EXPECT_EQ(to_text(entry_on(later, "us-bis-zte-denial-2018")->entry->to), "2018-07-13");
  EXPECT_EQ(entry_on(later, "us-bis-zte-denial-2018")->entry->events.size(), 5U);
}

TEST(Dossier, NamesNoFactorWithoutSource) {
  const knowledge::World w{&tests::built_in(), *parse_iso_day("2026-11-01"), *parse_iso_day("2026-11-01")};
  const Graph g(w);
  for (const char* id : {"zte", "huawei", "hikvision", "h3c", "nokia", "honor", "ale"}) {
    const auto d = dossier_of(id, "2026-11-01", "2026-11-01", g);
    for (const auto& f : d.factors) EXPECT_FALSE(f.source.empty()) << id << ": " << f.factor << ": " << f.says;
    for (const auto& x : d.warnings) EXPECT_FALSE(x.source.empty()) << id;
  }
  // ZTE's largest holder is part owned by state groups, and nothing held says that any of them controls it.
  const auto zte = dossier_of("zte", "2026-11-01", "2026-11-01", g);
  EXPECT_TRUE(zte.state_control.empty());
  EXPECT_FALSE(dossier_of("hikvision", "2026-11-01", "2026-11-01", g).state_control.empty());
  EXPECT_TRUE(dossier_of("nokia", "2026-11-01", "2026-11-01", g).lists.empty());
}

TEST(Dossier, WhoWasSoldIsNoLongerReached) {
  const knowledge::World w{&tests::built_in(), *parse_iso_day("2026-11-01"), *parse_iso_day("2026-11-01")};
  const Graph g(w);
  for (const auto& l : dossier_of("honor", "2026-11-01", "2026-11-01", g).lists) EXPECT_NE(l.by, "named") << l.list->id;
  EXPECT_EQ(entry_on(dossier_of("honor", "2026-11-01", "2026-11-01", g), "us-fcc-covered"), nullptr);  // listed after it was sold
  const auto kangxun = dossier_of("zte-kangxun", "2026-11-01", "2026-11-01", g);
  ASSERT_NE(entry_on(kangxun, "us-ndaa-889"), nullptr);
  EXPECT_EQ(entry_on(kangxun, "us-ndaa-889")->via.size(), 1U);
  // Sisters below one state group are not called affiliates of the one that is named.
  EXPECT_EQ(entry_on(dossier_of("potevio", "2026-11-01", "2026-11-01", g), "us-ndaa-889"), nullptr);
  EXPECT_EQ(entry_on(dossier_of("datang", "2026-11-01", "2026-11-01", g), "us-bis-entity-list"), nullptr);
}

TEST(Dossier, RebadgingIsToldFromBothSides) {
  const knowledge::World w{&tests::built_in(), *parse_iso_day("2026-11-01"), *parse_iso_day("2026-11-01")};
  const Graph g(w);
  const auto hpe = dossier_of("hpe", "2026-11-01", "2026-11-01", g);
  ASSERT_EQ(hpe.made_by.size(), 1U);
  EXPECT_EQ(hpe.made_by[0].by, "h3c");
  EXPECT_EQ(dossier_of("h3c", "2026-11-01", "2026-11-01", g).makes_for.at(0).by, "hpe");
}

TEST(Dossier, OffersTheNearestNames) {
  const knowledge::World w{&tests::built_in(), *parse_iso_day("2026-11-01"), *parse_iso_day("2026-11-01")};
  const auto near = nearest(w, "Hwawei Technologes", 5);
  ASSERT_FALSE(near.empty());
  EXPECT_EQ(near[0].first, "huawei");
  EXPECT_TRUE(nearest(w, "", 5).empty());
}

}  // namespace
}  // namespace rf::screen
