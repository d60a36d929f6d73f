#include "assess/model_functions.h"

#include <map>

#include "base/text.h"
#include "identify/trade_words.h"

namespace rf::assess {

struct ModelFunctions::Index {
  struct Family {
    std::string supplier;  ///< "": of anyone
    std::vector<std::string> functions;
  };
  std::vector<Family> families;
  identify::TradeWordIndex words;
};

ModelFunctions::~ModelFunctions() = default;

ModelFunctions::ModelFunctions(const knowledge::Knowledge& k) {
  auto index = std::make_unique<Index>();
  std::map<std::string, std::string, std::less<>> of_kind;
  for (const auto& r : k.roles)
    if (r.words.empty() && !r.kind.empty()) of_kind.emplace(r.kind, r.function);
  for (const auto& t : k.trade_words) {
    if (t.supplier.empty() && t.weight < kFamilyWeight) continue;
    Index::Family f{t.supplier, t.functions};
    if (const auto kind = of_kind.find(t.kind); f.functions.empty() && kind != of_kind.end()) f.functions.push_back(kind->second);
    if (f.functions.empty()) continue;
    const auto number = static_cast<std::uint32_t>(index->families.size());
    bool any = false;
    // A maker's word without a digit is a name: it may stand before anything he makes.
    for (const auto& w : t.words)
      if (t.supplier.empty() || w.find_first_of("0123456789") != std::string::npos) any = index->words.add(w, number) || any;
    if (any) index->families.push_back(std::move(f));
  }
  index_ = std::move(index);
}

std::vector<std::string> ModelFunctions::of(std::string_view maker, std::string_view model) const {
  std::vector<identify::TradeWordIndex::Hit> hits;
  index_->words.search(lower_ascii(model), hits);
  const std::vector<std::string>* found = nullptr;
  for (const auto& h : hits) {
    const auto& f = index_->families[h.entry];
    if (!f.supplier.empty() && f.supplier != maker) continue;
    if (found != nullptr && *found != f.functions) return {};
    found = &f.functions;
  }
  return found ? *found : std::vector<std::string>();
}

}  // namespace rf::assess
