// Inventories that network managers export as CSV: lines of title, a header that names network element and board, a row a board. Columns as in Huawei
// U2020 and iMaster NCE ("NE Name, NE Type, Board Name, Board Type, Subrack No., Slot No., SN(Bar Code), BOM Code, Vendor Name"; in Chinese
// too), ZTE NetNumen and UME, Ciena MCP, Nokia NSP: their user guides' lists of columns. Rows of one element need not stand together; the
// file is read twice, and only an offset a row is held. Cases: tests/evidence/manager-csv/.
#include <algorithm>

#include "base/text.h"
#include "evidence/csv_dialect.h"
#include "evidence/manager_export.h"
#include "evidence/table_rows.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kMaxManagerRows = 20'000'000;  // 16 bytes each while they are put in order

struct ManagerHeader {
  char separator = ',';
  std::vector<ManagedRole> roles;
  std::size_t rows_at = 0;
  std::uint64_t rows_line = 0;
};

bool is_manager_header(const std::vector<ManagedRole>& roles) {
  const auto has = [&](ManagedRole r) { return std::find(roles.begin(), roles.end(), r) != roles.end(); };
  const bool element = has(ManagedRole::ElementName) || has(ManagedRole::ElementId);
  return element && (has(ManagedRole::Board) || has(ManagedRole::BoardType) || has(ManagedRole::Slot)) && (has(ManagedRole::Serial) || has(ManagedRole::PartNumber));
}

/// What the columns of a header are for; none where it is no header of a manager's. Where no column names a network element, a device's name
/// does, if boards stand in slots.
std::optional<std::vector<ManagedRole>> manager_columns(const std::vector<std::string_view>& cells) {
  for (const bool device : {false, true}) {
    std::vector<ManagedRole> roles;
    for (const auto c : cells) roles.push_back(managed_column(c, device));
    const auto has = [&](ManagedRole r) { return std::find(roles.begin(), roles.end(), r) != roles.end(); };
    if (is_manager_header(roles) && (!device || (has(ManagedRole::Slot) && (has(ManagedRole::Board) || has(ManagedRole::BoardType))))) return roles;
  }
  return std::nullopt;
}

std::optional<ManagerHeader> find_manager_header(std::string_view text) {
  for (const char sep : {',', ';', '\t', '|'}) {
    Arena arena;
    Record r;
    std::uint64_t line = 1;
    int n = 0;
    for (std::size_t at = 0; at < text.size() && n < kHeaderWithin; ++n) {
      read_record(text, at, sep, arena, r);
      line += r.lines;
      at = r.end;
      if (r.cells.size() < 3 || r.cells.size() > 400) continue;
      auto roles = manager_columns(r.cells);
      if (!roles) continue;
      ManagerHeader h;
      h.separator = sep;
      h.roles = std::move(*roles);
      h.rows_at = r.end;
      h.rows_line = line;
      return h;
    }
  }
  return std::nullopt;
}

ManagedRow managed_row(const Record& r, const std::vector<ManagedRole>& roles) {
  ManagedRow row;
  for (std::size_t c = 0; c < std::min(r.cells.size(), roles.size()); ++c) {
    if (roles[c] == ManagedRole::None || !row[roles[c]].empty()) continue;
    const auto cell = trimmed(r.cells[c]);
    if (cell != "-" && cell != "--" && cell != "N/A" && cell != "/" && cell.size() <= kMaxManagerText) row[roles[c]] = cell;
  }
  return row;
}

}  // namespace

int likeness_manager_csv(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] == '{' || head[first] == '[' || head[first] == '<') return 0;
  const Encoding e = guess_encoding(head, false);
  const std::string decoded = e == Encoding::Utf8 ? std::string() : to_utf8(head, e).text;
  std::string_view text = e == Encoding::Utf8 ? head : std::string_view(decoded);
  text.remove_prefix(byte_order_mark(text));
  if (text.find('\0') != std::string_view::npos) return 0;
  return find_manager_header(text.substr(0, 32768)) ? 75 : 0;
}

