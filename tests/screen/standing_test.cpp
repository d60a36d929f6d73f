// Who made it, whose line it is, who owns that firm: each sentence on a day, from the built-in knowledge.
#include "screen/standing.h"

#include <gtest/gtest.h>

namespace rf::screen {
namespace {

Standing on(const knowledge::Knowledge& k, Day as_of, const std::string& maker, std::string_view written, Day made) {
  return standing(knowledge::World{&k, as_of, day_of(2026, 11, 25)}, maker, written, made);
}

TEST(Standing, FollowsLinesAndOwnersByDay) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  const Day in2009 = day_of(2009, 5, 1);
  // H3C under 3Com, under HP, and under Unisplendour.
  auto s = on(*k, day_of(2009, 6, 1), "h3c", "H3C", in2009);
  EXPECT_FALSE(s.moved);
  ASSERT_EQ(s.owners.size(), 1U);
  EXPECT_EQ(s.owners[0].id, "3com");
  s = on(*k, day_of(2014, 1, 1), "h3c", "H3C", in2009);
  EXPECT_TRUE(s.moved);
  ASSERT_EQ(s.owners.size(), 1U);
  EXPECT_EQ(s.owners[0].name, "Hewlett-Packard Company");  // HPE is of November 2015
  EXPECT_EQ(on(*k, day_of(2016, 1, 1), "h3c", "H3C", in2009).owners.at(0).id, "hpe");
  s = on(*k, day_of(2005, 6, 1), "h3c", "Huawei-3Com", day_of(2005, 3, 1));
  ASSERT_EQ(s.owners.size(), 2U);
  EXPECT_EQ(s.owners[0].id, "huawei");
  EXPECT_EQ(s.owners[1].id, "3com");
  s = on(*k, day_of(2026, 1, 1), "h3c", "H3C", in2009);
  ASSERT_EQ(s.owners.size(), 2U);
  EXPECT_EQ(s.owners[0].name, "Unisplendour Corporation");
  EXPECT_NEAR(s.owners[0].share, 0.81, 1e-9);
  EXPECT_NE(s.says.find("(2009, then owned by 3Com Corporation"), std::string::npos) << s.says;
  // A firm that became part of another.
  s = on(*k, day_of(2015, 1, 1), "nokia", "Alcatel-Lucent", in2009);
  EXPECT_TRUE(s.line.empty());
  s = on(*k, day_of(2020, 1, 1), "nokia", "Alcatel-Lucent", in2009);
  EXPECT_EQ(s.made_by, "Alcatel-Lucent");
  EXPECT_EQ(s.line, "nokia");
  EXPECT_EQ(s.says.substr(0, 63), "made by Alcatel-Lucent (2009), line now Nokia Oyj's since 2016-");
  // Made after the move: by who had the line then. Nokia's own: nothing moved.
  EXPECT_TRUE(on(*k, day_of(2020, 1, 1), "nokia", "Alcatel-Lucent", day_of(2018, 1, 1)).line.empty());
  EXPECT_TRUE(on(*k, day_of(2020, 1, 1), "nokia", "Nokia", in2009).says.empty());
  // A line whose maker is no more, and whose holder nobody owns.
  s = on(*k, day_of(2020, 1, 1), "3com", "3Com", in2009);
  EXPECT_EQ(s.line, "hpe");
  EXPECT_TRUE(on(*k, day_of(2010, 1, 1), "3com", "3Com", in2009).line.empty());
  // Honor left Huawei on 17 November 2020.
  EXPECT_EQ(on(*k, day_of(2020, 11, 16), "honor", "Honor", day_of(2019, 1, 1)).owners.at(0).id, "huawei");
  s = on(*k, day_of(2020, 11, 17), "honor", "Honor", day_of(2019, 1, 1));
  EXPECT_EQ(s.owners.at(0).id, "zhixin-new");
  EXPECT_TRUE(s.moved);
  // Two moves in a row: Coriant's line, now an Infinera that is Nokia's.
  s = on(*k, day_of(2025, 6, 1), "infinera", "Coriant", day_of(2016, 1, 1));
  EXPECT_EQ(s.line, "infinera");
  EXPECT_EQ(s.owners.at(0).id, "nokia");
}

TEST(Standing, BeforeATakeoverWhoeverMadeItAnswers) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  const Day in2008 = day_of(2008, 3, 1);
  auto s = on(*k, day_of(2012, 6, 1), "nokia", "Alcatel-Lucent 7750 SR-12", day_of(2010, 3, 1));
  EXPECT_EQ(s.made_by, "Alcatel-Lucent");
  EXPECT_EQ(s.answers, "");
  EXPECT_EQ(s.answers_name, "Alcatel-Lucent");
  EXPECT_FALSE(s.moved);
  EXPECT_EQ(s.says, "made by Alcatel-Lucent (2010)");
  // Nortel's until 2009, Avaya's until 2017, then Extreme's.
  EXPECT_EQ(on(*k, day_of(2009, 6, 1), "extreme", "Nortel ERS 8600", in2008).answers_name, "Nortel");
  s = on(*k, day_of(2012, 6, 1), "extreme", "Nortel ERS 8600", in2008);
  EXPECT_EQ(s.made_by, "Nortel");
  EXPECT_EQ(s.line, "avaya");
  EXPECT_EQ(on(*k, day_of(2018, 6, 1), "extreme", "Nortel ERS 8600", in2008).line, "extreme");
  // Made under the one who had it between.
  EXPECT_EQ(on(*k, day_of(2018, 6, 1), "extreme", "Nortel ERS 8600", day_of(2012, 1, 1)).made_by, "Avaya LLC");
  // A family of a maker's products goes its own way; the rest stays with who bought the firm.
  s = on(*k, day_of(2018, 6, 1), "brocade", "Brocade Communications Systems, Inc. MLXe-8", day_of(2014, 1, 1));
  EXPECT_EQ(s.made_by, "Brocade Communications Systems");
  EXPECT_EQ(s.line, "extreme");
  EXPECT_EQ(on(*k, day_of(2018, 6, 1), "brocade", "Brocade ICX6610", day_of(2014, 1, 1)).line_name, "ARRIS");
  EXPECT_EQ(on(*k, day_of(2020, 6, 1), "brocade", "Brocade ICX6610", day_of(2014, 1, 1)).line, "commscope");
  s = on(*k, day_of(2020, 6, 1), "brocade", "Brocade 6510", day_of(2014, 1, 1));
  EXPECT_EQ(s.line, "");
  EXPECT_EQ(s.owners.at(0).id, "broadcom");
  // Foundry's, then Brocade's, then with its family.
  EXPECT_EQ(on(*k, day_of(2010, 1, 1), "brocade", "Foundry Networks FES4802", day_of(2006, 1, 1)).line, "brocade");
  EXPECT_EQ(on(*k, day_of(2020, 1, 1), "brocade", "Foundry Networks FES4802", day_of(2006, 1, 1)).line, "commscope");
  // A walk has no day. A name that lives on as a badge tells none either.
  s = on(*k, day_of(2026, 1, 1), "nokia", "TiMOS-C-8.0 ALCATEL SR 7750 Copyright (c) 2000-2010 Alcatel-Lucent.", {});
  EXPECT_EQ(s.made_by, "Alcatel-Lucent");
  EXPECT_EQ(s.line, "nokia");
  EXPECT_TRUE(on(*k, day_of(2026, 1, 1), "commscope", "Ruckus Wireless, Inc. ICX7150", {}).says.empty());
}

TEST(Standing, SaysNothingThatIsNotKnown) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  EXPECT_FALSE(has_standing(knowledge::World{&*k, day_of(2020, 1, 1), day_of(2026, 1, 1)}, "nobody"));
  EXPECT_TRUE(on(*k, day_of(2020, 1, 1), "nobody", "Nobody", {}).says.empty());
  // What could not be known yet is not said: --known-at.
  EXPECT_TRUE(standing(knowledge::World{&*k, day_of(2020, 1, 1), day_of(2015, 1, 1)}, "nokia", "Alcatel-Lucent", day_of(2009, 1, 1)).line.empty());
}

}  // namespace
}  // namespace rf::screen
