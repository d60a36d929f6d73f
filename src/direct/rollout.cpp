#include "direct/rollout.h"

#include <optional>
#include <set>

#include "base/text.h"
#include "direct/measure.h"

namespace rf::direct {
namespace {

constexpr std::int32_t kCentury = 36'525;
constexpr std::int64_t kSafe = std::int64_t{1} << 48;  // products of two of these, 365 and a small denominator fit 128 bits

bool undated(const estate::Estate& e, std::size_t row) { return !e.day(Field::InServiceFrom, row).known() && !e.day(Field::InstalledOn, row).known(); }

std::string sentence(const Rollout& r) {
  const std::string limit = r.now.share ? percent_cut(r.now.limit_num, r.now.limit_den) + " of " + r.now.measure : std::to_string(r.now.limit_num) + " (" + r.now.measure + ")";
  std::string out = "In the 365 days to now the counted part grew by " + std::to_string(r.rate.part_year) + " to " + std::to_string(r.rate.part) + (r.now.share ? ", its base by " + std::to_string(r.rate.total_year) + " to " + std::to_string(r.rate.total) : "") +
                    " (" + counted(r.rows_new, "row", "rows") + " put in service after " + to_text(r.since) + (r.rows_gone > 0 ? ", " + counted(r.rows_gone, "row", "rows") + " gone" : "") + "). ";
  if (r.state == "over") return out + "The limit of " + limit + " is passed already.";
  const auto day = [](Day d) { return d.known() ? "on " + to_text(d) : std::string("not within a century"); };
  out += r.rate.passes.known() ? "At this rate the limit of " + limit + " is passed " + day(r.rate.passes) : "At this rate the limit of " + limit + " is not passed";
  if (r.earliest.passes != r.rate.passes || r.latest.passes != r.rate.passes)
    out += "; by what is not known, earliest " + day(r.earliest.passes) + ", latest " + day(r.latest.passes) + (r.rows_undated > 0 ? " (" + counted(r.rows_undated, "row has", "rows have") + " no date of start)" : "");
  return out + ".";
}

}  // namespace

Day day_passed(Day from, const RolloutRate& rate, const Measured& m) {
  if (over(rate.part, rate.total, m)) return from;
  for (const auto n : {rate.part, rate.total, rate.part_year, rate.total_year})
    if (n > kSafe || n < -kSafe) return {};
  if (m.limit_num > kSafe / kRateDays || m.limit_den > kSafe / kRateDays) return {};
  const Wide slope = m.share ? Wide{rate.part_year} * m.limit_den - Wide{m.limit_num} * rate.total_year : Wide{rate.part_year};
  if (slope <= 0) return {};
  const Wide gap = Wide{kRateDays} * (m.share ? Wide{m.limit_num} * rate.total - Wide{m.limit_den} * rate.part : Wide{m.limit_num} - rate.part);
  const Wide days = gap / slope + 1;
  return days > kCentury ? Day{} : from.plus(static_cast<std::int32_t>(days));
}

std::vector<Rollout> rollouts(const Subject& s, const std::vector<Finding>& findings, std::size_t list_at_most) {
  std::vector<Rollout> out;
  const auto& e = *s.estate;
  const Day today = s.world->as_of, since = today.plus(-kRateDays);
  std::optional<Subject> then, dated;  // a year before: undated rows there already; not there
  for (const auto& f : findings) {
    if (f.status == Status::NotApplicable || f.status == Status::Exempt || f.exposure_only || f.measured.measure == "suppliers") continue;
    if (f.measured.limit_num == 0 || f.measured.total == 0) continue;
    const auto* q = requirement_of(*s.world->knowledge, f);
    if (q == nullptr || (q->kind != "cap" && q->kind != "use" && q->kind != "removal")) continue;
    if (!then) {
      then = s;
      then->states = states_of(e, since, s.world->known_at);
      dated = then;
      dated->absent.assign(e.size(), false);
      for (std::size_t row = 0; row < e.size(); ++row) dated->absent[row] = !s.there(row) || undated(e, row);
    }
    const auto now = count_of(s, f), before = count_of(*then, f), without = count_of(*dated, f);
    if (!now || !before || !without) continue;
    Rollout r;
    r.id = f.id;
    r.direction = f.direction;
    r.requirement = f.requirement;
    r.operator_id = f.operator_id;
    r.supplier = f.supplier;
    r.force = f.force;
    r.now = f.measured;
    r.since = since;
    const Measured &n = now->measured, &b = before->measured, &w = without->measured;
    r.rate = {n.part, n.total, n.part - b.part, n.total - b.total, {}};
    // Hastened: the supplier's undated rows are new, others' are old. Put off: the other way round.
    const std::int64_t fast = n.part_high - w.part_high, slow = n.part_low - b.part_low;
    r.earliest = {n.part_high, n.total_high, fast, n.total_high - b.total_high + (fast - (n.part_high - b.part_high)), {}};
    r.latest = {n.part_low, n.total_low, slow, n.total_low - w.total_low - ((n.part_low - w.part_low) - slow), {}};
    if (!n.share) r.rate.total_year = r.earliest.total_year = r.latest.total_year = 0;
    for (auto* rate : {&r.rate, &r.earliest, &r.latest}) rate->passes = day_passed(today, *rate, n);
    const std::set<std::uint32_t> is(now->sure.begin(), now->sure.end()), was(before->sure.begin(), before->sure.end());
    for (const auto row : now->sure) {
      if (undated(e, row)) {
        ++r.rows_undated;
        if (r.assets_undated.size() < list_at_most) r.assets_undated.push_back(e.key(row));
      } else if (!was.contains(row)) {
        ++r.rows_new;
        if (r.assets_new.size() < list_at_most) r.assets_new.push_back(e.key(row));
      }
    }
    for (const auto row : before->sure) r.rows_gone += !is.contains(row);
    const bool all = r.rate.passes.known() && r.earliest.passes.known() && r.latest.passes.known();
    const bool none = !r.rate.passes.known() && !r.earliest.passes.known() && !r.latest.passes.known();
    r.state = over(n.part_low, n.total_low, n) ? "over" : all ? "passes" : none ? "not-at-this-rate" : "undecided";
    r.says = sentence(r);
    out.push_back(std::move(r));
  }
  return out;
}

}  // namespace rf::direct
