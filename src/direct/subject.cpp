// Status says how things stood when the inventory was written; dates say when that began and ends. So a row whose
// removal is dated tomorrow is there today, whatever its status.
#include "direct/subject.h"

namespace rf::direct {

RowState state_of(const estate::Estate& e, std::size_t row, Day day) {
  const std::string_view status = e.text(Field::Status, row);
  if (status == "planned" || status == "ordered" || status == "in-store") return {};
  if (e.text(Field::SiteType, row) == "depot") return {};
  const Day installed = e.day(Field::InstalledOn, row), from = e.day(Field::InServiceFrom, row), to = e.day(Field::InServiceTo, row);
  Day removed = e.day(Field::RemovedOn, row);
  if (!removed.known()) removed = e.day(Field::DisposedOn, row);
  const Day arrived = installed.known() ? installed : from;
  const Day started = from.known() ? from : installed;
  RowState s;
  const bool gone = removed.known() ? removed <= day : status == "removed" || status == "disposed";
  s.present = !gone && (!arrived.known() || arrived <= day);
  const bool off = to.known() ? to < day : status == "switched-off" || status == "decommissioned" || status == "installed";
  s.in_service = s.present && !off && (!started.known() || started <= day);
  return s;
}

}  // namespace rf::direct
