// Lists of every format, small ones written from the public descriptions (fuzz/corpus/list-*): what each holds, and what is
// refused: cut, another layout, a web page, an entity bomb, a list that shrank.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "screen/decisions.h"
#include "screen/lists/editions.h"
#include "screen/lists/meaning.h"
#include "screen/lists/words.h"
#include "tests/in_folder.h"

namespace rf::screen::lists {
namespace {

std::string sample(const std::string& name) { return std::string(RINGFENCE_ROOT) + "/fuzz/corpus/list-" + name; }
std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class Held : public Sink {
 public:
  void entity(names::ListEntity e) override { entities.push_back(std::move(e)); }
  void relation(Relation r) override { relations.push_back(std::move(r)); }
  void left_out(Error e) override { errors.push_back(std::move(e)); }
  const names::ListEntity& at(const std::string& entry) const {
    static const names::ListEntity kNone;
    for (const auto& e : entities)
      if (e.entry == entry) return e;
    return kNone;
  }
  std::vector<names::ListEntity> entities;
  std::vector<Relation> relations;
  std::vector<Error> errors;
};
Result<Summary> read_into(Held& held, const std::string& name, const std::vector<std::string>& more = {}) {
  RF_TRY(Source source, Source::open(sample(name)));
  Files files{std::move(source), {}};
  for (const auto& m : more) {
    RF_TRY(Source s, Source::open(sample(m)));
    files.more.push_back(std::move(s));
  }
  return read(files, held);
}
Result<Summary> read_bytes(Held& held, std::string_view bytes) {
  Files files{Source::of(bytes, "given"), {}};
  return read(files, held);
}
const names::Alias* alias(const names::ListEntity& e, std::string_view text) {
  for (const auto& a : e.aliases)
    if (a.text == text) return &a;
  return nullptr;
}

TEST(Lists, ConsolidatedScreeningListInBothLayouts) {
  Held now, old;
  const auto a = read_into(now, "us-csl-csv/new-layout.csv"), b = read_into(old, "us-csl-csv/old-layout.csv");
  ASSERT_TRUE(a) << to_text(a.error());
  ASSERT_TRUE(b) << to_text(b.error());
  EXPECT_EQ(a->list, "us-csl");
  ASSERT_EQ(now.entities.size(), 2U);
  const auto& e = now.at("a1");
  EXPECT_EQ(e.name, "Northern Lights Telecom Works");
  EXPECT_EQ(e.from, "2024-05-10");
  EXPECT_EQ(e.countries, std::vector<std::string>{"CN"});
  EXPECT_NE(alias(e, "北光通信"), nullptr);
  const auto& s = now.at("9001");
  EXPECT_EQ(s.name, "EXAMPLE \"QUOTED\" HOLDING");
  EXPECT_EQ(s.kind, names::EntityKind::Organisation);
  EXPECT_EQ(s.programs, (std::vector<std::string>{"SYRIA", "SDGT"}));
  ASSERT_EQ(s.identifiers.size(), 2U);  // "Male, Gender" is no number
  EXPECT_EQ(s.identifiers[1].type, "uscc");
  EXPECT_EQ(s.identifiers[1].value, "914403001922038216");
  // The old layout numbers only Treasury's rows; the others are told by what they say, the same each time.
  ASSERT_EQ(old.entities.size(), 2U);
  EXPECT_TRUE(old.entities[0].entry.starts_with("name-"));
  EXPECT_EQ(old.entities[1].entry, "9001");
}

TEST(Lists, ConsolidatedScreeningListAsJson) {
  Held h;
  const auto s = read_into(h, "us-csl-json/results.json");
  ASSERT_TRUE(s) << to_text(s.error());
  ASSERT_EQ(h.entities.size(), 2U);
  EXPECT_EQ(h.at("x1").addresses.at(0).country, "CN");
  EXPECT_EQ(h.at("9001").identifiers.at(0).type, "registration");
}

TEST(Lists, OfacLegacyFilesAreJoined) {
  Held h;
  const auto s = read_into(h, "us-ofac-csv/sdn.csv", {"us-ofac-csv/alt.txt", "us-ofac-csv/add.txt"});
  ASSERT_TRUE(s) << to_text(s.error());
  EXPECT_EQ(s->list, "us-ofac-sdn");
  ASSERT_EQ(h.entities.size(), 3U);
  const auto& air = h.at("36");
  ASSERT_NE(alias(air, "OLD EXAMPLE AIR"), nullptr);
  EXPECT_EQ(alias(air, "OLD EXAMPLE AIR")->kind, names::AliasKind::Former);
  EXPECT_EQ(air.countries, std::vector<std::string>{"CU"});
  const auto& doe = h.at("100");
  EXPECT_EQ(doe.programs, (std::vector<std::string>{"SDGT", "IFSR"}));
  ASSERT_NE(alias(doe, "JOHNNY"), nullptr);
  EXPECT_EQ(alias(doe, "JOHNNY")->kind, names::AliasKind::Weak);
  ASSERT_EQ(doe.identifiers.size(), 1U);
  EXPECT_EQ(doe.identifiers[0].type, "passport");
  EXPECT_EQ(doe.identifiers[0].country, "IR");
  EXPECT_EQ(h.at("200").kind, names::EntityKind::Vessel);
}

TEST(Lists, OfacXmlSaysItsDayAndItsNumber) {
  Held h;
  const auto s = read_into(h, "us-ofac-xml/sdn.xml");
  ASSERT_TRUE(s) << to_text(s.error());
  EXPECT_EQ(to_text(s->dated), "2026-11-03");
  EXPECT_EQ(h.at("100").name, "DOE, John");
  EXPECT_EQ(alias(h.at("36"), "EA")->kind, names::AliasKind::Weak);
  EXPECT_EQ(alias(h.at("36"), "OLD EXAMPLE AIR")->kind, names::AliasKind::Former);
  Held fewer;
  const auto one = read_into(fewer, "us-ofac-xml/one-short.xml");
  ASSERT_FALSE(one);
  EXPECT_EQ(one.error().kind, Kind::Truncated);
}

TEST(Lists, OfacAdvancedXmlFollowsItsNumbers) {
  Held h;
  const auto s = read_into(h, "us-ofac-advanced-xml/sdn_advanced.xml");
  ASSERT_TRUE(s) << to_text(s.error());
  EXPECT_EQ(to_text(s->dated), "2026-11-03");
  const auto& e = h.at("36");
  EXPECT_EQ(e.name, "EXAMPLE AIRLINES");
  EXPECT_EQ(e.from, "1986-12-10");
  EXPECT_EQ(e.programs, std::vector<std::string>{"CUBA"});
  EXPECT_EQ(e.countries, std::vector<std::string>{"CU"});
  EXPECT_EQ(e.identifiers.at(0).value, "R-77");
  EXPECT_EQ(alias(e, "EA")->kind, names::AliasKind::Weak);
  ASSERT_EQ(h.relations.size(), 1U);
  EXPECT_EQ(h.relations[0].kind, Relation::Kind::Controls);
  EXPECT_EQ(h.relations[0].owner, "36");
  EXPECT_EQ(h.relations[0].owned, "37");
}

TEST(Lists, UnitedKingdomListsJoinTheirRows) {
  Held uk, ofsi;
  const auto a = read_into(uk, "uk-csv/uk.csv"), b = read_into(ofsi, "uk-ofsi-csv/conlist.csv");
  ASSERT_TRUE(a) << to_text(a.error());
  ASSERT_TRUE(b) << to_text(b.error());
  EXPECT_EQ(to_text(a->dated), "2026-11-14");
  ASSERT_EQ(uk.entities.size(), 2U);
  const auto& e = uk.at("RUS0001");
  EXPECT_EQ(e.name, "EXAMPLE JSC");
  EXPECT_EQ(alias(e, "PRIMER AO")->kind, names::AliasKind::Weak);
  EXPECT_EQ(alias(e, "АО Пример")->script, "Cyrl");
  EXPECT_EQ(e.from, "2022-02-24");
  EXPECT_EQ(uk.at("RUS0002").name, "John SMITH");
  EXPECT_EQ(uk.at("RUS0002").countries, (std::vector<std::string>{"RU", "CY"}));
  ASSERT_EQ(ofsi.entities.size(), 2U);  // its rows of one group stand apart
  EXPECT_NE(alias(ofsi.at("15000"), "PRIMER AO"), nullptr);
}

TEST(Lists, EuropeanUnionAndUnitedNations) {
  Held eu, un;
  const auto a = read_into(eu, "eu-xml/eu.xml"), b = read_into(un, "un-xml/un.xml");
  ASSERT_TRUE(a) << to_text(a.error());
  ASSERT_TRUE(b) << to_text(b.error());
  EXPECT_EQ(to_text(a->dated), "2026-10-27");
  EXPECT_EQ(eu.at("EU.100.1").from, "2022-02-25");
  EXPECT_EQ(alias(eu.at("EU.100.1"), "EJ")->kind, names::AliasKind::Weak);
  EXPECT_EQ(eu.at("EU.100.1").identifiers.at(0).value, "1027700000000");
  EXPECT_EQ(un.at("CDi.900").countries, std::vector<std::string>{"CD"});
  EXPECT_EQ(un.at("KPe.900").countries, std::vector<std::string>{"KP"});
  EXPECT_EQ(alias(un.at("KPe.900"), "OLD MINING")->kind, names::AliasKind::Former);
}

TEST(Lists, OpenSanctionsAndGleif) {
  Held table, ftm, one, two;
  ASSERT_TRUE(read_into(table, "opensanctions-csv/targets.simple.csv"));
  EXPECT_EQ(table.at("NK-1").aliases.size(), 2U);
  const auto s = read_into(ftm, "ftm-json/entities.ftm.json");
  ASSERT_TRUE(s) << to_text(s.error());
  EXPECT_EQ(ftm.at("NK-1").from, "2022-02-25");  // its sanction stands behind it in the file
  EXPECT_EQ(ftm.at("NK-1").programs, std::vector<std::string>{"EU-UKR"});
  ASSERT_EQ(ftm.relations.size(), 1U);
  EXPECT_EQ(ftm.relations[0].share.billionths, Share::kWhole / 2);
  ASSERT_TRUE(read_into(one, "gleif-level1/lei.csv"));
  EXPECT_EQ(one.entities.at(0).aliases.at(0).kind, names::AliasKind::Former);
  ASSERT_TRUE(read_into(two, "gleif-level2/rr.csv"));
  ASSERT_EQ(two.relations.size(), 1U);
  EXPECT_EQ(two.relations[0].owner, "EXAMPLE0000000000001");
  EXPECT_EQ(two.relations[0].from, "2017-12-06");  // not that of the accounts
  EXPECT_EQ(two.relations[0].to, "");
}

TEST(Lists, OpenSanctionsSaysWhoIsListedAndWhoIsOnlyTiedToThem) {
  const auto entity = [](const std::string& id, const std::string& schema, const std::string& more, const std::string& properties) {
    return "{\"id\":\"" + id + "\",\"schema\":\"" + schema + "\",\"caption\":\"" + id + "\"," + more + "\"properties\":{" + properties + "}}\n";
  };
  Held held;
  const auto s = read_bytes(held, entity("A", "Company", R"("target":true,"last_seen":"2026-11-20T00:00:00","last_change":"2024-01-01",)", R"("name":["A"],"topics":["sanction"])") +
                                      entity("B", "Company", R"("target":false,"last_change":"2025-02-02",)", R"("name":["B"])") + entity("P", "Person", R"("target":true,)", R"("name":["P"],"topics":["role.pep"])") +
                                      entity("L", "Company", R"("target":false,)", R"("name":["L"],"topics":["sanction.linked"])") + entity("S", "Company", "", R"("name":["S"])") +
                                      entity("x1", "Sanction", "", R"("entity":["S"],"authority":["X"])") + entity("x2", "Directorship", "", R"("director":["P"],"organization":["A"])") +
                                      entity("x3", "Ownership", "", R"("owner":["A"],"asset":["B"],"percentage":["60"])"));
  ASSERT_TRUE(s) << to_text(s.error());
  for (const auto& [id, listed] : {std::pair("A", true), std::pair("B", false), std::pair("P", false), std::pair("L", false), std::pair("S", true)}) EXPECT_EQ(!only_related(held.at(id)), listed) << id;
  EXPECT_EQ(to_text(s->dated), "2026-11-20");
  ASSERT_EQ(held.relations.size(), 2U);
  EXPECT_EQ(held.relations[0].kind, Relation::Kind::Linked);  // to sit on a board is not to control
  // Where a file says of nobody whether he is listed, all that it holds is.
  Held plain;
  ASSERT_TRUE(read_bytes(plain, entity("A", "Company", "", R"("name":["A"])")));
  EXPECT_FALSE(only_related(plain.at("A")));
}

TEST(Lists, LettersAreReadAsWhatTheyAreOrTheListIsRefused) {
  Held held;
  ASSERT_TRUE(read_bytes(held, "id,name\n1,\xCE\xCE\xCE \xAB\xD0\xE0\xE4\xE8\xEE\xF2\xE5\xF5\xED\xE8\xEA\xE0\xBB\n"));
  EXPECT_EQ(held.at("1").name, "ООО «Радиотехника»");
  Held thai;
  const auto s = read_bytes(thai, "id,name\n1,Acme\n2,\xBA\xC3\xD4\xC9\xD1\xB7 \xA1\xCA\xB7 \xE2\xB7\xC3\xA4\xC1\xB9\xD2\xA4\xC1 \xA8\xD3\xA1\xD1\xB4\n");
  ASSERT_FALSE(s);
  EXPECT_EQ(s.error().kind, Kind::Unsupported);
  // Such letters behind 64 kB of ASCII are met too.
  std::string late = "id,name\n";
  for (int i = 0; i < 6000; ++i) late += std::to_string(i) + ",Firm of plain letters\n";
  Held far;
  ASSERT_TRUE(read_bytes(far, late + "x,\xD0\xE0\xE4\xE8\xEE\xF2\xE5\xF5\xED\xE8\xEA\xE0 \xD1\xE5\xF0\xE2\xE8\xF1\n"));
  EXPECT_EQ(far.at("x").name, "Радиотехника Сервис");
  // One stray byte in UTF-8 costs its letter.
  Held stray;
  ASSERT_TRUE(read_bytes(stray, "id,name\n1,Müller\n2,Ra\xFF\n"));
  EXPECT_EQ(stray.at("1").name, "Müller");
}

TEST(Lists, OwnListsAndPlainTables) {
  Held own, plain, bis;
  ASSERT_TRUE(read_into(own, "ringfence-yaml/covered.yaml"));
  EXPECT_EQ(own.entities.at(0).supplier, "huawei");
  EXPECT_EQ(own.entities.at(0).list, "example-list");
  ASSERT_TRUE(read_into(plain, "plain-csv/suppliers.csv"));
  EXPECT_EQ(plain.at("2").name, "Anna; Sons");
  const auto s = read_into(bis, "us-bis-dpl/dpl.txt");
  ASSERT_TRUE(s);
  EXPECT_EQ(to_text(s->dated), "2022-08-29");
  EXPECT_EQ(bis.entities.at(0).to, "2026-01-14");
}

std::string widened(std::string_view ascii, bool little) {
  std::string out = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : ascii) out += little ? std::string{c, '\0'} : std::string{'\0', c};
  return out;
}

TEST(Lists, TablesInUtf16AreRead) {
  for (const bool little : {true, false}) {
    Held h;
    std::string table = "id,name\n";
    for (int i = 0; i < 40000; ++i) table += std::to_string(i) + ",Firm number " + std::to_string(i) + "\n";  // more than one piece
    const auto s = read_bytes(h, widened(table, little));
    ASSERT_TRUE(s) << to_text(s.error());
    ASSERT_EQ(h.entities.size(), 40000u);
    EXPECT_EQ(h.entities.back().name, "Firm number 39999");
    EXPECT_TRUE(h.errors.empty());
  }
}

/// UTF-8 as UTF-16, in either order of bytes, with or without the mark in front.
std::string as_utf16(std::string_view utf8, bool little, bool mark) {
  std::string out = !mark ? "" : little ? "\xFF\xFE" : "\xFE\xFF";
  const auto unit = [&](unsigned u) {
    const char high = static_cast<char>(u >> 8), low = static_cast<char>(u & 0xFF);
    out += little ? low : high;
    out += little ? high : low;
  };
  for (std::size_t i = 0; i < utf8.size();) {
    const std::size_t n = utf8_length(utf8.substr(i));
    unsigned c = static_cast<unsigned char>(utf8[i]);
    if (n > 1) c &= 0xFFU >> (n + 1);
    for (std::size_t k = 1; k < n; ++k) c = c << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    if (c >= 0x10000) unit(0xD7C0 + (c >> 10)), unit(0xDC00 + (c & 0x3FF));
    else unit(c);
    i += n;
  }
  return out;
}

TEST(Lists, EveryFormatIsReadInUtf16) {
  for (const char* name : {"us-csl-csv/new-layout.csv", "us-csl-csv/old-layout.csv", "us-csl-json/results.json", "us-ofac-csv/sdn.csv", "us-ofac-xml/sdn.xml", "us-ofac-advanced-xml/sdn_advanced.xml",
                           "us-bis-dpl/dpl.txt", "uk-csv/uk.csv", "uk-ofsi-csv/conlist.csv", "eu-xml/eu.xml", "un-xml/un.xml", "opensanctions-csv/targets.simple.csv", "ftm-json/entities.ftm.json",
                           "gleif-level1/lei.csv", "gleif-level2/rr.csv", "ringfence-yaml/covered.yaml", "plain-csv/suppliers.csv"}) {
    const std::string bytes = bytes_of(sample(name));
    Held as_it_is;
    ASSERT_TRUE(read_bytes(as_it_is, bytes)) << name;
    ASSERT_GT(as_it_is.entities.size() + as_it_is.relations.size(), 0U);
    for (const bool little : {true, false})
      for (const bool mark : {true, false}) {
        // What says of itself that it is UTF-8 is met too: programs re-code the text and leave the declaration.
        Held h;
        const auto s = read_bytes(h, as_utf16(bytes, little, mark));
        ASSERT_TRUE(s) << name << " little " << little << " mark " << mark << ": " << to_text(s.error());
        ASSERT_EQ(h.entities.size(), as_it_is.entities.size()) << name;
        EXPECT_EQ(h.relations.size(), as_it_is.relations.size()) << name;
        for (std::size_t i = 0; i < h.entities.size(); ++i) EXPECT_EQ(hash_of(h.entities[i]), hash_of(as_it_is.entities[i])) << name;
      }
  }
}

TEST(Lists, XmlOfOtherEncodingsIsReadOrRefusedWithARemedy) {
  std::string xml = bytes_of(sample("un-xml/un.xml"));
  const auto at = xml.find("UTF-8");
  ASSERT_NE(at, std::string::npos);
  const auto name = xml.find("<FIRST_NAME>");
  ASSERT_NE(name, std::string::npos);
  xml.insert(name + 12, "M\xFCller\x96 ");
  Held h;
  auto one = xml;
  one.replace(at, 5, "windows-1252");
  ASSERT_TRUE(read_bytes(h, one));
  const auto bears = [](const names::ListEntity& e) { return e.name.find("Müller–") != std::string::npos; };
  EXPECT_TRUE(std::any_of(h.entities.begin(), h.entities.end(), bears));
  one = xml;
  one.replace(at, 5, "GB18030");
  const auto refused = read_bytes(h, one);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::Unsupported);
  EXPECT_NE(refused.error().why.find("GB18030"), std::string::npos);
  EXPECT_NE(refused.error().remedy.find("iconv"), std::string::npos);
}

