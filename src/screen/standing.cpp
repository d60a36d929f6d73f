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

bool has_word(std::string_view text, std::string_view word, bool whole) {
  const auto in_word = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; };
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !in_word(text[at - 1])) && (!whole || end == text.size() || !in_word(text[end]))) return true;
  }
  return false;
}

/// "MLX" of "Brocade MLX", where what stands before it is a name of `s`; "" where `was` names no family of its products.
std::string_view family_of(const knowledge::Supplier& s, std::string_view was) {
  for (const auto& n : s.names)
    if (was.size() > n.text.size() + 1 && was.starts_with(n.text) && was[n.text.size()] == ' ' && std::none_of(s.names.begin(), s.names.end(), [&](const auto& o) { return o.text == was; }))
      return was.substr(n.text.size() + 1);
  return {};
}

/// Whether it is still a name of `s`: then it does not tell when a thing was made.
bool lives_on(const knowledge::Supplier& s, std::string_view firm) {
  return std::any_of(s.names.begin(), s.names.end(), [&](const auto& n) { return n.text == firm && n.kind != "alias" && n.kind != "former"; });
}

/// Of the lines of `s` those which the words are of: of a firm that became part of it, else of a family of its products, the longest name that they
/// hold, else those of all its products.
std::vector<const knowledge::LineMove*> lines_of(const World& w, const knowledge::Supplier& s, std::string_view words, const knowledge::LineMove* before) {
  std::vector<const knowledge::LineMove*> out;
  std::pair<int, std::size_t> best{0, 0};
  for (const auto& l : s.lines) {
    if (!w.known(l, s.lines)) continue;
    int rank = 0;
    // What came here from another goes on as a family of the products, or as all of them.
    if (!l.was.empty()) {
      const std::string_view family = family_of(s, l.was);
      if (before && family.empty()) continue;
      rank = family.empty() ? 2 : 1;
      if (!family.empty() && !has_word(words, folded(family), false)) continue;
      if (!before && !has_word(words, folded(std::string_view(l.was).substr(0, l.was.size() - family.size() - (family.empty() ? 0 : 1))), true)) continue;
    }
    const std::pair<int, std::size_t> is{rank, l.was.size()};
    if (is > best) out.clear(), best = is;
    if (is == best) out.push_back(&l);
  }
  return out;
}

/// Who answers for a line on a day.
struct Holder {
  std::string id, name;  ///< id empty: nobody in knowledge
  const knowledge::LineMove* by = nullptr;     ///< the move that brought it there; null: its maker's still
  const knowledge::LineMove* until = nullptr;  ///< the first move to come, of a firm's own line
  bool badge = false;                          ///< the firm's name lives on
};

/// On `day`, of what `maker` has, or a firm that became part of it. `first`: that firm's name, where the words hold one.
Holder holder_on(const World& w, const knowledge::Supplier& maker, std::string_view words, Day day, std::string* first) {
  Holder out{maker.id, maker.name};
  const knowledge::Supplier* at = &maker;
  bool badge = false;
  for (int n = 0; n < kMostMoves && at != nullptr; ++n) {
    const auto lines = lines_of(w, *at, words, out.by);
    if (n == 0 && !lines.empty() && !lines[0]->was.empty()) {
      if (family_of(*at, lines[0]->was).empty()) *first = lines[0]->was, badge = lives_on(*at, *first);
    }
    const knowledge::LineMove* holds = nullptr;
    const knowledge::LineMove* later = nullptr;
    for (const auto* l : lines) {
      if (w.holds(*l, at->lines) && (!holds || holds->from < l->from)) holds = l;
      if (day < l->from && (!later || l->from < later->from)) later = l;
    }
    if (!holds) {
      if (n == 0 && later && !first->empty()) out = {{}, *first, nullptr, later, badge};
      break;
    }
    const bool stays = holds->now == at->id && holds->was.empty();
    at = supplier_of(w, holds->now);
    out = {at ? holds->now : std::string(), printed_name(w, holds->now), holds, nullptr, badge};
    if (stays) break;
  }
  return out;
}

}  // namespace

bool has_standing(const World& w, const std::string& maker) {
  const auto* s = supplier_of(w, maker);
  return s && (!s->owners.empty() || !s->lines.empty());
}

bool has_lines(const World& w, const std::string& maker) {
  const auto* s = supplier_of(w, maker);
  return s && !s->lines.empty();
}

Standing standing(const World& w, const std::string& maker, std::string_view written, Day made) {
  Standing out;
  const auto* s = supplier_of(w, maker);
  if (!s || !has_standing(w, maker)) return out;
  const std::string words = folded(written);
  out.made = made;
  std::string first;
  const Holder now = holder_on(w, *s, words, w.as_of, &first);
  const Holder then = made.known() && made <= w.as_of ? holder_on(World{w.knowledge, made, w.known_at}, *s, words, made, &first) : now.badge ? now : Holder{{}, first.empty() ? s->name : first};
  out.made_by = then.name;
  out.answers = now.id;
  out.answers_name = now.name;
  const bool own = now.name == then.name;  // whoever made it answers for it
  const auto* last = own ? nullptr : now.by;
  const std::string& answers = now.id;
  if (last) {
    out.line = now.id;
    out.line_name = now.name;
    out.line_from = last->from;
    out.line_source = printed_source(w, last->source);
    out.line_unverified = last->unverified;
    out.line_what = last->what;
  } else if (now.id != maker) {  // the firm that became part of it later, or who had it between
    const auto* told = now.by ? now.by : now.until;
    out.line = now.id;
    out.line_name = now.name;
    if (now.by) out.line_from = now.by->from;
    if (told) out.line_source = printed_source(w, told->source), out.line_unverified = told->unverified;
  }
  out.owners = owners_on(w, answers);
  if (made.known() && out.made_by == s->name) out.then = owners_on(World{w.knowledge, made, w.known_at}, maker);
  const bool owners_changed = made.known() && out.made_by == s->name && !same_owners(out.then, out.owners);
  out.moved = last != nullptr || owners_changed;
  if (!last && out.line_name.empty() && out.owners.empty() && out.then.empty()) return out;
  out.says = "made by " + out.made_by;
  if (made.known()) out.says += " (" + to_text(made).substr(0, 4) + (owners_changed && !out.then.empty() ? ", then owned by " + owner_words(out.then, false) : std::string()) + ")";
  if (last) {
    out.says += ", line now " + out.line_name + "'s" + (out.line_from.known() ? " since " + to_text(out.line_from) : "") + (out.line_unverified ? " (unverified)" : "") + " [" + out.line_source + "]";
    if (!out.line_what.empty()) out.says += " (" + out.line_what + ")";
  }
  if (!out.owners.empty()) out.says += ", owned by " + owner_words(out.owners, true);
  else if (owners_changed && !last) out.says += ", its owner today is not held";
  return out;
}

}  // namespace rf::screen
