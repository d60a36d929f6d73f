#include "assess/tables.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "estate/read_count.h"
#include "evidence/columns.h"

namespace rf::assess {
namespace {

std::string list_of(const std::vector<std::string>& words, std::int64_t total, std::size_t at_most) {
  std::string out;
  for (std::size_t i = 0; i < words.size() && i < at_most; ++i) out += (i == 0 ? "" : ", ") + words[i];
  if (total > static_cast<std::int64_t>(std::min(words.size(), at_most))) out += ", … " + std::to_string(total - static_cast<std::int64_t>(std::min(words.size(), at_most))) + " more";
  return out;
}
std::string join_words(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : ", ") + w;
  return out.empty() ? std::string("nothing") : out;
}

constexpr std::size_t kNamed = 5;  // in a sentence; the answer lists kJoinList

void tell(const estate::TableJoin& j, std::vector<Error>& warnings) {
  const auto say = [&](std::string why, std::string remedy) { warnings.push_back({Kind::Malformed, j.input, {}, std::move(why), std::move(remedy)}); };
  const auto lines = [](std::int64_t n) { return counted(n, "line", "lines"); };
  if (j.keys.empty() && j.joined_lines == 0 && j.lines > 0)
    say("a table of weights of which no column names rows of the estate: its " + lines(j.lines) + " give nothing", "say which column is the key, as in --column name=HEADER; --kind inventory-csv reads it as an inventory of its own");
  else say("a table that joins rows by " + join_words(j.keys) + ": " + std::to_string(j.joined_lines) + " of " + lines(j.lines) + " give " + join_words(j.gives) + " to " + counted(j.rows, "row", "rows"), {});
  if (j.unmatched_total > 0)
    say(counted(j.unmatched_total, "key joins", "keys join") + " nothing" + (j.secret ? std::string() : ": " + list_of(j.unmatched, j.unmatched_total, kNamed)), "is it the table of this estate, and are keys written alike in both?");
  if (j.without_total > 0)
    say(counted(j.without_total, "row of the same functions gets", "rows of the same functions get") + " nothing" + (j.secret ? std::string() : ": " + list_of(j.without, j.without_total, kNamed)), "what it would give them is unknown, never 0");
  if (j.ambiguous > 0) say(lines(j.ambiguous) + " with a key that several rows bear: the weight was given to none of them", "name the row by id or serial, or give a function beside the key");
  if (j.differing > 0) say(counted(j.differing, "cell differs", "cells differ") + " from what the inventory says: the inventory was kept", {});
  if (j.contradicting > 0) say(counted(j.contradicting, "key has", "keys have") + " two weights on lines that nothing else tells apart: taken as unknown", "a column such as `port` says that they are to be added up");
  if (j.added > 0) say("the lines of " + counted(j.added, "key", "keys") + " were added up", {});
}

/// Takes the cells of a table as they are.
class Cells : public evidence::Sink {
 public:
  void rows(const evidence::ColumnBatch& b) override {
    if (headers.empty())
      for (const auto& c : b.columns) headers.push_back(evidence::header_key(c.header));
    for (std::size_t i = 0; i < b.rows() && lines.size() < kMaxTotals; ++i) {
      lines.push_back(b.line[i]);
      auto& row = cells.emplace_back();
      for (const auto& c : b.columns) row.emplace_back(c.cells[i]);
    }
  }
  void agent(evidence::AgentFacts) override {}
  void error(Error e) override { errors.push_back(std::move(e)); }
  void note(Error) override {}
  static constexpr std::size_t kMaxTotals = 100'000;  // operators × functions × measures of a continent
  std::vector<std::string> headers;
  std::vector<std::uint64_t> lines;
  std::vector<std::vector<std::string>> cells;
  std::vector<Error> errors;
};

}  // namespace

std::vector<estate::TableJoin> join_tables(Gathered& g) {
  std::vector<estate::TableJoin> out;
  for (const auto& span : g.table_spans) {
    // One join a table: an input may hold several (sheets).
    for (std::size_t first = span.first; first < span.last;) {
      const auto of = g.tables->source(first);
      std::size_t last = first;
      while (last < span.last && g.tables->source(last).table == of.table && g.tables->source(last).input == of.input) ++last;
      if (span.how.secret) g.estate->hide(Field::SiteClass);
      out.push_back(estate::join_table(*g.estate, *g.tables, first, last, span.how));
      tell(out.back(), g.warnings);
      first = last;
    }
  }
  g.estate->set_tables(g.tables);
  g.estate->sort_joined();
  return out;
}

