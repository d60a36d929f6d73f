// Regimes: a mitigation stays effective while the conditions recorded for it hold. A deciding condition that is false
// makes it ineffective; none false and one undecided make it unknown (docs/judging.md, "uk-hcsec, exactly"). What the
// conditions are, for whom and from when, stands in knowledge/regimes/ as expressions (docs/expressions.md); none is here.
#include <algorithm>

#include <optional>

#include "direct/ground.h"
#include "direct/judge.h"
#include "direct/measure.h"
#include "direct/recounts.h"

namespace rf::direct {
namespace {

/// What cannot be evaluated is undecided, and says why.
expr::Verdict verdict_of(const std::shared_ptr<const expr::Expression>& e, const expr::Names& names, const EstateGround& ground) {
  if (!e) return {Tri::Maybe, "its expression could not be read"};
  auto v = expr::evaluate(*e, names, ground);
  return v ? std::move(*v) : expr::Verdict{Tri::Maybe, v.error().why + " (" + v.error().where + ")"};
}
std::string with_commas(const std::vector<std::string>& v) {
  std::string out;
  for (const auto& x : v) out += (out.empty() ? "" : ", ") + x;
  return out;
}

}  // namespace

RegimeResult regime(const Subject& s, const knowledge::Regime& r, const std::string& op, bool whole) {
  const knowledge::World& w = *s.world;
  RegimeResult out;
  out.id = r.id;
  out.operator_id = op;
  if (std::none_of(r.conditions.begin(), r.conditions.end(), [&](const auto& c) { return w.holds(c, r.conditions); }) && !w.first(r.assurance)) {
    out.status = "absent";  // not yet on record that day
    return out;
  }
  if (const auto* a = w.first(r.assurance)) {
    out.assurance_level = a->level;
    out.assurance_by = a->by;
    out.assurance_says = a->says;
    out.assurance_from = a->from;
  }
  std::optional<AlikeRows> own;
  const AlikeRows* alike = nullptr;
  if (s.recounts) alike = s.recounts->alike(s, r);
  else if (own.emplace(r); own->take(s)) alike = &*own;
  const EstateGround::Whose whose{op, whole, r.territory, r.about};
  const EstateGround ground = alike ? EstateGround(s, whose, *alike) : EstateGround(s, whose);
  const expr::Verdict needed = verdict_of(r.needed, r.names, ground);
  if (needed.is == Tri::No) {
    out.status = "not-needed";
    out.why = "nothing of " + with_commas(r.about) + " is in scope";
    return out;
  }
  if (r.ended.known() && w.as_of >= r.ended) {
    out.status = "ineffective";
    out.why = "it has ended on " + to_text(r.ended);
    return out;
  }
  std::string wrong, open;
  for (const auto& c : r.conditions) {
    if (!w.holds(c, r.conditions)) continue;
    expr::Verdict v = verdict_of(c.holds, r.names, ground);
    Condition k{c.name, c.says, {}, c.decides, std::move(v.why)};
    k.state = v.is == Tri::Yes ? "true" : v.is == Tri::No ? "false" : c.decides ? "undecided" : "not-stated";
    if (c.decides && v.is != Tri::Yes) {
      std::string& into = v.is == Tri::No ? wrong : open;
      into += (into.empty() ? "" : "; ") + c.name + ": " + k.why;
    }
    out.conditions.push_back(std::move(k));
  }
  out.status = !wrong.empty() ? "ineffective" : !open.empty() ? "unknown" : "effective";
  out.why = !wrong.empty() ? wrong : !open.empty() ? open : "all deciding conditions on record hold";
  if (needed.is == Tri::Maybe && out.status == "effective") {
    out.status = "unknown";
    out.why = "whether " + with_commas(r.about) + " is in scope cannot be told: " + needed.why;
  }
  return out;
}

}  // namespace rf::direct
