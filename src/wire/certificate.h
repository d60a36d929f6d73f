// X.509 certificates (RFC 5280), as far as they name who they are for and who made them.
#pragma once

#include "wire/said.h"

namespace rf::wire {

/// Says the certificate whose DER is `der`; its digest first, then what could be read: a broken one says less, never wrong.
void say_certificate(std::string_view der, std::uint64_t frame, int direction, Hearer& out);

}  // namespace rf::wire