TEST(Lists, TheOneListInAZipIsRead) {
  Held h;
  const auto s = read_into(h, "any/list-and-note.zip");
  ASSERT_TRUE(s) << to_text(s.error());
  EXPECT_EQ(h.at("2").name, "Anna; Sons");
  Held none;
  const auto two = read_into(none, "any/two-lists.zip");
  ASSERT_FALSE(two);
  EXPECT_NE(two.error().why.find(".zip of 2 files"), std::string::npos);
}

TEST(Lists, WhatIsCutIsToldFromWhatIsWhole) {
  for (const char* name : {"us-csl-csv/cut.csv", "us-csl-csv/open-quote.csv", "us-csl-json/cut.json", "us-ofac-xml/cut.xml", "eu-xml/cut.xml", "any/cut.gz"}) {
    Held h;
    const auto s = read_into(h, name);
    ASSERT_FALSE(s) << name;
    EXPECT_EQ(s.error().kind, Kind::Truncated) << name << ": " << to_text(s.error());
  }
}

TEST(Lists, WhatIsNoListIsSaidToBeWhatItIs) {
  Held h;
  const auto page = read_into(h, "any/page.html");
  ASSERT_FALSE(page);
  EXPECT_NE(page.error().why.find("web page"), std::string::npos);
  const auto empty = read_into(h, "any/empty");
  ASSERT_FALSE(empty);
  EXPECT_NE(empty.error().why.find("empty"), std::string::npos);
  const auto bomb = read_into(h, "us-ofac-xml/bomb.xml");
  ASSERT_FALSE(bomb);
  EXPECT_EQ(bomb.error().kind, Kind::Unsupported);
  EXPECT_NE(bomb.error().why.find("DOCTYPE"), std::string::npos);
  EXPECT_TRUE(h.entities.empty());
}

