// The answer in every form: the keys and types of docs/contracts.md, the words of docs/judging.md, and nothing from
// outside that a terminal, a spreadsheet or a browser would obey.
#include "report/report.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <simdjson.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "model/asset_columns.h"
#include "report/words.h"
#include "report/wrap.h"
#include "tests/in_folder.h"
#include "tests/report/sample.h"

namespace rf::report {
namespace {

namespace dom = simdjson::dom;
using Type = dom::element_type;

std::string json_of(const assess::Answer& a, const Options& o = {}) {
  std::string out;
  write_json(a, o, [&](std::string_view piece) { out += piece; });
  return out;
}
std::size_t count_of(std::string_view in, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = in.find(what); at != std::string_view::npos; at = in.find(what, at + what.size())) ++n;
  return n;
}
struct Key {
  const char* name;
  std::vector<Type> types;
};
void expect_keys(dom::element object, const std::vector<Key>& keys, const std::string& what) {
  for (const auto& k : keys) {
    dom::element value;
    ASSERT_EQ(object[k.name].get(value), simdjson::SUCCESS) << what << " has no " << k.name;
    EXPECT_NE(std::find(k.types.begin(), k.types.end(), value.type()), k.types.end()) << what << "." << k.name << " is of another type";
  }
}
const std::vector<Type> kText{Type::STRING}, kTextOrNull{Type::STRING, Type::NULL_VALUE}, kInt{Type::INT64}, kNumber{Type::INT64, Type::DOUBLE},
    kList{Type::ARRAY}, kObject{Type::OBJECT}, kBool{Type::BOOL};

const std::vector<Key> kLocator{{"locator", kText}, {"evidence", kTextOrNull}, {"input", kText}, {"path", kList}, {"at", kObject}, {"bytes", kList}, {"says", kTextOrNull}};

TEST(ReportJson, HasTheKeysAndTypesOfTheContract) {
  const auto a = sample::answer();
  for (const int indent : {0, 1, 2}) {
    const std::string text = json_of(a, {.indent = indent});
    dom::parser parser;
    dom::element doc;
    ASSERT_EQ(parser.parse(text).get(doc), simdjson::SUCCESS);
    expect_keys(doc, {{"as_of", kText}, {"known_at", kText}, {"estate", kObject}, {"reconciliation", kList}, {"directions", kList}, {"assets", kList}, {"suppliers", kList},
                      {"sightings", kInt}, {"findings", kList}, {"regimes", kList}, {"alerts", kList}, {"errors", kList}, {"warnings", kList}}, "the answer");
    expect_keys(doc["estate"], {{"operator", kTextOrNull}, {"assets", kInt}, {"by_supplier", kList}, {"unknown", kInt}, {"completeness", kText}}, "estate");
    for (dom::element s : doc["estate"]["by_supplier"].get_array()) {
      expect_keys(s, {{"supplier", kTextOrNull}, {"name", kText}, {"quantity", kInt}, {"premises", kInt}, {"traffic", kInt}, {"assets", kInt}, {"by_function", kObject}}, "by_supplier");
      for (auto f : s["by_function"].get_object()) expect_keys(f.value, {{"quantity", kInt}, {"premises", kInt}, {"traffic", kInt}}, "by_function");
    }
    for (dom::element r : doc["reconciliation"].get_array())
      expect_keys(r, {{"function", kTextOrNull}, {"declared", kInt}, {"observed", kInt}, {"both", kInt}, {"declared_only", kList}, {"observed_only", kList}, {"contradicted", kList}}, "reconciliation");
    for (dom::element d : doc["directions"].get_array()) expect_keys(d, {{"id", kText}, {"text_seen", kBool}, {"encoded", kInt}, {"known", kInt}, {"unverified", kList}}, "direction");
    for (dom::element e : doc["errors"].get_array()) expect_keys(e, {{"input", kText}, {"where", kText}, {"why", kText}, {"remedy", kText}}, "error");
    for (dom::element r : doc["regimes"].get_array()) expect_keys(r, {{"id", kText}, {"status", kText}, {"assurance", kObject}, {"why", kText}, {"conditions", kList}}, "regime");
    ASSERT_EQ(doc["findings"].get_array().size(), a.findings.size());
    for (dom::element f : doc["findings"].get_array()) {
      expect_keys(f, {{"id", kText}, {"operator", kText}, {"scope", kObject}, {"direction", kText}, {"requirement", kText}, {"force", kText}, {"instrument_state", kText}, {"applies", kText},
                      {"territory", kText}, {"status", kText}, {"from", kTextOrNull}, {"days_left", {Type::INT64, Type::NULL_VALUE}}, {"measure", kText}, {"unit", kText}, {"value", kNumber},
                      {"value_low", kNumber}, {"value_high", kNumber}, {"limit", kNumber}, {"part", kInt}, {"total", kInt}, {"over_by", kInt}, {"undecided", kObject}, {"supplier_basis", kTextOrNull},
                      {"assets", kList}, {"assets_total", kInt}, {"mitigation", kObject}, {"says", kText}, {"evidence", kList}}, "finding");
      expect_keys(f["scope"], {{"region", kTextOrNull}, {"supplier", kTextOrNull}}, "scope");
      expect_keys(f["undecided"], {{"assets", kInt}, {"missing", kObject}}, "undecided");
      expect_keys(f["undecided"]["missing"], {{"maker", kInt}, {"function", kInt}, {"weight", kInt}, {"installed_on", kInt}, {"site_class", kInt}}, "missing");
      expect_keys(f["mitigation"], {{"possible", {Type::BOOL, Type::NULL_VALUE}}, {"basis", kTextOrNull}, {"by", kTextOrNull}, {"regime", kTextOrNull}, {"why", kText}}, "mitigation");
      for (dom::element l : f["evidence"].get_array()) expect_keys(l, kLocator, "evidence");
      const bool share = std::string_view(f["unit"]) == "share";
      EXPECT_EQ(f["value"].type() == Type::DOUBLE, share);
      if (share) {
        EXPECT_LE(double(f["value"]), 1.0);
        EXPECT_DOUBLE_EQ(double(f["limit"]), 0.35);
      }
    }
  }
}

TEST(ReportJson, AnAssetHasItsIdentityAndEveryFilledFieldUnderItsName) {
  const auto a = sample::answer();
  const std::string text = json_of(a);
  dom::parser parser;
  dom::element doc = parser.parse(text);
  ASSERT_EQ(doc["assets"].get_array().size(), 10U);
  std::size_t row = 0;
  for (dom::element x : doc["assets"].get_array()) {
    expect_keys(x, {{"input", kText}, {"asset", kText}, {"name", kText}, {"serial", kTextOrNull}, {"site", kText}, {"maker", {Type::OBJECT, Type::NULL_VALUE}}, {"brand", {Type::OBJECT, Type::NULL_VALUE}},
                    {"kind", kTextOrNull}, {"model", kTextOrNull}, {"software", kObject}, {"confidence", kNumber}, {"candidates", kList}, {"function", kList}, {"parties", kList}, {"sum", kNumber},
                    {"evidence", kList}, {"operator", kText}, {"basis", kText}, {"status", kText}, {"quantity", kInt}}, "asset");
    for (dom::element e : x["evidence"].get_array()) {
      expect_keys(e, kLocator, "evidence");
      expect_keys(e, {{"for", kTextOrNull}, {"weight", kNumber}}, "evidence");
    }
    for (const auto& f : kFields) {
      dom::element value;
      const bool filled = f.type == FieldType::Date ? a.estate->day(f.field, row).known() : f.type == FieldType::Count ? a.estate->count(f.field, row) != estate::kNoCount : !a.estate->text(f.field, row).empty();
      if (!filled) continue;
      EXPECT_EQ(x[std::string(f.name)].get(value), simdjson::SUCCESS) << f.name;
    }
    ++row;
  }
  dom::element first = doc["assets"].at(0);
  EXPECT_EQ(std::string_view(first["maker"]["id"]), "huawei");
  EXPECT_EQ(std::string_view(first["software"]["version"]), "8.1");
  EXPECT_EQ(std::string_view(first["installed_on"]), "2019-05-01");
  EXPECT_DOUBLE_EQ(double(first["capacity_gbps"]), 2.5);
  EXPECT_EQ(std::string_view(first["evidence"].at(0)["evidence"]), "sha256:" + std::string(64, 'c'));
  EXPECT_EQ(std::string_view(first["evidence"].at(1)["at"]["oid"]), "1.3.6.1.2.1.1.2.0");
  EXPECT_TRUE(doc["assets"].at(4)["maker"].is_null());
}

TEST(ReportJson, ListsInFindingsStopAtAHundredUnlessAllAreAskedFor) {
  const auto a = sample::answer(1000);
  const auto finding = [&](const Options& o) {
    dom::parser parser;
    const std::string text = json_of(a, o);
    dom::element doc = parser.parse(text);
    dom::element f = doc["findings"].at(0);
    EXPECT_EQ(std::int64_t(f["assets_total"]), 200);
    return std::pair(f["assets"].get_array().size(), f["evidence"].get_array().size());
  };
  EXPECT_EQ(finding({}), (std::pair<std::size_t, std::size_t>(100, 100)));
  EXPECT_EQ(finding({.all = true}), (std::pair<std::size_t, std::size_t>(200, 200)));
}

TEST(ReportJson, NoAssetsLeavesOutTheirListsAndNothingElse) {
  const auto a = sample::answer();
  dom::parser with_parser, without_parser;
  const std::string with_text = json_of(a), without_text = json_of(a, {.assets = false});
  dom::element with = with_parser.parse(with_text), without = without_parser.parse(without_text);
  for (auto m : with.get_object()) {
    dom::element ignored;
    EXPECT_EQ(without[m.key].get(ignored) == simdjson::SUCCESS, m.key != "assets") << m.key;
  }
  for (auto m : with["findings"].at(0).get_object()) {
    dom::element ignored;
    EXPECT_EQ(without["findings"].at(0)[m.key].get(ignored) == simdjson::SUCCESS, m.key != "assets") << m.key;
  }
}

TEST(ReportJson, LinesHaveATypeEachAndASummaryLast) {
  const auto a = sample::answer();
  std::string out;
  write_jsonl(a, {}, [&](std::string_view piece) { out += piece; });
  std::istringstream lines(out);
  std::string line, last;
  std::map<std::string, int> types;
  dom::parser parser;
  while (std::getline(lines, line)) {
    dom::element doc;
    ASSERT_EQ(parser.parse(line).get(doc), simdjson::SUCCESS) << line;
    last = std::string(std::string_view(doc["type"]));
    ++types[last];
  }
  EXPECT_EQ(last, "summary");
  EXPECT_EQ(types["summary"], 1);
  EXPECT_EQ(types["asset"], 10);
  EXPECT_EQ(types["finding"], static_cast<int>(a.findings.size()));
  EXPECT_EQ(types["error"], 1);
  EXPECT_EQ(types["regime"], 1);
}

TEST(ReportWords, EveryForceHasItsOwnAndNoneAccuses) {
  EXPECT_EQ(not_met("law"), "not met on this evidence");
  EXPECT_EQ(not_met("licence"), "not met on this evidence");
  EXPECT_EQ(not_met("contract"), "not in line with the contract");
  EXPECT_EQ(not_met("advice"), "against the advice");
  EXPECT_EQ(not_met("policy"), "against the policy");
  EXPECT_EQ(not_met("procurement"), "representation not supported by this evidence");
  const auto a = sample::answer(300);
  const std::string terminal = text(a, {}), page = html(a, {});
  std::string csv;
  write_csv(a, {}, [&](std::string_view piece) { csv += piece; });
  for (const auto& out : {terminal, page, csv, summary_line(a)})
    for (const char* word : {"illegal", "violat", "banned", "complies", "compliant", "breach of", "offence"})
      EXPECT_EQ(lower_ascii(out).find(word), std::string::npos) << word;
  for (const char* words : {"against the advice", "against the policy", "not in line with the contract", "representation not supported by this evidence"}) {
    EXPECT_NE(page.find(words), std::string::npos) << words;
    EXPECT_NE(csv.find(words), std::string::npos) << words;
  }
}

TEST(ReportWords, WhatIsAssumedIsSaidToBe) {
  const auto a = sample::answer();
  for (const auto& f : a.findings) {
    EXPECT_EQ(sentence(f).starts_with("If this direction is addressed to demo-net"), f.applies == "assumed") << f.id;
    EXPECT_EQ(standing(f).starts_with("if addressed: "), f.applies == "assumed") << f.id;
  }
  const auto terminal = text(a, {.columns = 300});
  const auto page = html(a, {});
  for (const auto& out : {terminal, page}) {
    EXPECT_NE(out.find("8 of about 11 requirements are judged; the final text was not available"), std::string::npos);
    EXPECT_LT(out.find("8 of about 11 requirements"), out.find("fttp-cap"));  // on the first page
  }
  EXPECT_NE(summary_line(a).find("met: 2 of 9 judged"), std::string::npos);
}

TEST(ReportWords, ForcesAreNeverAddedUp) {
  const auto a = sample::answer();
  for (const auto& [words, n] : not_met_groups(a)) EXPECT_EQ(n, 1) << words;
  EXPECT_EQ(not_met_groups(a).size(), 5U);
  EXPECT_EQ(not_met_groups(a).front().first, "not met on this evidence if addressed");
}

TEST(ReportWords, AShareBesideItsLimitNeverLooksLikeIt) {
  EXPECT_EQ(percent(35, 100, 35, 100), "35 %");
  EXPECT_EQ(percent(35001, 100000, 35, 100), "35.001 %");
  EXPECT_EQ(percent(34999, 100000, 35, 100), "34.999 %");
  EXPECT_EQ(percent(1, 3), "33.3 %");
  EXPECT_EQ(percent(0, 0), "0 %");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(999), "999");
}

