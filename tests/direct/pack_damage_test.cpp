// Packs as foreign bytes, with hashes that fit: what they claim is refused, or read as nothing and told.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <functional>

#include "base/file.h"
#include "direct/pack_cells.h"
#include "estate/pack.h"
#include "evidence/reader.h"
#include "fuzz/pack_with_hashes.h"
#include "tests/direct/small_estates.h"

namespace rf::direct {
namespace {

struct ForgedPack {
  std::string bytes;

  std::uint64_t number(std::size_t at) const {
    std::uint64_t n = 0;
    std::memcpy(&n, bytes.data() + at, sizeof n);
    return n;
  }
  template <class N>
  void put(std::size_t at, N n) { std::memcpy(bytes.data() + at, &n, sizeof n); }
  /// Where the entry of a section stands in the table.
  std::size_t entry(std::string_view name) const {
    const std::size_t texts = number(pack::kHeader + 32), n = number(pack::kHeader + 16);
    for (std::size_t i = 1; i <= n; ++i) {
      const std::size_t at = pack::kHeader + i * pack::kEntry, k = static_cast<std::uint32_t>(number(at));
      const std::size_t begin = k == 0 ? 0 : number(texts + (k - 1) * 8), end = number(texts + k * 8);
      if (std::string_view(bytes).substr(texts + n * 8 + begin, end - begin) == name) return at;
    }
    ADD_FAILURE() << name;
    return pack::kHeader;
  }
  std::size_t data(std::string_view name) const { return number(entry(name) + 32); }
  void width(std::string_view name, std::uint32_t w) { put(entry(name) + 8, w); }
  void length(std::string_view name, std::uint64_t n) { put(entry(name) + 16, n); }
  void base(std::string_view name, std::int64_t b) { put(entry(name) + 24, b); }
};

struct Kept : evidence::Sink {
  std::vector<std::string> ids, notes;
  void rows(const evidence::ColumnBatch& b) override {
    for (const auto& c : b.columns)
      if (c.field == static_cast<int>(Field::Id)) ids.insert(ids.end(), c.cells.begin(), c.cells.end());
  }
  void agent(evidence::AgentFacts) override {}
  void error(Error e) override { notes.push_back(e.why); }
  void note(Error e) override { notes.push_back(e.why); }
};

class PackDamage : public testing::Test {
 protected:
  std::string path_ = (std::filesystem::temp_directory_path() / ("ringfence-pack-damage-" + std::to_string(::getpid()) + ".estate")).string();
  std::vector<std::string> ids_;
  ForgedPack good_;

