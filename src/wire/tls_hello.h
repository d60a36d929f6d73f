// The two hello messages of TLS, as records, QUIC and DTLS carry them.
#pragma once

#include "wire/said.h"

namespace rf::wire {

enum class TlsOver : char { Tcp = 't', Quic = 'q', Dtls = 'd' };

/// `body`: behind the four octets of the handshake header. Says nothing where it is cut or no hello.
void say_client_hello(std::string_view body, TlsOver over, std::uint64_t frame, int direction, Hearer& out);

struct ServerHello {
  bool read = false, tls13 = false, retry = false;  ///< retry: HelloRetryRequest (RFC 8446 4.1.4)
};
ServerHello say_server_hello(std::string_view body, std::uint64_t frame, int direction, Hearer& out);

}  // namespace rf::wire
