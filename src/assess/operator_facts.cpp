// What an operator states of itself (docs/judging.md, "Operator facts"). Keys that other rooms read from the same file are left to them.
#include <algorithm>

#include "assess/gather.h"
#include "assess/sightings.h"
#include "base/text.h"
#include "estate/country.h"
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
  if (const Node* at = n.find("country"); at && !at->is_null() && !at->text.empty()) {
    f.country = estate::country_code(at->text);
    if (f.country.empty()) return fail(Kind::Malformed, "\"" + at->text + "\" is no country", line_of(*at), "ISO 3166-1 alpha-2, such as GB");
  }
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

void settle_operator_facts(direct::OperatorFacts& f, const Tools& tools, const knowledge::Knowledge& k, std::vector<Error>& warnings) {
  const auto say = [&](std::string why, std::string remedy) { warnings.push_back({Kind::Malformed, "operator facts", {}, std::move(why), std::move(remedy)}); };
  const auto supplier = [&](std::string& id, const char* of) {
    if (id.empty() || k.suppliers.contains(id)) return;
    const auto who = tools.resolver->resolve(id);
    if (who.match == names::Match::Clear) id = who.supplier;
    else say(std::string(of) + " is about \"" + id + "\", whom knowledge does not have: it speaks for nobody", "ringfence knowledge list suppliers, or ringfence screen NAME");
  };
  const auto direction = [&](const std::string& id, const std::string& requirement, const char* of) {
    const auto d = k.directions.find(id);
    if (d == k.directions.end()) return say(std::string(of) + " names the direction \"" + id + "\", which knowledge does not have: it has no effect", "ringfence knowledge list directions");
    const auto& all = d->second.requirements;
    if (!requirement.empty() && std::none_of(all.begin(), all.end(), [&](const auto& q) { return q.name == requirement; }))
      say(std::string(of) + " names the requirement \"" + requirement + "\", which " + id + " does not have: it has no effect", "ringfence knowledge list directions");
  };
  for (const auto& id : f.addressee_of) direction(id, {}, "addressee_of");
  for (auto& a : f.assurances) supplier(a.about, "an assurance");
  for (auto& a : f.approvals) {
    supplier(a.supplier, "an approval");
    direction(a.direction, a.requirement, "an approval");
  }
}

}  // namespace rf::assess
