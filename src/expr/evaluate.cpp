// Rows are asked with tables by code: `function in infrastructure` is answered once a distinct word, and a row costs a
// look-up. Numbers carry two bounds; sums that pass 2^63-1 end the evaluation with an error, never in silence.
#include "expr/evaluate.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <set>

#include "base/text.h"
#include "expr/lexer.h"
#include "expr/phrase.h"

namespace rf::expr {

void Set::add(const std::string& id, Tri in, std::string note) {
  if (in == Tri::No) return;
  Member& m = members[id];
  m.in = std::max(m.in, in);
  if (m.note.empty()) m.note = std::move(note);
}

namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

Tri compare(Op op, Wide low, Wide high, Wide with_low, Wide with_high, bool high_open) {
  const auto less = [&](bool or_equal) {
    const bool always = !high_open && (or_equal ? high <= with_low : high < with_low);
    const bool never = or_equal ? low > with_high : low >= with_high;
    return always ? Tri::Yes : never ? Tri::No : Tri::Maybe;
  };
  switch (op) {
    case Op::Less: return less(false);
    case Op::LessEqual: return less(true);
    case Op::Greater: return negated(less(true));
    case Op::GreaterEqual: return negated(less(false));
    default: break;
  }
  const bool same = !high_open && low == high && with_low == with_high && low == with_low;
  const bool apart = (!high_open && high < with_low) || low > with_high;
  const Tri equal = same ? Tri::Yes : apart ? Tri::No : Tri::Maybe;
  return op == Op::Equal ? equal : negated(equal);
}
Op turned(Op op) {
  switch (op) {
    case Op::Less: return Op::Greater;
    case Op::LessEqual: return Op::GreaterEqual;
    case Op::Greater: return Op::Less;
    case Op::GreaterEqual: return Op::LessEqual;
    default: return op;
  }
}

}  // namespace

/// Everything a row is asked, with its tables. Named, as RowTest keeps one.
class RowAsker {
 public:
  RowAsker(const Expression& e, const Names& names, const Ground& g, const std::map<std::string, std::vector<std::string>, std::less<>>* variables = nullptr)
      : e_(e), names_(names), g_(g), variables_(variables), tables_(e.nodes.size()) {}

  Tri test(std::uint32_t i, std::size_t row) {
    const Node& n = e_.at(i);
    switch (n.op) {
      case Op::And: {
        Tri all = Tri::Yes;
        for (const auto c : n.children)
          if ((all = std::min(all, test(c, row))) == Tri::No) break;
        return all;
      }
      case Op::Or: {
        Tri any = Tri::No;
        for (const auto c : n.children)
          if ((any = std::max(any, test(c, row))) == Tri::Yes) break;
        return any;
      }
      case Op::Not: return negated(test(n.children[0], row));
      case Op::Implies: return std::max(negated(test(n.children[0], row)), test(n.children[1], row));
      case Op::Row: return g_.flag(*n.field, row);
      case Op::In: return by_code(i, *e_.at(n.children[0]).field, row, words_of(e_.at(n.children[1])), n.words);
      case Op::Less: case Op::LessEqual: case Op::Greater: case Op::GreaterEqual: case Op::Equal: case Op::NotEqual: return compared(i, row);
      default: return Tri::Maybe;
    }
  }
  /// Forgets what was asked with a variable of `for each`.
  void forget() {
    for (auto& t : tables_) t.clear();
  }
  const std::vector<std::string>& words_of(const Node& n) const {
    if (n.op == Op::List) return n.words;
    if (variables_)
      if (const auto v = variables_->find(n.text); v != variables_->end()) return v->second;
    const auto at = names_.lists.find(n.text);
    static const std::vector<std::string> kNothing;
    return at == names_.lists.end() ? kNothing : at->second;
  }

