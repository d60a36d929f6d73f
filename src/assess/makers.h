// How a row's maker is told, from what the join resolved.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "assess/answer.h"
#include "assess/model_functions.h"
#include "direct/subject.h"
#include "estate/estate.h"
#include "knowledge/knowledge.h"
#include "names/resolve.h"

namespace rf::assess {

/// The day a product was made, or what stands in for it (docs/judging.md, "What is read").
Day made_on(const estate::Estate& e, std::size_t row);
/// What the evidence calls a row's product and its maker: words in which a firm that became part of another, or a family of products, stands.
std::string written_of(const estate::Estate& e, std::size_t row);
/// Ids of suppliers → names as printed; an id that knowledge does not have stands for itself. `k` must outlive it.
std::function<std::string(std::string_view id)> supplier_names(const knowledge::Knowledge& k);
/// Sets maker_of and standing_of of `a`, whose estate and supplier_name are there. `of_row`: index into `makers` for each row. `families` may be null: they
/// are read from knowledge then, which takes as long as reading some walks.
void set_makers(Answer& a, std::vector<names::Resolution> makers, direct::RowMakers of_row, const knowledge::World& world, std::shared_ptr<const ModelFunctions> families);

}  // namespace rf::assess
