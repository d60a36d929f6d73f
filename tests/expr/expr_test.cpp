// The language by itself: what parses, what is refused at which column, and three-valued answers on a ground written here.
#include <gtest/gtest.h>

#include "base/text.h"
#include "expr/evaluate.h"
#include "expr/expr.h"

namespace rf::expr {
namespace {

struct Row {
  std::string function, supplier, affected;
  Day installed;
  std::int64_t quantity = 1;
  std::optional<std::int64_t> premises;
  bool present = true;
};

/// Suppliers are lower-case words; "" is unknown. huawei, zte and fiberhome share a group; the list "listed" holds huawei and zte.
class Table : public Ground {
 public:
  explicit Table(std::vector<Row> rows) : rows_(std::move(rows)) {}
  std::size_t rows() const override { return rows_.size(); }
  std::size_t codes(const RowField&) const override { return rows_.size(); }
  std::uint32_t code(const RowField&, std::size_t row) const override { return static_cast<std::uint32_t>(row); }
  Tri in(const RowField& f, std::uint32_t code, const std::vector<std::string>& words, const std::vector<std::string>& except) const override {
    if (code >= rows_.size()) return Tri::No;
    const Row& r = rows_[code];
    const std::string& cell = f.kind == FieldKind::Path ? r.function : f.kind == FieldKind::Who ? r.supplier : r.affected;
    if (cell.empty()) return Tri::Maybe;
    for (const auto& x : except)
      if (starts_with_path(cell, x)) return Tri::No;
    for (const auto& w : words)
      if (f.kind == FieldKind::Path ? starts_with_path(cell, w) : cell == w) return Tri::Yes;
    return Tri::No;
  }
  Tri flag(const RowField&, std::size_t row) const override { return rows_[row].present ? Tri::Yes : Tri::No; }
  Day day(const RowField&, std::size_t row) const override { return rows_[row].installed; }
  std::optional<std::int64_t> count(const RowField& f, std::size_t row) const override { return f.name == "quantity" ? rows_[row].quantity : rows_[row].premises; }
  std::int64_t pieces(std::size_t row) const override { return rows_[row].quantity; }
  std::string site(std::size_t row) const override { return rows_[row].function; }
  void members(const RowField&, std::uint32_t code, Tri in, Set& into) const override {
    if (rows_[code].supplier.empty()) ++into.open;
    else into.add(rows_[code].supplier, in);
  }
  Set assessed(const Set& of, const std::string&) const override {
    Set out;
    out.open = of.open;
    for (const auto& [id, m] : of.members) {
      if (id == "huawei" || id == "zte") out.add(id, m.in);
      if (id == "fiberhome") out.add(id, Tri::Maybe, "no statement on it");
    }
    return out;
  }
  Set on_list(const Set& of, const std::string& l) const override { return assessed(of, l); }
  Set outside(const Set& of, const std::vector<std::string>&) const override {
    Set out;
    out.open = of.open;
    for (const auto& [id, m] : of.members)
      if (id != "huawei" && id != "zte" && id != "fiberhome") out.add(id, m.in);
    return out;
  }
  Verdict holds(const std::string&, const std::string& r) const override { return {r == "open" ? Tri::Maybe : r == "no" ? Tri::No : Tri::Yes, r}; }
  Verdict assured(const std::string&) const override { return {Tri::Maybe, "no evidence"}; }
  Day today() const override { return day_of(2023, 11, 1); }
  std::string name_of(const std::string& id) const override { return id; }