 private:
  Tri by_code(std::uint32_t i, const RowField& field, std::size_t row, const std::vector<std::string>& words, const std::vector<std::string>& except) {
    auto& table = tables_[i];
    if (table.empty()) {
      const std::size_t n = std::max<std::size_t>(g_.codes(field), 1);
      table.reserve(n);
      for (std::uint32_t c = 0; c < n; ++c) table.push_back(g_.in(field, c, words, except));
    }
    return table[g_.code(field, row)];
  }
  Tri compared(std::uint32_t i, std::size_t row) {
    const Node& n = e_.at(i);
    const Node &l = e_.at(n.children[0]), &r = e_.at(n.children[1]);
    if (l.type == Type::Text) {
      const Tri t = by_code(i, *l.field, row, {r.text}, {});
      return n.op == Op::Equal ? t : negated(t);
    }
    if (l.type == Type::Date) {
      const Day a = day(l, row), b = day(r, row);
      if (!a.known() || !b.known()) return Tri::Maybe;
      return compare(n.op, a.days, a.days, b.days, b.days, false);
    }
    if (l.type == Type::Share) return compare(n.op, Wide{l.number} * r.denominator, Wide{l.number} * r.denominator, Wide{r.number} * l.denominator, Wide{r.number} * l.denominator, false);
    const auto a = number(n.children[0], row), b = number(n.children[1], row);
    if (!a || !b) return Tri::Maybe;
    return compare(n.op, *a, *a, *b, *b, false);
  }
  Day day(const Node& n, std::size_t row) const { return n.op == Op::Day ? n.day : n.op == Op::Today ? g_.today() : g_.day(*n.field, row); }
  /// Of one row; what is not known or passes 2^63-1 cannot be told.
  std::optional<Wide> number(std::uint32_t i, std::size_t row) const {
    const Node& n = e_.at(i);
    if (n.op == Op::Number) return n.number;
    if (n.op == Op::Row) {
      const auto c = g_.count(*n.field, row);
      if (!c) return std::nullopt;
      return *c;
    }
    if (n.children.size() != 2) return std::nullopt;
    const auto a = number(n.children[0], row), b = number(n.children[1], row);
    if (!a || !b) return std::nullopt;
    const Wide out = n.op == Op::Plus ? *a + *b : n.op == Op::Minus ? *a - *b : *a * *b;
    if (out > kMost || out < -Wide{kMost}) return std::nullopt;
    return out;
  }

  const Expression& e_;
  const Names& names_;
  const Ground& g_;
  const std::map<std::string, std::vector<std::string>, std::less<>>* variables_;
  std::vector<std::vector<Tri>> tables_;
};

namespace {

class Evaluator {
 public:
  Evaluator(const Expression& e, const Names& names, const Ground& g) : e_(e), names_(names), g_(g), rows_(e, names, g, &variables_) {}

  Result<Verdict> verdict(std::uint32_t i) {
    const Node& n = e_.at(i);
    switch (n.op) {
      case Op::And: case Op::Or: return joined(n, n.op == Op::And ? Tri::Yes : Tri::No);
      case Op::Not: {
        RF_TRY(Verdict v, verdict(n.children[0]));
        v.is = negated(v.is);
        return v;
      }
      case Op::Implies: {
        RF_TRY(const Verdict when, verdict(n.children[0]));
        if (when.is == Tri::No) return Verdict{Tri::Yes, when.why};
        RF_TRY(Verdict then, verdict(n.children[1]));
        if (then.is == Tri::Yes) return then;
        if (when.is == Tri::Yes) return then;
        return Verdict{Tri::Maybe, then.is == Tri::No ? when.why + ", and then " + then.why : then.why};
      }
      case Op::ForEach: return each(n);
      case Op::Call: return called(n);
      case Op::Less: case Op::LessEqual: case Op::Greater: case Op::GreaterEqual: case Op::Equal: case Op::NotEqual: return compared(n);
      default: return Verdict{Tri::Maybe, "not understood"};
    }
  }

