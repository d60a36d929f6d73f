#include "evidence/json_tree.h"

#include "evidence/reader.h"

namespace rf::evidence {

Result<simdjson::dom::element> json_tree(simdjson::dom::parser& parser, std::string_view bytes, std::string_view smaller, std::string_view again) {
  if (bytes.size() > kMaxTreeBytes) return fail(Kind::Limit, "larger than " + std::to_string(kMaxTreeBytes >> 20) + " MiB", {}, std::string(smaller));
  simdjson::dom::element doc;
  if (const auto e = parser.parse(bytes.data(), bytes.size()).get(doc)) return fail(Kind::Malformed, std::string("not JSON: ") + simdjson::error_message(e), {}, std::string(again));
  return doc;
}

}  // namespace rf::evidence
