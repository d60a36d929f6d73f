// Opening of packs: sections become columns that an estate borrows.
#include <algorithm>

#include "base/file.h"
#include "estate/pack.h"
#include "model/pack_format.h"

namespace rf::estate {
namespace {

/// File and view, which the columns point into.
struct PackFile {
  MappedFile file;
  evidence::PackView view;
};
std::unexpected<Error> short_column(std::string_view name) { return fail(Kind::Malformed, "the column " + std::string(name) + " of the pack is shorter than its rows", {}, "make it again with estate pack"); }

/// Columns "word/F", "day/F" … below `prefix` ("" or "cell/"), of codes of the words of `words`.
Result<std::shared_ptr<LentColumns>> lend(const std::shared_ptr<const PackFile>& file, const std::string& prefix, std::size_t rows, const Estate& words) {
  const auto& view = file->view;
  auto out = std::make_shared<LentColumns>();
  out->file = file;
  out->rows = rows;
  for (const auto& f : kFields) {
    const std::size_t i = index_of(f.field);
    const std::string name(f.name);
    const std::string counts = prefix.empty() ? "count/" : "sum/", filled = prefix + "filled/" + name;
    switch (f.type) {
      case FieldType::Text:
        if (view.has(filled) && !(out->filled[i] = view.numbers(filled, rows))) return short_column(filled);
        if (!prefix.empty() || !view.has("text/" + name)) break;
        out->texts[i] = view.blocks("text/" + name);
        if (out->texts[i].size() != rows) return short_column(name);
        break;
      case FieldType::Date: case FieldType::Count: {
        const std::string column = prefix + (f.type == FieldType::Date ? "day/" : counts) + name;
        if (view.has(column) && !(out->values[i] = view.values(column, rows))) return short_column(column);
        break;
      }
      case FieldType::Word: case FieldType::Decimal: {
        const std::string column = prefix + "word/" + name;
        if (!view.has(column)) break;
        const auto numbers = view.numbers(column, rows);
        if (!numbers || !view.has("words/" + name)) return short_column(column);
        out->words[i] = evidence::PackedCodes(numbers, words.words(f.field).size());
        break;
      }
    }
  }
  return out;
}

}  // namespace

bool is_pack(const std::string& path) {
  std::string head;
  return read_head(path, pack::kHeader, head) && evidence::PackView::begins(head);
}

std::vector<std::uint32_t> OpenedPack::Cells::of(std::size_t cell) const {
  std::vector<std::uint32_t> out;
  const std::int64_t from = begin.at(cell), to = begin.at(cell + 1);
  if (from < 0 || to < from || static_cast<std::uint64_t>(to) > rows.size()) return out;
  for (std::int64_t i = from; i < to; ++i) out.push_back(static_cast<std::uint32_t>(rows.at(static_cast<std::uint64_t>(i))));
  return out;
}

Result<OpenedPack> open_pack(const std::string& path) {
  RF_TRY(MappedFile mapped, MappedFile::open(path));
  auto view = evidence::PackView::open(mapped.bytes());
  if (!view) return in_input(std::move(view).error(), path);
  const auto file = std::make_shared<const PackFile>(PackFile{std::move(mapped), std::move(*view)});
  const auto& v = file->view;
  const std::size_t n = v.rows();
  OpenedPack out;
  out.bytes = file->file.bytes();
  out.estate = std::make_shared<Estate>();
  std::map<Field, std::string> headers;
  for (const auto& f : kFields) {
    const std::string name(f.name);
    auto words = v.words("words/" + name);
    if (!words) return in_input(std::move(words).error(), path);
    if (!words->empty()) out.estate->dictionary(f.field).borrow(std::move(*words));
    if (v.has("word/" + name) || v.has("day/" + name) || v.has("count/" + name) || v.has("text/" + name)) headers[f.field] = name;
  }
  const auto rows = lend(file, {}, n, *out.estate);
  if (!rows) return in_input(rows.error(), path);
  for (const auto name : v.names()) {
    if (!name.starts_with("extra/")) continue;
    const std::string header(name.substr(6));
    auto words = v.words("extras/" + header);
    if (!words) return in_input(std::move(words).error(), path);
    const auto numbers = v.numbers(name, n);
    if (!numbers || words->empty()) return in_input(short_column(name).error(), path);
    (*rows)->extras.emplace_back(header, evidence::PackedCodes(numbers, words->size()));
    (*rows)->extra_words.push_back(std::move(*words));
  }
  auto froms = v.texts("froms");
  if (!froms) return in_input(std::move(froms).error(), path);
  (*rows)->from_words = std::move(*froms);
  if (!(*rows)->from_words.empty()) (*rows)->from = evidence::PackedCodes(v.numbers("from", n), (*rows)->from_words.size());
  (*rows)->line = v.values("line", n);
  const std::uint32_t input = out.estate->add_input(path);
  out.estate->set_table(input, 0, false, {}, std::move(headers));
  out.estate->borrow(*rows, input);
  const auto facts = v.texts("facts");
  if (!facts) return in_input(facts.error(), path);
  for (std::size_t i = 0; i + 1 < facts->size(); i += 2) {
    if ((*facts)[i] == "hash") out.hash = (*facts)[i + 1];
    if ((*facts)[i] == "open-roles") out.read_as_it_is = (*facts)[i + 1] == "no";
  }
  const auto wholes = v.texts("wholes");
  if (!wholes) return in_input(wholes.error(), path);
  for (std::size_t i = 0; i + 2 < wholes->size(); i += 3) {
    std::array<std::uint32_t, 3> codes{};
    for (std::size_t k = 0; k < 3; ++k) codes[k] = out.estate->words(std::array{Field::Supplier, Field::Brand, Field::Function}[k]).find((*wholes)[i + k]).value_or(0);
    out.wholes.push_back(codes);
  }
  out.whole = evidence::PackedCodes(v.numbers("whole", n), out.wholes.size() + 1);
  for (auto [name, into] : {std::pair{"notes", &out.notes}, std::pair{"unread", &out.unread}}) {
    auto said = v.said(name);
    if (!said) return in_input(std::move(said).error(), path);
    *into = std::move(*said);
  }
  if (!v.has("cell/begin") || v.length("cell/begin") == 0) return out;
  const std::size_t m = v.length("cell/begin") - 1;
  const auto columns = lend(file, "cell/", m, *out.estate);
  if (!columns) return in_input(columns.error(), path);
  auto cells = std::make_shared<OpenedPack::Cells>();
  cells->estate = std::make_shared<Estate>();
  cells->estate->share_words(*out.estate);
  cells->estate->borrow(*columns, cells->estate->add_input("cells"));
  cells->begin = v.values("cell/begin", m + 1);
  cells->rows = v.values("cell/row", v.length("cell/row"));
  cells->most_premises = v.values("cell/most/premises", m);
  cells->most_traffic = v.values("cell/most/traffic", m);
  cells->whole = evidence::PackedCodes(v.numbers("cell/whole", m), out.wholes.size() + 1);
  const auto grid = v.values("cell/grid", v.length("cell/grid"));
  const auto sites = v.numbers("cell/sites", v.length("cell/sites"));
  if (!cells->begin || !cells->rows || !cells->most_premises || !cells->most_traffic || !grid || !sites) return in_input(short_column("cell").error(), path);
  // Both may claim any length without bytes behind it.
  bool sound = m <= n && grid.size() <= pack::kMaxGrid && sites.size() == out.estate->words(Field::Function).size();
  for (std::uint64_t i = 0; i < grid.size() && sound; ++i) {
    cells->grid.push_back(day_of_number(grid.at(i)));
    sound = cells->grid.back().known();
  }
  for (std::uint64_t i = 0; i < sites.size() && sound; ++i) cells->sites.push_back(sites.at(i) != 0);
  const auto counted = [](std::int64_t weight) { return weight >= 0 || weight == kNoCount; };
  for (std::uint64_t c = 0; c < m && sound; ++c) sound = counted(cells->most_premises.at(c)) && counted(cells->most_traffic.at(c));
  // A file may claim anything: every row stands behind one cell, or the cells are not used.
  std::vector<bool> seen(n, false);
  std::uint64_t behind = 0;
  sound = sound && std::is_sorted(cells->grid.begin(), cells->grid.end()) && cells->rows.size() == n && cells->begin.at(0) == 0 && static_cast<std::uint64_t>(cells->begin.at(m)) == n;
  for (std::size_t c = 0; c < m && sound; ++c) sound = cells->begin.at(c) < cells->begin.at(c + 1);
  for (std::uint64_t i = 0; i < cells->rows.size() && sound; ++i) {
    const std::int64_t r = cells->rows.at(i);
    sound = r >= 0 && static_cast<std::uint64_t>(r) < n && !seen[static_cast<std::size_t>(r)];
    if (sound) seen[static_cast<std::size_t>(r)] = true, ++behind;
  }
  if (!sound || behind != n) return in_input(Error{Kind::Malformed, {}, {}, "the cells of the pack do not hold its rows", "make it again with estate pack"}, path);
  out.cells = std::move(cells);
  return out;
}

}  // namespace rf::estate
