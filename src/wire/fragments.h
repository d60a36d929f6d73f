// IP fragments: whose they are, and the datagram they make.
//
// Policy: the byte that came first stays, in IPv4 and IPv6. IPv6 datagrams whose fragments overlap, other than by repeating one
// whole, are not delivered at all (RFC 5722). Ends of the last fragment that disagree are an overlap too. A fragment belongs to
// the flow of the first of its datagram, also where that comes later; where it never comes, ports are 0.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "wire/packet.h"

namespace rf::wire {

// Limits, each with its reason.
inline constexpr std::size_t kMaxFragmentSets = 4096;             // Linux keeps 4 MiB, some 2,000 datagrams
inline constexpr std::size_t kMaxFragmentBytes = 16U << 20;       // all sets together
inline constexpr std::size_t kMaxFragmentsWaiting = 64;           // of a set, for their first: 64 KiB in pieces of an Ethernet frame are 45
inline constexpr std::int64_t kFragmentTimeout = 60'000'000'000;  // ns: RFC 8200 §4.5; RFC 1122 §3.3.2 asks for 60 to 120 s

class Fragments {
 public:
  struct Key {
    std::uint64_t from[2], to[2];
    std::uint32_t id, path;
    std::uint8_t transport, v6;
    bool operator==(const Key&) const = default;
  };
  struct Set {
    Key key;
    std::int64_t since = 0;
    std::uint64_t serial = 0;
    std::uint64_t first_frame = 0;
    std::uint32_t input = 0;
    Tunnel tunnel;
    // Whose: ports of the first fragment, and those that wait for it.
    bool known = false;
    std::uint16_t from_port = 0, to_port = 0;
    std::vector<Packet> waiting;
    // What: the bytes that are there.
    struct Piece {
      std::uint32_t from, to;
    };
    std::vector<Piece> pieces;   ///< sorted, disjoint, not touching
    std::string data;
    std::uint32_t total = 0;     ///< 0: the last fragment is not here yet
    bool spoilt = false, over_budget = false;
  };
  explicit Fragments(Losses& losses) : losses_(losses) {}

  /// The set of `key`, made where there is none. Sets that are too old or too many are moved to `dropped` (in order of age).
  Set& set(const Key& key, std::int64_t now, std::vector<Set>& dropped);
  /// Adds bytes; true: the datagram is whole, and `whole` points to it until release(). The set keeps its ports.
  bool add(Set& s, std::uint32_t offset, bool more, Span piece, Span& whole);
  /// The bytes from the start on as far as they are there, of a set that was dropped; until release().
  Span beginning(Set& s);
  void release() { lent_.clear(); }
  std::vector<Set> take_all();

 private:
  struct Hash {
    std::size_t operator()(const Key& k) const;
  };
  void forget_bytes(Set& s);
  Losses& losses_;
  std::unordered_map<Key, Set, Hash> sets_;
  std::deque<std::pair<Key, std::uint64_t>> order_;
  std::deque<std::string> lent_;
  std::size_t bytes_ = 0;
  std::uint64_t serial_ = 0;
};

}  // namespace rf::wire
