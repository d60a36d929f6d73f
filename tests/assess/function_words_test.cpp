// Which words of an inventory say a function path, and which do not.
#include <map>
#include <string>

#include "assess/assess.h"
#include "tests/built_in.h"
#include "tests/in_folder.h"

namespace rf::assess {
namespace {

class FunctionWords : public tests::InFolder {
 protected:
  /// Functions of the rows of `csv` by id.
  std::map<std::string, std::string> functions_of(const std::string& csv) const {
    Request r;
    r.paths = {write("inventory.csv", csv)};
    r.as_of = r.known_at = day_of(2024, 2, 1);
    const auto a = assess(r, tests::built_in());
    EXPECT_TRUE(a);
    std::map<std::string, std::string> out;
    if (a)
      for (std::size_t row = 0; row < a->estate->size(); ++row)
        out[std::string(a->estate->text(Field::Id, row))] = std::string(a->estate->text(Field::Function, row));
    return out;
  }
};

TEST_F(FunctionWords, PathsInARoleColumnAreFunctions) {
  const auto f = functions_of(
      "id;Hersteller;Modell;Funktion\n"
      "a;Nokia;X;access.fttp.olt\n"
      "b;Nokia;X;Core.EPC.MME\n"
      "c;Nokia;X;edge.bng | core.dns\n");
  EXPECT_EQ(f.at("a"), "access.fttp.olt");
  EXPECT_EQ(f.at("b"), "core.4g.mme");
  EXPECT_EQ(f.at("c"), "edge.bng|core.dns");
}

TEST_F(FunctionWords, OneWordOrAnUnknownPathIsNone) {
  const auto f = functions_of(
      "id;Hersteller;Modell;Funktion\n"
      "a;Nokia;X;core\n"
      "b;Nokia;X;Core Switch\n"
      "c;Nokia;X;building.north\n"
      "d;Nokia;X;core.dns|building.north\n");
  for (const auto& [id, function] : f) EXPECT_EQ(function, "") << id;
}

TEST_F(FunctionWords, WordsOfAFunctionColumnThatAreNoPathsAreOpen) {
  const auto f = functions_of(
      "id,supplier,model,function\n"
      "a,Nokia,X,ran.5g.gnb.special\n"       // below a known path
      "b,Nokia,X,OLT\n"                       // a role's word
      "c,Nokia,X,core.other\n"                // any of core
      "d,Nokia,X,access.ran.5g\n"             // access or ran
      "e,Nokia,X,Router\n"
      "f,Nokia,X,foo.bar\n"
      "g,Nokia,X,core.dns|Router\n"
      "h,Nokia,X,Core\n"
      "i,Nokia,X,transport.ip\n");
  EXPECT_EQ(f.at("a"), "ran.5g.gnb.special");
  EXPECT_EQ(f.at("b"), "access.fttp.olt");
  EXPECT_EQ(f.at("c"), "core");
  for (const char* id : {"d", "e", "f", "g"}) EXPECT_EQ(f.at(id), "") << id;
  EXPECT_EQ(f.at("h"), "core");
  EXPECT_EQ(f.at("i"), "transport.ip");
}

TEST_F(FunctionWords, WordsOfOnePlaceInALongerRole) {
  const auto f = functions_of(
      "id;Hersteller;Modell;Rolle\n"
      "a;Ciena;X;DWDM ROADM\n"
      "b;Ericsson;X;Home Subscriber Server\n"
      "c;Raritan;X;Rack PDU core room\n"
      "d;Nokia;X;Stacja bazowa 5G\n"
      "e;NEC;X;基地局\n"
      "f;Huawei;X;محطة قاعدة\n"
      "g;Panduit;X;Core fibre patch panel\n"
      // And what stays open.
      "h;Cisco;X;Core Switch\n"
      "i;Cisco;X;OLT uplink switch\n"      // a switch
      "j;Cisco;X;HSS and firewall\n"       // two places
      "k;Cisco;X;battery of the gNodeB\n"  // two places
      "l;Cisco;X;HSS lab\n"                // a place inside a longer text
      "m;Nokia;X;PDU session anchor\n");   // no power distribution
  EXPECT_EQ(f.at("a"), "transport.optical");
  EXPECT_EQ(f.at("b"), "core.subscriber");
  EXPECT_EQ(f.at("c"), "site.power");
  EXPECT_EQ(f.at("d"), "ran.5g.gnb");
  EXPECT_EQ(f.at("e"), "ran");
  EXPECT_EQ(f.at("f"), "ran");
  for (const char* id : {"g", "h", "i", "j", "k", "l"}) EXPECT_EQ(f.at(id), "") << id;
  EXPECT_EQ(f.at("m"), "core.5g.upf");
}

TEST_F(FunctionWords, PanelsArePassive) {
  Request r;
  r.paths = {write("inventory.csv", "id,supplier,model,role\na,Panduit,CP48,Core fibre patch panel\nb,Cisco,X,Router shelf\nc,Cisco,X,patch panel switch\n")};
  r.as_of = r.known_at = day_of(2024, 2, 1);
  const auto a = assess(r, tests::built_in());
  ASSERT_TRUE(a);
  EXPECT_EQ(a->estate->text(Field::Passive, 0), "yes");
  EXPECT_EQ(a->estate->text(Field::Passive, 1), "");
  EXPECT_EQ(a->estate->text(Field::Passive, 2), "");
}

}  // namespace
}  // namespace rf::assess
