#include "estate/append.h"

#include <map>

namespace rf::estate {

std::size_t append_rows(Estate& into, const Estate& from, const std::vector<std::uint32_t>& rows) {
  const std::size_t first = into.size();
  std::map<std::uint32_t, std::uint32_t> input_of;
  for (const std::uint32_t row : rows) {
    const auto source = from.source(row);
    auto at = input_of.find(source.input);
    if (at == input_of.end()) at = input_of.emplace(source.input, into.add_input(from.input_name(source.input), from.input_members(source.input))).first;
    const std::size_t to = into.add_row(at->second);
    into.set_source(to, {at->second, source.table, source.line, source.offset, source.length});
    if (const auto* seen = from.seen(row)) into.set_seen(to, *seen);
  }
  for (const auto& f : kFields) {
    if (!from.has(f.field)) continue;
    std::vector<std::uint32_t> code_of;  // codes of `from` → code + 1 in `into`
    const bool coded = f.type == FieldType::Word || f.type == FieldType::Decimal;
    if (coded) code_of.resize(from.words(f.field).size(), 0);
    std::vector<std::uint32_t> codes;
    std::vector<std::string_view> texts;
    for (std::size_t i = 0; i < rows.size(); ++i) switch (f.type) {
        case FieldType::Word:
        case FieldType::Decimal: {
          std::uint32_t& code = code_of[from.code(f.field, rows[i])];
          if (code == 0) code = into.dictionary(f.field).code(from.text(f.field, rows[i])) + 1;
          codes.push_back(code - 1);
          break;
        }
        case FieldType::Date:
          if (const Day d = from.day(f.field, rows[i]); d.known()) into.set_day(f.field, first + i, d);
          break;
        case FieldType::Count:
          if (const auto n = from.count(f.field, rows[i]); n != kNoCount) into.set_count(f.field, first + i, n);
          break;
        case FieldType::Text: texts.push_back(from.text(f.field, rows[i]));
      }
    if (!codes.empty()) into.fill_codes(f.field, first, codes);
    if (!texts.empty()) into.fill_text(f.field, first, texts);
  }
  return first;
}

}  // namespace rf::estate
