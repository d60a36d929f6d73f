// Writes JSON (RFC 8259) front to back into a string: no tree, keys in the order of the calls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rf {

class JsonWriter {
 public:
  /// indent 0: one line. Output is valid UTF-8: bytes that are not become U+FFFD.
  explicit JsonWriter(std::string& out, int indent = 0) : out_(out), indent_(indent) {}
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view k);
  JsonWriter& value(std::string_view s);
  JsonWriter& value(const char* s) { return value(std::string_view(s)); }
  JsonWriter& value(const std::string& s) { return value(std::string_view(s)); }
  JsonWriter& value(bool b);
  JsonWriter& value(std::int64_t n);
  JsonWriter& value(std::uint64_t n);
  JsonWriter& value(int n) { return value(static_cast<std::int64_t>(n)); }
  JsonWriter& value(double d);  ///< shortest text that reads back the same; not finite: null
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  ///< a value already in JSON
  template <class T>
  JsonWriter& member(std::string_view k, const T& v) {
    key(k);
    return value(v);
  }
  JsonWriter& member_or_null(std::string_view k, std::string_view v) {
    key(k);
    return v.empty() ? null() : value(v);
  }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void before();
  void newline();
  std::string& out_;
  int indent_;
  int depth_ = 0;
  bool first_ = true;
  bool after_key_ = false;
};

/// Appends `s` as a JSON string with quotes.
void append_json_string(std::string& out, std::string_view s);

}  // namespace rf