 private:
  std::vector<Row> rows_;
};

Names names() {
  Names n;
  n.lists = {{"infrastructure", {"core", "ran", "access"}}, {"about", {"huawei"}}};
  return n;
}
Verdict answer(const std::string& source, std::vector<Row> rows = {}) {
  const auto n = names();
  const auto e = parse(source, Context::World, n);
  if (!e) {
    ADD_FAILURE() << source << ": " << to_text(e.error());
    return {};
  }
  const auto v = evaluate(*e, n, Table(std::move(rows)));
  if (!v) {
    ADD_FAILURE() << source << ": " << to_text(v.error());
    return {};
  }
  return *v;
}
std::string refusal(const std::string& source, Context context = Context::World) {
  const auto e = parse(source, context, names());
  return e ? "" : e.error().where + ": " + e.error().why + (e.error().remedy.empty() ? "" : " | " + e.error().remedy);
}

TEST(Expr, RefusesByColumnWithTheReason) {
  EXPECT_EQ(refusal(""), "line 1, column 1: an empty condition");
  EXPECT_EQ(refusal("rows(present) <= 35 %"), "line 1, column 15: \"<=\" compares a count with a share | a share is compared with a share: 35/100 or 35 %");
  EXPECT_EQ(refusal("rows(present)"), "line 1, column 1: the whole must be a condition, and this is a count");
  EXPECT_EQ(refusal("present"), "line 1, column 1: \"present\" is asked of a row, and this asks the estate | rows(present …), pieces(…), suppliers(…) ask all rows");
  EXPECT_EQ(refusal("rows(presnt) = 0"), "line 1, column 6: \"presnt\" is not known here | perhaps present");
  EXPECT_EQ(refusal("rows(present) = 0 and\n  row(present) = 0"), "line 2, column 3: \"row\" is not known here | perhaps rows, role");
  EXPECT_EQ(refusal("share(premises, present, present) <= 36/35"), "line 1, column 38: a share over 1 | a share is a part of the whole: 35/100 or 35 %");
  EXPECT_EQ(refusal("share(premises, present, present) <= 1/0"), "line 1, column 38: a share of nothing: its denominator is 0");
  EXPECT_EQ(refusal("rows(installed >= 2020-02-31) = 0"), "line 1, column 19: \"2020-02-31\" is no day | write it as YYYY-MM-DD");
  EXPECT_EQ(refusal("rows(function = 3) = 0"), "line 1, column 15: \"=\" compares a text with a count");
  EXPECT_EQ(refusal("rows(rows(present) = 0) = 0"), "line 1, column 6: \"rows\" asks the estate, and this asks one row | take it out of the brackets");
  EXPECT_EQ(refusal("rows(present) = 99999999999999999999"), "line 1, column 17: a number over 2^63-1");
  EXPECT_EQ(refusal("rows(function in []) = 0"), "line 1, column 18: an empty list: nothing is in it");
  EXPECT_EQ(refusal("rows(function in infrastruktur) = 0"), "line 1, column 18: \"infrastruktur\" is no list here | perhaps infrastructure");
  EXPECT_EQ(refusal("rows(present) = 0 = 0").substr(0, 26), "line 1, column 19: compari");
  EXPECT_EQ(refusal("suppliers(present) <= 1"), "line 1, column 20: \"<=\" compares a set of suppliers with a count");
  EXPECT_EQ(refusal("holds(\"a\")"), "line 1, column 10: \",\" is expected between what holds(…) is given (it takes 2), and here is \")\"");
  EXPECT_EQ(refusal("not rows(present) = 0 rows"), "line 1, column 23: \"rows\" follows a condition that is complete | join conditions with and, or, implies");
  EXPECT_NE(refusal(std::string(5000, ' ') + "x").find("longer than 4096"), std::string::npos);
  EXPECT_NE(refusal(std::string(100, '(') + "today = today" + std::string(100, ')')).find("nested deeper than 40"), std::string::npos);
  EXPECT_NE(refusal("not " + std::string(0, ' ') + [] { std::string s; for (int i = 0; i < 60; ++i) s += "not "; return s; }() + "today = today").find("nested deeper"), std::string::npos);
  EXPECT_EQ(refusal("site_class in [uk-nss] and kind = \"service\"", Context::Row), "");
  EXPECT_EQ(refusal("rows(present) = 0", Context::Row).substr(0, 17), "line 1, column 1:");
}

TEST(Expr, AnswersNoMaybeYes) {
  const std::string one = "count(assessed(suppliers(present and function in infrastructure), \"listed\")) <= 1";
  EXPECT_EQ(answer(one, {{"core.5g", "huawei", "", {}, 1, {}, true}, {"ran.4g", "nokia", "", {}, 1, {}, true}}).is, Tri::Yes);
  const auto two = answer(one, {{"core.5g", "huawei", "", {}, 1, {}, true}, {"ran.4g", "zte", "", {}, 1, {}, true}});
  EXPECT_EQ(two.is, Tri::No);
  EXPECT_EQ(two.why, "2 suppliers of listed stand in infrastructure: huawei, zte; at most 1, over by 1");
  const auto unnamed = answer(one, {{"core.5g", "huawei", "", {}, 1, {}, true}, {"ran.4g", "fiberhome", "", {}, 1, {}, true}});
  EXPECT_EQ(unnamed.is, Tri::Maybe);
  EXPECT_EQ(unnamed.why, "between 1 and 2 suppliers of listed stand in infrastructure: huawei, perhaps fiberhome; no statement on it; at most 1");
  EXPECT_EQ(answer(one, {{"core.5g", "huawei", "", {}, 1, {}, true}, {"", "zte", "", {}, 1, {}, true}}).is, Tri::Maybe) << "a row without a function may stand there";
  EXPECT_EQ(answer(one, {{"core.5g", "huawei", "", {}, 1, {}, true}, {"ran", "", "", {}, 1, {}, true}}).is, Tri::Maybe) << "an unknown maker may be anybody";
  EXPECT_EQ(answer(one, {{"core.5g", "huawei", "", {}, 1, {}, true}, {"ran", "zte", "", {}, 1, {}, false}}).is, Tri::Yes) << "what is not there does not count";

  const std::string areas = "for each area in [ran, access]: any(function in area and supplier in about) implies count(outside(makers(function in area), about)) >= 1";
  EXPECT_EQ(answer(areas, {{"core.5g", "huawei", "", {}, 1, {}, true}}).is, Tri::Yes);
  const auto alone = answer(areas, {{"ran.4g", "huawei", "", {}, 1, {}, true}, {"access.fttp", "huawei", "", {}, 1, {}, true}, {"access.fttp", "nokia", "", {}, 1, {}, true}});
  EXPECT_EQ(alone.is, Tri::No);
  EXPECT_EQ(alone.why, "in ran: no maker outside the influence group of huawei stands in ran; at least 1, short by 1");

  EXPECT_EQ(answer("rows(affected = \"yes\" and installed >= 2020-07-14) = 0", {{"ran", "huawei", "yes", {}, 1, {}, true}}).is, Tri::Maybe) << "no date";
  EXPECT_EQ(answer("rows(affected = \"yes\" and installed >= 2020-07-14) = 0", {{"ran", "huawei", "yes", day_of(2020, 7, 13), 1, {}, true}}).is, Tri::Yes);
  EXPECT_EQ(answer("rows(affected = \"yes\" and installed >= 2020-07-14) = 0", {{"ran", "huawei", "yes", day_of(2020, 7, 14), 1, {}, true}}).is, Tri::No);
  EXPECT_EQ(answer("holds(\"d\", \"open\") and holds(\"d\", \"no\")").is, Tri::No);
  EXPECT_EQ(answer("holds(\"d\", \"open\") or holds(\"d\", \"yes\")").is, Tri::Yes);
  EXPECT_EQ(answer("holds(\"d\", \"open\") implies holds(\"d\", \"no\")").is, Tri::Maybe);
  EXPECT_EQ(answer("today >= 2023-11-01 and not today > 2023-11-01").is, Tri::Yes);
}

TEST(Expr, SharesAreExactAndOfNothingHold) {
  const std::string cap = "share(premises, supplier in about, function in [access]) <= 35/100";
  const auto share = [&](std::int64_t part, std::int64_t rest) { return answer(cap, {{"access", "huawei", "", {}, 1, part, true}, {"access", "nokia", "", {}, 1, rest, true}}); };
  EXPECT_EQ(share(349, 651).is, Tri::Yes);
  EXPECT_EQ(share(350, 650).is, Tri::Yes) << "exactly at the cap";
  EXPECT_EQ(share(351, 649).is, Tri::No);
  EXPECT_EQ(share(351, 649).why, "of premises 35.1 % (351 of 1000); at most 35 %");
  EXPECT_EQ(answer(cap, {}).is, Tri::Yes);
  EXPECT_EQ(answer(cap, {}).why, "of premises a share of nothing (0 of 0); at most 35 %");
  EXPECT_EQ(answer(cap, {{"access", "huawei", "", {}, 1, 34, true}, {"access", "nokia", "", {}, 1, 60, true}, {"access", "nokia", "", {}, 1, {}, true}}).is, Tri::Maybe) << "a missing weight";
}

TEST(Expr, OverflowEndsWithAnError) {
  const auto n = names();
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const char* source : {"sum(premises, present) <= 5", "pieces(present) <= 5", "share(premises, supplier in about, present) <= 1/2", "rows(present) * 9223372036854775807 <= 5"}) {
    const auto e = parse(source, Context::World, n);
    ASSERT_TRUE(e) << source;
    const auto v = evaluate(*e, n, Table({{"core", "huawei", "", {}, most, most, true}, {"core", "huawei", "", {}, most, most, true}}));
    ASSERT_FALSE(v) << source;
    EXPECT_EQ(v.error().kind, Kind::Limit) << source;
  }
}

TEST(Expr, ARowTestIsACondition) {
  const auto n = names();
  const auto e = parse("kind = \"service\" or function in [core] except [core.dns]", Context::Row, n);
  ASSERT_TRUE(e);
  const Table t({{"core.5g", "", "", {}, 1, {}, true}, {"core.dns", "", "x", {}, 1, {}, true}});
  const RowTest test(*e, n, t);
  EXPECT_EQ(test.test(0), Tri::Yes);
  EXPECT_EQ(test.test(1), Tri::No);
}

}  // namespace
}  // namespace rf::expr
