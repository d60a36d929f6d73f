#include "direct/pack_cells.h"

#include <array>
#include <map>

#include "direct/cells.h"

namespace rf::direct {
namespace {

constexpr std::size_t kFoldsWell = 16, kFolds = 4;  // rows a cell: below the second the cells cost more than they spare

std::optional<estate::PackedCells> cells_by(const Subject& s, bool wholes, std::vector<Day> months, std::size_t at_least) {
  FoldBy by = fold_by(*s.world, months, nullptr, s.facts);
  by.ask_all_days();
  by.as_written = true;
  by.no_sites = true;  // asked of the rows
  by.most_cells = std::max<std::size_t>(s.estate->size() / at_least, 64);
  Folded f = fold(s, by);
  if (f.too_many) return std::nullopt;
  estate::PackedCells out;
  const std::size_t n = f.estate->size();
  const Grouped behind(n, f.cell_of.size(), [&](std::size_t row) { return f.cell_of[row]; });
  out.begin = behind.begins();
  out.rows = behind.things();
  for (const auto& c : f.subject.cells) {
    out.most_premises.push_back(c.most_premises);
    out.most_traffic.push_back(c.most_traffic);
  }
  for (std::size_t c = 0; wholes && c < n; ++c) out.whole.push_back(f.subject.whole_at(c));
  out.grid = std::move(by.days);
  out.sites.assign(s.estate->words(Field::Function).size(), false);
  out.estate = std::move(f.estate);
  return out;
}

}  // namespace

estate::PackedWholes wholes_for_pack(const estate::Estate& e) {
  estate::PackedWholes out;
  const auto of = whole_rows(e);
  std::map<std::array<std::uint32_t, 3>, std::uint32_t> known;
  out.of_row.resize(of.size(), 0);
  for (std::size_t row = 0; row < of.size(); ++row) {
    if (of[row] == 0) continue;
    const std::size_t whole = of[row] - 1;
    const std::array words = {e.code(Field::Supplier, whole), e.code(Field::Brand, whole), e.code(Field::Function, whole)};
    const auto [at, fresh] = known.try_emplace(words, static_cast<std::uint32_t>(out.words.size() + 1));
    if (fresh) out.words.push_back(words);
    out.of_row[row] = at->second;
  }
  return out;
}

std::optional<estate::PackedCells> cells_for_pack(const Subject& subject, const estate::PackedWholes& wholes) {
  Subject s;  // as written: no maker and no state is asked
  s.estate = subject.estate;
  s.world = subject.world;
  s.facts = subject.facts;
  s.components = subject.components;
  for (std::size_t row = 0; row < wholes.of_row.size(); ++row) s.whole_of_row.set(row, wholes.of_row[row]);
  const auto& e = *s.estate;
  if (e.hidden(Field::SiteClass) || !e.all_seen().empty()) return std::nullopt;  // what must not be kept, and what a row alone says
  std::vector<Day> months;
  for (int year = 1990; year < 2050; ++year)
    for (int month = 1; month <= 12; ++month) months.push_back(day_of(year, month, 1));
  if (auto cells = cells_by(s, !wholes.of_row.empty(), months, kFoldsWell)) return cells;
  return cells_by(s, !wholes.of_row.empty(), {}, kFolds);
}

}  // namespace rf::direct
