// Editions of lists in the store: imported whole or not at all, kept with day and SHA-256, compared, and read back.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "screen/lists/read.h"
#include "store/store.h"

namespace rf::screen::lists {

/// Hash of what an entry says: 32 hexadecimal digits of a SHA-256 over all its fields but edition, list and place in the file.
/// Two editions that say the same of an entry give the same hash; a decision keeps it, so as not to outlive a change.
std::string hash_of(const names::ListEntity& e);
/// Of an entry that stands in several rows of one list: the hash of one row as it is, of several that of their hashes in order.
std::string hash_of_rows(const std::vector<std::string>& rows);

struct ImportOptions {
  std::string list;           ///< id instead of the list's own
  Day dated;                  ///< the edition's day where the file does not say it, or instead of what it says
  bool accept_shrink = false; ///< take a list that has less than half the entries of the one before it
  Day today;
};
struct Imported {
  store::Edition edition;
  bool added = false;          ///< false: the very same file is there already
  bool in_force = false;       ///< false: an edition of a later day is
  std::string before;          ///< day of the edition before it, "" where it is the first
  std::uint64_t entities_before = 0;
  std::vector<Error> left_out; ///< the first kNamed records
};
/// Reads, checks and keeps one edition. What was there before stays in force if this fails. Fails: as `read` does; Malformed (the list
/// shrank by more than half); Io. O(file), memory does not grow with it beyond what the format's reader says.
Result<Imported> import(store::Store& store, Files& files, const ImportOptions& options);

/// One list's editions, and what is in force on a day.
class Editions {
 public:
  /// `db` need not exist: then there are none.
  static Result<Editions> open(const std::string& db);
  explicit Editions(const store::Store& store, std::vector<store::Edition> all) : folder_(store.folder()), all_(std::move(all)) {}
  Editions() = default;
  const std::vector<store::Edition>& all() const { return all_; }  ///< by list, then by day
  /// The newest of each list that is dated `known_at` or before.
  std::vector<store::Edition> in_force(Day known_at) const;
  /// The same, and of a list of which none is dated so early the first one held: it is `later`, and what it holds was on record then only
  /// where an entry's own day says so.
  std::vector<store::Edition> at_hand(Day known_at) const;
  static bool later(const store::Edition& edition, Day known_at) { return parse_iso_day(edition.dated).value_or(Day{}) > known_at; }
  /// These alone, by list and SHA-256: what a proof names. What is not held is not there.
  Editions only(const std::set<std::pair<std::string, std::string>>& list_and_sha256) const;
  /// The one in force of a list; null where none was known by then.
  const store::Edition* in_force(std::string_view list, Day known_at) const;
  /// By number ("3"), by LIST ("us-csl": the newest), or by LIST@DAY. Fails: Usage.
  Result<store::Edition> find(const std::string& name) const;
  /// Everything in an edition, in the order of the file. `list` and `edition` of each entity are filled in. Fails: Io, Malformed
  /// (the file of the store was damaged: import again).
  Result<void> each(const store::Edition& edition, const std::function<void(names::ListEntity, std::string_view hash)>& entity,
                    const std::function<void(Relation)>& relation = {}) const;
  /// hash_of_rows for each of these entries, "" for one that the edition does not have. Fails as each(). Reads the edition once.
  Result<std::map<std::string, std::string>> hashes(const store::Edition& edition, const std::set<std::string>& entries) const;

 private:
  std::string folder_;
  std::vector<store::Edition> all_;
};

/// Whether an entry of an edition later than `known_at` was on record then: by its own day; unknown where it has none.
enum class OnRecord : std::uint8_t { Yes, No, Unknown };
inline OnRecord on_record(std::string_view from, Day known_at) {
  const auto day = parse_iso_day(from);
  return !day ? OnRecord::Unknown : *day <= known_at ? OnRecord::Yes : OnRecord::No;
}

/// "us-csl: no edition of 2020-01-01 or before is held; that of 2026-11-25 stands in …", a line.
std::string said_of_later(const store::Edition& edition, Day known_at);

/// From one edition to another: entries added, dropped, renamed (another main name), changed (anything else).
struct Difference {
  enum class What : std::uint8_t { Added, Dropped, Renamed, Changed };
  What what;
  std::string entry, source, name, before;  ///< before: the earlier name, where renamed
  std::vector<std::string> fields;          ///< Changed, Renamed: "aliases", "addresses" …
};
std::string_view to_text(Difference::What w);
/// In the order of entries, by kind of difference. O(n log n), both editions held.
Result<std::vector<Difference>> diff(const Editions& editions, const store::Edition& a, const store::Edition& b);

/// Binary form in which editions are kept. Public for tests and fuzzing.
class EditionWriter {
 public:
  static Result<EditionWriter> create(const std::string& path);
  EditionWriter(EditionWriter&&) noexcept;
  ~EditionWriter();  ///< an unfinished file is removed
  void add(const names::ListEntity& e);
  void add(const Relation& r);
  /// Writes counts and digest, and syncs. Fails: Io.
  Result<void> finish();

 private:
  struct Impl;
  explicit EditionWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};
Result<void> read_edition(std::string_view bytes, const std::function<void(names::ListEntity, std::string_view hash)>& entity, const std::function<void(Relation)>& relation);

}  // namespace rf::screen::lists
