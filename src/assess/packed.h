// Packs: made of what was read and joined, and judged where they lie.
#pragma once

#include <memory>
#include <string>

#include "assess/prepare.h"

namespace rf::assess {

struct Request;

/// A pack of the estates of the request, and what was said while they were read. Fails as prepare does.
struct Packed {
  std::string bytes;
  std::int64_t assets = 0;
  std::size_t cells = 0;  ///< 0: it does not fold
  std::vector<Error> errors, notes;
};
Result<Packed> pack(const Request& request, const knowledge::Knowledge& k);

/// The one path of the request is a pack that may be judged as it lies: nothing else joins it, and no option says how to read it.
bool is_pack_alone(const Request& request);
/// What prepare gives for such a pack, or null where it has to be read as an inventory after all. Fails: Io, Malformed, Unsupported.
Result<std::unique_ptr<Prepared>> prepare_pack(const Request& request, const knowledge::Knowledge& k);

}  // namespace rf::assess
