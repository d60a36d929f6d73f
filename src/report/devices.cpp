// What `identify` prints: one object a device, without judgement.
#include <algorithm>
#include <map>

#include "report/csv_line.h"
#include "report/json_parts.h"
#include "report/report.h"
#include "report/words.h"
#include "report/wrap.h"

namespace rf::report {

void write_devices(const assess::Answer& a, const Options& o, std::string_view format, const Write& out) {
  const auto& e = *a.estate;
  if (format == "json") out("[");
  if (format == "csv") out("input,name,maker,maker_name,kind,model,version,serial,site,function,confidence\r\n");
  const auto column = [](std::string_view s, int columns) { return fitted(clean(s), columns) + " "; };
  const int wide = std::max(10, o.columns - 62);
  if (format == "text") out(column("NAME", 22) + column("MAKER", 20) + column("MODEL", 17) + column("CONFIDENCE / INPUT", wide) + "\n");
  // As text, parts are told by maker behind their device; --all lists them.
  std::map<std::string, std::int64_t> parts;
  const auto tell_parts = [&] {
    if (parts.empty()) return;
    std::vector<std::pair<std::int64_t, std::string>> by_number;
    for (const auto& [maker, n] : parts) by_number.emplace_back(-n, maker);
    std::sort(by_number.begin(), by_number.end());
    std::string line;
    for (const auto& [n, maker] : by_number) line += (line.empty() ? "  holds parts of " : ", ") + (maker.empty() ? std::string("makers not named") : clean(maker)) + " (" + std::to_string(-n) + ")";
    out(line + "\n");
    parts.clear();
  };
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (format == "text" && e.is_part(row) && !o.all) {
      ++parts[a.maker_of(row).name];
      continue;
    }
    tell_parts();
    if (format == "json") out((row ? ",\n " : "\n ") + asset_json(a, row));
    if (format == "jsonl") out(asset_json(a, row) + "\n");
    if (format == "json" || format == "jsonl") continue;
    const auto m = a.maker_of(row);
    const auto* seen = e.seen(row);
    const std::string input = e.label_of_input(e.source(row).input);
    if (format == "csv") {
      Line l;
      l.text(input).text(e.text(Field::Name, row)).text(m.id).text(m.name).text(seen ? std::string_view(seen->device.kind) : e.text(Field::Kind, row));
      l.text(e.text(Field::Model, row)).text(e.text(Field::Version, row)).text(e.text(Field::Serial, row)).text(e.text(Field::Site, row));
      l.text(e.text(Field::Function, row)).number(m.confidence);
      out(std::move(l).end());
    } else {
      const std::string percent = m.name.empty() ? std::string() : std::to_string(static_cast<int>(m.confidence * 100 + 0.5)) + " %";
      out(column((e.is_part(row) ? "  " : "") + std::string(e.text(Field::Name, row)), 22) + column(m.name.empty() ? "unknown" : m.name, 20) + column(e.text(Field::Model, row), 17) + column(percent, 5) + clean(input) + "\n");
      if (!e.is_part(row) && a.standing_of)
        if (const auto s = a.standing_of(row); s.moved) out("  " + clean(s.says) + "\n");
    }
  }
  tell_parts();
  if (format == "json") out("\n]\n");
}

}  // namespace rf::report
