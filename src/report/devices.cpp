// What `identify` prints: one object a device, without judgement.
#include "base/text.h"
#include "report/json_parts.h"
#include "report/report.h"

namespace rf::report {
namespace {

std::string fitted(std::string_view s, int columns) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t n = std::max<std::size_t>(1, utf8_length(s.substr(i)));
    if (columns_of(out) + columns_of(s.substr(i, n)) > columns) break;
    out += s.substr(i, n);
    i += n;
  }
  return out + std::string(static_cast<std::size_t>(std::max(0, columns - columns_of(out))), ' ');
}
std::string cell(std::string_view s) {
  if (s.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(s);
  std::string out = "\"";
  for (const char c : s) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

void write_devices(const assess::Answer& a, const Options& o, std::string_view format, const Write& out) {
  const auto& e = *a.estate;
  if (format == "json") out("[");
  if (format == "csv") out("input,name,maker,maker_name,kind,model,version,serial,site,function,confidence\r\n");
  const int wide = std::max(10, o.columns - 62);
  if (format == "text") out(fitted("NAME", 22) + " " + fitted("MAKER", 20) + " " + fitted("MODEL", 17) + " " + fitted("CONFIDENCE / INPUT", wide) + "\n");
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (format == "json") out((row ? ",\n " : "\n ") + asset_json(a, row));
    else if (format == "jsonl") out(asset_json(a, row) + "\n");
    else {
      const auto m = a.maker_of(row);
      const auto* seen = e.seen(row);
      const int percent = static_cast<int>(m.confidence * 100 + 0.5);
      if (format == "csv") {
        out(cell(e.input_name(e.source(row).input)) + "," + cell(e.text(Field::Name, row)) + "," + cell(m.id) + "," + cell(m.name) + "," +
            cell(seen ? std::string_view(seen->device.kind) : e.text(Field::Kind, row)) + "," + cell(e.text(Field::Model, row)) + "," + cell(e.text(Field::Version, row)) + "," +
            cell(e.text(Field::Serial, row)) + "," + cell(e.text(Field::Site, row)) + "," + cell(e.text(Field::Function, row)) + "," + std::to_string(percent) + "\r\n");
      } else {
        out(fitted(e.text(Field::Name, row), 22) + " " + fitted(m.name.empty() ? "unknown" : m.name, 20) + " " + fitted(e.text(Field::Model, row), 17) + " " +
            (m.name.empty() ? "     " : fitted(std::to_string(percent) + " %", 5)) + " " + e.input_name(e.source(row).input) + "\n");
      }
    }
  }
  if (format == "json") out("\n]\n");
}

}  // namespace rf::report
