#include "names/parse.h"

#include <gtest/gtest.h>

#include "knowledge/knowledge.h"

namespace rf::names {
namespace {

/// "text" for a word that tells, "(text)" for one that many bear, "<text>" for a place, "#54", "[form]"; stop words are left out.
std::string parsed(std::string_view name) {
  static const auto knowledge = knowledge::open({});
  static const auto lexicon = Lexicon::of(*knowledge);
  ParsedName p;
  parse_name(name, *lexicon, p);
  std::string out;
  for (const Word& w : p.words) {
    if (w.cls == WordClass::Stop) continue;
    if (!out.empty()) out += ' ';
    const std::string t(w.text);
    switch (w.cls) {
      case WordClass::Generic: out += "(" + t + ")"; break;
      case WordClass::Place: out += "<" + t + ">"; break;
      case WordClass::Number: out += "#" + t; break;
      case WordClass::Form: out += "[" + std::string(to_text(w.family)) + "]"; break;
      default: out += t;
    }
  }
  return out;
}

TEST(ParseName, EveryScriptIsReadAsWords) {
  EXPECT_EQ(parsed("中兴通讯股份有限公司"), "zhongxing (communication) [stock]");
  EXPECT_EQ(parsed("中興通訊股份有限公司"), "zhongxing (communication) [stock]");
  EXPECT_EQ(parsed("华为技术有限公司"), "huawei (technology) [limited]");
  EXPECT_EQ(parsed("长城汽车"), "changcheng (automobile)");  // ICU reads 长 as zhang here
  EXPECT_EQ(parsed("ООО «Элтекс»"), "[limited] elteks");
  EXPECT_EQ(parsed("深圳市华为技术有限公司"), "<shenzhen> huawei (technology) [limited]");  // the sign is the place's
  EXPECT_EQ(parsed("江苏省无锡市中兴光电"), "<jiangsu> <wuxi> zhongxing (optical)");
  EXPECT_EQ(parsed("武汉经济技术开发区烽火"), "<wuhan> fenghuo");
  EXPECT_EQ(parsed("昆山市海思电子"), "<kunshan> haisi (electronic)");
  EXPECT_EQ(parsed("深圳市南山区大疆"), "<shenzhen> <nanshan> dajiang");
  EXPECT_EQ(parsed("华联超市"), "hualianchaoshi");
  EXPECT_EQ(parsed("Zunel Networks, Nanshan District, Shenzhen"), "zunel (network) <nanshan> <shenzhen>");
  EXPECT_EQ(parsed("Orange County"), "orange county");
  EXPECT_EQ(parsed("Công ty Cổ phần Hoa Sen"), "[stock] hoa sen");
  EXPECT_EQ(parsed("บริษัทคาราเวนต์จำกัด"), "[limited] kharaewnt [limited]");
  EXPECT_EQ(parsed("Zunel Tech. Co. Ltd.,Nanshan District,Shenzhen 518057"), "zunel (technology) [limited] <nanshan> <shenzhen>");  // an address
  EXPECT_EQ(parsed("日本電気株式会社"), "<c:jp> dianqi [stock]");
  EXPECT_EQ(parsed("삼성전자 주식회사"), "samseong (electronic) [stock]");
  EXPECT_EQ(parsed("ファーウェイ"), "fawei");
  EXPECT_EQ(parsed("Ψηφιακή"), "psephiake");
}

TEST(ParseName, ControlCharactersInsideAWordChangeNothing) {
  EXPECT_EQ(parsed("Hua\x07wei\xE2\x80\xAE Tech\x01no\x7Flogies\xC2\x85"), "huawei (technology)");
  EXPECT_EQ(parsed("Huawei\tTechnologies"), "huawei (technology)");
}

TEST(ParseName, RussianAdjectivesAreOneWordInEveryGenderCaseAndSpelling) {
  for (const char* word : {"Nauchno-Tekhnicheskiy", "Nauchno-Tekhnicheskoe", "Nauchno-Tekhnicheskee", "Nauchno-Tekhnicheskogo", "Nauchno Tekhnicheskaia", "Nauchno Tekhnichesky"})
    EXPECT_EQ(parsed(std::string(word) + " Tsentr Metrotek"), "(science) (technical) (center) metrotek") << word;
  EXPECT_EQ(parsed("Spetsializirovanny Elevator"), "(special) elevator");
}

TEST(ParseName, LegalFormsStandAtTheEndsAndAreOfAFamily) {
  EXPECT_EQ(parsed("Siemens Aktiengesellschaft"), "siemens [stock]");
  EXPECT_EQ(parsed("OOO Romashka"), "[limited] romashka");
  EXPECT_EQ(parsed("Turkcell A.Ş."), "turkcell [other]");  // AS is a private firm in Norway and a stock one in Turkey
  EXPECT_EQ(parsed("SIA Tet"), "[limited] tet");
  EXPECT_EQ(parsed("SIA"), "sia");  // a form alone is a name
  EXPECT_EQ(parsed("AS Roma Club"), "[other] <rome> club");
  EXPECT_EQ(parsed("Limited Liability Company Alfa"), "[limited] alfa");
}

TEST(ParseName, LettersAndNumbersThatBelongTogether) {
  EXPECT_EQ(parsed("A.B.C. Company"), "abc [other]");
  EXPECT_EQ(parsed("R&D Labs"), "rd (laboratory)");
  EXPECT_EQ(parsed("Institute No. 54"), "(institute) #54");
  EXPECT_EQ(parsed("54th Research Institute"), "#54 (research) (institute)");
  EXPECT_EQ(parsed("第五十四研究所"), "#54 (institute)");
  EXPECT_EQ(parsed("H3C"), "h3c");
  EXPECT_EQ(parsed("D'Angelo"), "dangelo");
  EXPECT_EQ(parsed("E.ON Energie AG"), "e (energy) [stock]");
}

TEST(ParseName, LettersThatPrintAlikeAreReadAsMeant) {
  const auto lexicon = Lexicon::empty();
  ParsedName p;
  parse_name("ZТE", *lexicon, p);  // Cyrillic Т
  ASSERT_EQ(p.words.size(), 1u);
  EXPECT_EQ(p.words[0].text, "zte");
  EXPECT_TRUE(p.words[0].look_alikes);
  parse_name("ТАСС", *lexicon, p);  // all Cyrillic: no disguise
  EXPECT_EQ(p.words[0].text, "tass");
  EXPECT_FALSE(p.words[0].look_alikes);
}

TEST(ParseName, HostileBytesAreBoundedAndSilent) {
  EXPECT_EQ(parsed("Hua\xE2\x80\xAEwei"), "huawei");       // U+202E turns the direction of writing
  EXPECT_EQ(parsed("Hua\xE2\x80\x8Bwei"), "huawei");       // U+200B
  EXPECT_EQ(parsed("\xFF\xFEHuawei\xFF"), "huawei");
  EXPECT_EQ(parsed(""), "");
  EXPECT_EQ(parsed(".,;--  "), "");
  ParsedName p;
  const std::string long_name(100000, 'a');
  parse_name(long_name, *Lexicon::empty(), p);
  EXPECT_TRUE(p.cut);
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "a b ";
  parse_name(many, *Lexicon::empty(), p);
  EXPECT_TRUE(p.cut);
  EXPECT_LE(p.words.size(), kMaxWords);
}

}  // namespace
}  // namespace rf::names
