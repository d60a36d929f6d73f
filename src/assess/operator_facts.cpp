// What an operator states of itself (docs/judging.md, "Operator facts"). Keys that other rooms read from the same file are left to them.
#include <algorithm>

#include "assess/gather.h"
#include "assess/sightings.h"
#include "base/text.h"
#include "knowledge/node.h"

namespace rf::assess {
namespace {

using knowledge::Node;

std::string line_of(const Node& n) { return "line " + std::to_string(n.line) + (n.column > 0 ? ", column " + std::to_string(n.column) : std::string()); }

Result<std::vector<std::string>> word_list(const Node& n, std::string_view key) {
  std::vector<std::string> out;
  const Node* list = n.find(key);
  if (!list || list->is_null()) return out;
  if (list->type != Node::Type::List) return fail(Kind::Malformed, "\"" + std::string(key) + "\" must be a list", line_of(*list));
  for (const Node& i : list->items) {
    if (i.type != Node::Type::Scalar) return fail(Kind::Malformed, "\"" + std::string(key) + "\" must be a list of words", line_of(i));
    out.push_back(i.text);
  }
  return out;
}

/// `from` and `to` of an entry. Fails: a day that is none; dates that run backwards.
Result<void> read_span(const Node& n, Day& from, Day& to) {
  for (const auto& [key, day] : {std::pair{"from", &from}, std::pair{"to", &to}}) {
    const Node* at = n.find(key);
    if (!at || at->is_null()) continue;
    const auto d = parse_iso_day(at->text);
    if (!d) return fail(Kind::Malformed, "\"" + at->text + "\" is no day", line_of(*at), "write it as YYYY-MM-DD");
    *day = *d;
  }
  if (from.known() && to.known() && to < from) return fail(Kind::Malformed, "dates run backwards: to " + to_text(to) + " is before from " + to_text(from), line_of(n));
  return {};
}

Result<const Node*> entries(const Node& n, std::string_view key) {
  static const Node kNoEntries;
  const Node* list = n.find(key);
  if (!list || list->is_null()) return &kNoEntries;
  if (list->type != Node::Type::List) return fail(Kind::Malformed, "\"" + std::string(key) + "\" must be a list of entries", line_of(*list));
  for (const Node& i : list->items)
    if (i.type != Node::Type::Map) return fail(Kind::Malformed, "an entry of \"" + std::string(key) + "\" must be keys and values", line_of(i));
  return list;
}

}  // namespace

Result<direct::OperatorFacts> read_operator_facts(std::string_view bytes) {
  RF_TRY(const Node n, knowledge::parse_yaml(bytes));
  direct::OperatorFacts f;
  f.id = n.get("operator");
  if (f.id.empty()) return fail(Kind::Malformed, "operator facts without `operator`", "line 1", "name the operator the facts are of");
  f.country = n.get("country");
  RF_TRY(f.classes, word_list(n, "classes"));
  RF_TRY(f.addressee_of, word_list(n, "addressee_of"));
  RF_TRY(const Node* assurances, entries(n, "assurances"));
  for (const Node& i : assurances->items) {
    direct::Assurance a;
    a.kind = i.get("kind");
    a.source = i.get("source");
    if (a.kind.empty()) return fail(Kind::Malformed, "an assurance without `kind`", line_of(i), "monitoring, evaluation, equivalence or stock");
    const Node* about = i.find("about");
    if (about && about->type == Node::Type::Map) {
      a.about = about->get("supplier");
      a.model = about->get("model");
      a.function = about->get("function");
    } else {
      a.about = i.get("about");
    }
    RF_CHECK(read_span(i, a.from, a.to));
    f.assurances.push_back(std::move(a));
  }
  RF_TRY(const Node* approvals, entries(n, "approvals"));
  for (const Node& i : approvals->items) {
    direct::Approval a;
    a.direction = i.get("direction");
    a.requirement = i.get("requirement");
    a.supplier = i.get("supplier");
    a.function = i.get("function");
    a.model = i.get("model");
    a.reference = i.get("reference");
    if (a.direction.empty()) return fail(Kind::Malformed, "an approval without `direction`", line_of(i), "name the direction it was given under");
    RF_CHECK(read_span(i, a.from, a.to));
    f.approvals.push_back(std::move(a));
  }
  for (const auto& [key, to] : {std::pair{"inside", &f.inside}, std::pair{"management", &f.management}})
    if (const auto* list = n.find(key))
      for (const auto& i : list->items) {
        if (auto r = parse_range(i.text); !r) {
          Error e = r.error();
          e.where = line_of(i);
          return std::unexpected(std::move(e));
        }
        to->push_back(i.text);
      }
  f.approvals_complete = n.get("approvals_complete") == "true";
  return f;
}

}  // namespace rf::assess
