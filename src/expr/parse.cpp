// Recursive descent, types checked as nodes are made, so that an error names the very sign it stands at.
//   condition := "for" "each" NAME "in" list ":" condition | implies
//   implies   := or ["implies" implies]         or := and {"or" and}        and := not {"and" not}
//   not       := "not" not | comparison
//   comparison:= sum [("<"|"<="|">"|">="|"="|"!=") sum | "in" list ["except" list]]
//   sum       := product {("+"|"-") product}    product := primary {"*" primary}
//   primary   := number | share | day | text | NAME | FUNCTION "(" … ")" | "(" condition ")"
#include <algorithm>
#include <array>
#include <optional>

#include "base/near.h"
#include "expr/expr.h"
#include "expr/lexer.h"

namespace rf::expr {
namespace {

enum class Argument : std::uint8_t { RowCondition, CountField, Set, ListId, Suppliers, DirectionId, RequirementId, Kind };
struct Signature {
  std::string_view name;
  Function function;
  Type result;
  std::array<Argument, 3> arguments;
  std::size_t n;
};
constexpr Signature kFunctions[] = {
    {"rows", Function::Rows, Type::Count, {Argument::RowCondition}, 1},
    {"pieces", Function::Pieces, Type::Count, {Argument::RowCondition}, 1},
    {"sites", Function::Sites, Type::Count, {Argument::RowCondition}, 1},
    {"any", Function::Any, Type::Bool, {Argument::RowCondition}, 1},
    {"sum", Function::Sum, Type::Count, {Argument::CountField, Argument::RowCondition}, 2},
    {"share", Function::Share, Type::Share, {Argument::CountField, Argument::RowCondition, Argument::RowCondition}, 3},
    {"suppliers", Function::Suppliers, Type::Set, {Argument::RowCondition}, 1},
    {"makers", Function::Makers, Type::Set, {Argument::RowCondition}, 1},
    {"count", Function::Count, Type::Count, {Argument::Set}, 1},
    {"assessed", Function::Assessed, Type::Set, {Argument::Set, Argument::ListId}, 2},
    {"on_list", Function::OnList, Type::Set, {Argument::Set, Argument::ListId}, 2},
    {"outside", Function::Outside, Type::Set, {Argument::Set, Argument::Suppliers}, 2},
    {"holds", Function::Holds, Type::Bool, {Argument::DirectionId, Argument::RequirementId}, 2},
    {"assured", Function::Assured, Type::Bool, {Argument::Kind}, 1},
};
constexpr std::string_view kWords[] = {"and", "or", "not", "implies", "in", "except", "for", "each", "today"};

class Parser {
 public:
  Parser(std::string_view source, Context context, const Names& names) : names_(names), in_row_(context == Context::Row) { out_.source = source; }

  Result<Expression> run() {
    if (out_.source.size() > kMaxSource) return fail(Kind::Limit, "longer than " + std::to_string(kMaxSource) + " bytes", place(1, 1));
    RF_TRY(tokens_, lex(out_.source));
    if (now().token == Token::End) return wrong(now(), "an empty condition");
    RF_TRY(out_.root, condition());
    RF_CHECK(want(out_.root, Type::Bool, "the whole"));
    if (now().token != Token::End) return wrong(now(), "\"" + shown(now()) + "\" follows a condition that is complete", "join conditions with and, or, implies");
    return std::move(out_);
  }

 private:
  using Index = std::uint32_t;
  struct Deeper {
    explicit Deeper(int& depth) : depth_(depth) { ++depth_; }
    ~Deeper() { --depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    int& depth_;
  };

  const Lexeme& now() const { return tokens_[at_]; }
  const Lexeme& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  static std::string shown(const Lexeme& l) { return l.token == Token::End ? "the end" : std::string(l.text.empty() ? "this" : l.text); }
  bool is_word(std::string_view w) const { return now().token == Token::Word && now().text == w; }
  bool is_sign(std::string_view s) const { return now().token == Token::Sign && now().text == s; }
  bool took_word(std::string_view w) { return is_word(w) ? (take(), true) : false; }
  bool took_sign(std::string_view s) { return is_sign(s) ? (take(), true) : false; }
  static std::unexpected<Error> wrong(const Lexeme& l, std::string why, std::string remedy = {}) {
    return fail(Kind::Malformed, std::move(why), place(l.line, l.column), std::move(remedy));
  }
  std::unexpected<Error> wrong_at(Index i, std::string why, std::string remedy = {}) const {
    const Node& n = out_.nodes[i];
    return fail(Kind::Malformed, std::move(why), place(n.line, n.column), std::move(remedy));
  }
  Result<void> want(Index i, Type t, std::string_view what) const {
    if (out_.nodes[i].type == t) return {};
    return wrong_at(i, std::string(what) + " must be " + std::string(to_text(t)) + ", and this is " + std::string(to_text(out_.nodes[i].type)));
  }
  Result<void> expect(std::string_view sign, std::string_view after) {
    if (took_sign(sign)) return {};
    return wrong(now(), "\"" + std::string(sign) + "\" is expected " + std::string(after) + ", and here is " + (now().token == Token::End ? "the end" : "\"" + shown(now()) + "\""));
  }

