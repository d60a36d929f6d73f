// An estate as expressions see it (expr/evaluate.h): the rows of one operator in one territory, whose they are, and the world.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "direct/alike.h"
#include "direct/subject.h"
#include "expr/evaluate.h"

namespace rf::direct {

/// "core.5g.amf|core.dns" below one of `paths`: no, cannot be told ("core" above one of them, or no function at all), yes.
Tri below_any(std::string_view cell, const std::vector<std::string>& paths, const std::vector<std::string>& except = {}, bool every = false);
/// Whether a maker as read is one of `ids` or of their group.
Tri stands_for(const knowledge::World& w, const names::Resolution& who, const std::vector<std::string>& ids);
/// Whether a row's operator and country are those of the question; rows that do not say belong where `whole` and --country put them.
bool belongs(const Subject& s, std::size_t row, const std::string& operator_id, bool whole, const std::string& territory);
/// `country` is `territory`, or on the world's day a member of it (a union of countries).
bool in_territory(const knowledge::World& w, std::string_view country, const std::string& territory);

class EstateGround : public expr::Ground {
 public:
  struct Whose {
    std::string operator_id;
    bool whole = true;                ///< rows without an operator are this one's
    std::string territory;
    std::vector<std::string> about;   ///< whom an assurance must speak of
  };
  /// Rows of one operator in a territory.
  EstateGround(const Subject& s, Whose whose);
  /// The same, one for all that `alike` does not tell apart in one state, in the order of their first rows.
  EstateGround(const Subject& s, Whose whose, const AlikeRows& alike);
  /// All rows, each by its own number: for tests of single rows. An exception holds only of what it holds of altogether: of a cell with several values
  /// each must be so.
  explicit EstateGround(const Subject& s);

  std::size_t rows() const override { return rows_.size(); }
  std::size_t codes(const expr::RowField& field) const override;
  std::uint32_t code(const expr::RowField& field, std::size_t row) const override;
  Tri in(const expr::RowField& field, std::uint32_t code, const std::vector<std::string>& words, const std::vector<std::string>& except) const override;
  Tri flag(const expr::RowField& field, std::size_t row) const override;
  Day day(const expr::RowField& field, std::size_t row) const override;
  std::optional<std::int64_t> count(const expr::RowField& field, std::size_t row) const override;
  std::int64_t rows_in(std::size_t row) const override { return weights_.empty() ? s_.rows_in(rows_[row]) : weights_[row].rows; }
  std::int64_t pieces(std::size_t row) const override { return weights_.empty() ? e_.quantity(rows_[row]) : weights_[row].pieces; }
  std::string site(std::size_t row) const override;
  void members(const expr::RowField& who, std::uint32_t code, Tri in, expr::Set& into) const override;
  expr::Set assessed(const expr::Set& of, const std::string& list) const override;
  expr::Set on_list(const expr::Set& of, const std::string& list) const override;
  expr::Set outside(const expr::Set& of, const std::vector<std::string>& suppliers) const override;
  expr::Verdict holds(const std::string& direction, const std::string& requirement) const override;
  expr::Verdict assured(const std::string& kind) const override;
  Day today() const override { return w_.as_of; }
  std::string name_of(const std::string& supplier) const override;

 private:
  void take_rows(const std::vector<std::uint32_t>* of = nullptr);
  void prepare();
  /// Maker, then managed operation, behind a code of `supplier` or `maker`.
  template <class Use>
  void each_party(const expr::RowField& who, std::uint32_t code, Use use) const;

  const Subject& s_;
  const knowledge::World& w_;
  const estate::Estate& e_;
  Whose whose_;
  bool every_value_ = false;  ///< of a cell with several values each must be so
  std::uint32_t service_kind_ = 0;                                   ///< code of the word in `kind`; 0 where no row has it
  std::vector<std::uint32_t> rows_;
  struct Weight {
    std::int64_t rows = 0, pieces = 0;
  };
  std::vector<Weight> weights_;                                      ///< of what stands for several; empty: each is a row
  std::vector<std::uint32_t> sample_row_;                            ///< of each maker, to print its name
  std::vector<std::pair<std::uint32_t, std::uint32_t>> suppliers_;   ///< maker, code of the parties cell
  std::vector<std::uint32_t> supplier_of_row_;                       ///< into suppliers_; empty where no row has parties
};

}  // namespace rf::direct
