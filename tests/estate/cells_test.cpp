// Cells as people write them: numbers, days, countries, pairs.
#include <gtest/gtest.h>

#include <initializer_list>

#include "estate/country.h"
#include "estate/ingest.h"
#include "estate/pairs.h"
#include "estate/read_count.h"

namespace rf::estate {
namespace {

/// The cells of one column, each as it is read: a number, or a word for why not.
std::vector<std::string> column(std::initializer_list<const char*> cells) {
  NumberMarks marks;
  for (const char* c : cells) marks.add(c);
  std::vector<std::string> out;
  for (const char* c : cells) {
    const ReadCount r = read_count(c, marks);
    using O = ReadCount::Outcome;
    switch (r.outcome) {
      case O::Read: out.push_back(std::to_string(r.value) + (r.unit.empty() ? "" : " " + r.unit) + (r.scaled ? " scaled" : "") + (r.grouped ? " grouped" : "")); break;
      case O::Blank: out.emplace_back("blank"); break;
      case O::Negative: out.emplace_back("negative"); break;
      case O::Fraction: out.emplace_back("fraction"); break;
      case O::Open: out.emplace_back("open"); break;
      case O::TooBig: out.emplace_back("too big"); break;
      case O::No: out.emplace_back("no"); break;
    }
  }
  return out;
}
using Words = std::vector<std::string>;

TEST(Numbers, a_column_tells_thousands_from_fractions) {
  EXPECT_EQ(column({"1,234", "5"}), (Words{"1234 grouped", "5"}));
  EXPECT_EQ(column({"1.234", "12.345.678"}), (Words{"1234 grouped", "12345678 grouped"}));
  EXPECT_EQ(column({"1.234,0", "2.000"}), (Words{"1234 grouped", "2000 grouped"}));
  EXPECT_EQ(column({"1.000", "2.000"}), (Words{"open", "open"}));           // one piece with three decimals, or a thousand?
  EXPECT_EQ(column({"1.000", "2.5", "3.0"}), (Words{"1", "fraction", "3"}));  // '.' is decimal here
  EXPECT_EQ(column({"1,234", "12,5"}), (Words{"fraction", "fraction"}));
  EXPECT_EQ(column({"1,234,567", "12,5"}), (Words{"1234567 grouped", "fraction"}));
  EXPECT_EQ(column({"1,234", "1,5", "1,234,567"}), (Words{"open", "fraction", "1234567 grouped"}));
  EXPECT_EQ(column({"20 000", "1'234", "3\xC2\xA0""400", "5\xE2\x80\xAF""600"}), (Words{"20000 grouped", "1234 grouped", "3400 grouped", "5600 grouped"}));
  EXPECT_EQ(column({"12,34,567", "1 2", "1..2", ".5"}), (Words{"no", "no", "no", "no"}));
  EXPECT_EQ(column({"0,125"}), (Words{"fraction"}));
}

TEST(Numbers, multiples_and_units_are_told) {
  EXPECT_EQ(column({"20k", "1.5 k", "2 Mio.", "3万", "1.25k"}), (Words{"20000 scaled", "1500 scaled", "2000000 scaled", "30000 scaled", "1250 scaled"}));
  EXPECT_EQ(column({"1.234k"}), (Words{"open"}));
  EXPECT_EQ(column({"1.2345k"}), (Words{"fraction"}));
  EXPECT_EQ(column({"12 pcs", "3 Stück", "4 шт.", "5 ST", "6台"}), (Words{"12", "3", "4", "5", "6"}));
  EXPECT_EQ(column({"10 Gbps", "20"}), (Words{"10 gbps", "20"}));
}

TEST(Numbers, what_is_none) {
  EXPECT_EQ(column({"-5", "~200", "ca. 20", "n/a", "-", "k. A.", "unknown", "99999999999999999999", "abc", "12-14", "1e6"}),
            (Words{"negative", "no", "no", "blank", "blank", "blank", "blank", "too big", "no", "no", "no"}));
}

std::string day(const char* cell, DateOrder order = DateOrder::Undecided) {
  const ReadDay r = read_day(cell, order);
  return r.bad ? "bad" : r.ambiguous ? "ambiguous" : r.open ? "open" : !r.day.known() ? "unknown" : to_text(r.day) + (r.serial ? " serial" : "");
}

TEST(Days, in_the_forms_people_write) {
  for (const char* s : {"2019-03-12", "20190312", "2019/3/12", "12 Mar 2019", "Mar 12, 2019", "March 12th 2019", "12. März 2019", "12 mars 2019", "12 de marzo de 2019", "12 marzo 2019",
                        "12 марта 2019", "2019年3月12日", "12-MRZ-2019", "12 Mrt 2019", "2019-03-12T10:20:30Z", "2019-03-12 10:20", "12 March 2019 10:20", "12.03.2019 08:00:00"})
    EXPECT_EQ(day(s), "2019-03-12") << s;
  EXPECT_EQ(day("1er décembre 2019"), "2019-12-01");
  EXPECT_EQ(day("3. Dezember 2019"), "2019-12-03");
  EXPECT_EQ(day("Sept 3 2019"), "2019-09-03");
  EXPECT_EQ(day("43536"), "2019-03-12 serial");
  EXPECT_EQ(day("43536.75"), "2019-03-12 serial");
  EXPECT_EQ(day("03/12/2019"), "ambiguous");
  EXPECT_EQ(day("03/12/2019", DateOrder::Mdy), "2019-03-12");
  EXPECT_EQ(day("03/12/2019 10:30 PM", DateOrder::Dmy), "2019-12-03");
  EXPECT_EQ(day("9999-12-31"), "open");
  EXPECT_EQ(day("31.12.9999"), "open");
  EXPECT_EQ(day("1900-01-01"), "unknown");
  EXPECT_EQ(day("01.01.1970 00:00"), "unknown");
}

TEST(Days, what_is_none) {
  for (const char* s : {"12 jui 2019", "31/02/2019", "12.3.19", "2019", "03/2019", "soon", "12 13 14 15", "99999", "12345", "1577836800", "12 Foo 2019", "::", "T:"}) EXPECT_EQ(day(s), "bad") << s;
}

TEST(Countries, as_people_name_them) {
  for (const auto& [word, code] : std::initializer_list<std::pair<const char*, const char*>>{
           {"gb", "GB"}, {"UK", "GB"}, {"United Kingdom", "GB"}, {"Vereinigtes Königreich", "GB"}, {"Royaume-Uni", "GB"}, {"Deutschland", "DE"}, {"Allemagne", "DE"}, {"DEU", "DE"},
           {"中国", "CN"}, {"Германия", "DE"}, {"Jersey", "JE"}, {"JE", "JE"}, {"GG", "GG"}, {"Isle of Man", "IM"}, {"España", "ES"}, {"The Netherlands", "NL"}, {"USA", "US"}, {" fr ", "FR"}})
    EXPECT_EQ(country_code(word), code) << word;
  for (const char* word : {"", "XX", "north", "London", "EU", "Albion", "ZZ", "12"}) EXPECT_EQ(country_code(word), "") << word;
}

TEST(Pairs, escapes_are_literal) {
  const auto p = read_pairs(R"(seller: Acme\: Kit\|Co |software:Soft|lonely||host:)");
  ASSERT_EQ(p.size(), 4U);
  EXPECT_EQ(p[0].first + "=" + p[0].second, "seller=Acme: Kit|Co");
  EXPECT_EQ(p[1].first + "=" + p[1].second, "software=Soft");
  EXPECT_EQ(p[2].first + "=" + p[2].second, "=lonely");
  EXPECT_EQ(p[3].first + "=" + p[3].second, "host=");
}

TEST(Serials, of_spreadsheets) {
  for (const char* s : {"2.10235E+14", "2E+11", "1,2E+9", "2.1e+05"}) EXPECT_TRUE(is_scientific(s)) << s;
  for (const char* s : {"5E12", "21.0E+14", "2.1E+", "2.E+3", "E+3", "2102353168107C000012", ""}) EXPECT_FALSE(is_scientific(s)) << s;
}

}  // namespace
}  // namespace rf::estate