  Result<Index> make(Node n, const Lexeme& at, Index ends_with = 0, bool has_end = false) {
    if (out_.nodes.size() >= kMaxNodes) return fail(Kind::Limit, "more than " + std::to_string(kMaxNodes) + " parts", place(at.line, at.column));
    n.line = at.line;
    n.column = at.column;
    n.begin = at.begin;
    n.end = has_end ? out_.nodes[ends_with].end : at_ > 0 ? tokens_[at_ - 1].end : at.end;
    out_.nodes.push_back(std::move(n));
    return static_cast<Index>(out_.nodes.size() - 1);
  }
  Result<Index> binary(Op op, Type type, Index left, Index right, const Lexeme& sign) {
    Node n;
    n.op = op;
    n.type = type;
    n.children = {left, right};
    RF_TRY(const Index i, make(std::move(n), sign, right, true));
    out_.nodes[i].begin = out_.nodes[left].begin;
    return i;
  }

  Result<Index> condition() {
    const Deeper deeper(depth_);
    if (depth_ > kMaxDepth) return fail(Kind::Limit, "nested deeper than " + std::to_string(kMaxDepth), place(now().line, now().column));
    if (is_word("for")) return for_each();
    return implies();
  }

  Result<Index> for_each() {
    const Lexeme start = take();
    if (in_row_) return wrong(start, "\"for each\" asks the estate, not a row");
    if (!took_word("each")) return wrong(now(), "\"each\" is expected after \"for\"");
    if (now().token != Token::Word) return wrong(now(), "a name is expected after \"for each\"");
    const Lexeme name = take();
    if (names_.lists.contains(name.text) || row_field(name.text) || function(name.text) || reserved(name.text) || variables_.contains(name.text))
      return wrong(name, "\"" + name.text + "\" is taken", "give the name of \"for each\" another word");
    if (!took_word("in")) return wrong(now(), "\"in\" is expected after the name");
    RF_TRY(const Index list, list_of());
    RF_CHECK(expect(":", "after the list"));
    variables_.emplace(name.text, out_.nodes[list].words);
    auto body = condition();
    variables_.erase(name.text);
    if (!body) return body;
    RF_CHECK(want(*body, Type::Bool, "what follows \"for each … :\""));
    Node n;
    n.op = Op::ForEach;
    n.text = name.text;
    n.children = {list, *body};
    return make(std::move(n), start, *body, true);
  }

  Result<Index> implies() {
    const Deeper deeper(depth_);
    if (depth_ > kMaxDepth) return fail(Kind::Limit, "nested deeper than " + std::to_string(kMaxDepth), place(now().line, now().column));
    RF_TRY(Index left, disjunction());
    if (!is_word("implies")) return left;
    const Lexeme sign = take();
    RF_TRY(const Index right, implies());
    return logical(Op::Implies, left, right, sign);
  }
  Result<Index> logical(Op op, Index left, Index right, const Lexeme& sign) {
    RF_CHECK(want(left, Type::Bool, "what stands before \"" + sign.text + "\""));
    RF_CHECK(want(right, Type::Bool, "what stands after \"" + sign.text + "\""));
    if (op != Op::Implies && out_.nodes[left].op == op) {  // a chain is one node, so that its length costs no depth
      out_.nodes[left].children.push_back(right);
      out_.nodes[left].end = out_.nodes[right].end;
      return left;
    }
    return binary(op, Type::Bool, left, right, sign);
  }
  Result<Index> disjunction() {
    RF_TRY(Index left, conjunction());
    while (is_word("or")) {
      const Lexeme sign = take();
      RF_TRY(const Index right, conjunction());
      RF_TRY(left, logical(Op::Or, left, right, sign));
    }
    return left;
  }
  Result<Index> conjunction() {
    RF_TRY(Index left, negation());
    while (is_word("and")) {
      const Lexeme sign = take();
      RF_TRY(const Index right, negation());
      RF_TRY(left, logical(Op::And, left, right, sign));
    }
    return left;
  }
  Result<Index> negation() {
    if (!is_word("not")) return comparison();
    const Deeper deeper(depth_);
    if (depth_ > kMaxDepth) return fail(Kind::Limit, "nested deeper than " + std::to_string(kMaxDepth), place(now().line, now().column));
    const Lexeme sign = take();
    RF_TRY(const Index of, negation());
    RF_CHECK(want(of, Type::Bool, "what stands after \"not\""));
    Node n;
    n.op = Op::Not;
    n.children = {of};
    return make(std::move(n), sign, of, true);
  }

