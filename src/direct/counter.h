// One requirement counted over the rows of a subject. Words are asked once a distinct value, so a row costs a few table look-ups.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "direct/ground.h"
#include "direct/meant.h"
#include "direct/measure.h"
#include "direct/tally.h"

namespace rf::direct {

class Counter {
 public:
  /// Both must outlive it.
  Counter(const Subject& s, const Question& q);
  Counted run();
  /// Over all rows; lists them in `lists`, where that is given.
  Tally tally(Counted* lists) const;
  /// Adds a row in this state (`sign` 1), or takes it out (-1).
  void look_at(Tally& sums, std::size_t row, int sign, const RowState& state, Counted* lists) const;
  /// The sums as a count; `out` has the lists.
  Counted finish(const Tally& t, Counted out) const;

  /// Whether the largest weight may be another one because of this row.
  bool decides_largest(const Tally& t, std::size_t row) const;
  bool concerned(std::uint32_t function) const;
  /// Words or makers have come that the tables do not have.
  bool outgrown() const;
  /// Rows count here as they do there, whatever the limit. Where more than words decides, nothing is claimed.
  bool counts_as(const Counter& o) const;
  /// What this one has counted is what the other would.
  bool tally_serves(const Counter& o) const;
  /// No row can be at least so surely of the suppliers of both.
  bool apart_from(const Counter& o, Tri least) const;

 private:
  /// Which of a row's days count (docs/judging.md, "What is read").
  enum class Reads : std::uint8_t { Removal, Use, InstallBan, PurchaseBan, Approval };
  static Reads reads_of(std::string_view kind);
  /// What stands for no piece in use, or only for some requirements.
  enum class RowKind : std::uint8_t { Equipment, Software, Service, Component };

  /// Most requirements are about few functions: rows of others, whose `in` is below `least`, are not looked at where rows are sorted by it.
  template <class Look>
  void each_row(const std::vector<Tri>& in, Tri least, Look look) const {
    std::size_t rest = 0;
    if (s_.by_function.size() > 0) {
      for (std::size_t code = 0; code < in.size(); ++code)
        if (in[code] >= least)
          for (const auto row : s_.by_function.of(code)) look(row);
      rest = s_.by_function.size();
    }
    for (std::size_t row = rest; row < e_.size(); ++row) look(row);
  }
  /// Shares are of the stated total where the inventory has no more than it. What it lacks may be anybody's, and no missing weight is
  /// larger than that.
  void against_stated_total(Counted& out) const;
  /// How many of the targets stand there.
  Counted suppliers() const;
  template <class T, class Ask>
  std::vector<T> by_code(Field f, Ask ask) {
    std::vector<T> out;
    const auto& words = e_.words(f);
    for (std::uint32_t c = 0; c < words.size(); ++c) out.push_back(static_cast<T>(ask(words.text(c))));
    tables_of_.emplace_back(f, words.size());
    return out;
  }
  template <class T>
  T at(const std::vector<T>& table, Field f, std::size_t row) const {
    return table[e_.code(f, row)];
  }
  /// Of the maker, where it is read, the parties that are, and, where the instrument says so, the components.
  const Meant& meant_in(std::size_t row, RowKind kind) const;
  const Meant& component_of(std::size_t row) const;
  /// A part whose maker is not known says nothing: most rows have such parts.
  Meant of_part(Meant h) const;
  /// `open`: by exception, whether it could not be told of some row.
  Tri excepted_by(std::size_t row, int sign, std::vector<std::int64_t>& open) const;
  /// Yes where an approval is needed and the operator's complete list has none; cannot be told where nobody said that the list is complete.
  Tri unapproved(std::size_t row) const;
  /// Which path of the instrument leaves this function open, and why.
  void note_dispute(std::uint32_t code, Counted& out) const;
  /// What it is part of, or runs on, is the supplier's and in scope, and stands for both.
  bool counted_with_whole(std::size_t row) const;
  /// Says that it is part of what is not there, or of what this is not about: then it is a row by itself.
  bool stands_alone(std::size_t row) const;
  bool hosted(std::size_t row) const;
  bool is_passive(std::size_t row) const;
  Tri scope(std::string_view cell) const;
  Tri counted_at(std::string_view cell) const;
  /// Whether the row counts on the day by its dates: present, in service, or installed or bought since the day of a ban.
  Tri active(std::size_t row, const RowState& st, Field& by) const;

  const Subject& s_;
  const Question& q_;
  const knowledge::Requirement& r_;
  const estate::Estate& e_;
  bool reads_maker_ = false, reads_managed_ = false, reads_software_ = false;
  Reads reads_;
  Day since_;
  Field weight_field_ = Field::Quantity;
  bool weighed_ = false, sites_ = false, has_parts_ = false;
  bool by_weight_ = false;  ///< the base is counted where the measure says, else where the requirement does
  std::vector<Tri> in_;     ///< by code of the function: in the base
  std::vector<std::pair<Field, std::size_t>> tables_of_;  ///< fields that tables are made of, and how many words they had
  Meant nobody_;
  std::vector<Meant> makers_, part_makers_, parties_, components_;  ///< by index into the subject's makers, of a row and of a part; by code, where any row has such a cell
  struct ExceptionTest {
    const knowledge::Exception* exception;
    expr::RowTest test;
  };
  expr::Names no_names_;
  std::unique_ptr<EstateGround> ground_;
  std::vector<ExceptionTest> exceptions_;
  bool share_ = false;
  std::int64_t limit_num_ = 0, limit_den_ = 1;
  std::vector<Tri> scope_, counted_at_, segment_, site_class_, region_, affected_, country_;
  std::vector<Tri> managed_;
  std::vector<bool> operator_, shared_, passive_, said_passive_, to_come_, whole_counts_, whole_apart_;
  std::vector<RowKind> kinds_;
};

/// The same question of one target alone, as pieces; `pieces` must outlive it.
Question of_one_target(const Question& q, const std::string& target, const knowledge::Measure& pieces);
/// Counts one more target, by what stands of it, towards how many stand there.
void add_target(Counted& out, const Counted& of_it);

}  // namespace rf::direct
