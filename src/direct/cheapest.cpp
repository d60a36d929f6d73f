#include "direct/cheapest.h"

#include <coin/Cbc_C_Interface.h>

namespace rf::direct {
namespace {

/// Columns are things, rows are sums; sparse by column, as CBC takes them.
class CbcModel {
 public:
  explicit CbcModel(const CoverProblem& p) : model_(Cbc_newModel()) {
    const int n = static_cast<int>(p.cost.size());
    std::vector<double> lower, upper, objective;
    for (const auto& r : p.at_least) bound(lower, upper, static_cast<double>(r.need), COIN_DBL_MAX_);
    if (p.work_at_most >= 0) bound(lower, upper, -COIN_DBL_MAX_, static_cast<double>(p.work_at_most));
    for (const auto& choice : p.refused) {
      // Not all of these and none of the others: at least one thing must be otherwise.
      double chosen = 0;
      for (const bool c : choice) chosen += c ? 1 : 0;
      bound(lower, upper, -COIN_DBL_MAX_, chosen - 1);
    }
    std::vector<CoinBigIndex> start{0};
    std::vector<int> index;
    std::vector<double> value;
    for (int j = 0; j < n; ++j) {
      int row = 0;
      const auto put = [&](double v) {
        if (v != 0) {
          index.push_back(row);
          value.push_back(v);
        }
        ++row;
      };
      const auto at = static_cast<std::size_t>(j);
      for (const auto& r : p.at_least) put(static_cast<double>(r.gain[at]));
      if (p.work_at_most >= 0) put(static_cast<double>(p.work[at]));
      for (const auto& choice : p.refused) put(choice[at] ? 1 : -1);
      start.push_back(static_cast<CoinBigIndex>(index.size()));
      objective.push_back(static_cast<double>(p.cost[at]));
    }
    const std::vector<double> zero(p.cost.size(), 0), one(p.cost.size(), 1);
    Cbc_loadProblem(model_, n, static_cast<int>(lower.size()), start.data(), index.data(), value.data(), zero.data(), one.data(), objective.data(), lower.data(), upper.data());
    for (int j = 0; j < n; ++j) Cbc_setInteger(model_, j);
    Cbc_setObjSense(model_, 1);
    Cbc_setLogLevel(model_, 0);
    Cbc_setParameter(model_, "ratioGap", "0");
    Cbc_setParameter(model_, "allowableGap", "0");
  }
  ~CbcModel() { Cbc_deleteModel(model_); }
  CbcModel(const CbcModel&) = delete;
  CbcModel& operator=(const CbcModel&) = delete;

  std::optional<std::vector<bool>> solve(std::size_t n) {
    Cbc_solve(model_);
    if (Cbc_isProvenOptimal(model_) == 0) return std::nullopt;
    const double* x = Cbc_getColSolution(model_);
    std::vector<bool> out(n);
    for (std::size_t i = 0; i < n; ++i) out[i] = x[i] > 0.5;
    return out;
  }

 private:
  static constexpr double COIN_DBL_MAX_ = 1e50;  // beyond it CBC takes a bound for none
  static void bound(std::vector<double>& lower, std::vector<double>& upper, double low, double high) {
    lower.push_back(low);
    upper.push_back(high);
  }
  Cbc_Model* model_;
};

}  // namespace

std::optional<std::vector<bool>> cheapest(const CoverProblem& p) {
  if (p.at_least.empty() && p.refused.empty()) return std::vector<bool>(p.cost.size(), false);
  if (p.cost.empty()) return std::nullopt;
  return CbcModel(p).solve(p.cost.size());
}

}  // namespace rf::direct