  Result<Index> comparison() {
    RF_TRY(const Index left, sum());
    if (is_word("in")) return membership(left);
    static constexpr std::array<std::pair<std::string_view, Op>, 6> kSigns = {{{"<", Op::Less}, {"<=", Op::LessEqual}, {">", Op::Greater}, {">=", Op::GreaterEqual}, {"=", Op::Equal}, {"!=", Op::NotEqual}}};
    const auto sign = std::find_if(kSigns.begin(), kSigns.end(), [&](const auto& s) { return is_sign(s.first); });
    if (sign == kSigns.end()) return left;
    const Lexeme at = take();
    RF_TRY(const Index right, sum());
    const Type l = out_.nodes[left].type, r = out_.nodes[right].type;
    if (l != r) {
      std::string remedy;
      if ((l == Type::Share) != (r == Type::Share)) remedy = "a share is compared with a share: 35/100 or 35 %";
      return wrong(at, "\"" + at.text + "\" compares " + std::string(to_text(l)) + " with " + std::string(to_text(r)), remedy);
    }
    const bool orders = at.text != "=" && at.text != "!=";
    if (l == Type::Bool || l == Type::Set || l == Type::Words || (orders && l == Type::Text))
      return wrong(at, "\"" + at.text + "\" cannot compare " + std::string(to_text(l)), l == Type::Set ? "count(…) of a set can be compared" : l == Type::Bool ? "join conditions with and, or, implies" : "");
    const Node& f = out_.nodes[left];
    if (l == Type::Text && !(f.op == Op::Row && out_.nodes[right].op == Op::Text)) return wrong(at, "a text is compared as FIELD = \"word\"");
    RF_TRY(const Index i, binary(sign->second, Type::Bool, left, right, at));
    if (is_sign("<") || is_sign("<=") || is_sign(">") || is_sign(">=") || is_sign("=") || is_sign("!=")) return wrong(now(), "comparisons cannot be chained", "write a < b and b < c");
    return i;
  }

  Result<Index> membership(Index left) {
    const Lexeme at = take();
    const Node& f = out_.nodes[left];
    if (f.op != Op::Row || (f.field->kind != FieldKind::Word && f.field->kind != FieldKind::Path && f.field->kind != FieldKind::Who))
      return wrong(at, "\"in\" asks a field of words, such as function, supplier or site_class", "");
    const RowField* field = f.field;
    const bool list = is_sign("[");
    RF_TRY(const Index right, list_of());
    Node n;
    n.op = Op::In;
    n.children = {left, right};
    const auto refer = [&](const std::vector<std::string>& words, const Node& where) {
      const Refers kind = field->kind == FieldKind::Path ? Refers::Path : field->kind == FieldKind::Who ? Refers::Supplier : Refers::Word;
      for (const auto& w : words) out_.references.push_back({kind, w, {}, where.line, where.column});
    };
    if (list) refer(out_.nodes[right].words, out_.nodes[right]);
    else if (const auto v = variables_.find(out_.nodes[right].text); v != variables_.end()) refer(v->second, out_.nodes[right]);
    if (is_word("except")) {
      const Lexeme except = take();
      if (field->kind != FieldKind::Path) return wrong(except, "\"except\" follows function in …, and nothing else");
      RF_TRY(const Index without, list_of());
      if (out_.nodes[without].op == Op::List) {
        refer(out_.nodes[without].words, out_.nodes[without]);
        n.words = out_.nodes[without].words;
      } else {
        const auto named = names_.lists.find(out_.nodes[without].text);
        if (named == names_.lists.end()) return wrong(except, "\"except\" takes a list or the name of one, no variable");
        n.words = named->second;
      }
    }
    RF_TRY(const Index i, make(std::move(n), at));
    out_.nodes[i].begin = out_.nodes[left].begin;
    return i;
  }