Result<std::vector<direct::StatedTotal>> read_totals(std::string_view bytes, const std::string& name, const Tools& tools, std::vector<Error>& errors) {
  Cells table;
  evidence::Input input{};
  input.name = name;
  input.bytes = bytes;
  input.words = &tools.columns;
  RF_CHECK(evidence::read_csv(input, table));
  for (auto& e : table.errors) {
    e.input = name;
    errors.push_back(std::move(e));
  }
  const auto column = [&](std::string_view word) { return static_cast<std::size_t>(std::find(table.headers.begin(), table.headers.end(), word) - table.headers.begin()); };
  const std::size_t op = column("operator"), function = column("function"), measure = column("measure"), total = column("total"), source = column("source");
  const std::size_t n = table.headers.size();
  if (function == n || measure == n || total == n)
    return fail(Kind::Malformed, "a table of totals has columns function, measure and total (and operator, source)", "line 1", "operator,function,measure,total,source");
  estate::NumberMarks marks;
  for (const auto& row : table.cells) marks.add(row[total]);
  std::vector<direct::StatedTotal> out;
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    const auto& row = table.cells[i];
    const auto bad = [&](std::string why) { errors.push_back({Kind::Malformed, name, "line " + std::to_string(table.lines[i]), std::move(why), "this total was left out"}); };
    direct::StatedTotal t;
    t.operator_id = op < n ? row[op] : "";
    t.function = lower_ascii(row[function]);
    for (const auto& [alias, is] : tools.words.aliases)
      if (starts_with_path(t.function, alias)) {
        t.function = is + t.function.substr(alias.size());
        break;
      }
    t.measure = lower_ascii(row[measure]);
    t.source = source < n ? row[source] : "";
    t.place.input = name;
    t.place.line = table.lines[i];
    if (t.measure != "quantity" && t.measure != "premises" && t.measure != "traffic") {
      bad("\"" + t.measure + "\" is no measure with a total: quantity, premises or traffic");
      continue;
    }
    const auto read = estate::read_count(row[total], marks);
    if (read.outcome != estate::ReadCount::Outcome::Read) {
      bad("\"" + row[total] + "\" is no whole number" + (read.outcome == estate::ReadCount::Outcome::Open ? " for sure: its mark may part thousands or a fraction; write digits alone" : ""));
      continue;
    }
    if (std::any_of(out.begin(), out.end(), [&](const auto& o) { return o.operator_id == t.operator_id && o.function == t.function && o.measure == t.measure; })) {
      bad("a second total of the same operator, function and measure");
      continue;
    }
    t.total = read.value;
    out.push_back(std::move(t));
  }
  return out;
}

void check_totals(const direct::Subject& s, std::vector<Error>& warnings) {
  for (const auto& t : s.totals) {
    const std::int64_t sum = direct::known_sum(s, t);
    const std::int64_t off = sum > t.total ? sum - t.total : t.total - sum;
    if (off <= t.total / 100) continue;
    char percent[32];
    std::snprintf(percent, sizeof percent, "%.1f %%", t.total == 0 ? 100.0 : 100.0 * static_cast<double>(off) / static_cast<double>(t.total));
    warnings.push_back({Kind::Malformed, t.place.input, short_form(t.place),
                        t.measure + " of " + (t.function.empty() ? std::string("everything") : t.function) + (t.operator_id.empty() ? "" : " of " + t.operator_id) + " add up to " + std::to_string(sum) + " in the inventory; " +
                            std::to_string(t.total) + " is stated" + (t.source.empty() ? "" : " by " + t.source) + ": " + percent + (sum > t.total ? " more" : " less"),
                        sum > t.total ? "shares are of the larger sum, which is the inventory's" : "shares are of the stated total; what the inventory lacks of it may be anybody's"});
  }
}

}  // namespace rf::assess
