#include "identify/products.h"

#include <gtest/gtest.h>

namespace rf::identify {
namespace {

TEST(Products, ATableSaysWhatHoldsForTheLinesBelow) {
  Products all;
  std::vector<std::string> suppliers, sources;
  const auto faults = read_products("# a remark\n@supplier examplewerke\n@source its-mib\n@under 1.3.6.1.4.1.32473.1\n7\tXW-900\tolt\n\n8.1\tXW-901\r\n@under 1.3.6.1.4.1.32473.2\n7\txwStack\tswitch\tfamily\n",
                                    all, &suppliers, &sources);
  EXPECT_TRUE(faults.empty());
  ASSERT_EQ(all.size(), 3U);
  const auto& olt = all.at("1.3.6.1.4.1.32473.1.7");
  EXPECT_EQ(olt.supplier, "examplewerke");
  EXPECT_EQ(olt.model, "XW-900");
  EXPECT_EQ(olt.kind, "olt");
  EXPECT_FALSE(olt.family);
  EXPECT_EQ(all.at("1.3.6.1.4.1.32473.1.8.1").model, "XW-901");
  EXPECT_TRUE(all.at("1.3.6.1.4.1.32473.2.7").family);
  EXPECT_EQ(suppliers, std::vector<std::string>{"examplewerke"});
  EXPECT_EQ(sources, std::vector<std::string>{"its-mib"});
}

TEST(Products, AFaultyLineIsToldAndLeftOut) {
  Products all;
  const auto faults = read_products("1\tbefore anything is said\n@supplier x\n@source y\n@under 1.3..6\n@under 1.3.6\n@maker x\n1\tA\n1\tB\n.2\tC\n3\n4\t \n5\tD\tswitch\tpart\n", all);
  std::vector<std::size_t> lines;
  for (const auto& [line, why] : faults) lines.push_back(line);
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 4, 6, 8, 9, 10, 11, 12}));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.at("1.3.6.1").model, "A");
}

}  // namespace
}  // namespace rf::identify
