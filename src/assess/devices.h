// What identify prints: devices, joined and their makers named, without a judgement.
#pragma once

#include <functional>

#include "assess/assess.h"

namespace rf::assess {

struct Told {
  std::int64_t devices = 0, unknown = 0;
  std::vector<Error> errors;  ///< inputs, and parts of them, that could not be read
};

/// Gives `take` answers whose estates, one behind the other, are all devices in their order. Where every input gives devices and nothing else
/// and none is joined with another's (`merge_across`), there is one answer an input, and memory does not grow with their number; else one
/// answer in all, as rows of inventories, tables and captures may say something of any device. `whole`: one answer in any case.
/// Of an answer only what report::DeviceWriter reads is there. Fails as assess() does.
Result<Told> tell_devices(const Request& request, const knowledge::Knowledge& knowledge, bool whole, const std::function<void(const Answer&)>& take);

}  // namespace rf::assess
