// The ledger in SQLite. A run is one transaction and its key is the SHA-256 of everything in it but its number and
// its time, held unique by the database: two processes that keep the same run at once end with one row, whoever wins.
// A kill leaves whole runs only (WAL, synchronous=FULL); a full disk rolls the run back and leaves what was there.
// Tested by tests/store/store_test.cpp.
#include "store/store.h"

#include <chrono>
#include <ctime>
#include <filesystem>
#include <map>
#include <optional>

#include "base/file.h"
#include "store/impl.h"

namespace rf::store {
namespace {

constexpr int kSchema = 2;                  // raise with every change of kTables, and add the step to `prepare`
constexpr int kApplication = 0x52464c47;    // "RFLG": told apart from other programs' SQLite files
constexpr int kPatienceMs = 10'000;         // a run of 100,000 items is written in about a second
constexpr int kPauseMs = 5;

constexpr const char* kTables = R"sql(
CREATE TABLE runs(number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL,
  operator_id TEXT NOT NULL, as_of TEXT NOT NULL, known_at TEXT NOT NULL, knowledge TEXT NOT NULL, program TEXT NOT NULL,
  options TEXT NOT NULL, summary TEXT NOT NULL, estate TEXT NOT NULL);
CREATE TABLE inputs(run INTEGER NOT NULL REFERENCES runs(number), place INTEGER NOT NULL, path TEXT NOT NULL,
  sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY(run, place)) WITHOUT ROWID;
CREATE TABLE items(run INTEGER NOT NULL REFERENCES runs(number), place INTEGER NOT NULL, kind TEXT NOT NULL,
  id TEXT NOT NULL, state TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY(run, place)) WITHOUT ROWID;
CREATE INDEX items_by_id ON items(run, kind, id);
)sql";

// Version 2: editions of lists, and what people decided.
constexpr const char* kTables2 = R"sql(
CREATE TABLE IF NOT EXISTS list_editions(number INTEGER PRIMARY KEY AUTOINCREMENT, list TEXT NOT NULL, dated TEXT NOT NULL, dated_by TEXT NOT NULL,
  sha256 TEXT NOT NULL, made_at TEXT NOT NULL, format TEXT NOT NULL, entities INTEGER NOT NULL, relations INTEGER NOT NULL,
  left_out INTEGER NOT NULL, files TEXT NOT NULL, UNIQUE(list, sha256, dated));
CREATE TABLE IF NOT EXISTS decisions(number INTEGER PRIMARY KEY AUTOINCREMENT, made_at TEXT NOT NULL, day TEXT NOT NULL, by_whom TEXT NOT NULL,
  verdict TEXT NOT NULL, query TEXT NOT NULL, list TEXT NOT NULL, entry TEXT NOT NULL, name TEXT NOT NULL, entry_hash TEXT NOT NULL,
  edition TEXT NOT NULL, why TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS decisions_by_entry ON decisions(list, entry);
)sql";

/// Every field with its length before it, so that no two runs give the same bytes.
std::string key_of(const Run& r) {
  std::string all;
  const auto add = [&](std::string_view s) {
    all += std::to_string(s.size());
    all += ':';
    all += s;
  };
  for (const auto* s : {&r.operator_id, &r.as_of, &r.known_at, &r.knowledge, &r.program, &r.options, &r.summary, &r.estate}) add(*s);
  add(std::to_string(r.inputs.size()));
  for (const auto& i : r.inputs) {
    add(i.path);
    add(i.sha256);
    add(std::to_string(i.bytes));
  }
  add(std::to_string(r.items.size()));
  for (const auto& i : r.items) {
    add(i.kind);
    add(i.id);
    add(i.state);
    add(i.json);
  }
  return sha256_hex(all);
}

}  // namespace

Error error_of(sqlite3* db, int code, const std::string& path, const char* doing) {
  const char* words = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  const std::string why = std::string(doing) + ": " + words;
  switch (code & 0xff) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {Kind::Malformed, path, {}, why, "this is no whole Ringfence database; name another with --db, or restore it from a copy"};
    case SQLITE_FULL:
      return {Kind::Io, path, {}, why, "free some space and run again; what was stored before is unchanged"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Kind::Io, path, {}, why, "another program has held it for more than 10 seconds; run again, what was stored before is unchanged"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {Kind::Io, path, {}, why, "give a place that may be written with --db sqlite:PATH"};
    default:
      return {Kind::Io, path, {}, why, "what was stored before is unchanged"};
  }
}

std::string now_rfc3339() {
  const auto t = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm tm{};
  gmtime_r(&t, &tm);
  char buffer[32];
  return {buffer, std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &tm)};
}