 private:
  /// The reasons of those that decide: of the false ones where it is false, of the open ones where it is open.
  Result<Verdict> joined(const Node& n, Tri start) {
    std::vector<Verdict> all;
    Tri out = start;
    for (const auto c : n.children) {
      RF_TRY(Verdict v, verdict(c));
      out = start == Tri::Yes ? std::min(out, v.is) : std::max(out, v.is);
      all.push_back(std::move(v));
    }
    Verdict joined_up{out, {}};
    for (const auto& v : all) {
      const bool decides = v.is == out;
      if (decides && !v.why.empty()) joined_up.why += (joined_up.why.empty() ? "" : "; ") + v.why;
    }
    return joined_up;
  }

  Result<Verdict> each(const Node& n) {
    const std::vector<std::string> words = rows_.words_of(e_.at(n.children[0]));
    Verdict out{Tri::Yes, {}};
    std::string open, wrong, fine;
    for (const auto& w : words) {
      variables_[n.text] = {w};
      rows_.forget();
      auto v = verdict(n.children[1]);
      if (!v) return v;
      out.is = std::min(out.is, v->is);
      std::string& into = v->is == Tri::No ? wrong : v->is == Tri::Maybe ? open : fine;
      into += (into.empty() ? "in " : "; in ") + w + ": " + v->why;
    }
    variables_.erase(n.text);
    rows_.forget();
    out.why = out.is == Tri::No ? wrong : out.is == Tri::Maybe ? open : fine;
    return out;
  }

  Result<Verdict> called(const Node& n) {
    switch (n.function) {
      case Function::Holds: return g_.holds(e_.at(n.children[0]).text, e_.at(n.children[1]).text);
      case Function::Assured: return g_.assured(e_.at(n.children[0]).text);
      case Function::Any: {
        RF_TRY(const Span s, added(n, n.children[0], nullptr));
        const Tri is = s.low > 0 ? Tri::Yes : s.high > 0 ? Tri::Maybe : Tri::No;
        return Verdict{is, phrase_of_span(e_, names_, variables_, n, s, nullptr, g_)};
      }
      default: return Verdict{Tri::Maybe, "not understood"};
    }
  }

  Result<Verdict> compared(const Node& n) {
    const Node &l = e_.at(n.children[0]), &r = e_.at(n.children[1]);
    if (l.type == Type::Count) {
      Set left_set, right_set;
      RF_TRY(const Span a, count(n.children[0], left_set));
      RF_TRY(const Span b, count(n.children[1], right_set));
      const Tri is = a.unbounded || !b.unbounded ? compare(n.op, a.low, a.high, b.low, b.high, a.unbounded) : compare(turned(n.op), b.low, b.high, a.low, a.high, b.unbounded);
      // Both open above: nothing can be told but what the lower bounds allow.
      const Tri verdict_ = a.unbounded && b.unbounded ? Tri::Maybe : is;
      std::string why = phrase_of_span(e_, names_, variables_, l, a, &left_set, g_);
      if (r.op == Op::Number) {
        why += "; " + limit_words(n.op, r.number);
        if (verdict_ == Tri::No && a.sure()) why += by_how_much(n.op, a.low, r.number);
      } else {
        why += ", against " + phrase_of_span(e_, names_, variables_, r, b, &right_set, g_);
      }
      return Verdict{verdict_, why};
    }
    if (l.type == Type::Share) {
      RF_TRY(const ShareSpan a, share(n.children[0]));
      RF_TRY(const ShareSpan b, share(n.children[1]));
      // A share of nothing is 0: there is nothing that could be too much.
      const auto wide = [](std::int64_t part, std::int64_t total, std::int64_t other) { return total == 0 ? Wide{0} : Wide{part} * other; };
      const auto against = [&](std::int64_t part, std::int64_t total, std::int64_t with_part, std::int64_t with_total) {
        // part/total against with_part/with_total as cross products, each below 2^126.
        const Wide x = wide(part, total, with_total == 0 ? 1 : with_total), y = wide(with_part, with_total, total == 0 ? 1 : total);
        return x < y ? -1 : x > y ? 1 : 0;
      };
      const int low_high = against(a.part_low, a.total_low, b.part_high, b.total_high), high_low = against(a.part_high, a.total_high, b.part_low, b.total_low);
      const Tri is = compare(n.op, low_high, high_low, 0, 0, false);
      return Verdict{is, phrase_of_share(e_, names_, variables_, l, a) + "; " + (r.op == Op::Rational ? limit_words(n.op, r.number, r.denominator) : phrase_of_share(e_, names_, variables_, r, b))};
    }
    if (l.type == Type::Date) {
      const auto of = [&](const Node& d) { return d.op == Op::Today ? g_.today() : d.day; };
      const Tri is = compare(n.op, of(l).days, of(l).days, of(r).days, of(r).days, false);
      return Verdict{is, "it is " + to_text(g_.today())};
    }
    return Verdict{Tri::Maybe, "not understood"};
  }

