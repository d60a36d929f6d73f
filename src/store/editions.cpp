// Editions of lists and decisions on likenesses: rows here, large things as files of the folder beside the database.
#include "store/impl.h"

namespace rf::store {

std::string Store::folder() const { return impl_->path + ".d"; }

Result<std::int64_t> Store::keep(const Edition& e, bool* added) {
  if (added != nullptr) *added = false;
  RF_CHECK(impl_->begin());
  const auto finish = [&]() -> Result<std::int64_t> {
    Statement known(impl_->db, "SELECT number FROM list_editions WHERE list=?1 AND sha256=?2 AND dated=?3");
    const int code = known.bind(1, e.list).bind(2, e.sha256).bind(3, e.dated).step();
    if (code == SQLITE_ROW) {
      const std::int64_t number = known.number(0);
      impl_->roll_back();
      return number;
    }
    if (code != SQLITE_DONE) return impl_->failed(code, "cannot be read");
    Statement s(impl_->db,
                "INSERT INTO list_editions(list, dated, dated_by, sha256, made_at, format, entities, relations, left_out, files) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)");
    const std::string made_at = now_rfc3339();
    s.bind(1, e.list).bind(2, e.dated).bind(3, e.dated_by).bind(4, e.sha256).bind(5, made_at).bind(6, e.format);
    s.bind(7, static_cast<std::int64_t>(e.entities)).bind(8, static_cast<std::int64_t>(e.relations)).bind(9, static_cast<std::int64_t>(e.left_out)).bind(10, e.files);
    if (const int done = s.step(); done != SQLITE_DONE) return impl_->failed(done, "an edition cannot be kept");
    const std::int64_t number = sqlite3_last_insert_rowid(impl_->db);
    RF_CHECK(impl_->execute("COMMIT", "an edition cannot be kept"));
    if (added != nullptr) *added = true;
    return number;
  };
  auto out = finish();
  if (!out) impl_->roll_back();
  return out;
}

Result<std::vector<Edition>> Store::editions(const std::string& list) const {
  Statement s(impl_->db,
              "SELECT number, list, dated, dated_by, sha256, made_at, format, entities, relations, left_out, files FROM list_editions "
              "WHERE ?1='' OR list=?1 ORDER BY list, dated, number");
  s.bind(1, list);
  std::vector<Edition> out;
  int code = SQLITE_OK;
  while ((code = s.step()) == SQLITE_ROW) {
    Edition e;
    e.number = s.number(0);
    int at = 1;
    for (auto* field : {&e.list, &e.dated, &e.dated_by, &e.sha256, &e.made_at, &e.format}) *field = s.text(at++);
    for (auto* field : {&e.entities, &e.relations, &e.left_out}) *field = static_cast<std::uint64_t>(s.number(at++));
    e.files = s.text(at);
    out.push_back(std::move(e));
  }
  if (code != SQLITE_DONE) return impl_->failed(code, "cannot be read");
  return out;
}

Result<std::int64_t> Store::keep(const Decision& d) {
  Statement s(impl_->db, "INSERT INTO decisions(made_at, day, by_whom, verdict, query, list, entry, name, entry_hash, edition, why) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
  const std::string made_at = now_rfc3339();
  int at = 1;
  for (const auto* field : {&made_at, &d.day, &d.by, &d.verdict, &d.query, &d.list, &d.entry, &d.name, &d.entry_hash, &d.edition, &d.why}) s.bind(at++, *field);
  if (const int code = s.step(); code != SQLITE_DONE) return impl_->failed(code, "a decision cannot be kept");
  return sqlite3_last_insert_rowid(impl_->db);
}

Result<std::vector<Decision>> Store::decisions() const {
  Statement s(impl_->db, "SELECT number, made_at, day, by_whom, verdict, query, list, entry, name, entry_hash, edition, why FROM decisions ORDER BY number");
  std::vector<Decision> out;
  int code = SQLITE_OK;
  while ((code = s.step()) == SQLITE_ROW) {
    Decision d;
    d.number = s.number(0);
    int at = 1;
    for (auto* field : {&d.made_at, &d.day, &d.by, &d.verdict, &d.query, &d.list, &d.entry, &d.name, &d.entry_hash, &d.edition, &d.why}) *field = s.text(at++);
    out.push_back(std::move(d));
  }
  if (code != SQLITE_DONE) return impl_->failed(code, "cannot be read");
  return out;
}

}  // namespace rf::store
