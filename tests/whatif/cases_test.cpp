// Each folder of tests/whatif/ is a story with answers worked out by hand (docs/scenarios.md): scenario.yaml, estate/ and `expected`,
// whose lines say what must come out. `changed` and `regime` lines must be all there are.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "assess/assess.h"
#include "assess/packed.h"
#include "assess/whatif.h"
#include "base/file.h"
#include "base/text.h"
#include "tests/built_in.h"
#include "tests/in_folder.h"

namespace rf {
namespace {

namespace fs = std::filesystem;

std::string read_all(const fs::path& p) {
  std::ifstream in(p);
  return {std::istreambuf_iterator<char>(in), {}};
}
std::string numbers(const std::vector<std::size_t>& of) {
  std::string s;
  for (const auto i : of) s += (s.empty() ? "" : ",") + std::to_string(i);
  return s;
}
std::string line_of(const char* kind, const direct::Changed& c) {
  std::string s = std::string(kind) + " " + c.id + " " + c.from_status + " " + c.to_status;
  if (c.because_any.empty()) return s + " because " + numbers(c.because);
  s += " any ";
  for (std::size_t i = 0; i < c.because_any.size(); ++i) s += (i ? "|" : "") + numbers(c.because_any[i]);
  return s;
}

class WhatIfStory : public tests::InFolder, public testing::WithParamInterface<std::string> {};

/// The story on its folder, or on a pack of it.
void expect_story(const fs::path& folder, const std::string& pack) {
  std::vector<Error> faults;
  direct::Scenario scenario = direct::read_scenario(read_all(folder / "scenario.yaml"), faults);
  ASSERT_TRUE(faults.empty()) << to_text(faults[0]);
  assess::Request q;
  q.paths = {(folder / "estate").string()};
  q.as_of = scenario.as_of;
  q.known_at = scenario.known_at.known() ? scenario.known_at : *parse_iso_day("2026-11-25");
  q.hash_inputs = false;
  std::set<std::string> changed_expected, changed_got;
  std::vector<std::string> others;
  std::ifstream in(folder / "expected");
  ASSERT_TRUE(in) << "no file `expected`";
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("directions ")) {
      for (const auto d : split(std::string_view(line).substr(11), ',')) q.directions.emplace_back(d);
    } else if (line.starts_with("changed ") || line.starts_with("regime ")) {
      changed_expected.insert(line);
    } else {
      others.push_back(line);
    }
  }
  if (!pack.empty()) {
    const auto packed = assess::pack(q, tests::built_in());
    ASSERT_TRUE(packed) << to_text(packed.error());
    ASSERT_TRUE(write_file(pack, packed->bytes));
    q.paths = {pack};
    if (fs::exists(folder / "estate" / "operator.yaml")) q.operator_facts = (folder / "estate" / "operator.yaml").string();
  }
  auto answer = assess::what_if(q, tests::built_in(), std::move(scenario), "scenario.yaml", faults);
  ASSERT_TRUE(faults.empty()) << to_text(faults[0]);
  ASSERT_TRUE(answer) << to_text(answer.error());
  const direct::WhatIf& w = answer->result;
  for (const auto& c : w.changed) changed_got.insert(line_of("changed", c));
  for (const auto& c : w.regimes) changed_got.insert(line_of("regime", c));
  EXPECT_EQ(changed_got, changed_expected);
  for (const auto& line : others) {
    // before|after ID STATUS [PART [TOTAL]] · exposure before|after LIST SUPPLIER STATUS ASSETS · mitigation before|after ID yes|no|open
    std::istringstream words(line);
    std::string side, what, id, status, extra;
    words >> what;
    if (what == "before" || what == "after") {
      words >> id >> status;
      const auto& j = what == "before" ? w.before : w.after;
      const auto f = std::find_if(j.findings.begin(), j.findings.end(), [&](const Finding& x) { return x.id == id; });
      ASSERT_NE(f, j.findings.end()) << line;
      EXPECT_EQ(to_text(f->status), status) << line << "\n" << f->says;
      std::int64_t n = 0;
      if (words >> n) {
        EXPECT_EQ(f->measured.part, n) << line;
      }
      if (words >> n) {
        EXPECT_EQ(f->measured.total, n) << line;
      }
    } else if (what == "mitigation") {
      words >> side >> id >> status;
      const auto& j = side == "before" ? w.before : w.after;
      const auto f = std::find_if(j.findings.begin(), j.findings.end(), [&](const Finding& x) { return x.id == id; });
      ASSERT_NE(f, j.findings.end()) << line;
      EXPECT_EQ(!f->mitigation.possible ? "open" : *f->mitigation.possible ? "yes" : "no", status) << line << "\n" << f->mitigation.why;
    } else if (what == "exposure") {
      std::string list, supplier;
      std::int64_t assets = 0;
      words >> side >> list >> supplier >> status >> assets;
      const auto& j = side == "before" ? w.before : w.after;
      const auto x = std::find_if(j.exposures.begin(), j.exposures.end(), [&](const Exposure& e) { return e.list == list && e.supplier == supplier && e.kind == "product"; });
      if (status == "none") {
        EXPECT_EQ(x, j.exposures.end()) << line;
        continue;
      }
      ASSERT_NE(x, j.exposures.end()) << line;
      EXPECT_EQ(x->status, status) << line;
      EXPECT_EQ(x->assets, assets) << line;
    } else {
      ADD_FAILURE() << "not understood: " << line;
    }
  }
}

fs::path folder_of(const std::string& story) { return fs::path(RINGFENCE_ROOT) / "tests" / "whatif" / story; }
TEST_P(WhatIfStory, ComesOutAsWorkedOutByHand) { expect_story(folder_of(GetParam()), {}); }
TEST_P(WhatIfStory, ComesOutTheSameOfAPack) { expect_story(folder_of(GetParam()), folder_ + "/story.estate"); }

std::vector<std::string> stories() {
  std::vector<std::string> out;
  for (const auto& e : fs::directory_iterator(fs::path(RINGFENCE_ROOT) / "tests" / "whatif"))
    if (e.is_directory()) out.push_back(e.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

INSTANTIATE_TEST_SUITE_P(Whatif, WhatIfStory, testing::ValuesIn(stories()), [](const auto& i) {
  std::string s = i.param;
  for (char& c : s)
    if (c == '-') c = '_';
  return s;
});

}  // namespace
}  // namespace rf