  Result<Span> count(std::uint32_t i, Set& set_out) {
    const Node& n = e_.at(i);
    if (n.op == Op::Number) return Span{n.number, n.number, false};
    if (n.op == Op::Plus || n.op == Op::Minus || n.op == Op::Times) {
      Set ignored;
      RF_TRY(const Span a, count(n.children[0], ignored));
      RF_TRY(const Span b, count(n.children[1], ignored));
      return arithmetic(n, a, b);
    }
    if (n.function == Function::Count) {
      RF_TRY(set_out, set(n.children[0]));
      Span s;
      for (const auto& [id, m] : set_out.members) {
        s.low += m.in == Tri::Yes;
        s.high += 1;
      }
      s.unbounded = set_out.open > 0;
      return s;
    }
    if (n.function == Function::Sum) return added(n, n.children[1], e_.at(n.children[0]).field);
    return added(n, n.children[0], nullptr);
  }
  Result<Span> arithmetic(const Node& n, const Span& a, const Span& b) const {
    Wide low = 0, high = 0;
    bool unbounded = a.unbounded || b.unbounded;
    if (n.op == Op::Plus) low = Wide{a.low} + b.low, high = Wide{a.high} + b.high;
    if (n.op == Op::Minus) low = Wide{a.low} - b.high, high = Wide{a.high} - b.low;
    if (n.op == Op::Minus && b.unbounded) return fail(Kind::Limit, "what is taken away has no upper bound", place(n.line, n.column));
    if (n.op == Op::Times) {
      const Wide all[] = {Wide{a.low} * b.low, Wide{a.low} * b.high, Wide{a.high} * b.low, Wide{a.high} * b.high};
      low = *std::min_element(std::begin(all), std::end(all));
      high = *std::max_element(std::begin(all), std::end(all));
    }
    if (high > kMost || low < -Wide{kMost}) return fail(Kind::Limit, "a number passes 2^63-1", place(n.line, n.column), "the condition cannot be evaluated on this estate");
    return Span{static_cast<std::int64_t>(low), static_cast<std::int64_t>(high), unbounded};
  }

  /// Rows, pieces, sites or a field, added up over the rows of a condition.
  Result<Span> added(const Node& n, std::uint32_t condition, const RowField* field) {
    std::set<std::string> sure_sites, sites;
    Wide low = 0, high = 0;
    bool unbounded = false;
    for (std::size_t row = 0; row < g_.rows(); ++row) {
      const Tri t = rows_.test(condition, row);
      if (t == Tri::No) continue;
      if (n.function == Function::Sites) {
        std::string site = g_.site(row);
        const bool named = !site.empty();
        if (!named) site = "\x01" + std::to_string(row);
        if (t == Tri::Yes && named) sure_sites.insert(site);
        sites.insert(std::move(site));
        continue;
      }
      std::int64_t weight = n.function == Function::Pieces ? g_.pieces(row) : g_.rows_in(row);
      bool known = true;
      if (field) {
        const auto c = g_.count(*field, row);
        known = c.has_value();
        weight = c.value_or(0);
      }
      if (t == Tri::Yes) low += weight;
      high += weight;
      unbounded = unbounded || !known;
    }
    if (n.function == Function::Sites) {
      low = static_cast<std::int64_t>(sure_sites.size());
      high = static_cast<std::int64_t>(sites.size());
    }
    if (high > kMost) return fail(Kind::Limit, "a sum passes 2^63-1", place(n.line, n.column), "a weight of the estate is far too large");
    return Span{static_cast<std::int64_t>(low), static_cast<std::int64_t>(high), unbounded};
  }

