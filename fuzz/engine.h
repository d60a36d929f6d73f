// Source and Engine as fuzz targets.
#pragma once

#include <string_view>

namespace rf::fuzz {

/// "wire-source": any bytes as a capture; frames lie within them and count from 1. "wire-engine": a capture, or else frames of
/// Ethernet with two octets of length before each; what is said does not depend on how frames are batched nor on the hash's seed,
/// and no flow has more packets than there were frames at its depth. False: no such target.
bool run_engine_target(std::string_view target, std::string_view bytes);

}  // namespace rf::fuzz
