// An inventory as JSON lines: an object a line, its keys the columns of a table, named as people name them. Objects need not bear the same keys.
// Two passes: the keys first, so that all rows are of one table; only the keys and the rows of one batch are held.
// Cases: tests/evidence/inventory-jsonl/.
#include <simdjson.h>

#include <cstring>
#include <deque>
#include <unordered_map>

#include "base/text.h"
#include "evidence/columns.h"
#include "evidence/reader.h"
#include "evidence/table_rows.h"

namespace rf::evidence {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kMaxKeys = 1000;                    // as many as a table has columns
constexpr std::size_t kMaxObjectLine = std::size_t{1} << 20;  // an asset's row has some hundred bytes

/// Calls use(line, number, offset) for each line that holds something.
template <class Use>
void each_json_line(std::string_view bytes, Use use) {
  std::uint64_t number = 0;
  for (std::size_t at = byte_order_mark(bytes); at < bytes.size();) {
    const auto end = std::min(bytes.find('\n', at), bytes.size());
    ++number;
    if (const auto line = trimmed(bytes.substr(at, end - at)); !line.empty()) use(line, number, static_cast<std::uint64_t>(line.data() - bytes.data()));
    at = end + 1;
  }
}

/// The cell that a value is; several are parted as in a cell. Objects stand as they are written.
std::string json_cell(const dom::element& value) {
  bool flag = false;
  std::string_view text;
  dom::array list;
  if (value.is_null()) return {};
  if (value.get(flag) == simdjson::SUCCESS) return flag ? "yes" : "no";
  if (value.get(text) == simdjson::SUCCESS) return std::string(trimmed(text));
  if (value.get(list) != simdjson::SUCCESS) return simdjson::minify(value);
  std::string out;
  for (const auto v : list)
    if (const auto cell = json_cell(v); !cell.empty()) out += (out.empty() ? "" : "|") + cell;
  return out;
}

}  // namespace

int likeness_inventory_jsonl(std::string_view head, std::string_view name) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '{') return 0;
  head.remove_prefix(first);
  const auto end = head.find('\n');
  if (end == std::string_view::npos && head.size() >= std::size_t{60} << 10) return 0;
  dom::parser parser;
  dom::object object;
  if (parser.parse(std::string(head.substr(0, end))).get(object) != simdjson::SUCCESS) return 0;
  int named = 0;
  for (const auto& [key, value] : object) {
    if (value.is_object()) return 0;  // what a program answers, and no row
    const std::string k = header_key(key);
    named += k == "supplier" || k == "manufacturer" || k == "vendor" || k == "maker" || k == "model" || k == "serial" || k == "function" || k == "name" || k == "id";
  }
  return named >= 2 ? 40 : named == 1 && (name.ends_with(".jsonl") || name.ends_with(".ndjson")) ? 25 : 0;
}

Result<void> read_inventory_jsonl(const Input& input, Sink& sink) {
  static const ColumnWords kNone;
  const ColumnWords& words = input.words ? *input.words : kNone;
  dom::parser parser;
  std::vector<std::string> keys;
  std::unordered_map<std::string, std::size_t> column_of;
  std::uint64_t keys_left = 0;
  std::string first_left;
  each_json_line(input.bytes, [&](std::string_view line, std::uint64_t, std::uint64_t) {
    dom::object object;
    if (line.size() > kMaxObjectLine || parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) return;
    for (const auto& [key, value] : object) {
      if (value.is_null() || column_of.contains(std::string(key))) continue;
      if (keys.size() < kMaxKeys) {
        column_of.emplace(key, keys.size());
        keys.emplace_back(key);
      } else if (++keys_left == 1) {
        first_left = key;
      }
    }
  });
  if (keys.empty()) return fail(Kind::Malformed, "no line is an object of JSON that holds something", "line 1");
  const auto fields = map_headers(keys, words);
  if (std::all_of(fields.begin(), fields.end(), [](int f) { return f < 0; }))
    return fail(Kind::Unsupported, "no key of its objects names a column that is known", "line 1", "name them with --column, for example --column supplier=KEY --column model=KEY");
  for (const auto& [field, header] : words.named)
    if (!field_named(field)) return fail(Kind::Usage, "--column " + field + ": there is no such field", {}, "fields are those of docs/inventory.md, such as supplier, model, site");
  if (keys_left > 0)
    sink.note(Error{Kind::Limit, {}, {}, counted(static_cast<std::int64_t>(keys_left), "value was", "values were") + " passed over, the first of \"" + first_left + "\": at most " + std::to_string(kMaxKeys) + " keys are read", {}});

  ColumnBatch batch;
  batch.headed = true;
  for (std::size_t c = 0; c < keys.size(); ++c) batch.columns.push_back({keys[c], fields[c], {}});
  RowMessages messages(sink);
  std::deque<std::string> cells;
  std::uint64_t rows = 0;
  const auto flush = [&] {
    if (batch.rows() == 0) return;
    sink.rows(batch);
    batch.clear_rows();
    cells.clear();
  };
  each_json_line(input.bytes, [&](std::string_view line, std::uint64_t number, std::uint64_t offset) {
    dom::element whole;
    dom::object object;
    if (line.size() > kMaxObjectLine) return messages.row(number, "longer than 1 MiB");
    if (const auto e = parser.parse(line.data(), line.size()).get(whole); e != simdjson::SUCCESS) return messages.row(number, std::string("is no JSON: ") + simdjson::error_message(e));
    if (whole.get(object) != simdjson::SUCCESS) return messages.row(number, "is no object");
    for (auto& c : batch.columns) c.cells.emplace_back();
    for (const auto& [key, value] : object) {
      const auto column = column_of.find(std::string(key));
      if (column == column_of.end()) continue;
      auto cell = json_cell(value);
      if (cell.size() > kMaxCell) cell.resize(kMaxCell);
      auto& into = batch.columns[column->second].cells.back();
      if (!cell.empty() && into.empty()) into = cells.emplace_back(std::move(cell));
    }
    batch.line.push_back(number);
    batch.offset.push_back(offset);
    batch.length.push_back(static_cast<std::uint32_t>(line.size()));
    ++rows;
    if (batch.rows() >= kBatchRows) flush();
  });
  flush();
  if (rows == 0 && messages.count() == 0) return fail(Kind::Malformed, "holds no rows");
  return {};
}

}  // namespace rf::evidence
