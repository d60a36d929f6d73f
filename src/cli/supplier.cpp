#include "cli/common.h"
namespace rf::cli { int run_supplier(const Options&) { return kNothing; } }