Result<void> read_manager_csv(const Input& input, Sink& sink) {
  constexpr std::size_t kSample = std::size_t{4} << 20;
  const Encoding encoding = guess_encoding(input.bytes.substr(0, kSample), input.bytes.size() <= kSample);
  std::string decoded;
  std::string_view text = input.bytes;
  std::size_t bom = 0;
  if (encoding != Encoding::Utf8) {
    decoded = to_utf8(input.bytes, encoding).text;
    text = decoded;
  } else if (text.starts_with("\xEF\xBB\xBF")) {
    bom = 3;
    text.remove_prefix(bom);
  }
  const auto header = find_manager_header(text);
  if (!header) return fail(Kind::Unsupported, "no line among the first 40 names a network element, a board and a serial number", "line 1", "--kind inventory-csv reads it as a plain table");
  RowMessages messages(sink);
  struct RowAt {
    std::uint32_t element, line;
    std::size_t at;
  };
  std::vector<RowAt> rows;
  std::unordered_map<std::string, std::uint32_t> elements;
  std::vector<std::vector<ManagedRole>> headers{header->roles};
  std::vector<std::pair<std::size_t, std::size_t>> header_from{{header->rows_at, 0}};  // offset → number; a report of NEs may follow one of boards
  Arena arena;
  Record r;
  std::uint64_t line = header->rows_line;
  for (std::size_t at = header->rows_at; at < text.size();) {
    read_record(text, at, header->separator, arena, r);
    const std::size_t begin = at;
    const std::uint64_t here = line;
    at = r.end;
    line += r.lines;
    if (std::all_of(r.cells.begin(), r.cells.end(), [](auto c) { return trimmed(c).empty(); })) continue;
    const auto& roles = headers.back();
    if (r.cells.size() >= 3 && std::any_of(r.cells.begin(), r.cells.end(), [](auto c) { return managed_role(c) != ManagedRole::None; })) {
      if (auto again = manager_columns(r.cells)) {
        if (*again != roles) {
          headers.push_back(std::move(*again));
          header_from.emplace_back(at, headers.size() - 1);
        }
        continue;
      }
    }
    std::size_t n = r.cells.size();
    while (n > roles.size() && trimmed(r.cells[n - 1]).empty()) --n;
    if (n == 1) continue;  // a title, or a line that says how many rows there were
    if (n != roles.size() || r.bad_quote) {
      messages.row(here, r.bad_quote ? "a quote is opened and never closed" : counted(static_cast<std::int64_t>(n), "cell", "cells") + " where the header has " + std::to_string(roles.size()));
      continue;
    }
    const std::string name = managed_row(r, roles).element();
    arena.clear();
    if (name.empty()) {
      messages.row(here, "names no network element");
      continue;
    }
    if (rows.size() >= kMaxManagerRows) {
      sink.error({Kind::Limit, {}, "line " + std::to_string(here), "more than " + std::to_string(kMaxManagerRows) + " rows", "export in parts"});
      break;
    }
    rows.push_back({elements.try_emplace(name, static_cast<std::uint32_t>(elements.size())).first->second, static_cast<std::uint32_t>(here), begin});
  }
  if (rows.empty()) return fail(Kind::Malformed, "a header and no rows", "line " + std::to_string(header->rows_line));
  std::stable_sort(rows.begin(), rows.end(), [](const RowAt& a, const RowAt& b) { return a.element < b.element; });
  std::uint64_t left_out = 0;
  AgentFacts element;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    read_record(text, rows[i].at, header->separator, arena, r);
    const auto from = std::upper_bound(header_from.begin(), header_from.end(), std::pair<std::size_t, std::size_t>{rows[i].at, headers.size()});
    ManagedRow row = managed_row(r, headers[std::prev(from)->second]);
    row.place.line = rows[i].line;
    if (encoding == Encoding::Utf8) {
      row.place.offset = bom + rows[i].at;
      row.place.length = static_cast<std::uint32_t>(r.end - rows[i].at);
    }
    element.input = input.name;
    left_out += !add_managed_row(element, row);
    arena.clear();
    if (i + 1 == rows.size() || rows[i + 1].element != rows[i].element) {
      sink.agent(std::move(element));
      element = {};
    }
  }
  if (left_out > 0) sink.error({Kind::Limit, {}, {}, counted(static_cast<std::int64_t>(left_out), "board is", "boards are") + " beyond the first " + std::to_string(kMaxBoardsOfOne) + " of a network element", {}});
  return {};
}

}  // namespace rf::evidence
