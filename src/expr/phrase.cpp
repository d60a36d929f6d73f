#include "expr/phrase.h"

#include "base/text.h"

namespace rf::expr {
namespace {

class Phrase {
 public:
  Phrase(const Expression& e, const Names& names, const Variables& variables) : e_(e), names_(names), variables_(variables) {}

  std::string source(const Node& n) const { return e_.source.substr(n.begin, n.end - n.begin); }

  /// What is counted: noun for one, for many, and what follows it.
  struct Noun {
    std::string one, many, verb_one, verb_many, rest;
  };
  Noun noun(const Node& n) const {
    switch (n.op == Op::Call ? n.function : Function::Holds) {
      case Function::Rows: case Function::Any: return of_condition("row", "rows", n.children[0]);
      case Function::Pieces: return of_condition("piece", "pieces", n.children[0]);
      case Function::Sites: return of_condition("site", "sites", n.children[0]);
      case Function::Sum: {
        const std::string field(e_.at(n.children[0]).field->name);
        return of_condition(field, field, n.children[1]);
      }
      case Function::Count: return noun(e_.at(n.children[0]));
      case Function::Suppliers: return of_condition("supplier", "suppliers", n.children[0]);
      case Function::Makers: return of_condition("maker", "makers", n.children[0]);
      case Function::Assessed: case Function::OnList: {
        Noun of = noun(e_.at(n.children[0]));
        of.one += " of " + e_.at(n.children[1]).text;
        of.many += " of " + e_.at(n.children[1]).text;
        return of;
      }
      case Function::Outside: {
        Noun of = noun(e_.at(n.children[0]));
        const std::string more = " outside the influence group of " + list(e_.at(n.children[1]), true);
        of.one += more;
        of.many += more;
        return of;
      }
      default: return {source(n), source(n), "", "", ""};
    }
  }

 private:
  /// Suppliers by their ids, a list of paths by its name, a variable by what it stands for.
  std::string list(const Node& n, bool suppliers) const {
    const std::vector<std::string>* words = &n.words;
    if (n.op == Op::Name) {
      if (const auto v = variables_.find(n.text); v != variables_.end()) words = &v->second;
      else if (const auto at = names_.lists.find(n.text); suppliers && at != names_.lists.end() && at->second.size() <= 3) words = &at->second;
      else return n.text;
    }
    std::string out;
    for (const auto& w : *words) out += (out.empty() ? "" : ", ") + w;
    return out;
  }
  /// "present and function in infrastructure and supplier in about" → "of huawei", "stand in infrastructure".
  Noun of_condition(std::string one, std::string many, std::uint32_t condition) const {
    const Node& c = e_.at(condition);
    std::vector<std::uint32_t> parts = c.op == Op::And ? c.children : std::vector<std::uint32_t>{condition};
    std::string where, of, rest;
    bool present = false, in_service = false;
    for (const auto p : parts) {
      const Node& n = e_.at(p);
      const Node* field = n.children.empty() ? nullptr : &e_.at(n.children[0]);
      if (n.op == Op::Row) {
        present = present || n.field->derived == Derived::Present;
        in_service = in_service || n.field->derived == Derived::InService;
      } else if (n.op == Op::In && field->field->kind == FieldKind::Path && where.empty()) {
        where = list(e_.at(n.children[1]), false);
      } else if (n.op == Op::In && field->field->kind == FieldKind::Who && of.empty()) {
        of = " of " + list(e_.at(n.children[1]), true);
      } else {
        rest += ", " + source(n);
      }
    }
    one += of;
    many += of;
    if (where.empty()) return {one, many, present ? "is there" : in_service ? "is in service" : "is counted", present ? "are there" : in_service ? "are in service" : "are counted", rest};
    return {one, many, (in_service ? "serves in " : "stands in ") + where, (in_service ? "serve in " : "stand in ") + where, rest};
  }

