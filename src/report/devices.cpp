// What `identify` prints: one object a device, without judgement.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "report/csv_line.h"
#include "report/json_parts.h"
#include "report/report.h"
#include "report/words.h"
#include "report/wrap.h"

namespace rf::report {
namespace {
std::string device_column(std::string_view s, int columns) { return fitted(clean(s), columns) + " "; }
}  // namespace

void DeviceWriter::begin() {
  if (begun_) return;
  begun_ = true;
  if (format_ == "json") out_("[");
  if (format_ == "csv") out_("input,name,maker,maker_name,kind,model,version,serial,site,function,confidence\r\n");
  if (format_ == "text") out_(device_column("NAME", 22) + device_column("MAKER", 20) + device_column("MODEL", 17) + device_column("CONFIDENCE / INPUT", std::max(10, o_.columns - 62)) + "\n");
}

/// As text, parts are told by maker behind their device; --all lists them.
void DeviceWriter::tell_parts() {
  if (parts_.empty()) return;
  std::vector<std::pair<std::int64_t, std::string>> by_number;
  for (const auto& [maker, n] : parts_) by_number.emplace_back(-n, maker);
  std::sort(by_number.begin(), by_number.end());
  std::string line;
  for (const auto& [n, maker] : by_number) line += (line.empty() ? "  holds parts of " : ", ") + (maker.empty() ? std::string("makers not named") : clean(maker)) + " (" + std::to_string(-n) + ")";
  out_(line + "\n");
  parts_.clear();
}

void DeviceWriter::put(const assess::Answer& a) {
  begin();
  const auto& e = *a.estate;
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (format_ == "text" && e.is_part(row) && !o_.all) {
      ++parts_[a.maker_of(row).name];
      continue;
    }
    tell_parts();
    ++rows_;
    if (format_ == "json" || format_ == "jsonl") {
      if (format_ == "json") held_ += rows_ > 1 ? ",\n " : "\n ";
      held_ += asset_json(a, row);
      if (format_ == "jsonl") held_ += '\n';
      if (held_.size() >= kPiece) flush();
      continue;
    }
    const auto m = a.maker_of(row);
    const auto* seen = e.seen(row);
    const std::string input = e.label_of_input(e.source(row).input);
    if (format_ == "csv") {
      Line l;
      l.text(input).text(e.text(Field::Name, row)).text(m.id).text(m.name).text(seen ? std::string_view(seen->device.kind) : e.text(Field::Kind, row));
      l.text(e.text(Field::Model, row)).text(e.text(Field::Version, row)).text(e.text(Field::Serial, row)).text(e.text(Field::Site, row));
      l.text(joined(m.functions, "|")).number(m.confidence);
      out_(std::move(l).end());
    } else {
      const std::string percent = m.name.empty() ? std::string() : std::to_string(static_cast<int>(m.confidence * 100 + 0.5)) + " %";
      out_(device_column((e.is_part(row) ? "  " : "") + std::string(e.text(Field::Name, row)), 22) + device_column(m.name.empty() ? "unknown" : m.name, 20) + device_column(e.text(Field::Model, row), 17) +
           device_column(percent, 5) + clean(input) + "\n");
      if (!e.is_part(row) && a.standing_of)
        if (const auto s = a.standing_of(row); s.moved) out_("  " + clean(s.says) + "\n");
    }
  }
}

void DeviceWriter::flush() {
  out_(held_);
  held_.clear();
}

void DeviceWriter::end() {
  if (!begun_) return;
  tell_parts();
  flush();
  if (format_ == "json") out_("\n]\n");
}

}  // namespace rf::report
