// An import reads into a file beside, and only a whole, checked list gets its name and its row; so what was in force stays so
// until the moment the new one is. Tested by tests/screen/lists_test.cpp.
#include "screen/lists/editions.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace rf::screen::lists {
namespace fs = std::filesystem;
namespace {

std::string file_of(const std::string& folder, const std::string& list, const std::string& sha) {
  std::string safe;
  for (const char c : list) safe += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ? c : '_';
  return folder + "/" + sha + "." + safe.substr(0, 60) + ".list";
}
std::string base_name(const std::string& path) { return path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1); }

class Keep : public Sink {
 public:
  Keep(EditionWriter& to, std::vector<Error>& out) : to_(to), left_out_(out) {}
  void entity(names::ListEntity e) override { to_.add(e); }
  void relation(Relation r) override { to_.add(r); }
  void left_out(Error e) override { left_out_.push_back(std::move(e)); }

 private:
  EditionWriter& to_;
  std::vector<Error>& left_out_;
};

const store::Edition* newest(const std::vector<store::Edition>& all, std::string_view list, Day by) {
  const store::Edition* out = nullptr;
  for (const auto& e : all)
    if (e.list == list && parse_iso_day(e.dated).value_or(Day{}) <= by) out = &e;  // they come by day
  return out;
}

/// What could not be read leaves the edition before in force: said, with its day where the file shows which list it was to be.
Error with_what_stays(Error e, const store::Store& store, const Source& source, const std::string& list) {
  const auto all = store.editions();
  if (!all || all->empty()) return e;
  const Format* format = format_of(source);
  const store::Edition* stays = nullptr;
  for (const auto& kept : *all)
    if (list.empty() ? format != nullptr && kept.format == format->id : kept.list == list)
      if (stays == nullptr || kept.dated >= stays->dated) stays = &kept;
  e.remedy += (e.remedy.empty() ? "" : "; ") + (stays != nullptr ? "the edition of " + stays->dated + " of " + stays->list + " stays in force" : "what was in force before stays in force");
  return e;
}

}  // namespace

Result<Imported> import(store::Store& store, Files& files, const ImportOptions& options) {
  Imported out;
  store::Edition& e = out.edition;
  JsonWriter w(e.files);
  std::string lines;
  const auto add = [&](const Source& s) {
    const std::string sha = sha256_hex(s.stored());
    w.begin_object().member("path", base_name(s.name())).member("sha256", sha).member("bytes", static_cast<std::uint64_t>(s.stored().size())).end_object();
    lines += sha + "  " + base_name(s.name()) + "\n";
    return sha;
  };
  w.begin_array();
  e.sha256 = add(files.main);
  for (const Source& s : files.more) add(s);
  w.end_array();
  if (!files.more.empty()) e.sha256 = sha256_hex(lines);

  std::error_code code;
  fs::create_directories(store.folder(), code);
  if (code) return std::unexpected(Error{Kind::Io, store.folder(), {}, "cannot be made: " + code.message(), "give a place that may be written with --db sqlite:PATH"});
  const std::string beside = store.folder() + "/importing-" + std::to_string(::getpid()) + ".new";
  RF_TRY(EditionWriter writer, EditionWriter::create(beside));
  Keep keep(writer, out.left_out);
  const auto whole = read(files, keep, options.list);
  if (!whole) return std::unexpected(with_what_stays(whole.error(), store, files.main, options.list));
  const Summary& summary = *whole;
  RF_CHECK(writer.finish());
  const auto drop = [&] { fs::remove(beside, code); };

  e.list = summary.list;
  e.format = summary.format;
  e.entities = summary.entities;
  e.relations = summary.relations;
  e.left_out = summary.left_out;
  Day dated = options.dated.known() ? options.dated : summary.dated;
  e.dated_by = options.dated.known() ? "given" : summary.dated.known() ? "file" : "import";
  if (!dated.known()) dated = options.today;
  e.dated = to_text(dated);
  if (e.entities + e.relations == 0) {
    drop();
    return std::unexpected(Error{Kind::Malformed, files.main.name(), {}, "the list is empty", "what was in force before still is"});
  }

  const auto all = store.editions(e.list);
  if (!all) {
    drop();
    return std::unexpected(all.error());
  }
  const store::Edition* before = newest(*all, e.list, dated);
  if (before == nullptr && !all->empty()) before = &all->front();
  if (before != nullptr && before->sha256 != e.sha256) {
    out.before = before->dated;
    out.entities_before = before->entities + before->relations;
    const std::uint64_t now = e.entities + e.relations;
    if (now * 2 < out.entities_before && !options.accept_shrink) {
      drop();
      return std::unexpected(Error{Kind::Malformed, files.main.name(), {},
                                   "the list shrank by more than half: " + std::to_string(now) + " entries, and " + std::to_string(out.entities_before) + " in the edition of " + before->dated,
                                   "the edition of " + before->dated + " stays in force; if the list is whole, import it with --accept-shrink"});
    }
  }
  const std::string path = file_of(store.folder(), e.list, e.sha256);
  fs::rename(beside, path, code);
  if (code) {
    const std::string why = code.message();
    drop();
    return std::unexpected(Error{Kind::Io, path, {}, "cannot be written: " + why, "what was in force before still is"});
  }
  RF_TRY(e.number, store.keep(e, &out.added));
  RF_TRY(const auto after, store.editions(e.list));
  const auto* now = newest(after, e.list, options.today > dated ? options.today : dated);
  out.in_force = now != nullptr && now->number == e.number;
  for (const auto& kept : after)
    if (kept.number == e.number) e = kept;
  return out;
}

