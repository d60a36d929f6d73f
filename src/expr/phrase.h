// Numbers and sets of an expression in words: "2 suppliers of uk-ncsc-assessed stand in infrastructure: Huawei, ZTE".
#pragma once

#include <map>
#include <string>
#include <vector>

#include "expr/evaluate.h"

namespace rf::expr {

using Variables = std::map<std::string, std::vector<std::string>, std::less<>>;

std::string phrase_of_span(const Expression& e, const Names& names, const Variables& variables, const Node& n, const Span& s, const Set* set, const Ground& g);
std::string phrase_of_share(const Expression& e, const Names& names, const Variables& variables, const Node& n, const ShareSpan& s);
/// "at most 1"
std::string limit_words(Op op, std::int64_t limit, std::int64_t denominator = 1);
/// ", over by 1", or nothing.
std::string by_how_much(Op op, std::int64_t value, std::int64_t limit);

}  // namespace rf::expr
