#include "assess/devices.h"

#include "assess/gather.h"
#include "assess/join.h"
#include "assess/makers.h"
#include "assess/prepare.h"

namespace rf::assess {
namespace {

/// Adds the devices of `a`, which are all rows but those of parts, to what is told.
void count(const Answer& a, const std::vector<names::Resolution>& makers, const direct::RowMakers& of_row, Told& told) {
  const auto& e = *a.estate;
  const auto component = e.words(Field::Kind).find("component");
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (component && *component != 0 && e.code(Field::Kind, row) == *component) continue;
    const auto match = makers[of_row[row]].match;
    told.unknown += match != names::Match::Clear && match != names::Match::Other;
  }
}

/// Nothing that is asked for needs all devices, or may say something of any.
bool one_by_one(const Request& r) {
  return !r.merge_across && r.country.empty() && r.operator_facts.empty() && r.weights.empty() && r.map.empty() && r.sites.empty() && r.totals.empty();
}

Result<Told> tell_whole(const Request& request, const knowledge::Knowledge& k, std::shared_ptr<const Tools> tools, const std::function<void(const Answer&)>& take) {
  RF_TRY(const auto prepared, prepare(request, k, std::move(tools)));
  Answer a = std::move(prepared->answer);
  Told told;
  told.devices = a.assets;
  count(a, prepared->subject.makers, prepared->subject.maker_of_row, told);
  set_makers(a, std::move(prepared->subject.makers), std::move(prepared->subject.maker_of_row), prepared->world, prepared->tools->families);
  take(a);
  told.errors = std::move(a.errors);
  return told;
}

}  // namespace

Result<Told> tell_devices(const Request& request, const knowledge::Knowledge& k, bool whole, const std::function<void(const Answer&)>& take) {
  const knowledge::World world{&k, request.as_of, request.known_at};
  if (whole || !one_by_one(request)) return tell_whole(request, k, nullptr, take);
  Told told;
  auto inputs = find_inputs(request.paths, told.errors);
  if (inputs.empty() || !give_devices_alone(inputs, request)) return tell_whole(request, k, nullptr, take);
  RF_TRY(const Tools tools, make_tools(world, request));
  Answer a;
  begin(a, request, k);
  a.operator_id = request.operator_id;
  Resolutions resolutions;
  gather_each(inputs, tools, request, [&](Gathered& g) {
    told.errors.insert(told.errors.end(), std::make_move_iterator(g.errors.begin()), std::make_move_iterator(g.errors.end()));
    if (g.devices.empty() && g.estate->size() == 0) return;
    Joined joined = join(g, tools, world, false, &resolutions);
    a.estate = g.estate;
    a.input_sha256.clear();
    for (auto& i : g.inputs) a.input_sha256[i.path] = std::move(i.sha256);
    told.devices += static_cast<std::int64_t>(a.estate->size()) - joined.parts;
    direct::RowMakers of_row = std::move(joined.maker_of_row);
    count(a, joined.makers, of_row, told);
    set_makers(a, std::move(joined.makers), std::move(of_row), world, tools.families);
    take(a);
  });
  if (told.devices == 0) return std::unexpected(nothing_found(request, told.errors));
  return told;
}

}  // namespace rf::assess