  /// "[" word {"," word} "]", or a name of a list.
  Result<Index> list_of() {
    const Lexeme start = now();
    if (now().token == Token::Word) {
      take();
      if (!variables_.contains(start.text) && !names_.lists.contains(start.text))
        return wrong(start, "\"" + start.text + "\" is no list here", offer(start.text, true).empty() ? "write a list as [a, b]" : offer(start.text, true));
      Node n;
      n.op = Op::Name;
      n.type = Type::Words;
      n.text = start.text;
      return make(std::move(n), start);
    }
    if (!took_sign("[")) return wrong(start, "a list is expected: [a, b], or the name of one");
    Node n;
    n.op = Op::List;
    n.type = Type::Words;
    while (!is_sign("]")) {
      if (now().token != Token::Word && now().token != Token::Text) return wrong(now(), now().token == Token::End ? "a list that does not end" : "a list holds words", "[core.5g, ran]");
      if (n.words.size() >= kMaxList) return fail(Kind::Limit, "a list of more than " + std::to_string(kMaxList) + " words", place(now().line, now().column));
      n.words.push_back(take().text);
      if (!is_sign("]")) RF_CHECK(expect(",", "between the words of a list"));
    }
    take();
    if (n.words.empty()) return wrong(start, "an empty list: nothing is in it");
    return make(std::move(n), start);
  }

  Result<Index> sum() {
    RF_TRY(Index left, product());
    while (is_sign("+") || is_sign("-")) {
      const Lexeme at = take();
      RF_TRY(const Index right, product());
      RF_TRY(left, arithmetic(at.text == "+" ? Op::Plus : Op::Minus, left, right, at));
    }
    return left;
  }
  Result<Index> product() {
    RF_TRY(Index left, primary());
    while (is_sign("*")) {
      const Lexeme at = take();
      RF_TRY(const Index right, primary());
      RF_TRY(left, arithmetic(Op::Times, left, right, at));
    }
    return left;
  }
  Result<Index> arithmetic(Op op, Index left, Index right, const Lexeme& at) {
    RF_CHECK(want(left, Type::Count, "what stands before \"" + at.text + "\""));
    RF_CHECK(want(right, Type::Count, "what stands after \"" + at.text + "\""));
    return binary(op, Type::Count, left, right, at);
  }

  Result<Index> primary() {
    const Lexeme l = now();
    Node n;
    switch (l.token) {
      case Token::Number:
        take();
        n.type = Type::Count;
        n.number = l.number;
        return make(std::move(n), l);
      case Token::Rational:
        take();
        n.op = Op::Rational;
        n.type = Type::Share;
        n.number = l.number;
        n.denominator = l.denominator;
        return make(std::move(n), l);
      case Token::Day:
        take();
        n.op = Op::Day;
        n.type = Type::Date;
        n.day = l.day;
        return make(std::move(n), l);
      case Token::Text:
        take();
        n.op = Op::Text;
        n.type = Type::Text;
        n.text = l.text;
        return make(std::move(n), l);
      case Token::Sign:
        if (l.text != "(") return wrong(l, "\"" + l.text + "\" cannot begin a part of a condition");
        take();
        {
          RF_TRY(const Index inside, condition());
          RF_CHECK(expect(")", "to close \"(\""));
          return inside;
        }
      case Token::End: return wrong(l, "the condition ends where a part of it is expected");
      case Token::Word: break;
    }
    take();
    if (const Signature* f = function(l.text); f && is_sign("(")) return call(*f, l);
    if (l.text == "today") {
      n.op = Op::Today;
      n.type = Type::Date;
      return make(std::move(n), l);
    }
    if (const RowField* f = row_field(l.text)) {
      if (!in_row_) return wrong(l, "\"" + l.text + "\" is asked of a row, and this asks the estate", "rows(" + l.text + " …), pieces(…), suppliers(…) ask all rows");
      n.op = Op::Row;
      n.field = f;
      switch (f->kind) {
        case FieldKind::Flag: n.type = Type::Bool; break;
        case FieldKind::Word: case FieldKind::Path: case FieldKind::Who: n.type = Type::Text; break;
        case FieldKind::Day: n.type = Type::Date; break;
        case FieldKind::Count: n.type = Type::Count; break;
      }
      return make(std::move(n), l);
    }
    if (function(l.text)) return wrong(now(), "\"(\" is expected after \"" + l.text + "\"");
    if (variables_.contains(l.text) || names_.lists.contains(l.text)) return wrong(l, "\"" + l.text + "\" is a list; it stands after \"in\"");
    return wrong(l, "\"" + l.text + "\" is not known here", offer(l.text, false));
  }