TEST(Lists, ARowOfAnotherLayoutIsLeftOutAndManyRefuseTheFile) {
  std::string rows = "id,name\n";
  for (int i = 0; i < 40; ++i) rows += std::to_string(i) + ",Firm " + std::to_string(i) + "\n";
  Held one;
  const auto s = read_bytes(one, rows + "41,too,many,cells\n");
  ASSERT_TRUE(s) << to_text(s.error());
  EXPECT_EQ(s->left_out, 1U);
  ASSERT_EQ(one.errors.size(), 1U);
  EXPECT_EQ(one.errors[0].where, "line 42");
  std::string many = rows;
  for (int i = 0; i < 10; ++i) many += "x,y,z\n";
  Held h;
  const auto bad = read_bytes(h, many);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().kind, Kind::Malformed);
}

TEST(Lists, NamesOfAnyLengthAndBytesAreTaken) {
  Held h;
  const std::string longest(100'000, 'x');
  const auto s = read_bytes(h, "id,name\n1," + longest + "\n2,\"a\x01\xE2\x80\xAE" "b\"\n3,M\xFCller\n");
  ASSERT_TRUE(s) << to_text(s.error());
  EXPECT_EQ(h.at("1").name.size(), 100'000U);
  EXPECT_EQ(h.at("3").name, "Müller");  // one byte a letter, read so
}

TEST(Lists, CountriesAsAuthoritiesWriteThem) {
  EXPECT_EQ(country_code("Korea, North"), "KP");
  EXPECT_EQ(country_code("Congo, Democratic Republic of the"), "CD");
  EXPECT_EQ(country_code("Burma"), "MM");
  EXPECT_EQ(country_code("IR"), "IR");
  EXPECT_EQ(country_code("XX"), "");
  EXPECT_EQ(iso_day("05/21/2019", false), "2019-05-21");
  EXPECT_EQ(iso_day("21/05/2019", true), "2019-05-21");
  EXPECT_EQ(iso_day("31/02/2019", true), "");
  EXPECT_EQ(identifier_type("Private passenger"), "");  // "vat" is within
}

class EditionsTest : public tests::InFolder {
 protected:
  void SetUp() override {
    InFolder::SetUp();
    db_ = folder_ + "/lists.db";
  }
  Result<Imported> take(const std::string& bytes, const std::string& dated, bool shrink = false) {
    RF_TRY(auto store, store::Store::open(db_));
    Files files{Source::of(bytes, "firms.csv"), {}};
    return import(store, files, {"firms", parse_iso_day(dated).value_or(Day{}), shrink, parse_iso_day("2026-11-25").value()});
  }
  std::string db_;
  std::vector<Error> errors_;
};
std::string firms(int n, const std::string& third = "Firm 3") {
  std::string out = "id,name\n";
  for (int i = 1; i <= n; ++i) out += std::to_string(i) + "," + (i == 3 ? third : "Firm " + std::to_string(i)) + "\n";
  return out;
}

TEST_F(EditionsTest, EachIsKeptAndTheOneOfTheDayAnswers) {
  ASSERT_TRUE(take(firms(10), "2026-01-01"));
  const auto second = take(firms(11, "Firm Three"), "2026-06-01");
  ASSERT_TRUE(second) << to_text(second.error());
  EXPECT_TRUE(second->in_force);
  EXPECT_EQ(second->before, "2026-01-01");
  const auto again = take(firms(11, "Firm Three"), "2026-06-01");
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->added);
  const auto all = Editions::open(db_);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->all().size(), 2U);
  EXPECT_EQ(all->in_force("firms", *parse_iso_day("2026-03-01"))->dated, "2026-01-01");
  EXPECT_EQ(all->in_force("firms", *parse_iso_day("2026-06-01"))->dated, "2026-06-01");
  EXPECT_EQ(all->in_force("firms", *parse_iso_day("2025-06-01")), nullptr);
  const auto changes = diff(*all, *all->find("firms@2026-01-01"), *all->find("firms"));
  ASSERT_TRUE(changes) << to_text(changes.error());
  ASSERT_EQ(changes->size(), 2U);
  EXPECT_EQ((*changes)[0].what, Difference::What::Added);
  EXPECT_EQ((*changes)[0].entry, "11");
  EXPECT_EQ((*changes)[1].what, Difference::What::Renamed);
  EXPECT_EQ((*changes)[1].before, "Firm 3");
}

