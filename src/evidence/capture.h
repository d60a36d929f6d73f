// What a capture shows to exist: a consumer of the wire engine that parses nothing. Used by the reader of captures and by `watch`.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "evidence/reader.h"
#include "evidence/sighting.h"
#include "wire/engine.h"

namespace rf::evidence {

// Limits, each with its reason. What goes over one is counted and said in a note.
inline constexpr std::size_t kMaxHosts = 1U << 20;        // addresses of one capture kept apart; some 100 MiB
inline constexpr std::size_t kMaxSpeakers = 1U << 16;     // hosts and neighbours whose statements are kept
inline constexpr std::size_t kMaxSaidPerHost = 64;        // distinct statements; a server of many certificates has more
inline constexpr std::size_t kMaxSaidText = 1024;         // bytes of one that are kept; descriptions of systems end at 255 or so
inline constexpr std::size_t kMaxObjects = 4096;          // SNMP objects of one agent
inline constexpr std::size_t kMaxObjectsTotal = 1U << 20; // … of all
inline constexpr std::size_t kMaxManagers = 16;           // addresses to which one agent answered

class Sightings : public wire::Consumer {
 public:
  explicit Sightings(const Input& input) : input_(input) {}
  void flow(const wire::Flow& f) override;
  void statement(const wire::Statement& s) override;
  void neighbour(const wire::Neighbour& n) override;
  /// Pushes what was seen, in the order in which it was first seen, and notes on what a limit left out.
  void finish(Sink& sink);

 private:
  struct Object {
    char form = 0;
    std::string value;
    std::uint64_t frame = 0;
  };
  using Objects = std::map<std::string, Object, std::less<>>;
  struct Speaker {
    Sighting sighting;
    Objects objects;                ///< SNMP, by instance
    std::vector<Objects> before;    ///< of devices that stood behind the same address earlier
    wire::Ip last_manager;          ///< the one it answered last
  };
  struct Host {
    std::uint64_t frame = 0;
    wire::Mac mac = 0;
    std::uint32_t speaker = 0;   ///< 1 + number, 0 none
    std::uint16_t vlan = 0;
    bool subscriber = false, spoke = false;
  };
  struct IpHash {
    std::size_t operator()(const wire::Ip& ip) const;
  };
  Host* host(const wire::Ip& ip, std::uint64_t frame);
  Speaker* speaker_of(Host& h, const wire::Ip& ip);
  Speaker* speaker_of(wire::Mac mac, std::uint64_t frame);
  void keep(Speaker& s, const wire::Statement& st);
  static void answered(Speaker& s, const wire::Ip& who);
  void object(Speaker& s, const wire::Statement& st);
  static void banners_of(const Sighting& s, std::vector<AgentFacts::Said>& to);
  void facts_of(Speaker& s, std::vector<AgentFacts>& out);
  void push(Speaker& s, Sink& sink);

  const Input& input_;
  std::unordered_map<wire::Ip, Host, IpHash> hosts_;
  std::vector<const std::pair<const wire::Ip, Host>*> order_;
  wire::Mac client_ = 0;             ///< chaddr of the DHCP message at hand
  std::uint64_t client_frame_ = 0;
  bool client_asks_ = false;         ///< … which is its own
  std::pair<const wire::Ip, Host>* last_ = nullptr;         ///< asked for last: statements of one message follow each other
  std::unordered_map<wire::Mac, std::uint32_t> stations_;   ///< 1 + number of the speaker
  std::deque<Speaker> speakers_;
  std::size_t objects_total_ = 0;
  std::uint64_t hosts_over_ = 0, speakers_over_ = 0, said_over_ = 0, objects_over_ = 0;
};

/// Whether tunnels of this kind carry subscribers, whose addresses are not the operator's.
bool carries_subscribers(wire::TunnelKind k);

}  // namespace rf::evidence