  /// As docs/judging.md "Not knowing is an answer": the low bound gives what is open to others, the high one to these.
  Result<ShareSpan> share(std::uint32_t i) {
    const Node& n = e_.at(i);
    if (n.op == Op::Rational) return ShareSpan{n.number, n.denominator, n.number, n.denominator};
    const RowField& field = *e_.at(n.children[0]).field;
    std::int64_t largest = 0;
    for (std::size_t row = 0; row < g_.rows(); ++row)
      if (rows_.test(n.children[2], row) == Tri::Yes) largest = std::max(largest, g_.count(field, row).value_or(0));
    if (largest == 0) largest = 1;
    Wide part_low = 0, part_high = 0, other_low = 0, other_high = 0;
    for (std::size_t row = 0; row < g_.rows(); ++row) {
      const Tri base = rows_.test(n.children[2], row);
      if (base == Tri::No) continue;
      const Tri in = rows_.test(n.children[1], row);
      const auto known = g_.count(field, row);
      const std::int64_t low = known.value_or(0), high = known.value_or(largest);
      if (in == Tri::Yes && base == Tri::Yes) part_low += low;
      else if (in != Tri::Yes) other_low += high;
      if (in != Tri::No) part_high += high;
      else if (base == Tri::Yes) other_high += low;
    }
    if (part_low + other_low > kMost || part_high + other_high > kMost) return fail(Kind::Limit, "a sum passes 2^63-1", place(n.line, n.column), "a weight of the estate is far too large");
    return ShareSpan{static_cast<std::int64_t>(part_low), static_cast<std::int64_t>(part_low + other_low), static_cast<std::int64_t>(part_high), static_cast<std::int64_t>(part_high + other_high)};
  }

  Result<Set> set(std::uint32_t i) {
    const Node& n = e_.at(i);
    if (n.function == Function::Suppliers || n.function == Function::Makers) {
      const RowField& who = *row_field(n.function == Function::Makers ? "maker" : "supplier");
      std::vector<Tri> best(g_.codes(who), Tri::No);
      std::vector<std::int64_t> times(best.size(), 0);
      for (std::size_t row = 0; row < g_.rows(); ++row) {
        const Tri t = rows_.test(n.children[0], row);
        if (t == Tri::No) continue;
        const std::uint32_t c = g_.code(who, row);
        best[c] = std::max(best[c], t);
        times[c] += g_.rows_in(row);  // a cell stands for many
      }
      Set out;
      for (std::uint32_t c = 0; c < best.size(); ++c) {
        if (best[c] == Tri::No) continue;
        Set one;
        g_.members(who, c, best[c], one);
        for (const auto& [id, m] : one.members) out.add(id, m.in, m.note);
        if (one.open > 0) out.open += times[c];
      }
      return out;
    }
    RF_TRY(const Set of, set(n.children[0]));
    if (n.function == Function::Assessed) return g_.assessed(of, e_.at(n.children[1]).text);
    if (n.function == Function::OnList) return g_.on_list(of, e_.at(n.children[1]).text);
    return g_.outside(of, rows_.words_of(e_.at(n.children[1])));
  }

  const Expression& e_;
  const Names& names_;
  const Ground& g_;
  std::map<std::string, std::vector<std::string>, std::less<>> variables_;
  RowAsker rows_;
};

}  // namespace

Result<Verdict> evaluate(const Expression& e, const Names& names, const Ground& ground) { return Evaluator(e, names, ground).verdict(e.root); }

struct RowTest::State {
  const Expression& e;
  RowAsker asker;
};
RowTest::RowTest(const Expression& e, const Names& names, const Ground& ground) : state_(std::make_unique<State>(State{e, RowAsker(e, names, ground)})) {}
RowTest::~RowTest() = default;
RowTest::RowTest(RowTest&&) noexcept = default;
Tri RowTest::test(std::size_t row) const { return state_->asker.test(state_->e.root, row); }

}  // namespace rf::expr
