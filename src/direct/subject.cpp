// Status says how things stood when the inventory was written; dates say when that began and ends. So a row whose
// removal is dated tomorrow is there today, whatever its status.
#include "direct/subject.h"

#include <map>
#include <optional>
#include <unordered_map>

#include "base/text.h"

namespace rf::direct {

namespace {

enum class StatusWord : std::uint8_t { InService, NotYet, Gone, Off, Unknown };

StatusWord read_status(std::string_view status) {
  if (status == "planned" || status == "ordered" || status == "in-store") return StatusWord::NotYet;
  if (status == "removed" || status == "disposed") return StatusWord::Gone;
  if (status == "switched-off" || status == "decommissioned" || status == "installed") return StatusWord::Off;
  return status.empty() || status == "in-service" ? StatusWord::InService : StatusWord::Unknown;
}

RowState state(const estate::Estate& e, std::size_t row, Day day, StatusWord status, bool depot) {
  if (status == StatusWord::NotYet || depot) return {};
  const Day installed = e.day(Field::InstalledOn, row), from = e.day(Field::InServiceFrom, row), to = e.day(Field::InServiceTo, row);
  const RowDates dates = dates_of(e, row);
  const Day removed = dates.removed, arrived = dates.arrived;
  const Day started = from.known() ? from : installed;
  if (dates.gone_before_it_came()) return {true, true, true};  // one of the two is wrong, and which cannot be told
  RowState s;
  const bool gone = removed.known() ? removed <= day : status == StatusWord::Gone;
  s.present = !gone && (!arrived.known() || arrived <= day);
  const bool off = to.known() ? to < day : status == StatusWord::Off;
  s.unsure = status == StatusWord::Unknown;
  s.in_service = s.present && !off && (!started.known() || started <= day);
  // A contradiction is believed on neither side: removed, and seen after that day.
  if (gone && dates.seen_after_it_went()) s = {true, true, true};
  return s;
}

}  // namespace

RowDates dates_of(const estate::Estate& e, std::size_t row) {
  const Day removed = e.day(Field::RemovedOn, row), installed = e.day(Field::InstalledOn, row);
  return {removed.known() ? removed : e.day(Field::DisposedOn, row), installed.known() ? installed : e.day(Field::InServiceFrom, row), e.day(Field::LastSeen, row)};
}

Grouped rows_by_function(const estate::Estate& e) {
  return {e.words(Field::Function).size(), e.size(), [&](std::size_t row) { return e.code(Field::Function, row); }};
}

RowState state_of(const estate::Estate& e, std::size_t row, Day day) {
  return state(e, row, day, read_status(e.text(Field::Status, row)), e.text(Field::SiteType, row) == "depot");
}

StateReader::StateReader(const estate::Estate& e) : e_(e), depot_(e.words(Field::SiteType).find("depot").value_or(0)) {
  for (std::uint32_t c = 0; c < e.words(Field::Status).size(); ++c) status_.push_back(static_cast<std::uint8_t>(read_status(e.words(Field::Status).text(c))));
}
RowState StateReader::on(std::size_t row, Day day) const {
  const RowState out = state(e_, row, day, static_cast<StatusWord>(status_[e_.code(Field::Status, row)]), depot_ != 0 && e_.code(Field::SiteType, row) == depot_);
  if (e_.all_seen().empty() || out.in_service) return out;
  const auto* seen = e_.seen(row);
  return seen && seen->answers_though != Field::Id ? RowState{true, true, true} : out;  // listed as gone, and it answers
}

std::vector<RowState> states_of(const estate::Estate& e, Day day) {
  const StateReader reader(e);
  std::vector<RowState> out(e.size());
  for (std::size_t row = 0; row < e.size(); ++row) out[row] = reader.on(row, day);
  return out;
}

std::vector<std::uint32_t> whole_rows(const estate::Estate& e) {
  const bool parts = e.has(Field::PartOf), hosted = e.has(Field::RunsOn);
  const auto belongs = [&](std::size_t row) { return (parts && e.filled(Field::PartOf, row)) || (hosted && e.filled(Field::RunsOn, row)); };
  const auto named = [&](std::size_t row) {
    std::string_view of = parts ? e.text(Field::PartOf, row) : std::string_view();
    if (of.empty() && hosted) of = e.text(Field::RunsOn, row);
    return std::string(of);
  };
  std::unordered_map<std::string, std::vector<std::uint32_t>> rows_of;  // ids that something belongs to, and no others
  if (parts || hosted)
    for (std::size_t row = 0; row < e.size(); ++row)
      if (belongs(row)) rows_of.try_emplace(named(row));
  std::vector<std::uint32_t> out;
  if (rows_of.empty()) return out;
  for (std::size_t row = 0; row < e.size(); ++row)
    if (const auto at = rows_of.find(std::string(e.text(Field::Id, row))); at != rows_of.end()) at->second.push_back(static_cast<std::uint32_t>(row));
  const auto whole_of = [&](std::size_t row) -> std::optional<std::size_t> {
    if (!belongs(row)) return std::nullopt;
    const auto at = rows_of.find(named(row));
    if (at == rows_of.end()) return std::nullopt;
    for (const auto r : at->second)
      if (r != row && e.code(Field::Operator, r) == e.code(Field::Operator, row)) return r;
    return std::nullopt;
  };
  out.assign(e.size(), 0);
  for (std::size_t row = 0; row < e.size(); ++row) {
    auto whole = whole_of(row);
    if (!whole) continue;
    for (int level = 1; level < kMostNested; ++level) {
      const auto wider = whole_of(*whole);
      if (!wider) break;
      whole = wider;
    }
    out[row] = static_cast<std::uint32_t>(*whole + 1);
  }
  return out;
}

void settle_wholes(Subject& s) {
  const auto& e = *s.estate;
  s.wholes.clear();
  s.whole_of_row.clear();
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> known;
  const auto whole_of = whole_rows(e);
  for (std::size_t row = 0; row < whole_of.size(); ++row) {
    if (whole_of[row] == 0) continue;
    const std::size_t whole = whole_of[row] - 1;
    const auto [at, fresh] = known.try_emplace({s.maker_of_row[whole], std::string(e.text(Field::Function, whole))}, static_cast<std::uint32_t>(s.wholes.size() + 1));
    if (fresh) s.wholes.push_back({at->first.first, at->first.second});
    s.whole_of_row.set(row, at->second);
  }
}

std::vector<bool> codes_used(const Subject& s, Field f) {
  const auto& e = *s.estate;
  std::vector<bool> used(e.words(f).size(), s.absent.empty());
  if (s.absent.empty()) return used;
  for (std::size_t row = 0; row < e.size(); ++row)
    if (!s.absent[row]) used[e.code(f, row)] = true;
  return used;
}

bool same_operator(std::string_view a, std::string_view b) {
  const auto key = [](std::string_view s) {
    std::string out;
    for (const char c : lower_ascii(s))
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) out += c;
    return out;
  };
  return !a.empty() && key(a) == key(b);
}

