#include "screen/standing.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace rf::screen {
namespace {

constexpr int kMostMoves = 8;  // of one line: none has had as many

using knowledge::World;

const knowledge::Supplier* supplier_of(const World& w, const std::string& id) {
  const auto at = w.knowledge->suppliers.find(id);
  return at == w.knowledge->suppliers.end() ? nullptr : &at->second;
}
std::string printed_name(const World& w, const std::string& id) {
  const auto* s = supplier_of(w, id);
  return s ? s->name : id;
}
std::string printed_source(const World& w, const std::string& source) {
  const auto at = w.knowledge->sources.find(source);
  return at == w.knowledge->sources.end() ? source : at->second.title;
}

std::vector<StandingOwner> owners_on(const World& w, const std::string& id) {
  std::vector<StandingOwner> out;
  const auto* s = supplier_of(w, id);
  if (!s) return out;
  for (const auto& o : s->owners) {
    if (!w.holds(o, s->owners)) continue;
    out.push_back({o.owner, o.owner.empty() ? o.name : printed_name(w, o.owner), o.share, o.control, o.from, o.to, o.unverified, printed_source(w, o.source)});
  }
  return out;
}

std::string owner_words(const std::vector<StandingOwner>& owners, bool sources) {
  std::string out;
  for (const auto& o : owners) {
    out += (out.empty() ? "" : ", and ") + o.name;
    if (o.share >= 0) {
      const long tenths = std::lround(o.share * 1000);
      out += " (" + std::to_string(tenths / 10) + (tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "") + " %" + (o.from.known() && sources ? " since " + to_text(o.from) : "") + ")";
    } else if (o.from.known() && sources) {
      out += " (since " + to_text(o.from) + ")";
    }
    if (sources) out += (o.unverified ? " (unverified)" : "") + (" [" + o.source + "]");
  }
  return out;
}

bool same_owners(const std::vector<StandingOwner>& a, const std::vector<StandingOwner>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) { return x.name == y.name && x.share == y.share; });
}

}  // namespace

bool has_standing(const World& w, const std::string& maker) {
  const auto* s = supplier_of(w, maker);
  return s && (!s->owners.empty() || !s->lines.empty());
}

Standing standing(const World& w, const std::string& maker, std::string_view written, Day made) {
  Standing out;
  const auto* s = supplier_of(w, maker);
  if (!s || !has_standing(w, maker)) return out;
  out.made = made;
  out.made_by = s->name;
  std::string answers = maker, words = folded(written);
  Day since = made;
  const knowledge::LineMove* last = nullptr;
  for (int n = 0; n < kMostMoves; ++n) {
    const auto* at = supplier_of(w, answers);
    const knowledge::LineMove* next = nullptr;
    if (at)
      for (const auto& l : at->lines) {
        if (!w.holds(l, at->lines) || (since.known() && l.from.known() && l.from <= since)) continue;  // made after the move: by who had it then
        if (l.was.empty() ? l.now == answers : words.find(folded(l.was)) == std::string::npos) continue;
        if (!next || (l.from.known() && next->from.known() && l.from > next->from)) next = &l;
      }
    if (!next) break;
    if (n == 0 && !next->was.empty()) out.made_by = next->was;
    last = next;
    const bool same = next->now == answers;
    answers = next->now;
    words.clear();
    since = next->from;
    if (same) break;
  }
  if (last) {
    out.line = answers;
    out.line_name = printed_name(w, answers);
    out.line_from = last->from;
    out.line_source = printed_source(w, last->source);
    out.line_unverified = last->unverified;
    out.line_what = last->what;
  }
  out.owners = owners_on(w, answers);
  if (made.known() && out.made_by == s->name) out.then = owners_on(World{w.knowledge, made, w.known_at}, maker);
  const bool owners_changed = made.known() && out.made_by == s->name && !same_owners(out.then, out.owners);
  out.moved = last != nullptr || owners_changed;
  if (!last && out.owners.empty() && out.then.empty()) return out;
  out.says = "made by " + out.made_by;
  if (made.known()) out.says += " (" + to_text(made).substr(0, 4) + (owners_changed && !out.then.empty() ? ", then owned by " + owner_words(out.then, false) : std::string()) + ")";
  if (last) {
    out.says += ", line now " + out.line_name + "'s" + (out.line_from.known() ? " since " + to_text(out.line_from) : "") + (out.line_unverified ? " (unverified)" : "") + " [" + out.line_source + "]";
    if (!out.line_what.empty()) out.says += " (" + out.line_what + ")";
  }
  if (!out.owners.empty()) out.says += ", owned by " + owner_words(out.owners, true);
  else if (owners_changed) out.says += ", its owner today is not held";
  return out;
}

}  // namespace rf::screen
