#include "assess/whatif.h"

#include <algorithm>

#include "assess/assess.h"
#include "assess/prepare.h"
#include "direct/cells.h"
#include "direct/denial.h"

namespace rf::assess {
namespace {

constexpr std::size_t kNamedRows = 100;  // as in assess: lists hold at most 100 unless --all

Error faulty(const std::string& file, std::size_t n) { return {Kind::Malformed, file, {}, n == 1 ? "the scenario has a fault" : "the scenario has " + std::to_string(n) + " faults", "nothing was judged"}; }

}  // namespace

Result<WhatIfAnswer> what_if(const Request& request, const knowledge::Knowledge& k, direct::Scenario scenario, const std::string& file, std::vector<Error>& faults, bool sweeps) {
  // The scenario is checked before estates are read: that may take long.
  const knowledge::World world{&k, request.as_of, request.known_at};
  const names::Resolver resolver(world);
  direct::settle(scenario, world, resolver, faults);
  if (!faults.empty()) return std::unexpected(faulty(file, faults.size()));
  RF_TRY(const auto prepared, prepare(request, k, nullptr, true));
  WhatIfAnswer out;
  out.scenario = std::move(scenario);
  direct::Folded cells = direct::fold(prepared->subject, direct::fold_by(world, {request.as_of}, &out.scenario, prepared->subject.facts));
  // Of a pack of which no asset is to be named, the cells say it all.
  const bool cells_alone = prepared->of_pack && !request.lists && !sweeps && !prepared->subject.estate->has(Field::PartOf) && !direct::denials_asked(world) &&
                           std::none_of(out.scenario.changes.begin(), out.scenario.changes.end(), [](const auto& c) { return c.kind == direct::ChangeKind::DenyExport; });
  if (prepared->of_pack && !cells_alone) prepared->subject.states = direct::states_of(*prepared->subject.estate, world.as_of, world.known_at);
  if (sweeps) {
    auto answers = direct::sweep(prepared->subject, resolver, out.scenario, file, {request.directions}, faults);
    if (!faults.empty()) return std::unexpected(faulty(file, faults.size()));
    if (!answers) return in_input(std::move(answers).error(), file);
    out.sweeps = std::move(*answers);
  }
  direct::Overlay folded(std::move(cells), resolver, out.scenario, file, faults);
  if (!faults.empty()) return std::unexpected(faulty(file, faults.size()));
  if (cells_alone) {
    RF_TRY(out.result, direct::what_if(folded, folded, {request.directions, 0}));
    out.base = std::move(prepared->answer);
    tell_damage(out.base);
    return out;
  }
  direct::Overlay overlay(std::move(prepared->subject), prepared->gathered.estate, resolver, out.scenario, file, faults);
  if (!faults.empty()) return std::unexpected(faulty(file, faults.size()));
  const std::size_t at_most = !request.lists ? 0 : request.all ? static_cast<std::size_t>(-1) : kNamedRows;
  RF_TRY(out.result, direct::what_if(overlay, folded, {request.directions, at_most}));
  if (prepared->gathered.estate->hidden(Field::SiteClass))
    for (auto* j : {&out.result.before, &out.result.after}) keep_sites_secret(j->findings, k);
  out.base = std::move(prepared->answer);
  tell_damage(out.base);
  return out;
}

Result<SeriesAnswer> series(const Request& request, const knowledge::Knowledge& k, direct::Scenario scenario, const std::string& file, Day from, Day to, bool monthly, std::vector<Error>& faults) {
  const knowledge::World world{&k, request.as_of, request.known_at};
  const names::Resolver resolver(world);
  direct::settle(scenario, world, resolver, faults);
  if (!faults.empty()) return std::unexpected(faulty(file, faults.size()));
  RF_TRY(const auto prepared, prepare(request, k, nullptr, true));
  // Days that are judged stay apart, and so do the rows' own days where each of them is one.
  std::vector<Day> judged;
  const auto& e = *prepared->subject.estate;
  if (monthly) {
    for (Day d = from; d <= to; d = d.plus(1))
      if (d == from || d == to || ymd_of(d).day == 1) judged.push_back(d);
  } else {
    judged = direct::days_of_facts(world, prepared->subject.facts);
    for (const Field f : {Field::InstalledOn, Field::InServiceFrom, Field::InServiceTo, Field::RemovedOn, Field::DisposedOn})
      for (std::size_t row = 0; row < e.size() && e.has(f); ++row)
        if (const Day d = e.day(f, row); d.known() && d >= from.plus(-1) && d <= to) judged.push_back(d);
    std::sort(judged.begin(), judged.end());
    judged.erase(std::unique(judged.begin(), judged.end()), judged.end());
  }
  SeriesAnswer out;
  direct::Overlay overlay(direct::fold(prepared->subject, direct::fold_by(world, judged, &scenario, prepared->subject.facts)), resolver, scenario, file, faults);
  if (!faults.empty()) return std::unexpected(faulty(file, faults.size()));
  RF_TRY(out.series, direct::series(overlay, {request.directions}, from, to, monthly));
  out.base = std::move(prepared->answer);
  tell_damage(out.base);
  return out;
}

}  // namespace rf::assess
