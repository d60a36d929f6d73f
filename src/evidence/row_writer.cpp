#include "evidence/row_writer.h"

#include "base/text.h"

namespace rf::evidence {
namespace {
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);
}

RowWriter::RowWriter(Sink& sink, std::initializer_list<Field> fields, std::initializer_list<std::string_view> extras, bool json, std::string pointer, std::uint32_t table)
    : sink_(sink), fields_(fields.size()), column_of_(kFieldCount, kNoColumn) {
  batch_.table = table;
  batch_.json = json;
  batch_.pointer = std::move(pointer);
  for (const Field f : fields) {
    column_of_[index_of(f)] = batch_.columns.size();
    batch_.columns.push_back({std::string(info(f).name), static_cast<int>(f), {}});
  }
  for (const auto e : extras) batch_.columns.push_back({std::string(e), -1, {}});
}

void RowWriter::set(Field f, std::string v) {
  const std::size_t column = column_of_[index_of(f)];
  if (column != kNoColumn && !v.empty()) row_[column] = std::move(v);
}

void RowWriter::end(std::uint64_t line, std::uint64_t offset, std::size_t length) {
  for (std::size_t c = 0; c < row_.size(); ++c) batch_.columns[c].cells.push_back(row_[c].empty() ? std::string_view{} : arena_.emplace_back(std::move(row_[c])));
  batch_.line.push_back(line);
  batch_.offset.push_back(offset);
  batch_.length.push_back(static_cast<std::uint32_t>(length));
  ++written_;
  if (batch_.rows() >= kBatchRows) flush();
}

void RowWriter::flush() {
  if (batch_.rows() == 0) return;
  sink_.rows(batch_);
  batch_.clear_rows();
  arena_.clear();
}

std::string scope_of_device(std::string_view chassis_serial, std::string_view input) {
  if (const auto serial = trimmed(chassis_serial); !serial.empty()) return std::string(serial) + "/";
  input.remove_prefix(std::min(input.size(), input.find_last_of("/!") + 1));
  return std::string(input.substr(0, input.rfind('.'))) + "/";
}

}  // namespace rf::evidence