TEST_F(EditionsTest, AListThatShrankOrWasCutLeavesTheOldOneInForce) {
  ASSERT_TRUE(take(firms(100), "2026-01-01"));
  const auto shrunk = take(firms(40), "2026-02-01");
  ASSERT_FALSE(shrunk);
  EXPECT_NE(shrunk.error().remedy.find("--accept-shrink"), std::string::npos);
  EXPECT_FALSE(take(firms(100) + "101,\"cut", "2026-02-01"));
  EXPECT_FALSE(take("<html><body>no</body></html>", "2026-02-01"));
  const auto all = Editions::open(db_);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->all().size(), 1U);
  std::size_t n = 0;
  ASSERT_TRUE(all->each(all->all()[0], [&](names::ListEntity, std::string_view) { ++n; }));
  EXPECT_EQ(n, 100U);
  for (const auto& f : std::filesystem::directory_iterator(db_ + ".d")) EXPECT_EQ(f.path().extension(), ".list") << f.path();
  EXPECT_TRUE(take(firms(40), "2026-02-01", true));
}

TEST_F(EditionsTest, ADamagedFileOfTheStoreIsSaid) {
  ASSERT_TRUE(take(firms(100), "2026-01-01"));
  const auto all = Editions::open(db_);
  for (const auto& f : std::filesystem::directory_iterator(db_ + ".d")) {
    std::string bytes = bytes_of(f.path());
    for (const std::size_t cut : {std::size_t{0}, std::size_t{50}, bytes.size() / 2, bytes.size() - 1}) {
      std::ofstream(f.path(), std::ios::binary | std::ios::trunc) << bytes.substr(0, cut);
      const auto done = all->each(all->all()[0], {});
      ASSERT_FALSE(done) << cut;
      EXPECT_EQ(done.error().kind, Kind::Malformed);
    }
  }
}