Operators operators_of(const Subject& s) {
  Operators out;
  out.stated = s.facts.id;
  const auto& words = s.estate->words(Field::Operator);
  const auto used = codes_used(s, Field::Operator);
  for (std::uint32_t c = 1; c < words.size(); ++c)
    if (used[c]) out.ids.emplace(words.text(c));
  if (!s.facts.id.empty()) out.ids.insert(s.facts.id);
  if (out.ids.empty()) out.ids.insert("");
  if (out.ids.size() > 1 && s.facts.id.empty()) {
    out.whole = false;
    for (std::size_t r = 0; r < s.estate->size(); ++r)
      if (s.there(r) && s.estate->code(Field::Operator, r) == 0) {
        out.ids.insert("");
        break;
      }
  }
  return out;
}

bool belongs_to(const estate::Estate& e, std::size_t row, std::string_view operator_id, bool whole) {
  const auto op = e.text(Field::Operator, row);
  if (op == operator_id || (op.empty() && whole)) return true;
  for (const auto with : split(e.text(Field::SharedWith, row), '|'))
    if (trimmed(with) == operator_id && !operator_id.empty()) return true;
  return false;
}

std::int64_t known_sum(const Subject& s, const StatedTotal& t) {
  const auto& e = *s.estate;
  const Field f = t.measure == "premises" ? Field::Premises : t.measure == "traffic" ? Field::Traffic : Field::Quantity;
  std::vector<bool> below;
  for (std::uint32_t c = 0; c < e.words(Field::Function).size(); ++c) {
    bool in = t.function.empty();
    for (const auto p : split(e.words(Field::Function).text(c), '|')) in = in || starts_with_path(p, t.function);
    below.push_back(in);
  }
  std::int64_t sum = 0;
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (!s.there(row) || !below[e.code(Field::Function, row)] || !s.states[row].in_service || (!t.operator_id.empty() && !belongs_to(e, row, t.operator_id, true))) continue;
    if (e.filled(Field::PartOf, row)) continue;
    const auto kind = e.text(Field::Kind, row);
    if (kind == "software" || kind == "service" || kind == "component" || e.text(Field::Passive, row) == "yes") continue;
    const std::int64_t n = f == Field::Quantity ? e.quantity(row) : e.count(f, row);
    if (n != estate::kNoCount && n < (std::int64_t{1} << 60) - sum) sum += n;
  }
  return sum;
}

}  // namespace rf::direct
