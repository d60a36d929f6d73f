// Where a model's family stands: shown with its weight, and never judged by.
#include "assess/model_functions.h"

#include <gtest/gtest.h>

#include "assess/assess.h"
#include "tests/built_in.h"
#include "tests/in_folder.h"

namespace rf::assess {
namespace {

class FamilyFunctions : public tests::InFolder {};

TEST(ModelFunctions, FamiliesHaveAPlaceAndNamesNone) {
  const ModelFunctions f(tests::built_in());
  EXPECT_EQ(f.of("huawei", "MA5800-X7"), std::vector<std::string>{"access.fttp.olt"});
  EXPECT_EQ(f.of("huawei", "SmartAX MA5683T"), std::vector<std::string>{"access.fttp.olt"});
  EXPECT_EQ(f.of("ericsson", "MINI-LINK 6363"), std::vector<std::string>{"transport.microwave"});
  EXPECT_EQ(f.of("apc", "AP8941"), std::vector<std::string>{"site.power"});
  // The same letters of another maker; a switch, which may stand anywhere; a name before anything.
  EXPECT_TRUE(f.of("huawei", "AP8941").empty());
  EXPECT_TRUE(f.of("huawei", "S5735").empty());
  EXPECT_TRUE(f.of("panduit", "Patch panel 48").empty());
  EXPECT_TRUE(f.of("cisco", "Core Switch").empty());
}

TEST_F(FamilyFunctions, IsShownAndLeavesTheRowOpen) {
  Request r;
  r.paths = {write("inventory.csv", "id,supplier,model\na,Huawei,MA5800-X7\n")};
  r.as_of = r.known_at = day_of(2024, 2, 1);
  const auto a = assess(r, tests::built_in());
  ASSERT_TRUE(a);
  EXPECT_EQ(a->maker_of(0).functions, std::vector<std::string>{"access.fttp.olt"});
  EXPECT_EQ(a->estate->text(Field::Function, 0), "");
}

}  // namespace
}  // namespace rf::assess
