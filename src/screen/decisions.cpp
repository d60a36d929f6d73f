#include "screen/decisions.h"

#include <filesystem>

#include "names/resolve.h"

namespace rf::screen {
namespace {
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
    if (d.verdict == "withdrawn") by_.erase(at);
    else by_.insert_or_assign(at, d);
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
  const auto at = by_.find(place(decision_key(query), list, entry));
  if (at == by_.end()) return std::nullopt;
  return Held{at->second, at->second.entry_hash != entry_hash};
}

std::vector<store::Decision> Decisions::all() const {
  std::vector<store::Decision> out;
  for (const auto& [at, d] : by_) out.push_back(d);
  return out;
}

}  // namespace rf::screen