  const Expression& e_;
  const Names& names_;
  const Variables& variables_;
};

std::string share_words(std::int64_t part, std::int64_t total) {
  if (total == 0) return "a share of nothing (0 of 0)";
  return percent_cut(part, total) + " (" + std::to_string(part) + " of " + std::to_string(total) + ")";
}

}  // namespace

std::string phrase_of_span(const Expression& e, const Names& names, const Variables& variables, const Node& n, const Span& s, const Set* set, const Ground& g) {
  const auto noun = Phrase(e, names, variables).noun(n);
  std::string out;
  const bool one = s.sure() && s.low == 1;
  if (s.sure()) out = (s.low == 0 ? "no" : std::to_string(s.low)) + " " + (one || s.low == 0 ? noun.one : noun.many);
  else if (s.unbounded) out = s.low == 0 ? "how many " + noun.many : "at least " + std::to_string(s.low) + " " + (s.low == 1 ? noun.one : noun.many);
  else out = "between " + std::to_string(s.low) + " and " + std::to_string(s.high) + " " + noun.many;
  const std::string& verb = one || (s.sure() && s.low == 0) || (s.unbounded && s.low == 1) ? noun.verb_one : noun.verb_many;
  if (!verb.empty()) out += " " + verb;
  out += noun.rest;
  if (s.unbounded && s.low == 0) out += " cannot be told";
  if (!set || (set->members.empty() && set->open == 0)) return out;
  constexpr std::size_t kNamed = 12;  // of a set; the rest is counted
  std::size_t named = 0;
  std::string who, notes;
  for (const Tri pass : {Tri::Yes, Tri::Maybe})
    for (const auto& [id, m] : set->members) {
      if (m.in != pass) continue;
      if (++named > kNamed) continue;
      who += (who.empty() ? "" : ", ") + std::string(pass == Tri::Maybe ? "perhaps " : "") + g.name_of(id);
      if (pass == Tri::Maybe && !m.note.empty()) notes += "; " + m.note;
    }
  if (named > kNamed) who += " and " + std::to_string(named - kNamed) + " more";
  if (!who.empty()) out += ": " + who;
  out += notes;
  if (set->open > 0) out += "; " + counted(set->open, "row has", "rows have") + " no known supplier";
  return out;
}

std::string phrase_of_share(const Expression& e, const Names& names, const Variables& variables, const Node& n, const ShareSpan& s) {
  const Phrase p(e, names, variables);
  std::string out = n.op == Op::Call ? "of " + std::string(e.at(n.children[0]).field->name) + " " : "";
  out += share_words(s.part_low, s.total_low);
  if (s.part_low != s.part_high || s.total_low != s.total_high) out = (n.op == Op::Call ? "of " + std::string(e.at(n.children[0]).field->name) + " " : std::string()) + "between " + share_words(s.part_low, s.total_low) + " and " + share_words(s.part_high, s.total_high);
  return out;
}

std::string limit_words(Op op, std::int64_t limit, std::int64_t denominator) {
  const std::string n = denominator == 1 ? std::to_string(limit) : denominator == 100 ? std::to_string(limit) + " %" : std::to_string(limit) + "/" + std::to_string(denominator);
  switch (op) {
    case Op::Less: return "less than " + n;
    case Op::LessEqual: return "at most " + n;
    case Op::Greater: return "more than " + n;
    case Op::GreaterEqual: return "at least " + n;
    case Op::Equal: return limit == 0 ? "none may" : "exactly " + n;
    default: return "other than " + n;
  }
}

std::string by_how_much(Op op, std::int64_t value, std::int64_t limit) {
  const auto say = [](std::string_view word, __int128 by) { return by > 0 ? ", " + std::string(word) + " by " + std::to_string(static_cast<std::int64_t>(by)) : std::string(); };
  switch (op) {
    case Op::LessEqual: case Op::Equal: return value > limit ? say("over", static_cast<__int128>(value) - limit) : say("short", static_cast<__int128>(limit) - value);
    case Op::Less: return say("over", static_cast<__int128>(value) - limit + 1);
    case Op::GreaterEqual: return say("short", static_cast<__int128>(limit) - value);
    case Op::Greater: return say("short", static_cast<__int128>(limit) - value + 1);
    default: return {};
  }
}

}  // namespace rf::expr
