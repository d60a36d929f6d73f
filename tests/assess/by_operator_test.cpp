// A case is a folder below tests/fleet/: `ask.yaml`, submissions in `now/`, earlier ones in `before/`, expected.jsonl (lines, totals,
// gaps) and about.md, in which the answer is worked out by hand. RINGFENCE_WRITE_CASES=1 writes expected.jsonl anew, to be read before
// it is committed.
#include "assess/by_operator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/json_writer.h"
#include "knowledge/node.h"
#include "report/by_operator.h"
#include "report/deadlines.h"
#include "tests/assess/ask.h"
#include "tests/case_folder.h"

namespace rf::assess {
namespace {
namespace fs = std::filesystem;

void put(JsonWriter& w, std::string_view key, const direct::Numbers& n) {
  w.key(key).begin_array().value(n.status).value(n.part).value(n.part_low).value(n.part_high).value(n.total).end_array();
}

std::string fleet_answer(const fs::path& folder, const knowledge::Knowledge& k) {
  const auto ask = tests::ask_of(folder);
  if (!ask) return to_text(ask.error()) + "\n";
  const Request r = tests::request_of(*ask, day_of(2026, 11, 25));
  const auto requirements = tests::list_of(*ask, "requirements");
  const auto back = fs::current_path();
  fs::current_path(folder);
  ByOperatorHooks hooks;
  const std::string since(ask->get("since"));
  if (!since.empty())
    hooks.earlier = [&](const std::string&, const Submission& s) -> std::optional<Earlier> {
      std::vector<Error> errors;
      for (const auto& [name, path] : submissions_of({since}, errors))
        if (name == s.name) return Earlier{path, 0, {path}, {}, {}, {}, {}, true};
      return std::nullopt;
    };
  const auto b = by_operator(r, k, hooks);
  fs::current_path(back);
  if (!b) return "fails: " + to_text(b.error()) + "\n";
  std::string out;
  for (const auto& s : b->submissions) {
    JsonWriter w(out);
    w.begin_object().member("submission", s.name).key("operators").begin_array();
    for (const auto& op : s.operators) w.value(op);
    w.end_array().member("assets", s.assets);
    if (s.since) w.member("rows", report::rows_in_words(s.rows));
    w.key("gaps").begin_array();
    for (const auto& g : s.gaps) w.value(g);
    w.end_array().end_object();
    out += '\n';
  }
  for (const auto& l : b->lines) {
    if (std::find(requirements.begin(), requirements.end(), l.finding.requirement) == requirements.end()) continue;
    JsonWriter w(out);
    w.begin_object().member("line", l.finding.id);
    put(w, "now", direct::numbers_of(l.finding));
    if (l.changed) {
      w.key("because").begin_array();
      for (const auto& step : l.changed->steps) {
        w.begin_object().member("because", step.because).member("rows", step.rows).key("assets").begin_array();
        for (const auto& a : step.assets) w.value(a);
        w.end_array();
        put(w, "before", step.before);
        put(w, "after", step.after);
        w.end_object();
      }
      w.end_array();
    }
    w.end_object();
    out += '\n';
  }
  for (const auto& t : b->totals) {
    if (std::find(requirements.begin(), requirements.end(), t.requirement) == requirements.end()) continue;
    JsonWriter w(out);
    w.begin_object().member("total", t.direction + "/" + t.requirement).member("operators", t.operators).member("sum", t.sum.part).member("once", t.once.part).member("once_high", t.once.part_high).end_object();
    out += '\n';
  }
  for (const auto& u : b->unlisted) {
    JsonWriter w(out);
    w.begin_object().member("unlisted", u.operator_id).member("stated_by", u.by).key("assets").begin_array();
    for (const auto& a : u.assets) w.value(a);
    w.end_array().end_object();
    out += '\n';
  }
  for (const auto& e : b->errors) {
    JsonWriter w(out);
    w.begin_object().member("error", e.why).member("input", e.input).end_object();
    out += '\n';
  }
  // Every form is written whole, and no other begins where one ends.
  for (const char* format : {"text", "json", "jsonl", "csv", "html"}) {
    std::string text, again, days;
    report::write_by_operator(*b, {}, format, [&](std::string_view s) { text += s; });
    report::write_by_operator(*b, {}, format, [&](std::string_view s) { again += s; });
    report::write_deadlines(*b, {}, format, [&](std::string_view s) { days += s; });
    EXPECT_EQ(text, again);
    EXPECT_TRUE(text.ends_with("\n")) << format;
    EXPECT_TRUE(days.ends_with("\n")) << format;
    if (std::string_view(format) == "json") {
      EXPECT_TRUE(knowledge::parse_yaml(text)) << text;
    }
  }
  return out;
}

TEST(FleetCases, AreAnsweredAsWorkedOutByHand) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  std::vector<fs::path> folders;
  for (const auto& folder : fs::directory_iterator(fs::path(RINGFENCE_ROOT) / "tests/fleet"))
    if (folder.is_directory()) folders.push_back(folder.path());
  std::sort(folders.begin(), folders.end());
  for (const auto& folder : folders) tests::expect_case(folder, fleet_answer(folder, *k));
  EXPECT_GE(folders.size(), 4U);
}

}  // namespace
}  // namespace rf::assess