  Result<Index> call(const Signature& f, const Lexeme& start) {
    if (in_row_) return wrong(start, "\"" + start.text + "\" asks the estate, and this asks one row", "take it out of the brackets");
    take();  // "("
    Node n;
    n.op = Op::Call;
    n.type = f.result;
    n.function = f.function;
    std::string direction;
    for (std::size_t i = 0; i < f.n; ++i) {
      if (i > 0) RF_CHECK(expect(",", "between what " + start.text + "(…) is given (it takes " + std::to_string(f.n) + ")"));
      RF_TRY(const Index a, argument(f.arguments[i], start.text, direction));
      n.children.push_back(a);
    }
    RF_CHECK(expect(")", "after what " + start.text + "(…) is given (it takes " + std::to_string(f.n) + ")"));
    return make(std::move(n), start);
  }
  Result<Index> argument(Argument a, const std::string& of, std::string& direction) {
    const Lexeme at = now();
    switch (a) {
      case Argument::RowCondition: {
        in_row_ = true;
        auto i = condition();
        in_row_ = false;
        if (!i) return i;
        RF_CHECK(want(*i, Type::Bool, "what " + of + "(…) is asked"));
        return i;
      }
      case Argument::CountField: {
        const RowField* f = at.token == Token::Word ? row_field(at.text) : nullptr;
        if (!f || f->kind != FieldKind::Count) return wrong(at, of + "(…) adds up a field of numbers: quantity, premises or traffic");
        take();
        Node n;
        n.op = Op::Row;
        n.type = Type::Count;
        n.field = f;
        return make(std::move(n), at);
      }
      case Argument::Set: {
        RF_TRY(const Index i, condition());
        RF_CHECK(want(i, Type::Set, "what " + of + "(…) is given"));
        return i;
      }
      case Argument::Suppliers: {
        const bool list = is_sign("[");
        RF_TRY(const Index i, list_of());
        if (list)
          for (const auto& w : out_.nodes[i].words) out_.references.push_back({Refers::Supplier, w, {}, at.line, at.column});
        return i;
      }
      case Argument::ListId: case Argument::DirectionId: case Argument::RequirementId: case Argument::Kind: {
        if (at.token != Token::Text) return wrong(at, of + "(…) takes " + (a == Argument::Kind ? "a kind of assurance" : "an id") + " in quotes here");
        take();
        if (a == Argument::DirectionId) direction = at.text;
        if (a != Argument::Kind)
          out_.references.push_back({a == Argument::ListId ? Refers::List : a == Argument::DirectionId ? Refers::Direction : Refers::Requirement, at.text, direction, at.line, at.column});
        Node n;
        n.op = Op::Text;
        n.type = Type::Text;
        n.text = at.text;
        return make(std::move(n), at);
      }
    }
    return wrong(at, "not understood");
  }

  static const Signature* function(std::string_view name) {
    const auto at = std::find_if(std::begin(kFunctions), std::end(kFunctions), [&](const Signature& f) { return f.name == name; });
    return at == std::end(kFunctions) ? nullptr : at;
  }
  static bool reserved(std::string_view w) { return std::find(std::begin(kWords), std::end(kWords), w) != std::end(kWords); }

  /// The nearest names, where they are near.
  std::string offer(std::string_view word, bool lists_only) const {
    std::vector<std::string_view> known;
    for (const auto& [name, l] : names_.lists) known.push_back(name);
    for (const auto& [name, l] : variables_) known.push_back(name);
    if (!lists_only) {
      for (const auto& f : kFunctions) known.push_back(f.name);
      for (const auto name : row_field_names()) known.push_back(name);
      known.insert(known.end(), std::begin(kWords), std::end(kWords));
    }
    return perhaps(word, known);
  }

  Expression out_;
  const Names& names_;
  bool in_row_;
  std::vector<Lexeme> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::map<std::string, std::vector<std::string>, std::less<>> variables_;
};

}  // namespace

Result<Expression> parse(std::string_view source, Context context, const Names& names) { return Parser(source, context, names).run(); }

}  // namespace rf::expr
