// Status says how things stood when the inventory was written; dates say when that began and ends. So a row whose
// removal is dated tomorrow is there today, whatever its status.
#include "direct/subject.h"

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
  Day removed = e.day(Field::RemovedOn, row);
  if (!removed.known()) removed = e.day(Field::DisposedOn, row);
  const Day arrived = installed.known() ? installed : from;
  const Day started = from.known() ? from : installed;
  RowState s;
  const bool gone = removed.known() ? removed <= day : status == StatusWord::Gone;
  s.present = !gone && (!arrived.known() || arrived <= day);
  const bool off = to.known() ? to < day : status == StatusWord::Off;
  s.unsure = status == StatusWord::Unknown;
  s.in_service = s.present && !off && (!started.known() || started <= day);
  return s;
}

}  // namespace

RowState state_of(const estate::Estate& e, std::size_t row, Day day) {
  return state(e, row, day, read_status(e.text(Field::Status, row)), e.text(Field::SiteType, row) == "depot");
}

std::vector<RowState> states_of(const estate::Estate& e, Day day) {
  std::vector<StatusWord> status;
  for (std::uint32_t c = 0; c < e.words(Field::Status).size(); ++c) status.push_back(read_status(e.words(Field::Status).text(c)));
  const auto depot = e.words(Field::SiteType).find("depot");
  std::vector<RowState> out(e.size());
  for (std::size_t row = 0; row < e.size(); ++row)
    out[row] = state(e, row, day, status[e.code(Field::Status, row)], depot && e.code(Field::SiteType, row) == *depot);
  return out;
}

}  // namespace rf::direct
