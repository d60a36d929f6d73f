// Inside the store room: one SQLite connection, statements on it, and how its failures read. No other room includes this.
#pragma once

#include <sqlite3.h>

#include <optional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace rf::store {

Error error_of(sqlite3* db, int code, const std::string& path, const char* doing);
std::string now_rfc3339();

class Statement {
 public:
  Statement(sqlite3* db, const char* sql) : code_(sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr)) {}
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  int code() const { return code_; }
  /// `s` must live until the next step.
  Statement& bind(int at, std::string_view s) {
    if (code_ == SQLITE_OK) code_ = sqlite3_bind_text64(statement_, at, s.empty() ? "" : s.data(), s.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
  }
  Statement& bind(int at, std::int64_t n) {
    if (code_ == SQLITE_OK) code_ = sqlite3_bind_int64(statement_, at, n);
    return *this;
  }
  int step() { return code_ == SQLITE_OK ? sqlite3_step(statement_) : code_; }
  void reset() { sqlite3_reset(statement_); }
  std::int64_t number(int column) { return sqlite3_column_int64(statement_, column); }
  std::string text(int column) {
    const unsigned char* p = sqlite3_column_text(statement_, column);
    const auto n = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return p == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(p), n);
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  int code_;
};

struct Store::Impl {
  sqlite3* db = nullptr;
  std::string path;

  ~Impl() { sqlite3_close_v2(db); }
  std::unexpected<Error> failed(int code, const char* doing) const { return std::unexpected(error_of(db, code, path, doing)); }
  Result<void> execute(const char* sql, const char* doing) const {
    const int code = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failed(code, doing);
    return {};
  }
  Result<std::int64_t> pragma(const char* sql) const {
    Statement s(db, sql);
    const int code = s.step();
    if (code != SQLITE_ROW) return failed(code, "cannot be read");
    return s.number(0);
  }
  Result<void> begin() const { return execute("BEGIN IMMEDIATE", "cannot be written"); }
  void roll_back() const {
    if (sqlite3_get_autocommit(db) == 0) sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Result<void> check_version(bool& fresh) const;
  Result<void> prepare() const;
  Result<std::optional<std::int64_t>> number_of(const std::string& key) const;
  Result<std::int64_t> write(const Run& run, const std::string& key) const;
};

}  // namespace rf::store