Result<Editions> Editions::open(const std::string& db) {
  std::error_code code;
  if (db.empty() || !fs::exists(db, code)) return Editions();
  RF_TRY(const auto store, store::Store::open(db));
  RF_TRY(auto all, store.editions());
  return Editions(store, std::move(all));
}

const store::Edition* Editions::in_force(std::string_view list, Day known_at) const { return newest(all_, list, known_at); }

std::vector<store::Edition> Editions::in_force(Day known_at) const {
  std::vector<store::Edition> out;
  for (const auto& e : all_) {
    if (parse_iso_day(e.dated).value_or(Day{}) > known_at) continue;
    if (!out.empty() && out.back().list == e.list) out.back() = e;
    else out.push_back(e);
  }
  return out;
}

std::vector<store::Edition> Editions::at_hand(Day known_at) const {
  auto out = in_force(known_at);
  for (const auto& e : all_)  // by list, then by day
    if (std::none_of(out.begin(), out.end(), [&](const store::Edition& o) { return o.list == e.list; })) out.push_back(e);
  std::stable_sort(out.begin(), out.end(), [](const store::Edition& a, const store::Edition& b) { return a.list < b.list; });
  return out;
}

Editions Editions::only(const std::set<std::pair<std::string, std::string>>& list_and_sha256) const {
  Editions out = *this;
  std::erase_if(out.all_, [&](const store::Edition& e) { return !list_and_sha256.contains({e.list, e.sha256}); });
  return out;
}

Result<store::Edition> Editions::find(const std::string& name) const {
  if (const auto n = parse_count(name))
    for (const auto& e : all_)
      if (e.number == *n) return e;
  const auto at = name.find('@');
  const std::string list = name.substr(0, at);
  const store::Edition* found = nullptr;
  for (const auto& e : all_)
    if (e.list == list && (at == std::string::npos || e.dated == name.substr(at + 1))) found = &e;
  if (found != nullptr) return *found;
  return fail(Kind::Usage, "there is no edition \"" + name + "\"", {}, "ringfence lists status shows them: give a number, LIST or LIST@DAY");
}

Result<void> Editions::each(const store::Edition& edition, const std::function<void(names::ListEntity, std::string_view)>& entity,
                            const std::function<void(Relation)>& relation) const {
  const std::string path = file_of(folder_, edition.list, edition.sha256);
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(std::move(file).error());
  auto done = read_edition(
      file->bytes(),
      [&](names::ListEntity e, std::string_view hash) {
        e.list = edition.list;
        e.edition = edition.dated;
        if (entity) entity(std::move(e), hash);
      },
      relation);
  if (!done) return in_input(std::move(done).error(), path);
  return {};
}

Result<std::map<std::string, std::string>> Editions::hashes(const store::Edition& edition, const std::set<std::string>& entries) const {
  std::map<std::string, std::vector<std::string>> rows;
  for (const auto& e : entries) rows[e];
  RF_CHECK(each(edition, [&](names::ListEntity e, std::string_view hash) {
    if (const auto at = rows.find(e.entry); at != rows.end()) at->second.emplace_back(hash);
  }));
  std::map<std::string, std::string> out;
  for (const auto& [entry, of] : rows) out.emplace(entry, hash_of_rows(of));
  return out;
}

