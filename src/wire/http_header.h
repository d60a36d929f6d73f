// Header lines that HTTP (RFC 9112) and what borrows its form (SSDP, SIP) share.
#pragma once

#include <string_view>

namespace rf::wire {

struct HttpHeader {
  std::string_view name, value;  ///< the value without white space around it; both empty where the line is no header
};
HttpHeader http_header(std::string_view line);
/// ASCII letters alike whatever their case.
bool same_word(std::string_view a, std::string_view b);
/// `word` in a list with commas, as of Transfer-Encoding.
bool lists_word(std::string_view list, std::string_view word);
/// realm="…" of a challenge, without its quotes; empty where there is none.
std::string_view http_realm(std::string_view challenge);

}  // namespace rf::wire