TEST_F(EditionsTest, AFileThatCannotBeReadSaysWhatStaysInForce) {
  ASSERT_TRUE(take(firms(10), "2026-01-01"));
  auto store = store::Store::open(db_);
  const std::string cut = firms(10) + "11,\"Firm";
  for (const auto& [bytes, list, says] : {std::tuple{cut, "firms", "the edition of 2026-01-01 of firms stays in force"}, {cut, "", "the edition of 2026-01-01 of firms stays in force"},
                                          {std::string("<html><body>403</body></html>"), "", "what was in force before stays in force"}}) {
    Files files{Source::of(bytes, "firms.csv"), {}};
    const auto bad = import(*store, files, {list, {}, false, *parse_iso_day("2026-11-25")});
    ASSERT_FALSE(bad);
    EXPECT_NE(bad.error().remedy.find(says), std::string::npos) << bad.error().remedy;
  }
}

TEST_F(EditionsTest, ADecisionWhoseEntryWasAwayDoesNotComeAliveWhenItReturns) {
  ASSERT_TRUE(take(firms(10), "2026-01-01"));
  const auto now = [&] { return Decisions::open(db_, *parse_iso_day("2026-11-25"), errors_); };
  const auto hash_in_force = [&] {
    const auto editions = Editions::open(db_);
    std::string out;
    EXPECT_TRUE(editions->each(*editions->in_force("firms", *parse_iso_day("2026-11-25")), [&](names::ListEntity e, std::string_view hash) {
      if (e.entry == "3") out = hash;
    }));
    return out;
  };
  {
    auto store = store::Store::open(db_);
    store::Decision d;
    d.day = "2026-01-02";
    d.by = "A";
    d.verdict = "wrong";
    d.query = decision_key("Firm 3 Ltd");
    d.list = "firms";
    d.entry = "3";
    d.entry_hash = hash_in_force();
    d.edition = "2026-01-01";
    ASSERT_TRUE(store->keep(d));
  }
  ASSERT_FALSE(now().on("Firm 3", "firms", "3", hash_in_force())->stale);
  const auto import_and_lapse = [&](const std::string& bytes, const std::string& dated) {
    const auto done = take(bytes, dated);
    EXPECT_TRUE(done);
    auto store = store::Store::open(db_);
    const auto lapsed = lapse(*store, *Editions::open(db_), done->edition);
    EXPECT_TRUE(lapsed);
    return lapsed->size();
  };
  EXPECT_EQ(import_and_lapse(firms(9), "2026-02-01"), 0U);                     // the entry says what it said
  EXPECT_EQ(import_and_lapse(firms(10, "Firm Three"), "2025-12-01"), 0U);      // of a day before the decision's edition
  EXPECT_EQ(import_and_lapse(firms(10, "Firm Three"), "2026-03-01"), 1U);
  EXPECT_EQ(import_and_lapse(firms(11), "2026-04-01"), 0U);                    // it is back as it was
  const auto held = now().on("Firm 3", "firms", "3", hash_in_force());
  ASSERT_TRUE(held);
  EXPECT_TRUE(held->stale);
  EXPECT_EQ(held->why_stale, "the entry was changed in the edition of 2026-03-01");
  // What was on record before the change is not touched by it.
  EXPECT_FALSE(Decisions::open(db_, *parse_iso_day("2026-02-15"), errors_).on("Firm 3", "firms", "3", hash_in_force())->stale);
  // Decided anew, it holds.
  auto store = store::Store::open(db_);
  store::Decision d = held->decision;
  d.day = "2026-04-02";
  d.edition = "2026-04-01";
  ASSERT_TRUE(store->keep(d));
  EXPECT_FALSE(now().on("Firm 3", "firms", "3", hash_in_force())->stale);
}

