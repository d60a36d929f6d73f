// The door of the expr room: small typed conditions over an estate and the world, such as
//   count(assessed(suppliers(present and function in infrastructure), "uk-ncsc-assessed")) <= 1
// Parsed and type-checked when knowledge is loaded; evaluated with three answers (no, cannot be told, yes) and explained
// in words (evaluate.h). The language: docs/expressions.md. Nothing in it can loop, allocate without bound or fail silently.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "model/asset_columns.h"

namespace rf::expr {

inline constexpr std::size_t kMaxSource = 4096;  // bytes; the longest condition of ours has 400
inline constexpr int kMaxDepth = 40;             // bounds the stack; ours are 8 deep
inline constexpr std::size_t kMaxNodes = 1000;   // bounds time a row
inline constexpr std::size_t kMaxList = 200;     // words between [ and ]

/// Bool, Count (integers), Share (exact rational), Date, Text, Set (suppliers), Words (a list of paths, ids or words).
enum class Type : std::uint8_t { Bool, Count, Share, Date, Text, Set, Words };
std::string_view to_text(Type t);

/// How a field of a row is asked.
enum class FieldKind : std::uint8_t { Flag, Word, Path, Who, Day, Count };
/// What a condition on a row may ask: the columns of model/asset_columns.h, and what follows from several of them.
enum class Derived : std::uint8_t { None, Present, InService, Maker, Supplier, Installed };
struct RowField {
  std::string_view name;
  FieldKind kind;
  Field field = Field::Id;             ///< where derived is None
  Derived derived = Derived::None;
  bool operator==(const RowField&) const = default;
};
/// nullptr where there is none.
const RowField* row_field(std::string_view name);
std::vector<std::string_view> row_field_names();

enum class Function : std::uint8_t { Rows, Pieces, Sites, Any, Sum, Share, Suppliers, Makers, Count, Assessed, OnList, Outside, Holds, Assured };

enum class Op : std::uint8_t {
  // leaves
  Number, Rational, Day, Text, List, Name, Row, Today,
  // operators; children in order
  And, Or, Not, Implies, Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual, In, Plus, Minus, Times, ForEach, Call,
};
/// One node of the tree, children by index: the tree is a vector, so that its destruction needs no stack.
struct Node {
  Op op = Op::Number;
  Type type = Type::Bool;
  std::uint32_t line = 1, column = 1;     ///< in the expression, from 1; columns in characters' bytes
  std::int64_t number = 0, denominator = 1;
  rf::Day day;
  std::string text;                       ///< Text, Name; the variable of ForEach
  std::vector<std::string> words;         ///< List; `except` of In
  const RowField* field = nullptr;        ///< Row
  Function function = Function::Rows;     ///< Call
  std::vector<std::uint32_t> children;
  std::uint32_t begin = 0, end = 0;       ///< bytes of the source it was read from
};

/// What an expression refers to, so that knowledge can say whether it exists.
enum class Refers : std::uint8_t { Path, Supplier, List, Direction, Requirement, Word };
struct Reference {
  Refers kind;
  std::string word, of;                   ///< of: the direction of a requirement
  std::uint32_t line, column;
};

struct Expression {
  std::string source;
  std::vector<Node> nodes;
  std::uint32_t root = 0;
  std::vector<Reference> references;
  const Node& at(std::uint32_t i) const { return nodes[i]; }
};

/// Names that stand for lists in an expression, such as `infrastructure` and `about` of a regime.
struct Names {
  std::map<std::string, std::vector<std::string>, std::less<>> lists;
};

enum class Context : std::uint8_t {
  World,  ///< over the estate: what a regime asks
  Row,    ///< over one row: an exception of a requirement, a filter
};
/// Reads and checks an expression that is true or false. Fails: Malformed, Limit; `where` is "line L, column C" within the
/// source, and `remedy` offers near names. O(source).
Result<Expression> parse(std::string_view source, Context context, const Names& names);

}  // namespace rf::expr
