// QUIC Initial packets: the hello messages in them are readable by whoever sees the first packet (RFC 9001 section 5.2).
#pragma once

#include <deque>
#include <map>
#include <string>

#include "wire/decoder.h"

namespace rf::wire {

/// A long header with a version whose Initial keys are known. O(1).
bool is_quic_initial(std::string_view datagram);

/// Connections whose hellos are not complete yet.
class QuicOpen {
 public:
  /// True where it is QUIC, said or not.
  bool datagram(const End& from, const End& to, std::string_view payload, std::uint64_t frame, Hearer& out);

 private:
  struct Flow {
    Ip client, server;
    std::uint16_t client_port = 0, server_port = 0;
    auto operator<=>(const Flow&) const = default;
  };
  /// The CRYPTO stream of one side, from its start; pieces may come in any order (RFC 9000 19.6).
  struct Crypto {
    std::string data;
    std::map<std::size_t, std::size_t> pieces;  ///< start, end; disjoint
    bool said = false;
  };
  struct Open {
    std::string destination_id;  ///< of the client's first packet: the keys' source
    Crypto sides[2];
  };
  void packet(const Flow& flow, int direction, std::string_view payload, std::size_t& used, std::uint64_t frame, Hearer& out);
  static void frames(std::string_view plain, Crypto& to);
  static void say_hello(Crypto& c, int direction, std::uint64_t frame, Hearer& out);
  Open& open(const Flow& flow);

  std::map<Flow, Open> open_;
  std::deque<Flow> order_;
};

}  // namespace rf::wire
