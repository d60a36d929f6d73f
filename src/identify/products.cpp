#include "identify/products.h"

#include "base/text.h"

namespace rf::identify {
namespace {

bool is_oid(std::string_view s) {
  return !s.empty() && s.front() != '.' && s.back() != '.' && s.find("..") == std::string_view::npos && s.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

std::vector<ProductFault> read_products(std::string_view table, Products& into, std::vector<std::string>* suppliers, std::vector<std::string>* sources) {
  std::vector<ProductFault> faults;
  std::string supplier, source, under;
  std::size_t number = 0;
  for (std::string_view line : split(table, '\n')) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '@') {
      const auto blank = line.find(' ');
      const auto key = line.substr(1, blank == std::string_view::npos ? blank : blank - 1);
      const std::string value(blank == std::string_view::npos ? std::string_view() : trimmed(line.substr(blank)));
      if (key == "supplier") {
        supplier = value;
        if (suppliers != nullptr) suppliers->push_back(value);
      } else if (key == "source") {
        source = value;
        if (sources != nullptr) sources->push_back(value);
      } else if (key == "under" && is_oid(value)) {
        under = value + ".";
      } else {
        faults.emplace_back(number, "\"" + std::string(line) + "\" is none of @supplier ID, @source ID, @under OID");
      }
      continue;
    }
    const auto parts = split(line, '\t');
    const auto rest = parts[0];
    const auto model = parts.size() > 1 ? trimmed(parts[1]) : std::string_view();
    const bool family = parts.size() == 4 && parts[3] == "family";
    if (!is_oid(rest) || model.empty() || parts.size() > 4 || (parts.size() == 4 && !family)) {
      faults.emplace_back(number, "write the rest of the OID, a tab, the model, where known a tab and the kind, and for a stack or family a tab and `family`");
    } else if (supplier.empty() || source.empty() || under.empty()) {
      faults.emplace_back(number, "@supplier, @source and @under have to stand above it");
    } else if (!into.try_emplace(under + std::string(rest), Product{supplier, std::string(model), std::string(parts.size() > 2 ? parts[2] : std::string_view()), family}).second) {
      faults.emplace_back(number, "the number " + under + std::string(rest) + " stands twice");
    }
  }
  return faults;
}

}  // namespace rf::identify
