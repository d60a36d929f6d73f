// What `identify` prints: one object a device, without judgement.
#include <algorithm>

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
  for (std::size_t row = 0; row < e.size(); ++row) {
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
      out(column(e.text(Field::Name, row), 22) + column(m.name.empty() ? "unknown" : m.name, 20) + column(e.text(Field::Model, row), 17) + column(percent, 5) + clean(input) + "\n");
    }
  }
  if (format == "json") out("\n]\n");
}

}  // namespace rf::report
