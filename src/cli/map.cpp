#include <cstdio>

#include "assess/map.h"
#include "cli/common.h"

namespace rf::cli {

int run_map(const Options& o) {
  if (o.format == "csv") return print_error({Kind::Usage, {}, {}, "--format csv: a map is YAML (text), or json", {}}), kUsage;
  auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  const auto knowledge = knowledge::open(o.knowledge);
  if (!knowledge) return print_error(knowledge.error()), kNothing;
  std::vector<Error> errors;
  const auto map = assess::propose_map(*request, *knowledge, o.format, errors);
  if (!map) return print_error(map.error()), map.error().kind == Kind::Usage ? kUsage : kNothing;
  out(*map);
  for (const auto& e : errors) print_error(e);
  const int status = finish_output(errors.empty() ? kDone : kSomeUnread);
  std::fprintf(stderr, "edit it, then: ringfence assess PATH… --map FILE\n");
  return status;
}

}  // namespace rf::cli