  void SetUp() override {
    std::vector<WRow> rows(9000, {"Nokia", "ran.5g.gnb", "north", "Ash", "", "2020-01-01", 2, 40, true});
    for (std::size_t i = 0; i < rows.size(); i += 2) rows[i].premises = 70, rows[i].quantity = 1;
    Made made = made_of(rows, wworld("2023-11-01"));
    std::vector<std::pair<std::size_t, std::string>> ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ids_.push_back("id " + std::to_string(i) + " " + std::string(120, static_cast<char>('a' + i % 26)));
      ids.emplace_back(i, ids_.back());
    }
    made.estate->set_texts(Field::Id, ids);
    const auto cells = cells_for_pack(made.subject, {});
    ASSERT_TRUE(cells);
    good_.bytes = estate::to_pack(*made.estate, &*cells, {}, {{Kind::Malformed, "a.csv", "line 3", "a row was cut", ""}});
  }
  void TearDown() override { std::filesystem::remove(path_); }
  Result<estate::OpenedPack> open(const std::string& bytes) {
    EXPECT_TRUE(write_file(path_, bytes));
    return estate::open_pack(path_);
  }
  static Result<void> read(const std::string& bytes, Kept& sink) {
    evidence::Input input{};
    input.name = "a.estate";
    input.bytes = bytes;
    return evidence::read_estate_pack(input, sink);
  }
};

TEST_F(PackDamage, BlocksThatEndElsewhereThanBatchesAreReadAsAnInventory) {
  Kept sink;
  ASSERT_TRUE(read(good_.bytes, sink));
  EXPECT_EQ(sink.ids, ids_);
  EXPECT_EQ(sink.notes, std::vector<std::string>{"a row was cut"});
}

TEST_F(PackDamage, WhatDoesNotFitIsRefused) {
  const struct {
    const char* what;
    std::function<void(ForgedPack&)> change;
  } cases[] = {
      {"a dictionary of another kind", [](ForgedPack& p) { p.put(p.entry("words/function") + 4, pack::kCodes), p.length("words/function", 1000); }},
      {"a dictionary without the empty word", [](ForgedPack& p) { p.put(p.data("words/function"), std::uint64_t{1}); }},
      {"a grid without end", [](ForgedPack& p) { p.width("cell/grid", 0), p.length("cell/grid", 1U << 30); }},
      {"a grid beyond the calendar", [](ForgedPack& p) { p.base("cell/grid", std::int64_t{1} << 40); }},
      {"sites without end", [](ForgedPack& p) { p.width("cell/sites", 0), p.length("cell/sites", 1U << 30); }},
      {"sites of too few functions", [](ForgedPack& p) { p.length("cell/sites", 1); }},
      {"a largest weight below nothing", [](ForgedPack& p) { p.base("cell/most/premises", -1000); }},
      {"sections over each other",
       [](ForgedPack& p) {
         for (const auto* name : {"facts", "froms"}) p.put(p.entry(name) + 40, (p.bytes.size() - p.data(name)));
       }},
      {"two sections of one name", [](ForgedPack& p) { p.put(p.entry("notes"), static_cast<std::uint32_t>(p.number(p.entry("froms")))); }},
      {"rows without bytes", [](ForgedPack& p) { p.put(16, std::uint64_t{90} << 20); }},
      {"more texts than blocks", [](ForgedPack& p) { p.length("text/id", 90000); }},
      {"a block that begins later", [](ForgedPack& p) { p.put(p.data("text/id") + 8 + 24, p.number(p.data("text/id") + 8 + 24) + 3000); }},
      {"a block that lies elsewhere", [](ForgedPack& p) { p.put(p.data("text/id") + 8 + 8, p.number(p.data("text/id") + 8 + 24 + 8)); }},
  };
  ASSERT_TRUE(open(good_.bytes));
  EXPECT_EQ(fuzz::pack_with_hashes(good_.bytes), good_.bytes);
  for (const auto& c : cases) {
    ForgedPack p = good_;
    c.change(p);
    ASSERT_NE(p.bytes, good_.bytes) << c.what;
    EXPECT_FALSE(open(fuzz::pack_with_hashes(p.bytes))) << c.what;
  }
}

TEST_F(PackDamage, WhereBlocksLieIsHashed) {
  ForgedPack p = good_;
  p.put(p.data("text/id") + 8 + 24, p.number(p.data("text/id") + 8 + 24) + 1);  // every id of the second block, one row on
  EXPECT_FALSE(open(p.bytes));
}

TEST_F(PackDamage, ABlockThatHoldsFewerTextsIsTold) {
  ForgedPack p = good_;
  const std::size_t second = p.data("text/id") + 8 + 24;
  p.put(second, p.number(second) - 1);
  const auto opened = open(fuzz::pack_with_hashes(p.bytes));
  ASSERT_TRUE(opened);
  EXPECT_FALSE(opened->estate->damage());
  EXPECT_EQ(opened->estate->text(Field::Id, 0), "");
  ASSERT_TRUE(opened->estate->damage());
  EXPECT_EQ(opened->estate->damage()->input, path_);
  opened->estate->set_text(Field::Id, 0, "mine");  // it now owns its rows, and still tells
  EXPECT_TRUE(opened->estate->damage());
}

TEST_F(PackDamage, InputsWithoutNamesAndNegativeCountsAreNone) {
  ForgedPack p = good_;
  const std::size_t at = p.bytes.find("froms");
  p.bytes.replace(at, 5, "forms");
  p.base("count/quantity", -1000);
  p.base("cell/sum/quantity", -100000);
  const auto opened = open(fuzz::pack_with_hashes(p.bytes));
  ASSERT_TRUE(opened) << to_text(opened.error());
  const auto& e = *opened->estate;
  EXPECT_EQ(e.extra(0, pack::kInputColumn), "");
  EXPECT_EQ(e.count(Field::Quantity, 0), estate::kNoCount);
  EXPECT_EQ(e.quantity(0), 1);
  ASSERT_TRUE(opened->cells);
  for (std::size_t c = 0; c < opened->cells->estate->size(); ++c) EXPECT_EQ(opened->cells->estate->count(Field::Quantity, c), estate::kNoCount);
}

TEST_F(PackDamage, RowsThatAreAllAlikePayForWhatTheyClaim) {
  estate::Estate e;
  const auto input = e.add_input("alike");
  for (int i = 0; i < 400'000; ++i) e.set_word(Field::Supplier, e.add_row(input), "Nokia");
  const auto bytes = estate::to_pack(e);
  const auto opened = open(bytes);
  ASSERT_TRUE(opened) << to_text(opened.error());
  EXPECT_EQ(opened->estate->text(Field::Supplier, 399'999), "Nokia");
  EXPECT_FALSE(open(bytes.substr(0, bytes.size() / 2)));  // nothing but zeros is missing
}

}  // namespace
}  // namespace rf::direct
