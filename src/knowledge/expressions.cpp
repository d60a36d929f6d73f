// Expressions in knowledge files: parsed and type-checked with the line and column of the file, whatever the YAML style they
// are written in, and what they refer to looked up. Tested by tests/knowledge/knowledge_test.cpp.
#include <algorithm>

#include "base/text.h"
#include "knowledge/knowledge.h"
#include "knowledge/read_kinds.h"

namespace rf::knowledge {
namespace {

struct YamlPlace {
  std::uint32_t line, column;
};

/// Where line and column of an expression stand in the file. Plain and quoted: on the value's line. Block scalars: on the lines
/// below it, after their indent; folding makes blanks of their ends.
YamlPlace in_file(const Node& n, std::string_view bytes, std::uint32_t line, std::uint32_t column) {
  if (n.style != '|' && n.style != '>') return {n.line + line - 1, line > 1 ? column : n.column + (n.style == 'p' ? 0 : 1) + column - 1};
  const auto lines = split(bytes, '\n');
  std::uint32_t at = n.line;  // 0-based index of the first line of content
  while (at < lines.size() && trimmed(lines[at]).empty()) ++at;
  if (at >= lines.size()) return {n.line, 0};
  const auto indent = static_cast<std::uint32_t>(lines[at].find_first_not_of(' '));
  if (n.style == '|') return {at + line, indent + column};
  for (std::uint32_t left = column; at < lines.size(); ++at) {
    const std::string_view content = lines[at].size() > indent ? lines[at].substr(indent) : std::string_view{};
    if (left <= content.size() + 1) return {at + 1, indent + left};
    left -= static_cast<std::uint32_t>(content.size()) + 1;
  }
  return {n.line, 0};
}

class ExpressionCheck {
 public:
  ExpressionCheck(const File& file, const Knowledge* all, std::vector<Fault>& faults) : file_(file), all_(all), faults_(faults) {}

  void check(const Node* n, expr::Context context, const expr::Names& names) {
    if (!n || n->type != Node::Type::Scalar) return;
    const auto e = expr::parse(n->text, context, names);
    if (!e) {
      std::uint32_t line = 1, column = 1;
      numbers(e.error().where, line, column);
      fault(*n, line, column, e.error().why + (e.error().remedy.empty() ? "" : "; " + e.error().remedy));
      return;
    }
    if (!all_) return;
    for (const auto& r : e->references)
      if (const std::string why = unknown(r); !why.empty()) fault(*n, r.line, r.column, why);
  }

 private:
  void fault(const Node& n, std::uint32_t line, std::uint32_t column, std::string why) {
    const YamlPlace at = in_file(n, file_.bytes, line, column);
    faults_.push_back({file_.path, at.line, std::move(why), at.column});
  }
  /// "line 1, column 8" as expr writes it.
  static void numbers(std::string_view where, std::uint32_t& line, std::uint32_t& column) {
    const auto comma = where.find(", column ");
    if (!where.starts_with("line ") || comma == std::string_view::npos) return;
    line = static_cast<std::uint32_t>(parse_count(where.substr(5, comma - 5)).value_or(1));
    column = static_cast<std::uint32_t>(parse_count(where.substr(comma + 9)).value_or(1));
  }
  std::string unknown(const expr::Reference& r) const {
    switch (r.kind) {
      case expr::Refers::Supplier: return all_->suppliers.contains(r.word) ? "" : "unknown supplier \"" + r.word + "\"";
      case expr::Refers::List: return all_->lists.contains(r.word) ? "" : "unknown list \"" + r.word + "\"";
      case expr::Refers::Direction: return all_->directions.contains(r.word) ? "" : "unknown direction \"" + r.word + "\"";
      case expr::Refers::Requirement: {
        const auto d = all_->directions.find(r.of);
        if (d == all_->directions.end()) return "";
        const auto& all = d->second.requirements;
        return std::any_of(all.begin(), all.end(), [&](const Requirement& q) { return q.name == r.word; }) ? "" : "\"" + r.of + "\" has no requirement \"" + r.word + "\"";
      }
      case expr::Refers::Path: {
        if (all_->functions.empty()) return "";
        const bool ok = std::any_of(all_->functions.begin(), all_->functions.end(), [&](const FunctionPath& f) { return starts_with_path(f.path, r.word) || starts_with_path(r.word, f.path); }) ||
                        std::any_of(all_->aliases.begin(), all_->aliases.end(), [&](const auto& a) { return starts_with_path(r.word, a.first); });
        return ok ? "" : "unknown function \"" + r.word + "\"";
      }
      case expr::Refers::Word: return "";
    }
    return "";
  }

  const File& file_;
  const Knowledge* all_;
  std::vector<Fault>& faults_;
};

}  // namespace

void check_expressions(const FileKind& kind, const File& file, const Node& root, const Knowledge* all, std::vector<Fault>& faults) {
  ExpressionCheck c(file, all, faults);
  const auto each = [](const Node& of, std::string_view key, const auto& use) {
    if (const Node* list = of.find(key); list && list->type == Node::Type::List)
      for (const Node& i : list->items) use(i);
  };
  if (kind.name == "regime") {
    const expr::Names names = names_of_regime(root);
    c.check(root.find("needed"), expr::Context::World, names);
    each(root, "conditions", [&](const Node& i) { c.check(i.find("expr"), expr::Context::World, names); });
  }
  if (kind.name == "direction")
    each(root, "requirements", [&](const Node& q) { each(q, "exceptions", [&](const Node& i) { c.check(i.find("when"), expr::Context::Row, {}); }); });
}

}  // namespace rf::knowledge
