// Tar archives: ustar and pax (IEEE Std 1003.1-2017 pax), GNU's long names and large sizes, and the old form before them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace rf::evidence {

struct TarMember {
  std::string name;  ///< only a name, never a path to write to
  std::uint64_t offset = 0, size = 0;
};
struct TarDirectory {
  std::vector<TarMember> members;  ///< regular files, in the order of the archive
  std::uint64_t others = 0;        ///< links, devices, sparse files: passed over
  std::vector<Error> errors;       ///< what was damaged; what stands behind it was looked for and read
};

/// A first header whose checksum fits.
bool is_tar(std::string_view head);
/// Fails: Limit (more than `max_members`). O(members), O(bytes) behind damage.
Result<TarDirectory> read_tar(std::string_view bytes, std::size_t max_members);

}  // namespace rf::evidence
