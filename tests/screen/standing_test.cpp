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
  EXPECT_EQ(s.owners[0].id, "hpe");
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
