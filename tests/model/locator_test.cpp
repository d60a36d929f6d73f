// A locator printed is a locator read back, whatever stands in names.
#include "model/locator.h"

#include <gtest/gtest.h>

namespace rf {
namespace {

Locator with(std::string input, std::vector<std::string> path = {}) {
  Locator l;
  l.input = std::move(input);
  l.path = std::move(path);
  return l;
}
std::string at_json(const Locator& l) {
  std::string out;
  JsonWriter w(out);
  put_at(w, l);
  return out;
}
/// Printed as an address and as JSON, each read back and printed again.
void goes_round(const Locator& l, const std::string& address) {
  EXPECT_EQ(address_of(l), address);
  const auto back = parse_locator(address);
  ASSERT_TRUE(back) << to_text(back.error());
  EXPECT_EQ(address_of(*back), address);
  EXPECT_EQ(back->input, l.input);
  EXPECT_EQ(back->path, l.path);
  std::string json;
  JsonWriter w(json);
  w.begin_object().member("input", l.input).key("path").begin_array();
  for (const auto& p : l.path) w.value(p);
  w.end_array().key("at");
  put_at(w, l);
  w.key("bytes").begin_array();
  for (const auto& [offset, length] : l.bytes) w.begin_array().value(offset).value(length).end_array();
  w.end_array().end_object();
  const auto again = parse_locator(json);
  ASSERT_TRUE(again) << json << ": " << to_text(again.error());
  EXPECT_EQ(address_of(*again), address);
}

TEST(Locator, frames) {
  Locator l = with("uplink.pcap");
  l.frames = {17};
  goes_round(l, "uplink.pcap#frame=17");
  EXPECT_EQ(short_form(l), "frame 17");
  l.frames = {17, 18};
  l.field = "tls.cert.subject";
  goes_round(l, "uplink.pcap#frames=17,18&field=tls.cert.subject");
  EXPECT_EQ(short_form(l), "frames 17, 18, tls.cert.subject");
  EXPECT_EQ(at_json(l), R"({"frames":[17,18],"field":"tls.cert.subject"})");
}

TEST(Locator, sheets_and_lines) {
  Locator l = with("estate.xlsx");
  l.sheet = "Devices & sites #2";
  l.line = 12;
  goes_round(l, "estate.xlsx#sheet=Devices %26 sites %232&line=12");
  EXPECT_EQ(short_form(l), "sheet Devices & sites #2, row 12");
  l.sheet = "Devices";
  l.column = "mac";
  EXPECT_EQ(at_json(l), R"({"sheet":"Devices","line":12,"column":"mac"})");
  goes_round(l, "estate.xlsx#sheet=Devices&line=12&column=mac");
  l.sheet.clear();
  EXPECT_EQ(short_form(l), "line 12, column mac");
}

TEST(Locator, members_of_archives) {
  Locator l = with("all.zip", {"walks.tar.gz", "north/olt!1.snmprec"});
  l.oid = "1.3.6.1.2.1.1.2.0";
  goes_round(l, "all.zip!walks.tar.gz!north/olt%211.snmprec#oid=1.3.6.1.2.1.1.2.0");
  Locator p = with("100%.json");
  p.pointer = "/results/3";
  goes_round(p, "100%25.json#pointer=/results/3");
}

TEST(Locator, offsets) {
  Locator l = with("image.bin");
  l.bytes = {{4096, 16}};
  goes_round(l, "image.bin#bytes=4096+16");
  EXPECT_EQ(at_json(l), R"({"offset":4096})");
}

TEST(Locator, what_is_none) {
  for (const char* s : {"", "file.csv", "file.csv#", "file.csv#line=", "file.csv#line=x", "file.csv#colour=red", "#line=3", "{}", "{\"input\":\"a\"}", "{", "file.csv#frame=0"})
    EXPECT_FALSE(parse_locator(s)) << s;
}

}  // namespace
}  // namespace rf
