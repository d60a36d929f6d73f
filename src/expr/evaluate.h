// Evaluating an expression: three answers, bounds for numbers, and the reason in words.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"
#include "expr/tri.h"

namespace rf::expr {

/// Suppliers that are in it for sure or perhaps, and how many rows could stand for anybody.
struct Set {
  struct Member {
    Tri in = Tri::No;
    std::string note;  ///< why it is open: "no statement on it …"
  };
  std::map<std::string, Member, std::less<>> members;  ///< supplier id, or "=name" of a clear name that nobody in knowledge has
  std::int64_t open = 0;                               ///< rows whose supplier is not known
  void add(const std::string& id, Tri in, std::string note = {});
};

/// A number between two bounds; equal where nothing is unknown. `unbounded`: the upper one is not known.
struct Span {
  std::int64_t low = 0, high = 0;
  bool unbounded = false;
  bool sure() const { return low == high && !unbounded; }
};
/// A share between two bounds: part_low / total_low to part_high / total_high.
struct ShareSpan {
  std::int64_t part_low = 0, total_low = 0, part_high = 0, total_high = 0;
};

/// An answer with its reason: what fails and by how much, what is open, or what makes it hold.
struct Verdict {
  Tri is = Tri::Maybe;
  std::string why;
};

/// What an expression is evaluated on. Codes are dense from 0, so that a word is asked once a distinct value.
class Ground {
 public:
  virtual ~Ground() = default;
  virtual std::size_t rows() const = 0;                                        ///< those of the question: of one operator and territory
  virtual std::size_t codes(const RowField& field) const = 0;                  ///< Word, Path, Who
  virtual std::uint32_t code(const RowField& field, std::size_t row) const = 0;
  virtual Tri in(const RowField& field, std::uint32_t code, const std::vector<std::string>& words, const std::vector<std::string>& except) const = 0;
  virtual Tri flag(const RowField& field, std::size_t row) const = 0;
  virtual Day day(const RowField& field, std::size_t row) const = 0;           ///< unknown where it is not known
  virtual std::optional<std::int64_t> count(const RowField& field, std::size_t row) const = 0;
  virtual std::int64_t pieces(std::size_t row) const = 0;
  virtual std::int64_t rows_in(std::size_t) const { return 1; }                ///< rows of the estate that this one stands for
  virtual std::string site(std::size_t row) const = 0;                         ///< "" where not known
  virtual void members(const RowField& who, std::uint32_t code, Tri in, Set& into) const = 0;
  virtual Set assessed(const Set& of, const std::string& list) const = 0;      ///< entries of the list; who shares a group with one of them is open
  virtual Set on_list(const Set& of, const std::string& list) const = 0;
  virtual Set outside(const Set& of, const std::vector<std::string>& suppliers) const = 0;  ///< outside their influence groups
  virtual Verdict holds(const std::string& direction, const std::string& requirement) const = 0;
  virtual Verdict assured(const std::string& kind) const = 0;
  virtual Day today() const = 0;
  virtual std::string name_of(const std::string& supplier) const = 0;          ///< as to be printed
};

/// Fails: Limit, where a number passes 2^63-1 (`where` says at which sign). O(rows × nodes).
Result<Verdict> evaluate(const Expression& e, const Names& names, const Ground& ground);

/// A condition on one row (Context::Row), made once for many rows. Keeps references to all three.
class RowTest {
 public:
  RowTest(const Expression& e, const Names& names, const Ground& ground);
  ~RowTest();
  RowTest(RowTest&&) noexcept;
  RowTest(const RowTest&) = delete;
  RowTest& operator=(const RowTest&) = delete;
  Tri test(std::size_t row) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rf::expr
