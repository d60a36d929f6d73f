#pragma once

namespace rf {

/// Processors that this process may use, at least 1: under taskset and in containers fewer than the machine has. Threads beyond them only wait
/// for each other.
unsigned usable_processors();

}  // namespace rf
