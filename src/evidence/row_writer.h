// Rows made one by one, for formats that are no tables: objects of JSON, components of a bill of materials, managed objects.
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/sink.h"

namespace rf::evidence {

class RowWriter {
 public:
  /// Rows of `fields`, in that order, then of columns that are kept as they are. `json`: rows are named by pointer and index. `table`: counts
  /// the tables of one input.
  RowWriter(Sink& sink, std::initializer_list<Field> fields, std::initializer_list<std::string_view> extras, bool json, std::string pointer = {}, std::uint32_t table = 0);

  void begin() { row_.assign(batch_.columns.size(), std::string()); }
  /// A field that the constructor did not name, or an empty value, changes nothing.
  void set(Field f, std::string v);
  void set_extra(std::size_t n, std::string v) { row_[fields_ + n] = std::move(v); }
  /// `line`: 1-based line, or the index of the object; `offset` and `length`: its bytes.
  void end(std::uint64_t line, std::uint64_t offset, std::size_t length);
  void flush();
  std::uint64_t written() const { return written_; }

 private:
  Sink& sink_;
  ColumnBatch batch_;
  std::size_t fields_;
  std::vector<std::size_t> column_of_;  ///< by field; kNone where there is none
  std::vector<std::string> row_;
  std::deque<std::string> arena_;
  std::uint64_t written_ = 0;
};

/// What makes ids unique that count within one device alone, as entity numbers and component names do: "SN0001/", or, where its chassis states no
/// serial, the name of the file without folder and ending.
std::string scope_of_device(std::string_view chassis_serial, std::string_view input);

}  // namespace rf::evidence