std::string said_of_later(const store::Edition& e, Day known_at) {
  return e.list + ": no edition of " + to_text(known_at) + " or before is held; that of " + e.dated + " stands in: entries that give a day of their own by then count as on record, of those that give none it is not known, and their words are the later edition's";
}

std::string_view to_text(Difference::What w) {
  using enum Difference::What;
  switch (w) {
    case Added: return "added";
    case Dropped: return "dropped";
    case Renamed: return "renamed";
    case Changed: return "changed";
  }
  return "";
}

namespace {

template <class T, class Key>
bool same_set(const std::vector<T>& a, const std::vector<T>& b, Key key) {
  std::vector<std::string> x, y;
  for (const auto& v : a) x.push_back(key(v));
  for (const auto& v : b) y.push_back(key(v));
  std::sort(x.begin(), x.end());
  std::sort(y.begin(), y.end());
  return x == y;
}
std::vector<std::string> fields_that_differ(const names::ListEntity& a, const names::ListEntity& b) {
  std::vector<std::string> out;
  const auto same = [&](const char* field, bool is) {
    if (!is) out.emplace_back(field);
  };
  same("name", a.name == b.name);
  same("kind", a.kind == b.kind);
  same("aliases", same_set(a.aliases, b.aliases, [](const names::Alias& x) { return x.text + '\0' + std::to_string(static_cast<int>(x.kind)); }));
  same("addresses", same_set(a.addresses, b.addresses, [](const names::Address& x) { return x.text + '\0' + x.country; }));
  same("identifiers", same_set(a.identifiers, b.identifiers, [](const names::Identifier& x) { return x.type + '\0' + x.value + '\0' + x.country; }));
  same("countries", same_set(a.countries, b.countries, [](const std::string& x) { return x; }));
  same("programmes", same_set(a.programs, b.programs, [](const std::string& x) { return x; }));
  same("source", a.source == b.source);
  same("dates", a.from == b.from && a.to == b.to);
  same("remarks", a.remarks == b.remarks);
  return out;
}

}  // namespace

Result<std::vector<Difference>> diff(const Editions& editions, const store::Edition& a, const store::Edition& b) {
  using Side = std::map<std::string, std::pair<std::string, names::ListEntity>>;
  Side x, y;
  std::map<std::string, std::string> rx, ry;
  const auto load = [&](const store::Edition& e, Side& to, std::map<std::string, std::string>& relations) {
    return editions.each(
        e, [&](names::ListEntity entity, std::string_view hash) {
          std::string key = entity.entry;
          to.insert_or_assign(std::move(key), std::pair(std::string(hash), std::move(entity)));
        },
        [&](Relation r) { relations.insert_or_assign(r.owner + " " + std::string(to_text(r.kind)) + " " + r.owned, to_text(r.share) + r.from + r.to); });
  };
  RF_CHECK(load(a, x, rx));
  RF_CHECK(load(b, y, ry));
  std::vector<Difference> out;
  using enum Difference::What;
  for (const auto& [entry, now] : y) {
    const auto was = x.find(entry);
    if (was == x.end()) out.push_back({Added, entry, now.second.source, now.second.name, {}, {}});
    else if (was->second.first != now.first) {
      const bool renamed = was->second.second.name != now.second.name;
      auto fields = fields_that_differ(was->second.second, now.second);
      if (!fields.empty()) out.push_back({renamed ? Renamed : Changed, entry, now.second.source, now.second.name, renamed ? was->second.second.name : "", std::move(fields)});
    }
  }
  for (const auto& [entry, was] : x)
    if (!y.contains(entry)) out.push_back({Dropped, entry, was.second.source, was.second.name, {}, {}});
  for (const auto& [key, value] : ry)
    if (const auto was = rx.find(key); was == rx.end()) out.push_back({Added, key, "relation", key, {}, {}});
    else if (was->second != value) out.push_back({Changed, key, "relation", key, {}, {"share or dates"}});
  for (const auto& [key, value] : rx)
    if (!ry.contains(key)) out.push_back({Dropped, key, "relation", key, {}, {}});
  std::stable_sort(out.begin(), out.end(), [](const Difference& p, const Difference& q) { return p.what < q.what; });
  return out;
}

}  // namespace rf::screen::lists
