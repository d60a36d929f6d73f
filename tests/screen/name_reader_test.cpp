// Files of names as people have them: what is broken is said, and costs its own line.
#include <gtest/gtest.h>

#include "screen/name_reader.h"
#include "tests/in_folder.h"

namespace rf::screen {
namespace {

class NamesRead : public tests::InFolder {
 protected:
  struct Got {
    std::vector<std::string> names;
    std::vector<std::string> wrong;  // "line 3: why"
    std::string taken, doubt;
  };
  Got read(const std::string& name, const std::string& text, const std::string& column = "name") const {
    Got got;
    auto reader = NameReader::open(write(name, text), {column, {}, {}});
    if (!reader) return {{}, {"open: " + reader.error().why}, {}, {}};
    got.taken = reader->taken();
    got.doubt = reader->doubt() ? reader->doubt()->why : "";
    for (;;) {
      NameRow row;
      const auto more = reader->next(row);
      if (!more) {
        got.wrong.push_back(more.error().where + ": " + more.error().why);
        if (more.error().kind != Kind::Malformed || got.wrong.size() > 50) break;
        continue;
      }
      if (!*more) break;
      got.names.push_back(row.name);
    }
    return got;
  }
};

TEST_F(NamesRead, AQuoteThatIsNeverClosedCostsItsLineAlone) {
  std::string rows = "name,cc\n";
  for (int i = 0; i < 40; ++i) rows += i == 2 ? "\"OOO Romashka,RU\n" : "Firm " + std::to_string(i) + ",DE\n";
  const auto got = read("never.csv", rows);
  EXPECT_EQ(got.names.size(), 39U);
  ASSERT_EQ(got.wrong.size(), 1U);
  EXPECT_NE(got.wrong[0].find("line 4"), std::string::npos) << got.wrong[0];
}

TEST_F(NamesRead, AQuoteThatTheNextOneClosesElsewhereCostsItsLineAlone) {
  // The next quote opens a cell of its own row.
  auto got = read("next.csv", "name,cc\nA,DE\n\"OOO Romashka,RU\nB,DE\nC,DE\n\"Acme Ltd\",DE\nD,DE\n");
  EXPECT_EQ(got.names, (std::vector<std::string>{"A", "B", "C", "Acme Ltd", "D"}));
  EXPECT_EQ(got.wrong.size(), 1U);
  // It ends a cell, and the rows between have just the cells of a row.
  got = read("closes.csv", "name,cc\n\"OOO Romashka,RU\nB,DE\nC,DE\nD,DE\nE,DE\nF,DE\nG,DE\nAcme\",DE\nH,DE\n");
  EXPECT_EQ(got.names.size(), 8U);
  EXPECT_EQ(got.wrong.size(), 1U);
  // It ends a cell of a row that then has too few.
  got = read("width.csv", "name,a,cc\n\"OOO Romashka,x,RU\nB,x,DE\nAcme\",DE\nH,x,DE\n");
  EXPECT_EQ(got.names, (std::vector<std::string>{"B", "Acme\"", "H"}));
  EXPECT_EQ(got.wrong.size(), 1U);
  got = read("one.csv", "name\n\"a\nb\nHuawei\n");
  EXPECT_EQ(got.names, (std::vector<std::string>{"b", "Huawei"}));
  EXPECT_EQ(got.wrong.size(), 1U);
}

TEST_F(NamesRead, CellsOfSeveralLinesAndQuotesAmidWordsAreRead) {
  auto got = read("good.csv", "name,address,cc\n\"Acme, Inc.\",\"Street 5,\nTown, Land\",DE\n\"The \"\"Best\"\" Co\",x,DE\n5\" Pipes,y,DE\nAcme \"Best\" GmbH,z,DE\n\"Acme\" Trading,z,DE\n");
  EXPECT_EQ(got.names, (std::vector<std::string>{"Acme, Inc.", "The \"Best\" Co", "5\" Pipes", "Acme \"Best\" GmbH", "Acme Trading"}));
  EXPECT_TRUE(got.wrong.empty());
}

TEST_F(NamesRead, LinesMayEndWithAReturnAndTextMayBeOfTwoBytes) {
  EXPECT_EQ(read("cr.tsv", "name\tx\rHuawei\t1\rZTE\t2\r").names, (std::vector<std::string>{"Huawei", "ZTE"}));
  std::string wide;
  for (const char16_t c : std::u16string(u"name\nZTE\n华为\n")) {
    wide += static_cast<char>(c & 0xFF);
    wide += static_cast<char>(c >> 8);
  }
  EXPECT_EQ(read("wide.csv", wide).names, (std::vector<std::string>{"ZTE", "华为"}));
}

TEST_F(NamesRead, ACompressedFileIsUnpackedOrRefused) {
  // gzip of "name\nHuawei\nZTE\n"
  const std::string text("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xcb\x4b\xcc\x4d\xe5\xf2\x28\x4d\x2c\x4f\xcd\xe4\x8a\x0a\x71\xe5\x02\x00\xb1\x75\x0c\x43\x10\x00\x00\x00", 36);
  EXPECT_EQ(read("names.csv.gz", text).names, (std::vector<std::string>{"Huawei", "ZTE"}));
  EXPECT_FALSE(read("names.xz", std::string("\xFD" "7zXZ\0rest", 10)).wrong.empty());
  EXPECT_FALSE(read("names.bin", std::string("a\0b\1c\0\0d\n", 9), "").wrong.empty());
}

TEST_F(NamesRead, WithoutAColumnATableIsReadByItsHeaderOrItIsSaid) {
  auto got = read("v.csv", "id;Supplier;land\n1;Huawei;CN\n2;ZTE;CN\n", "");
  EXPECT_EQ(got.names, (std::vector<std::string>{"Huawei", "ZTE"}));
  EXPECT_NE(got.taken.find("Supplier"), std::string::npos);
  got = read("w.csv", "id,who,land\n1,Huawei,CN\n2,ZTE,CN\n", "");
  EXPECT_NE(got.doubt.find("looks like a table"), std::string::npos);
  got = read("names.txt", "Huawei Technologies Co., Ltd.\nZTE Corporation\nHytera Co., Ltd.\n", "");
  EXPECT_TRUE(got.doubt.empty() && got.taken.empty());
  EXPECT_EQ(got.names.size(), 3U);
}

TEST_F(NamesRead, LettersOfAnotherEncodingAreReadOrSaid) {
  EXPECT_EQ(read("ru.csv", "name;land\n\xCE\xCE\xCE \xAB\xD0\xE0\xE4\xE8\xEE\xF2\xE5\xF5\xED\xE8\xEA\xE0\xBB;RU\n").names, (std::vector<std::string>{"ООО «Радиотехника»"}));
  const auto got = read("th.txt", "Acme Ltd\n\xBA\xC3\xD4\xC9\xD1\xB7 \xA1\xCA\xB7 \xE2\xB7\xC3\xA4\xC1\xB9\xD2\xA4\xC1 \xA8\xD3\xA1\xD1\xB4\n", "");
  EXPECT_EQ(got.names, (std::vector<std::string>{"Acme Ltd"}));
  EXPECT_EQ(got.wrong.size(), 1U);
}

}  // namespace
}  // namespace rf::screen
