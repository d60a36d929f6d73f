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

}  // namespace
}  // namespace rf::assess
