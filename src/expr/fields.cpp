#include <algorithm>

#include "expr/expr.h"

namespace rf::expr {
namespace {

FieldKind kind_of_column(const FieldInfo& f) {
  if (f.field == Field::Function) return FieldKind::Path;
  switch (f.type) {
    case FieldType::Date: return FieldKind::Day;
    case FieldType::Count: return FieldKind::Count;
    default: return FieldKind::Word;
  }
}

/// Columns of free text, and those that are read into something better (`supplier`, components), cannot be asked.
const std::vector<RowField>& all_row_fields() {
  static const std::vector<RowField> fields = [] {
    std::vector<RowField> out = {
        {"present", FieldKind::Flag, Field::Id, Derived::Present},     {"in_service", FieldKind::Flag, Field::Id, Derived::InService},
        {"maker", FieldKind::Who, Field::Id, Derived::Maker},          {"supplier", FieldKind::Who, Field::Id, Derived::Supplier},
        {"installed", FieldKind::Day, Field::Id, Derived::Installed},
    };
    for (const FieldInfo& f : kFields) {
      if (f.field == Field::Supplier || f.field == Field::Parties || f.field == Field::Components) continue;
      if (f.type == FieldType::Text || f.type == FieldType::Decimal) continue;
      out.push_back({f.name, kind_of_column(f), f.field, Derived::None});
    }
    return out;
  }();
  return fields;
}

}  // namespace

const RowField* row_field(std::string_view name) {
  const auto& all = all_row_fields();
  const auto at = std::find_if(all.begin(), all.end(), [&](const RowField& f) { return f.name == name; });
  return at == all.end() ? nullptr : &*at;
}
std::vector<std::string_view> row_field_names() {
  std::vector<std::string_view> out;
  for (const auto& f : all_row_fields()) out.push_back(f.name);
  return out;
}

std::string_view to_text(Type t) {
  switch (t) {
    case Type::Bool: return "a condition";
    case Type::Count: return "a count";
    case Type::Share: return "a share";
    case Type::Date: return "a day";
    case Type::Text: return "a text";
    case Type::Set: return "a set of suppliers";
    case Type::Words: return "a list";
  }
  return "";
}

}  // namespace rf::expr