TEST(ReportWords, ControlCharactersDoNotReachATerminal) {
  EXPECT_EQ(clean("a\x1b[31mb\nc"), "a\xEF\xBF\xBD[31mb c");
  EXPECT_EQ(clean("\xE2\x80\xAEtxt\xC2\x9B\xFF"), "\xEF\xBF\xBDtxt\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(clean("\xD8\x9C\xE2\x80\x8F\xE2\x80\xA8"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(clean("中兴 Ø"), "中兴 Ø");
}

TEST(ReportText, FitsTheTerminal) {
  for (const int columns : {80, 60, 120}) {
    std::istringstream lines(text(sample::answer(300), {.columns = columns}));
    std::string line;
    while (std::getline(lines, line)) {
      EXPECT_LE(columns_of(line), columns) << line;
      EXPECT_EQ(line.find('\x1b'), std::string::npos);
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
  EXPECT_NE(text(sample::answer(), {.colour = true}).find("\x1b[1m"), std::string::npos);
}

TEST(ReportText, SaysTheWorstFirstAndWhichRowsDecide) {
  const auto out = text(sample::answer(), {});
  EXPECT_LT(out.find("Not met on this evidence"), out.find("Undecided:"));
  EXPECT_LT(out.find("Undecided:"), out.find("Suppliers, by pieces"));
  EXPECT_NE(out.find("decided by: demo-net/a4"), std::string::npos);
  EXPECT_EQ(text(sample::answer(), {.assets = false}).find("decided by:"), std::string::npos);
  EXPECT_NE(out.find("line 412, column mac"), std::string::npos);
}

TEST(ReportText, WideCharactersTakeTwoColumns) {
  for (const auto& line : wrapped(sample::kChinese, 11)) EXPECT_LE(columns_of(line), 11);
  EXPECT_EQ(columns_of(fitted(sample::kChinese, 11)), 11);
  EXPECT_EQ(wrapped("a b", 10).size(), 1U);
  EXPECT_EQ(wrapped("", 10).size(), 1U);
}

TEST(ReportHtml, NothingFromOutsideIsMarkup) {
  const auto page = html(sample::answer(300), {});
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Söhne&quot; &#39;x&#39;"), std::string::npos);
  EXPECT_EQ(count_of(page, "<script"), 1U);
  EXPECT_EQ(page.find(" style=\""), std::string::npos);  // the policy would not allow it
  EXPECT_EQ(page.find(" onclick"), std::string::npos);
  for (const char* outside : {"http://", "https://", "src=", "@import", "url(\"", "<link", "<img"}) EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  EXPECT_NE(page.find("default-src 'none'; style-src 'sha256-"), std::string::npos);
}

TEST(ReportHtml, IsWellFormedAndEveryReferenceHasItsTarget) {
  const auto page = html(sample::answer(300), {});
  for (const char* tag : {"section", "table", "details", "summary", "svg", "ul", "ol", "dl", "div", "bdi", "code", "tr", "p"})
    EXPECT_EQ(count_of(page, "<" + std::string(tag) + ">") + count_of(page, "<" + std::string(tag) + " "), count_of(page, "</" + std::string(tag) + ">")) << tag;
  std::set<std::string> ids;
  for (std::size_t at = page.find(" id=\""); at != std::string::npos; at = page.find(" id=\"", at + 1)) {
    const std::string id = page.substr(at + 5, page.find('"', at + 5) - at - 5);
    EXPECT_TRUE(ids.insert(id).second) << "twice: " << id;
  }
  for (std::size_t at = page.find("href=\"#"); at != std::string::npos; at = page.find("href=\"#", at + 1)) EXPECT_TRUE(ids.contains(page.substr(at + 7, page.find('"', at + 7) - at - 7)));
  for (std::size_t at = page.find("url(#"); at != std::string::npos; at = page.find("url(#", at + 1)) EXPECT_TRUE(ids.contains(page.substr(at + 5, page.find(')', at) - at - 5)));
  EXPECT_EQ(count_of(page, "<h1"), 1U);
}

TEST(ReportHtml, FindingsOpenDownToTheEvidence) {
  const auto page = html(sample::answer(1000), {});
  EXPECT_NE(page.find("ringfence show &#39;estate/inventory.csv#line=2&#39;"), std::string::npos);
  EXPECT_NE(page.find("and 100 more of 200"), std::string::npos);
  EXPECT_NE(page.find("Counted rows (200)"), std::string::npos);
  EXPECT_EQ(html(sample::answer(1000), {.assets = false}).find("Counted rows"), std::string::npos);
  Locator l;
  l.input = "it's; rm -rf.csv";
  l.line = 3;
  assess::Answer a = sample::answer();
  a.findings[0].evidence = {l};
  EXPECT_NE(html(a, {}).find("ringfence show &#39;it&#39;\\&#39;&#39;s; rm -rf.csv#line=3&#39;"), std::string::npos);
}

TEST(ReportHtml, AnEmptyAnswerIsAPageToo) {
  assess::Answer a;
  a.as_of = a.known_at = day_of(2026, 11, 24);
  for (const auto& out : {html(a, {}), text(a, {}), json_of(a)}) EXPECT_FALSE(out.empty());
  dom::parser parser;
  EXPECT_EQ(parser.parse(json_of(a)).error(), simdjson::SUCCESS);
}

TEST(ReportCsv, QuotesAndDisarmsFormulas) {
  auto a = sample::answer();
  a.findings.resize(1);
  a.findings[0].operator_id = "=HYPERLINK(\"x\",\"y\")";
  std::string out;
  write_csv(a, {}, [&](std::string_view piece) { out += piece; });
  EXPECT_EQ(count_of(out, "\r\n"), 2U);
  EXPECT_NE(out.find(",\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\","), std::string::npos);
}

class ReportFile : public tests::InFolder {
 protected:
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(ReportFile, TheEndingTellsTheFormat) {
  const auto a = sample::answer();
  for (const char* ending : {".html", ".json", ".jsonl", ".csv", ".txt", ".HTML"}) ASSERT_TRUE(write_file_as(folder_ + "/r" + ending, a, {.colour = true})) << ending;
  EXPECT_EQ(read(folder_ + "/r.json"), json_of(a));
  EXPECT_EQ(read(folder_ + "/r.html"), html(a, {}));
  EXPECT_EQ(read(folder_ + "/r.txt").find('\x1b'), std::string::npos);
  for (const char* name : {"/r.oscal.json", "/r.pdf", "/r", "/r.exe"}) {
    const auto r = write_file_as(folder_ + name, a, {});
    ASSERT_FALSE(r) << name;
    EXPECT_EQ(r.error().kind, Kind::Usage);
    EXPECT_FALSE(std::filesystem::exists(folder_ + name));
  }
}

TEST_F(ReportFile, AFullDiskLeavesWhatWasThere) {
  const std::string path = folder_ + "/r.json";
  std::ofstream(path) << "old";
  const auto a = sample::answer(2000);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100'000, 100'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto r = write_file_as(path, a, {});
    ::_exit(!r && r.error().kind == Kind::Io ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(read(path), "old");
  EXPECT_FALSE(std::filesystem::exists(path + ".new"));
  EXPECT_EQ(write_file_as(folder_ + "/none/r.json", a, {}).error().kind, Kind::Io);
}

}  // namespace
}  // namespace rf::report