/// `fresh`: an empty database, which is to get its tables.
Result<void> Store::Impl::check_version(bool& fresh) const {
  RF_TRY(const std::int64_t application, pragma("PRAGMA application_id"));
  RF_TRY(const std::int64_t version, pragma("PRAGMA user_version"));
  RF_TRY(const std::int64_t tables, pragma("SELECT count(*) FROM sqlite_master"));
  fresh = application == 0 && version == 0 && tables == 0;
  if (fresh) return {};
  if (application != kApplication)
    return std::unexpected(Error{Kind::Malformed, path, {}, "a SQLite database of another program, not a Ringfence database", "name another file with --db sqlite:PATH"});
  if (version > kSchema)
    return std::unexpected(Error{Kind::Unsupported, path, {},
                                 "made by a newer Ringfence: its schema is version " + std::to_string(version) + ", this program knows up to " + std::to_string(kSchema),
                                 "use the newer program, or name another file with --db sqlite:PATH; nothing was changed"});
  return {};
}

Result<void> Store::Impl::prepare() const {
  bool fresh = false;
  RF_CHECK(execute("BEGIN", "cannot be read"));  // one look: another process may be making the tables
  RF_CHECK(check_version(fresh));                // before anything is written to a file that may not be ours
  RF_CHECK(execute("COMMIT", "cannot be read"));
  RF_CHECK(execute("PRAGMA journal_mode=WAL", "cannot be prepared"));
  RF_CHECK(execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON", "cannot be prepared"));
  RF_TRY(const std::int64_t now, pragma("PRAGMA user_version"));
  if (!fresh && now == kSchema) return {};
  RF_CHECK(begin());
  RF_CHECK(check_version(fresh));  // another process may have made the tables while we waited
  RF_TRY(const std::int64_t version, pragma("PRAGMA user_version"));
  if (version < kSchema) {
    const std::string sql = std::string(fresh ? kTables : "") + kTables2 + "PRAGMA application_id=" + std::to_string(kApplication) + "; PRAGMA user_version=" + std::to_string(kSchema) + ";";
    RF_CHECK(execute(sql.c_str(), "cannot be made"));
  }
  return execute("COMMIT", "cannot be made");
}

Result<std::optional<std::int64_t>> Store::Impl::number_of(const std::string& key) const {
  Statement s(db, "SELECT number FROM runs WHERE key=?1");
  const int code = s.bind(1, key).step();
  if (code == SQLITE_ROW) return std::optional(s.number(0));
  if (code == SQLITE_DONE) return std::optional<std::int64_t>();
  return failed(code, "cannot be read");
}

Result<std::int64_t> Store::Impl::write(const Run& run, const std::string& key) const {
  const std::string made_at = now_rfc3339();
  Statement r(db, "INSERT INTO runs(key, made_at, operator_id, as_of, known_at, knowledge, program, options, summary, estate) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)");
  r.bind(1, key).bind(2, made_at).bind(3, run.operator_id).bind(4, run.as_of).bind(5, run.known_at).bind(6, run.knowledge);
  r.bind(7, run.program).bind(8, run.options).bind(9, run.summary).bind(10, run.estate);
  if (const int code = r.step(); code != SQLITE_DONE) return failed(code, "a run cannot be kept");
  const std::int64_t number = sqlite3_last_insert_rowid(db);
  Statement in(db, "INSERT INTO inputs(run, place, path, sha256, bytes) VALUES(?1,?2,?3,?4,?5)");
  std::int64_t place = 0;
  for (const auto& i : run.inputs) {
    in.bind(1, number).bind(2, place++).bind(3, i.path).bind(4, i.sha256).bind(5, static_cast<std::int64_t>(i.bytes));
    if (const int code = in.step(); code != SQLITE_DONE) return failed(code, "a run cannot be kept");
    in.reset();
  }
  Statement it(db, "INSERT INTO items(run, place, kind, id, state, json) VALUES(?1,?2,?3,?4,?5,?6)");
  place = 0;
  for (const auto& i : run.items) {
    it.bind(1, number).bind(2, place++).bind(3, i.kind).bind(4, i.id).bind(5, i.state).bind(6, i.json);
    if (const int code = it.step(); code != SQLITE_DONE) return failed(code, "a run cannot be kept");
    it.reset();
  }
  return number;
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code code;
  if (!folder.empty()) std::filesystem::create_directories(folder, code);
  if (code) return std::unexpected(Error{Kind::Io, path, {}, "its folder cannot be made: " + code.message(), "give a place that may be written with --db sqlite:PATH"});
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  const int opened = sqlite3_open_v2(path.c_str(), &impl->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
  if (opened != SQLITE_OK) return std::unexpected(error_of(impl->db, opened, path, "cannot be opened"));
  sqlite3_extended_result_codes(impl->db, 1);
  sqlite3_busy_timeout(impl->db, kPatienceMs);
  // SQLite does not wait by itself where the journal of a new file is switched to WAL while others open it too.
  for (int waited = 0;; waited += kPauseMs) {
    auto ready = impl->prepare();
    if (ready) return Store(std::move(impl));
    const bool busy = (sqlite3_errcode(impl->db) & 0xff) == SQLITE_BUSY;
    impl->roll_back();
    if (!busy || waited >= kPatienceMs) return std::unexpected(std::move(ready).error());
    sqlite3_sleep(kPauseMs);
  }
}

Result<std::int64_t> Store::keep(const Run& run, bool* added) {
  if (added != nullptr) *added = false;
  const std::string key = key_of(run);
  RF_CHECK(impl_->begin());  // the writer's lock is taken before looking, so nobody adds it between look and write
  const auto finish = [&]() -> Result<std::int64_t> {
    RF_TRY(const auto known, impl_->number_of(key));
    if (known) {
      impl_->roll_back();
      return *known;
    }
    RF_TRY(const std::int64_t number, impl_->write(run, key));
    RF_CHECK(impl_->execute("COMMIT", "a run cannot be kept"));
    if (added != nullptr) *added = true;
    return number;
  };
  auto out = finish();
  if (!out) impl_->roll_back();
  return out;
}

namespace {

constexpr const char* kRunColumns = "SELECT number, made_at, operator_id, as_of, known_at, knowledge, program, options, summary, estate FROM runs ";

Run read_run(Statement& s) {
  Run r;
  r.number = s.number(0);
  int at = 1;
  for (auto* field : {&r.made_at, &r.operator_id, &r.as_of, &r.known_at, &r.knowledge, &r.program, &r.options, &r.summary, &r.estate}) *field = s.text(at++);
  return r;
}

}  // namespace

Result<std::vector<Run>> Store::runs(std::size_t limit) const {
  // The newest `limit`, printed oldest first.
  const std::string sql = "SELECT * FROM (" + std::string(kRunColumns) + "ORDER BY number DESC LIMIT ?1) ORDER BY number";
  Statement s(impl_->db, sql.c_str());
  s.bind(1, limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(limit));
  std::vector<Run> out;
  int code = SQLITE_OK;
  while ((code = s.step()) == SQLITE_ROW) out.push_back(read_run(s));
  if (code != SQLITE_DONE) return impl_->failed(code, "cannot be read");
  for (auto& r : out) {
    Statement in(impl_->db, "SELECT path, sha256, bytes FROM inputs WHERE run=?1 ORDER BY place");
    in.bind(1, r.number);
    while ((code = in.step()) == SQLITE_ROW) r.inputs.push_back({in.text(0), in.text(1), static_cast<std::uint64_t>(in.number(2))});
    if (code != SQLITE_DONE) return impl_->failed(code, "cannot be read");
  }
  return out;
}

Result<Run> Store::run(std::int64_t number) const {
  const std::string sql = std::string(kRunColumns) + "WHERE number=?1";
  Statement s(impl_->db, sql.c_str());
  int code = s.bind(1, number).step();
  if (code == SQLITE_DONE)
    return std::unexpected(Error{Kind::Usage, impl_->path, {}, "there is no run " + std::to_string(number), "ringfence runs lists those there are"});
  if (code != SQLITE_ROW) return impl_->failed(code, "cannot be read");
  Run out = read_run(s);
  Statement in(impl_->db, "SELECT path, sha256, bytes FROM inputs WHERE run=?1 ORDER BY place");
  in.bind(1, number);
  while ((code = in.step()) == SQLITE_ROW) out.inputs.push_back({in.text(0), in.text(1), static_cast<std::uint64_t>(in.number(2))});
  if (code != SQLITE_DONE) return impl_->failed(code, "cannot be read");
  Statement items(impl_->db, "SELECT kind, id, state, json FROM items WHERE run=?1 ORDER BY place");
  items.bind(1, number);
  while ((code = items.step()) == SQLITE_ROW) out.items.push_back({items.text(0), items.text(1), items.text(2), items.text(3)});
  if (code != SQLITE_DONE) return impl_->failed(code, "cannot be read");
  return out;
}

Result<std::vector<Change>> Store::diff(std::int64_t a, std::int64_t b) const {
  RF_TRY(const Run before, run(a));
  RF_TRY(const Run after, run(b));
  std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>> states;
  for (const auto& i : before.items) states[{i.kind, i.id}].first = i.state;
  for (const auto& i : after.items) states[{i.kind, i.id}].second = i.state;
  std::vector<Change> out;
  for (const auto& [what, state] : states)
    if (state.first != state.second) out.push_back({what.first, what.second, state.first, state.second});
  return out;
}

}  // namespace rf::store
