#include "screen/decisions.h"

#include <filesystem>
#include <set>

#include "names/resolve.h"

namespace rf::screen {
namespace {
constexpr std::string_view kLapsed = "lapsed";  // no person gives this verdict: an import does
std::string place(std::string_view key, std::string_view list, std::string_view entry) {
  std::string out(key);
  out += '\0';
  out += list;
  out += '\0';
  out += entry;
  return out;
}
}  // namespace

std::string decision_key(std::string_view query) { return names::normalised(query); }

Decisions::Decisions(const std::vector<store::Decision>& all, Day known_at) {
  for (const auto& d : all) {
    if (const auto day = parse_iso_day(d.day); !day || *day > known_at) continue;
    const std::string at = place(d.query, d.list, d.entry);
    if (d.verdict == "withdrawn") {
      by_.erase(at);
    } else if (d.verdict == kLapsed) {
      if (const auto it = by_.find(at); it != by_.end()) it->second.lapsed = d.why;
    } else {
      by_.insert_or_assign(at, Kept{d, {}});
    }
  }
}

Decisions Decisions::open(const std::string& db, Day known_at, std::vector<Error>& errors) {
  std::error_code code;
  if (db.empty() || !std::filesystem::exists(db, code)) return {};
  const auto store = store::Store::open(db);
  if (!store) {
    errors.push_back(store.error());
    return {};
  }
  const auto all = store->decisions();
  if (!all) {
    errors.push_back(all.error());
    return {};
  }
  return Decisions(*all, known_at);
}

std::optional<Held> Decisions::on(std::string_view query, std::string_view list, std::string_view entry, std::string_view entry_hash) const {
  if (by_.empty()) return std::nullopt;
  return at(place(decision_key(query), list, entry), entry_hash);
}
std::optional<Held> Decisions::now(const store::Decision& d, std::string_view entry_hash) const { return at(place(d.query, d.list, d.entry), entry_hash); }

std::optional<Held> Decisions::at(const std::string& place, std::string_view entry_hash) const {
  const auto found = by_.find(place);
  if (found == by_.end()) return std::nullopt;
  const auto& [decision, lapsed] = found->second;
  Held out{decision, !lapsed.empty() || decision.entry_hash != entry_hash, lapsed};
  if (out.stale && lapsed.empty()) out.why_stale = entry_hash.empty() ? "the entry is gone from the list" : "the entry has changed since";
  return out;
}

std::vector<store::Decision> Decisions::all() const {
  std::vector<store::Decision> out;
  for (const auto& [at, d] : by_) out.push_back(d.decision);
  return out;
}

Result<std::vector<store::Decision>> lapse(store::Store& store, const lists::Editions& editions, const store::Edition& edition) {
  RF_TRY(const auto all, store.decisions());
  std::map<std::string, store::Decision> live;
  for (const auto& d : all) {
    if (d.list != edition.list) continue;
    const std::string at = place(d.query, d.list, d.entry);
    if (d.verdict == "withdrawn" || d.verdict == kLapsed) live.erase(at);
    else live.insert_or_assign(at, d);
  }
  // An edition of a day before is no change since.
  std::erase_if(live, [&](const auto& d) { return d.second.edition.empty() || d.second.edition >= edition.dated; });
  std::vector<store::Decision> out;
  if (live.empty()) return out;
  std::set<std::string> entries;
  for (const auto& [at, d] : live) entries.insert(d.entry);
  RF_TRY(const auto hashes, editions.hashes(edition, entries));
  for (const auto& [at, d] : live) {
    const auto& hash = hashes.at(d.entry);
    if (!hash.empty() && hash == d.entry_hash) continue;
    store::Decision gone = d;
    gone.number = 0;
    gone.day = edition.dated;
    gone.by = "lists import";
    gone.verdict = kLapsed;
    gone.why = std::string(hash.empty() ? "the entry left the list" : "the entry was changed") + " in the edition of " + edition.dated;
    gone.edition = edition.dated;
    RF_TRY(gone.number, store.keep(gone));
    out.push_back(std::move(gone));
  }
  return out;
}

}  // namespace rf::screen
