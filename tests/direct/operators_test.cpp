// Who an operator's name means, and whom facts that an operator states speak for (docs/judging.md, "Who is bound").
#include <gtest/gtest.h>

#include "direct/subject.h"

namespace rf::direct {
namespace {

TEST(OperatorNames, AreComparedWithoutLegalFormAndAccents) {
  EXPECT_TRUE(same_operator("deutsche-telekom", "Deutsche Telekom AG"));
  EXPECT_TRUE(same_operator("telefonica-germany", "Telefónica Germany GmbH & Co. OHG"));
  EXPECT_TRUE(same_operator("tdc-net", "TDC NET A/S"));
  EXPECT_TRUE(same_operator("elisa-eesti", "Elisa Eesti AS"));
  EXPECT_TRUE(same_operator("1&1", "1&1"));
  EXPECT_FALSE(same_operator("vodafone", "Vodafone Deutschland"));
  EXPECT_FALSE(same_operator("", ""));
}

TEST(OperatorNames, APartOfANameMayBeIt) {
  EXPECT_TRUE(perhaps_same_operator("vodafone", "Vodafone Deutschland GmbH"));
  EXPECT_TRUE(perhaps_same_operator("Spark", "Spark New Zealand Limited"));
  EXPECT_FALSE(perhaps_same_operator("telekom-deutschland", "Vodafone Deutschland GmbH"));
  EXPECT_FALSE(perhaps_same_operator("o2", "O2 Arena"));  // two letters tell nothing
  EXPECT_FALSE(perhaps_same_operator("", "Albion"));
}

TEST(OperatorFactsOf, SpeakForTheirOwnOperatorAlone) {
  OperatorFacts facts;
  EXPECT_TRUE(speaks_for(facts, "albion"));  // nobody is named: whoever asks
  facts.id = "albion";
  EXPECT_TRUE(speaks_for(facts, "ALBION"));
  EXPECT_FALSE(speaks_for(facts, "Albion Ltd"));  // and Albion AS may be another
  EXPECT_TRUE(speaks_for(facts, ""));
  EXPECT_FALSE(speaks_for(facts, "caledon"));
}

}  // namespace
}  // namespace rf::direct