TEST(Decision, IsOnAnEntryWhateverRowsItHas) {
  EXPECT_EQ(hash_of_rows({}), "");
  EXPECT_EQ(hash_of_rows({"aa"}), "aa");
  EXPECT_NE(hash_of_rows({"aa", "bb"}), hash_of_rows({"bb", "aa"}));
}

TEST(Decision, NeverOutlivesAChangeOfTheEntry) {
  store::Decision d;
  d.day = "2026-05-01";
  d.verdict = "wrong";
  d.query = decision_key("ZTT Group Co., Ltd.");
  d.list = "firms";
  d.entry = "3";
  names::ListEntity e;
  e.entry = "3";
  e.name = "ZTE Corporation";
  d.entry_hash = hash_of(e);
  const Day day = *parse_iso_day("2026-06-01");
  const Decisions all({d}, day);
  const auto held = all.on("ZTT GROUP", "firms", "3", hash_of(e));  // the same name but for case and form
  ASSERT_TRUE(held);
  EXPECT_FALSE(held->stale);
  e.aliases.push_back({"ZTT", names::AliasKind::Also, {}, {}, {}});
  EXPECT_TRUE(all.on("ZTT Group", "firms", "3", hash_of(e))->stale);
  EXPECT_FALSE(all.on("ZTT Group", "firms", "4", hash_of(e)));
  EXPECT_FALSE(Decisions({d}, *parse_iso_day("2026-04-30")).on("ZTT Group", "firms", "3", d.entry_hash));  // not yet known
  store::Decision gone = d;
  gone.verdict = "withdrawn";
  EXPECT_FALSE(Decisions({d, gone}, day).on("ZTT Group", "firms", "3", d.entry_hash));
}

TEST(Meaning, APartOfAConsolidatedListHasItsOwn) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  EXPECT_EQ(meaning_of(*k, "us-csl", "Entity List (EL) - Bureau of Industry and Security").list, "us-bis-entity-list");
  EXPECT_EQ(meaning_of(*k, "us-csl", "Specially Designated Nationals (SDN) - Treasury Department").list, "us-ofac-sdn");
  EXPECT_EQ(meaning_of(*k, "us-csl", "").list, "us-csl");
  EXPECT_TRUE(meaning_of(*k, "my-own", "").effect.empty());
}

}  // namespace
}  // namespace rf::screen::lists
