#include "cli/show_meaning.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <map>
#include <vector>

#include "base/text.h"
#include "evidence/columns.h"
#include "evidence/csv_dialect.h"
#include "evidence/pack_view.h"
#include "evidence/reader.h"
#include "evidence/xlsx.h"
#include "knowledge/knowledge.h"
#include "wire/engine.h"

namespace rf::cli {
namespace {

constexpr std::uint64_t kFramesAfter = 5000;  // a conversation goes on; its statements are complete within few frames

class Statements : public wire::Consumer {
 public:
  explicit Statements(std::uint64_t frame) : frame_(frame) {}
  void statement(const wire::Statement& s) override {
    if (s.said.frame != frame_) return;
    out.emplace_back(s.said.field, s.said.value);
  }
  std::vector<std::pair<std::string, std::string>> out;

 private:
  std::uint64_t frame_;
};

std::string letters_of(std::string_view cell_name) { return std::string(cell_name.substr(0, cell_name.find_first_of("0123456789"))); }

/// The columns of one sheet as its reader found them.
class SheetColumns : public evidence::Sink {
 public:
  explicit SheetColumns(std::string_view sheet) : sheet_(sheet) {}
  void rows(const evidence::ColumnBatch& b) override {
    if (b.sheet != sheet_ || first_row_ != 0 || b.rows() == 0) return;
    first_row_ = b.line.front();
    for (const auto& c : b.columns) columns_.push_back({c.header, c.field, {}});
  }
  void agent(evidence::AgentFacts) override {}
  void error(Error) override {}
  void note(Error) override {}
  /// Letters of the sheet's columns, from the row that is the header: its cells are these headers. Empty for rows above it and where there is none.
  std::map<std::string, const evidence::Column*> by_letters(std::string_view bytes, std::uint64_t line) const {
    std::map<std::string, const evidence::Column*> out;
    for (std::uint64_t row = 1; !columns_.empty() && row < std::min(first_row_, kHeaderRows) && row < line; ++row) {
      const auto cells = evidence::workbook_row(bytes, sheet_, row);
      if (!cells) continue;
      out.clear();
      for (const auto& [name, text] : *cells) {
        if (trimmed(text).empty() || out.size() == columns_.size()) continue;
        const auto& column = columns_[out.size()];
        if (trimmed(text) != column.header) break;
        out.emplace(letters_of(name), &column);
      }
      if (out.size() == columns_.size()) return out;
    }
    return {};
  }

 private:
  static constexpr std::uint64_t kHeaderRows = 100;  // a header stands among the first 40 that hold something (evidence::kHeaderWithin)
  std::string_view sheet_;
  std::uint64_t first_row_ = 0;
  std::vector<evidence::Column> columns_;
};

/// Puts a cell that holds something, or was asked for, to the others.
void show_cell(std::vector<ShownCell>& out, const Locator& l, std::string name, std::string header, int field, std::string value) {
  ShownCell cell{std::move(name), std::move(header), {}, std::move(value), false};
  cell.asked = !l.column.empty() && cell.header == l.column;
  if (cell.value.empty() && !cell.asked) return;
  if (field >= 0) cell.field = kFields[static_cast<std::size_t>(field)].name;
  out.push_back(std::move(cell));
}

}  // namespace

std::vector<ShownCell> cells_of_row(std::string_view bytes, const Locator& l) {
  const auto k = knowledge::open({});
  if (!k) return {};
  const auto words = evidence::column_words(*k);
  const Encoding encoding = guess_encoding(bytes.substr(0, std::size_t{4} << 20), bytes.size() <= (std::size_t{4} << 20));
  std::string decoded;
  std::string_view text = bytes;
  if (encoding != Encoding::Utf8) {
    decoded = to_utf8(bytes, encoding).text;
    text = decoded;
  } else if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos) {
    if (decoded.empty()) decoded = text;
    std::replace(decoded.begin(), decoded.end(), '\r', '\n');
    text = decoded;
  }
  const auto d = evidence::find_dialect(text, words);
  if (d.known == 0 || l.line < d.rows_line) return {};
  evidence::Arena arena;
  evidence::Record r;
  std::uint64_t line = d.rows_line;
  for (std::size_t at = d.rows_at; at < text.size(); at = r.end) {  // cells in quotes span lines, so rows are walked
    arena.clear();
    read_record(text, at, d.separator, arena, r);
    if (l.line >= line + r.lines) {
      line += r.lines;
      continue;
    }
    std::vector<ShownCell> out;
    for (std::size_t c = 0; c < r.cells.size(); ++c)
      show_cell(out, l, {}, c < d.headers.size() ? std::string(d.headers[c]) : std::string(), c < d.fields.size() ? d.fields[c] : -1, std::string(trimmed(r.cells[c])));
    return out;
  }
  return {};
}

Result<std::vector<ShownCell>> cells_of_sheet_row(std::string_view bytes, const Locator& l) {
  RF_TRY(const auto cells, evidence::workbook_row(bytes, l.sheet, l.line));
  SheetColumns columns(l.sheet);
  const auto k = knowledge::open({});
  const auto words = k ? evidence::column_words(*k) : evidence::ColumnWords{};
  evidence::Input input{};
  input.bytes = bytes;
  input.words = &words;
  if (const auto reader = evidence::reader_for(bytes, l.input, {})) (void)(*reader)->read(input, columns);  // what fails in it leaves cells without headers
  const auto known = columns.by_letters(bytes, l.line);
  std::vector<ShownCell> out;
  for (const auto& [name, text] : cells) {
    const auto at = known.find(letters_of(name));
    const evidence::Column* column = at == known.end() ? nullptr : at->second;
    show_cell(out, l, name, column ? column->header : std::string(), column ? column->field : -1, std::string(trimmed(text)));
  }
  return out;
}

Result<std::vector<ShownCell>> cells_of_pack_row(std::string_view bytes, const Locator& l) {
  RF_TRY(auto cells, evidence::pack_row(bytes, l.line));
  std::vector<ShownCell> out;
  for (auto& c : cells) show_cell(out, l, {}, std::move(c.header), c.field, std::move(c.value));
  return out;
}

Result<ShownFrame> frame_shown(std::string_view bytes, std::uint64_t number) {
  RF_TRY(const auto capture, wire::Capture::open(bytes));
  Statements said(number);
  wire::Engine engine(said, {});
  std::array<wire::Frame, wire::kBatch> batch;
  ShownFrame out;
  out.number = number;
  std::uint64_t last = 0;
  while (const auto n = capture->next(batch)) {
    for (std::size_t i = 0; i < n; ++i)
      if (batch[i].number == number) {
        const auto& f = batch[i];
        out.bytes.assign(reinterpret_cast<const char*>(f.data), f.captured);
        const std::time_t seconds = f.time / 1'000'000'000;
        std::tm tm{};
        gmtime_r(&seconds, &tm);
        char when[40];
        std::strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &tm);
        char fraction[16];
        std::snprintf(fraction, sizeof fraction, ".%06lldZ", static_cast<long long>(f.time % 1'000'000'000 / 1000));
        out.time = std::string(when) + fraction;
        out.on_wire = f.on_wire;
        out.link = static_cast<std::uint32_t>(f.link);
      }
    engine.frames({batch.data(), n});
    last = batch[n - 1].number;
    if (!out.time.empty() && last > number + kFramesAfter) break;
  }
  engine.finish();
  if (out.time.empty()) return fail(Kind::Malformed, "the capture has only " + std::to_string(last) + " frames");
  out.said = std::move(said.out);
  return out;
}

}  // namespace rf::cli
