// A pack answers as the rows it was made of: numbers and words from its cells, assets from the rows behind them. Seeds are fixed.
#include "estate/pack.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "base/file.h"
#include "base/text.h"
#include "direct/cells.h"
#include "direct/judge.h"
#include "direct/pack_cells.h"
#include "tests/direct/small_estates.h"

namespace rf::direct {
namespace {

std::string said_of(const Subject& s) {
  const auto j = judge(s, {{}, 3});
  if (!j) return to_text(j.error());
  std::string out;
  for (const auto& f : j->findings) {
    out += f.id + " " + std::string(to_text(f.status)) + " " + f.says + " rows " + std::to_string(f.assets_total) + " open " + std::to_string(f.undecided_assets) + " basis " + f.supplier_basis + "\n";
    for (const auto& a : f.assets) out += " " + a;
    for (const auto& a : f.decide_by) out += " ?" + a;
    for (const auto& b : f.because) out += "\n  " + b.says;
    out += "\n";
  }
  for (const auto& r : j->regimes) out += r.id + " " + r.status + " " + r.why + "\n";
  for (const auto& x : j->exposures) {
    out += x.id + " " + std::to_string(x.assets) + " " + std::to_string(x.unknown_assets) + " " + std::to_string(x.quantity);
    for (const auto& a : x.assets_named) out += " " + a;
    out += "\n";
  }
  return out;
}

/// The lines that differ first.
std::string first_difference(const std::string& a, const std::string& b) {
  const auto x = split(a, '\n'), y = split(b, '\n');
  for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i)
    if (i >= x.size() || i >= y.size() || x[i] != y[i]) return std::string(i < x.size() ? x[i] : "") + "\n" + std::string(i < y.size() ? y[i] : "");
  return {};
}

struct TempPack {
  std::string path = (std::filesystem::temp_directory_path() / ("ringfence-pack-test-" + std::to_string(::getpid()) + ".estate")).string();
  ~TempPack() { std::filesystem::remove(path); }
};

TEST(Pack, CellsAnswerAsRowsDo) {
  const TempPack file;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    std::mt19937 g(seed);
    const auto any = [&](const std::vector<std::string>& v) { return v[g() % v.size()]; };
    std::vector<WRow> rows;
    for (std::size_t i = 0, n = 1 + g() % 40; i < n; ++i) {
      WRow r;
      r.supplier = any({"Huawei", "ZTE", "Nokia", "Ericsson", "FiberHome", "", "Huawai", "Some Firm"});
      r.function = any({"core.4g.mme", "core.5g.amf", "core", "access.fttp.olt", "ran.5g.gnb", "ran.5g.gnb", "ran.4g.enb", "", "core.ip.router", "transport.optical"});
      r.region = any({"north", "south"});
      r.site = any({"Ash", "Birch", ""});
      r.status = any({"in-service", "in-service", "switched-off", "planned", "removed", ""});
      if (g() % 4) r.installed = any({"2019-05-01", "2020-08-01", "2020-08-17", "2021-03-01", "2022-11-01", "2023-06-30", "2023-11-01", "2024-02-01"});
      r.quantity = static_cast<long>(1 + g() % 5);
      if (g() % 4) r.premises = static_cast<long>(g() % 900);
      if (seed % 2 == 0) make_odd(r, g, n);
      for (std::size_t k = 0, same = 1 + g() % 3; k < same; ++k) rows.push_back(r);
    }
    std::shuffle(rows.begin(), rows.end(), g);
    // Days of the grid and days between: the first of a month, and any.
    const auto& w = wworld(any({"2021-06-01", "2020-08-11", "2023-11-01", "2024-06-17"}));
    Made made = made_of(rows, w);
    settle_wholes(made.subject);
    const auto wholes = wholes_for_pack(*made.estate);
    const auto cells = cells_for_pack(made.subject, wholes);
    ASSERT_TRUE(write_file(file.path, estate::to_pack(*made.estate, cells ? &*cells : nullptr, wholes)));
    const auto opened = estate::open_pack(file.path);
    ASSERT_TRUE(opened) << to_text(opened.error());
    ASSERT_EQ(opened->estate->size(), made.estate->size());
    Subject lent;
    lent.estate = opened->estate.get();
    lent.world = &w;
    std::vector<std::uint32_t> of_supplier;
    std::vector<bool> unknown;
    for (std::uint32_t c = 0; c < lent.estate->words(Field::Supplier).size(); ++c) {
      of_supplier.push_back(c);
      lent.makers.push_back(wresolver().resolve(lent.estate->words(Field::Supplier).text(c)));
      unknown.push_back(lent.makers.back().match == names::Match::Unknown);
    }
    lent.maker_of_row = RowMakers(*lent.estate, of_supplier, {0}, unknown);
    lent.packed = opened->cells;
    for (const auto& whole : opened->wholes) lent.wholes.push_back({whole[0], std::string(lent.estate->words(Field::Function).text(whole[2]))});
    lent.whole_of_row = RowWholes(opened->whole, lent.estate->size());
    lent.states = states_of(*lent.estate, w.as_of, w.known_at);
    const NamedCells folded(lent, fold_by(w, {w.as_of}, nullptr, {}));
    const auto plain = said_of(made.subject), packed = said_of(folded.subject());
    ASSERT_EQ(first_difference(packed, plain), "") << "seed " << seed << (cells ? "" : ", no cells");
    ASSERT_EQ(first_difference(said_of(lent), plain), "") << "rows of the pack, seed " << seed;
  }
}

TEST(Pack, DamageIsToldAndNeverRead) {
  std::mt19937 g(7);
  std::vector<WRow> rows(60, {"Nokia", "ran.5g.gnb", "north", "Ash", "", "2020-01-01", 2, -1, true});
  const Made made = made_of(rows, wworld("2023-11-01"));
  const auto cells = cells_for_pack(made.subject, {});
  ASSERT_TRUE(cells);
  const std::string pack = estate::to_pack(*made.estate, &*cells);
  EXPECT_EQ(estate::to_pack(*made.estate, &*cells), pack);
  const TempPack file;
  std::vector<std::string> keys;
  for (std::size_t row = 0; row < made.estate->size(); ++row) keys.push_back(made.estate->key(row));
  for (int i = 0; i < 2000; ++i) {
    std::string bad = pack;
    if (i % 4 == 0) bad.resize(g() % pack.size());
    else bad[g() % pack.size()] ^= static_cast<char>(1U << (g() % 8));
    ASSERT_TRUE(write_file(file.path, bad));
    const auto opened = estate::open_pack(file.path);
    if (!opened) continue;  // else the damage lies in a block of texts, or between sections
    ASSERT_EQ(opened->estate->size(), keys.size());
    bool same = true;
    for (std::size_t row = 0; row < keys.size(); ++row) same &= opened->estate->key(row) == keys[row];
    ASSERT_TRUE(same || opened->estate->damage()) << "change " << i;
  }
}

}  // namespace
}  // namespace rf::direct
