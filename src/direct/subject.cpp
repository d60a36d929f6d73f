// Status says how things stood when the inventory was written; dates say when that began and ends. So a row whose
// removal is dated tomorrow is there today, whatever its status.
#include "direct/subject.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "names/translit.h"

namespace rf::direct {

namespace {

enum class StatusWord : std::uint8_t { InService, NotYet, Gone, Off, Unknown };

StatusWord read_status(std::string_view status) {
  if (status == "planned" || status == "ordered" || status == "in-store") return StatusWord::NotYet;
  if (status == "removed" || status == "disposed") return StatusWord::Gone;
  if (status == "switched-off" || status == "decommissioned" || status == "installed") return StatusWord::Off;
  return status.empty() || status == "in-service" ? StatusWord::InService : StatusWord::Unknown;
}

/// `written`: when the rows' words of status were, at the latest, so; unknown: on `day`.
RowState state(const estate::Estate& e, std::size_t row, Day day, StatusWord status, bool depot, Day written) {
  if (depot) return {};
  if (status == StatusWord::NotYet) {
    // Planned, and installed or seen by now: one of the two is not so any more.
    const RowDates dates = dates_of(e, row);
    const auto past = [&](Day d) { return d.known() && d <= day && written.known() && day <= written; };
    const auto word = e.text(Field::Status, row);
    if (word != "in-store" && (past(dates.arrived) || past(dates.last_seen))) return {true, true, true, false};
    const Day ordered = e.day(Field::OrderedOn, row);
    return {false, false, false, word != "planned" && (!ordered.known() || ordered <= day)};
  }
  const Day installed = e.day(Field::InstalledOn, row), from = e.day(Field::InServiceFrom, row), to = e.day(Field::InServiceTo, row);
  const RowDates dates = dates_of(e, row);
  const Day removed = dates.removed, arrived = dates.arrived;
  const Day started = from.known() ? from : installed;
  if (dates.gone_before_it_came()) return {true, true, true, false};  // one of the two is wrong, and which cannot be told
  RowState s;
  if (status == StatusWord::Gone && !removed.known() && written.known() && day < written) {
    // Gone when it was written down, nobody says since when: there for sure until it was last seen.
    const bool come = !arrived.known() || arrived <= day, seen = dates.last_seen.known() && day <= dates.last_seen;
    return {come, come && (!started.known() || started <= day), !seen, false};
  }
  const bool gone = removed.known() ? removed <= day : status == StatusWord::Gone;
  s.present = !gone && (!arrived.known() || arrived <= day);
  const bool off = to.known() ? to < day : status == StatusWord::Off;
  s.unsure = status == StatusWord::Unknown;
  s.in_service = s.present && !off && (!started.known() || started <= day);
  // A contradiction is believed on neither side: removed, and seen after that day.
  if (gone && dates.seen_after_it_went()) s = {true, true, true, false};
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

bool turns_when_written(std::string_view status) {
  const auto word = read_status(status);
  return word == StatusWord::Gone || word == StatusWord::NotYet;
}

RowState state_of(const estate::Estate& e, std::size_t row, Day day, Day written) {
  return state(e, row, day, read_status(e.text(Field::Status, row)), e.text(Field::SiteType, row) == "depot", written);
}

StateReader::StateReader(const estate::Estate& e, Day written) : e_(e), written_(written), depot_(e.words(Field::SiteType).find("depot").value_or(0)) {
  for (std::uint32_t c = 0; c < e.words(Field::Status).size(); ++c) status_.push_back(static_cast<std::uint8_t>(read_status(e.words(Field::Status).text(c))));
}
RowState StateReader::on(std::size_t row, Day day) const {
  const RowState out = state(e_, row, day, static_cast<StatusWord>(status_[e_.code(Field::Status, row)]), depot_ != 0 && e_.code(Field::SiteType, row) == depot_, written_);
  if (e_.all_seen().empty() || out.in_service) return out;
  const auto* seen = e_.seen(row);
  return seen && seen->answers_though != Field::Id ? RowState{true, true, true, false} : out;  // listed as gone, and it answers
}

std::vector<RowState> states_of(const estate::Estate& e, Day day, Day written) {
  const StateReader reader(e, written);
  std::vector<RowState> out(e.size());
  for (std::size_t row = 0; row < e.size(); ++row) out[row] = reader.on(row, day);
  return out;
}

namespace {
/// The row that another says it is part of is not where that one is: only planned, gone, or in another country. The part then stands by itself.
bool stands_nowhere(const estate::Estate& e, std::size_t whole, std::size_t part) {
  const auto is = [&](std::size_t row) { return read_status(e.text(Field::Status, row)); };
  const StatusWord w = is(whole), p = is(part);
  if ((w == StatusWord::NotYet || (w == StatusWord::Gone && !dates_of(e, whole).removed.known())) && w != p) return true;
  const auto at = e.text(Field::Country, whole), here = e.text(Field::Country, part);
  return !at.empty() && !here.empty() && at != here;
}
}  // namespace

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
      if (r != row && e.code(Field::Operator, r) == e.code(Field::Operator, row)) return stands_nowhere(e, r, row) ? std::nullopt : std::optional<std::size_t>(r);
    return std::nullopt;
  };
  out.assign(e.size(), 0);
  for (std::size_t row = 0; row < e.size(); ++row) {
    auto whole = whole_of(row);
    if (!whole) continue;
    int level = 1;
    for (; level < kMostNested; ++level) {
      const auto wider = whole_of(*whole);
      if (!wider) break;
      whole = wider;
    }
    if (level < kMostNested) out[row] = static_cast<std::uint32_t>(*whole + 1);  // else they are part of each other, and of nothing
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

namespace {
/// "Telefónica Germany GmbH & Co. OHG" → telefonica, germany: as names are compared, without accents and the legal form.
std::vector<std::string> words_of_operator(std::string_view s) {
  std::string latin;
  const std::string plain = names::normalised(s);
  char room[8];
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t from = at;
    const auto read = names::latin_of(names::next_char(plain, at), room);
    if (static_cast<unsigned char>(plain[from]) < 0x80 || read.empty()) latin.append(plain, from, at - from);
    else latin += lower_ascii(read);
  }
  std::vector<std::string> out;
  std::string word;
  for (const char c : latin + " ") {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) word += c;
    else if (!word.empty()) out.push_back(std::exchange(word, {}));
  }
  if (out.size() > 2 && out.back() == "s" && out[out.size() - 2] == "a") out.resize(out.size() - 2);  // A/S
  return out;
}
std::string joined_words(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += w;
  return out;
}
}  // namespace

const knowledge::Variation* variation_of(const knowledge::World& w, std::string_view operator_id, std::string_view direction, std::string_view requirement) {
  const knowledge::Variation* out = nullptr;
  for (const auto& v : w.knowledge->variations)
    if (!operator_id.empty() && very_operator(v.operator_id, operator_id) && v.direction == direction && v.requirement == requirement && w.holds(v, w.knowledge->variations)) out = &v;
  return out;
}
bool is_passive_function(std::string_view path) { return path == "ran.antenna" || starts_with_path(path, "access.fttp.passive"); }

bool same_operator(std::string_view a, std::string_view b) {
  if (a.empty()) return false;
  return a == b || joined_words(words_of_operator(a)) == joined_words(words_of_operator(b));
}
bool perhaps_same_operator(std::string_view a, std::string_view b) {
  const auto x = words_of_operator(a), y = words_of_operator(b);
  const auto& few = x.size() <= y.size() ? x : y;
  const auto& many = x.size() <= y.size() ? y : x;
  const std::size_t kTelling = 3;  // letters; "o2" and its like are met whole
  return std::any_of(few.begin(), few.end(), [&](const auto& w) { return w.size() >= kTelling; }) &&
         std::all_of(few.begin(), few.end(), [&](const auto& w) { return std::find(many.begin(), many.end(), w) != many.end(); });
}
bool very_operator(std::string_view a, std::string_view b) {
  const auto key = [](std::string_view s) {
    std::string out;
    for (const char c : lower_ascii(s))
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) out += c;
    return out;
  };
  return !a.empty() && key(a) == key(b);
}
bool speaks_for(const OperatorFacts& facts, std::string_view operator_id) { return facts.id.empty() || operator_id.empty() || very_operator(facts.id, operator_id); }

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
