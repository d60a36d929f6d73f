// Captures as evidence: one engine, and what it says taken as sightings. An address counts where it spoke (a destination may not
// exist); a MAC address is bound to it only by ARP, neighbour discovery, DHCP or a frame that its owner signs (LLDP, CDP), since a router's stands in
// every frame it forwards. What agents answered by SNMP goes through the gatherer of walks, so that a capture of a walk and the walk
// say the same.
#include "evidence/capture.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "evidence/snmp_walk.h"
#include "wire/fields.h"

namespace rf::evidence {
namespace {

namespace field = wire::field;

/// UTF-8, one line's worth, without what ends C strings.
std::string tidy_said(std::string_view raw, std::size_t at_most) {
  while (!raw.empty() && raw.back() == '\0') raw.remove_suffix(1);
  raw = raw.substr(0, at_most);
  std::string text = is_utf8(raw) ? std::string(raw) : to_utf8(raw, guess_encoding(raw, false)).text;
  return std::string(trimmed(text));
}

/// Fields that name their speaker's kind, maker or version, and are worth a word of `AgentFacts::said` one day; all of them are kept
/// in the sighting. What subscribers ask for (names looked up, pages, servers' names) says nothing of the speaker and is not.
bool says_who_at_all(std::string_view f) {
  static constexpr std::string_view kNot[] = {"dns.", "tls.sni", "tls.alpn", "tls.ja3_string", "tls.ja3s_string", "http.request", "http.host", "http.status", "http.content_type", "ssh.hassh_lists",
                                              "ssh.hassh_server_lists", "snmp.object", "snmp.version", "tftp.", "dhcp.your_address", "dhcp.message", "tls.version", "tls.cipher",
                                              "tls.certificate_not", "tls.certificate_serial", "tls.certificate_name"};
  return std::none_of(std::begin(kNot), std::end(kNot), [&](std::string_view n) { return f.starts_with(n); });
}

/// The same, asked once a field: names of fields are constants, told apart by where they stand.
bool says_who(std::string_view f) {
  thread_local std::unordered_map<const char*, bool> known;
  const auto [at, fresh] = known.try_emplace(f.data(), false);
  if (fresh) at->second = says_who_at_all(f);
  return at->second;
}

/// What speakers say of their make, by the names that fingerprints give it (knowledge/fingerprints/README.md). Not here: what LLDP, CDP and
/// SNMP say, which are facts of their own; requests, names and lists, which tell of others or of software alone.
struct Banner {
  std::string_view wire, field;
};
constexpr Banner kBanners[] = {
    {field::kSshBanner, "ssh.banner"},       {field::kFtpBanner, "ftp.banner"},         {field::kTelnetBanner, "telnet.banner"},
    {field::kSmtpBanner, "smtp.banner"},     {field::kPop3Banner, "pop3.banner"},       {field::kImapBanner, "imap.banner"},
    {field::kHttpServer, "http_header.server"}, {field::kHttpAuthenticate, "http_header.wwwauth"}, {field::kHttpCookie, "http_header.cookie"},
    {field::kSipServer, "sip_header.server"}, {field::kSipUserAgent, "sip_header.user_agent"}, {field::kDhcpVendorClass, "dhcp_vendor_class"},
    {field::kWsdScopes, "ws_discovery.scopes"}, {field::kCwmpManufacturer, "cwmp.manufacturer"}, {field::kCwmpOui, "cwmp.oui"},
    {field::kCwmpProductClass, "cwmp.product_class"}, {field::kCwmpSerial, "stated.serial"}, {field::kCwmpModel, "stated.model"},
    {field::kUpnpManufacturer, "upnp.manufacturer"}, {field::kUpnpModelName, "stated.model"}, {field::kUpnpSerial, "stated.serial"}, {field::kOnvifManufacturer, "onvif.manufacturer"},
    {field::kOnvifModel, "stated.model"}, {field::kOnvifFirmware, "stated.version"}, {field::kOnvifSerial, "stated.serial"},
    {field::kCwmpSoftware, "stated.version"}, {field::kCwmpHardware, "stated.hardware_version"},
};

wire::Mac mac_of_text(std::string_view text) {
  wire::Mac mac = 0;
  for (const char c : text)
    if (const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; digit >= 0) mac = mac << 4 | static_cast<wire::Mac>(digit);
  return mac;
}

/// What computers at large say; the other banners are a device's word on what it is.
bool of_any_server(std::string_view f) {
  return f.starts_with("http_header.") || f.starts_with("x509.") || f == "ssh.banner" || f == "ftp.banner" || f == "smtp.banner" || f == "pop3.banner" || f == "imap.banner";
}

Fact frame_fact(std::string_view f, std::string value, std::uint64_t frame) {
  Fact out;
  out.value = std::move(value);
  out.place.field = f;
  out.place.line = frame;
  return out;
}

/// Takes the one agent that a gatherer pushes.
class OneAgent : public Sink {
 public:
  explicit OneAgent(std::vector<AgentFacts>& out) : out_(out) {}
  void rows(const ColumnBatch&) override {}
  void agent(AgentFacts facts) override { out_.push_back(std::move(facts)); }
  void error(Error) override {}
  void note(Error) override {}

 private:
  std::vector<AgentFacts>& out_;
};

}  // namespace

bool carries_subscribers(wire::TunnelKind k) {
  using K = wire::TunnelKind;
  return k == K::Gtpu || k == K::L2tp || k == K::Capwap || k == K::Teredo;
}

std::size_t Sightings::IpHash::operator()(const wire::Ip& ip) const {
  std::uint64_t a, b;
  __builtin_memcpy(&a, ip.bytes.data(), 8);
  __builtin_memcpy(&b, ip.bytes.data() + 8, 8);
  a = (a ^ b * 0x9e3779b97f4a7c15ULL) * 0xbf58476d1ce4e5b9ULL;
  return a ^ a >> 31;
}

Sightings::Host* Sightings::host(const wire::Ip& ip, std::uint64_t frame) {
  if (last_ != nullptr && last_->first == ip) {
    last_->second.frame = std::min(last_->second.frame, frame);
    return &last_->second;
  }
  if (const auto at = hosts_.find(ip); at != hosts_.end()) {
    last_ = &*at;
    at->second.frame = std::min(at->second.frame, frame);
    return &at->second;
  }
  // Unspecified, multicast and broadcast addresses are nobody.
  const auto& b = ip.bytes;
  const bool nobody = ip.v6 ? b[0] == 0xff || std::all_of(b.begin(), b.end(), [](auto x) { return x == 0; })
                            : b[0] == 0 || b[0] == 127 || b[0] >= 224;
  if (nobody) return nullptr;
  if (hosts_.size() >= kMaxHosts) {
    ++hosts_over_;
    return nullptr;
  }
  const auto [at, fresh] = hosts_.emplace(ip, Host{});
  at->second.frame = frame;
  order_.push_back(&*at);
  return &at->second;
}

Sightings::Speaker* Sightings::speaker_of(Host& h, const wire::Ip& ip) {
  if (h.speaker != 0) return &speakers_[h.speaker - 1];
  if (speakers_.size() >= kMaxSpeakers) {
    ++speakers_over_;
    return nullptr;
  }
  Speaker& s = speakers_.emplace_back();
  s.sighting.address = to_text(ip);
  h.speaker = static_cast<std::uint32_t>(speakers_.size());
  return &s;
}

Sightings::Speaker* Sightings::speaker_of(wire::Mac mac, std::uint64_t frame) {
  if (const auto at = stations_.find(mac); at != stations_.end()) return &speakers_[at->second - 1];
  if (speakers_.size() >= kMaxSpeakers) {
    ++speakers_over_;
    return nullptr;
  }
  Speaker& s = speakers_.emplace_back();
  s.sighting.mac = wire::mac_text(mac);
  s.sighting.frame = frame;
  stations_.emplace(mac, static_cast<std::uint32_t>(speakers_.size()));
  return &s;
}

void Sightings::flow(const wire::Flow& f) {
  const bool subscriber = carries_subscribers(f.tunnel.kind);
  for (const int side : {0, 1}) {
    if (f.packets[static_cast<std::size_t>(side)] == 0) continue;
    Host* h = host(side == 0 ? f.src : f.dst, f.first_frame);
    if (h == nullptr) continue;
    h->spoke = true;
    h->subscriber = h->subscriber || subscriber;
    if (h->vlan == 0) h->vlan = f.vlan;
  }
}

void Sightings::neighbour(const wire::Neighbour& n) {
  Host* h = host(n.ip, n.frame);
  if (h == nullptr) return;
  h->spoke = true;
  if (h->mac == 0) h->mac = n.mac;
  if (h->vlan == 0) h->vlan = n.vlan;
}

void Sightings::statement(const wire::Statement& st) {
  const std::string_view f = st.said.field;
  const bool link = st.transport == 0, dhcp = f.starts_with("dhcp.");
  Speaker* s = nullptr;
  if (dhcp && st.transport != 0) {
    // A client is its hardware address (RFC 2131 chaddr): it has no other yet, and a relay sends its words on from its own address. What
    // servers send is the client's again, or for it.
    if (f == field::kDhcpClientMac) {
      client_ = mac_of_text(st.said.value);
      client_frame_ = st.said.frame;
      client_asks_ = st.from.port == 68;
    }
    if (f == field::kDhcpMessage && st.said.frame == client_frame_) client_asks_ = st.said.value == "discover" || st.said.value == "request" || st.said.value == "inform" || st.said.value == "decline" || st.said.value == "release";
    if (st.said.frame != client_frame_ || !client_asks_ || client_ == 0 || st.tunnel.depth != 0) return;
    s = speaker_of(client_, st.said.frame);
  } else if (link) {
    if (!st.from.has_mac || st.tunnel.depth != 0 || st.from.mac == 0) return;
    s = speaker_of(st.from.mac, st.said.frame);
  } else if (st.from.has_ip && says_who(f)) {
    Host* h = host(st.from.ip, st.said.frame);
    if (h == nullptr) return;
    h->subscriber = h->subscriber || carries_subscribers(st.tunnel.kind);
    s = speaker_of(*h, st.from.ip);
  } else if (f == field::kSnmpObject && st.from.has_ip) {
    if (Host* h = host(st.from.ip, st.said.frame)) s = speaker_of(*h, st.from.ip);
    if (s != nullptr) object(*s, st);
    return;
  }
  if (s == nullptr || !says_who(f)) return;
  if (f.starts_with("cwmp.") && st.to.has_ip) answered(*s, st.to.ip);  // a device informs its auto-configuration server
  keep(*s, st);
}

void Sightings::keep(Speaker& s, const wire::Statement& st) {
  auto& said = s.sighting.said;
  // Most of what is said was said before; as it was sent it is mostly as it is kept.
  for (const SaidInFrame& x : said)
    if (x.field.data() == st.said.field.data() && x.value == st.said.value) return;
  const std::string value = tidy_said(st.said.value, kMaxSaidText);
  if (value.empty() || std::any_of(said.begin(), said.end(), [&](const SaidInFrame& x) { return x.field == st.said.field && x.value == value; })) return;
  if (said.size() >= kMaxSaidPerHost) {
    ++said_over_;
    return;
  }
  said.push_back({st.said.field, value, st.said.frame});
}

void Sightings::answered(Speaker& s, const wire::Ip& who) {
  if (s.last_manager == who) return;
  s.last_manager = who;
  auto& m = s.sighting.managers;
  std::string manager = to_text(who);
  if (m.size() < kMaxManagers && std::find(m.begin(), m.end(), manager) == m.end()) m.push_back(std::move(manager));
}

/// "1.3.6.1.2.1.1.5.0 s olt-hh-01" of an agent; an agent that answers another sysDescr or sysObjectID than before is another device.
void Sightings::object(Speaker& s, const wire::Statement& st) {
  const std::string_view text = st.said.value;
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos || blank + 2 > text.size() || blank > kMaxOidLength) return;
  const std::string_view oid = text.substr(0, blank);
  const char form = text[blank + 1];
  const std::string_view value = text.substr(std::min(blank + 3, text.size()));
  if (st.from.port == 161 && st.to.has_ip) answered(s, st.to.ip);
  const auto at = s.objects.find(oid);
  const bool who = oid == "1.3.6.1.2.1.1.1.0" || oid == "1.3.6.1.2.1.1.2.0";
  if (at != s.objects.end()) {
    if (!who || at->second.value == value || s.before.size() >= 8) return;
    s.before.push_back(std::move(s.objects));
    s.objects.clear();
  }
  if (s.objects.size() >= kMaxObjects || objects_total_ >= kMaxObjectsTotal) {
    ++objects_over_;
    return;
  }
  ++objects_total_;
  s.objects.emplace(std::string(oid), Object{form, std::string(value.substr(0, kMaxWalkValue)), st.said.frame});
}

/// A certificate names its server's maker only where the server signed it itself, as devices do out of the box: what an authority signed
/// names whoever runs the server. What stands behind the first certificate of a message is the authority's.
void Sightings::banners_of(const Sighting& s, std::vector<AgentFacts::Said>& to) {
  std::uint64_t chain = 0;
  for (std::size_t i = 0; i < s.said.size(); ++i) {
    const SaidInFrame& x = s.said[i];
    if (x.field == field::kCertSha256) {
      const bool first = x.frame != chain;
      chain = x.frame;
      if (!first || i + 2 >= s.said.size() || s.said[i + 1].field != field::kCertSubject || s.said[i + 2].field != field::kCertIssuer || s.said[i + 1].value != s.said[i + 2].value) continue;
      to.push_back({"x509.subject", frame_fact(field::kCertSubject, s.said[i + 1].value, x.frame)});
      to.push_back({"x509.issuer", frame_fact(field::kCertIssuer, s.said[i + 2].value, x.frame)});
      continue;
    }
    if (x.field == field::kUpnpModelName) to.push_back({"upnp.description", frame_fact(x.field, x.value, x.frame)});
    if (x.field == field::kMdnsText && x.value.starts_with("model=")) to.push_back({"mdns.device-info.txt", frame_fact(x.field, x.value, x.frame)});
    if (x.field == field::kHttpServer && x.value.find("UPnP/") != std::string::npos) {  // UPnP Device Architecture 2.0 1.2.2: its server's line, over HTTP or SSDP
      to.push_back({"upnp.server", frame_fact(x.field, x.value, x.frame)});
      continue;
    }
    const auto* known = std::find_if(std::begin(kBanners), std::end(kBanners), [&](const Banner& b) { return b.wire == x.field; });
    if (known != std::end(kBanners)) to.push_back({std::string(known->field), frame_fact(x.field, x.value, x.frame)});
  }
}

void Sightings::facts_of(Speaker& s, std::vector<AgentFacts>& out) {
  const auto gather = [&](const Objects& objects) {
    if (objects.empty()) return;
    OneAgent sink(out);
    WalkGatherer gatherer(input_, sink);
    for (const auto& [oid, o] : objects) {
      const auto what = gatherer.interest(oid);
      if (what == Interest::None) continue;
      gatherer.good();
      if (what == Interest::Enterprise) {
        gatherer.count_enterprise(oid, o.frame, 0, 0);
        continue;
      }
      const auto form = o.form == 's' ? WalkValue::Form::Bytes : o.form == 'o' ? WalkValue::Form::Oid : o.form == 'a' ? WalkValue::Form::Address : WalkValue::Form::Number;
      gatherer.row(what, oid, {form, o.value}, o.frame, 0, 0);
    }
    (void)gatherer.finish();
  };
  for (const auto& before : s.before) gather(before);
  gather(s.objects);
  // What a neighbour says of itself by LLDP or CDP is what its agent would answer.
  AgentFacts link;
  AgentFacts::Entity chassis;
  chassis.index = 1;
  chassis.cls = 3;
  bool any = false, entity = false;
  std::string chassis_kind;
  for (const auto& said : s.sighting.said)
    if (said.field == field::kLldpChassisKind) chassis_kind = said.value;
  for (const auto& said : s.sighting.said) {
    const std::string_view f = said.field;
    Fact* to = f == field::kLldpSystemDescription || f == field::kCdpSoftware                  ? &link.sys_descr
               : f == field::kLldpSystemName || f == field::kCdpSystemName                     ? &link.sys_name
               : f == field::kCdpDeviceId && link.sys_name.empty()                             ? &link.sys_name
               : f == field::kCdpSystemObjectId                                                ? &link.sys_object_id
               : f == field::kCdpLocation                                                      ? &link.sys_location
               : f == field::kLldpChassisId && (chassis_kind == "mac" || chassis_kind == "local" || chassis_kind == "component") ? &link.chassis_id
               : f == field::kLldpManufacturer                                                 ? &chassis.mfg
               : f == field::kLldpModel || f == field::kCdpPlatform                            ? &chassis.model
               : f == field::kLldpSerial                                                       ? &chassis.serial
                                                                                               : nullptr;
    const std::string_view name = f;
    if (f == field::kLldpManagementAddress || f == field::kCdpManagementAddress || f == field::kCdpAddress) {
      if (said.value.find(':') == std::string::npos || std::count(said.value.begin(), said.value.end(), ':') != 5) link.addresses.push_back(frame_fact(name, said.value, said.frame));
      any = true;
    }
    if (f == field::kLldpSoftware) chassis.sw = said.value;
    if (f == field::kLldpHardware) chassis.hw = said.value;
    if (f == field::kLldpFirmware) chassis.fw = said.value;
    if (to == nullptr || !to->empty()) continue;
    *to = frame_fact(name, said.value, said.frame);
    any = true;
    entity = entity || to == &chassis.mfg || to == &chassis.model || to == &chassis.serial;
  }
  // Whose address lies in a subscriber's tunnel is not asked for its make by what it says.
  std::vector<AgentFacts::Said> banners;
  if (!s.sighting.subscriber) banners_of(s.sighting, banners);
  if (!any && !out.empty()) {
    out.back().said = std::move(banners);
    return;
  }
  if (!any && banners.empty()) return;
  s.sighting.only_banners = !any && std::all_of(banners.begin(), banners.end(), [](const AgentFacts::Said& b) { return of_any_server(b.field); });
  link.said = std::move(banners);
  if (entity) link.entities.push_back(std::move(chassis));
  if (s.sighting.address.empty() && !s.sighting.mac.empty()) link.macs.push_back(frame_fact("frame.source", s.sighting.mac, s.sighting.frame));
  link.first.line = s.sighting.frame;
  out.push_back(std::move(link));
}

void Sightings::push(Speaker& s, Sink& sink) {
  std::vector<AgentFacts> facts;
  facts_of(s, facts);
  for (const auto& x : s.sighting.said)
    if (s.sighting.name.empty() && (x.field == field::kLldpSystemName || x.field == field::kCdpDeviceId || x.field == field::kSnmpSysName || x.field == field::kDhcpHostName)) s.sighting.name = x.value;
  if (facts.empty()) return sink.sighting(std::move(s.sighting));
  for (AgentFacts& a : facts) {
    a.input = input_.name;
    a.in_frames = true;
    if (!s.sighting.address.empty()) {
      const bool there = std::any_of(a.addresses.begin(), a.addresses.end(), [&](const Fact& f) { return f.value == s.sighting.address; });
      if (!there) a.addresses.push_back(frame_fact("ip.source", s.sighting.address, s.sighting.frame));
    }
    if (!s.sighting.mac.empty() && std::none_of(a.macs.begin(), a.macs.end(), [&](const Fact& f) { return f.value == s.sighting.mac; }))
      a.macs.push_back(frame_fact(s.sighting.address.find(':') == std::string::npos ? "arp.sender" : "icmpv6.link_layer_address", s.sighting.mac, s.sighting.frame));
    Sighting one = s.sighting;
    one.identifies = true;
    one.facts = std::move(a);
    sink.sighting(std::move(one));
  }
}

void Sightings::finish(Sink& sink) {
  struct Seen {
    std::uint64_t frame;
    const std::pair<const wire::Ip, Host>* host;
    Speaker* speaker;
  };
  std::vector<Seen> all;
  all.reserve(order_.size() + stations_.size());
  for (const auto* entry : order_) {
    const auto& [ip, h] = *entry;
    if (h.speaker != 0 || h.spoke) all.push_back({h.frame, entry, h.speaker == 0 ? nullptr : &speakers_[h.speaker - 1]});
  }
  for (Speaker& s : speakers_)
    if (s.sighting.address.empty() && !s.sighting.mac.empty()) all.push_back({s.sighting.frame, nullptr, &s});
  std::stable_sort(all.begin(), all.end(), [](const Seen& a, const Seen& b) { return a.frame < b.frame; });
  for (const Seen& seen : all) {
    Sighting plain;
    Sighting& s = seen.speaker == nullptr ? plain : seen.speaker->sighting;
    if (seen.host != nullptr) {
      const auto& [ip, h] = *seen.host;
      if (seen.speaker == nullptr) s.address = to_text(ip);
      if (h.mac != 0) s.mac = wire::mac_text(h.mac);
      s.frame = h.frame;
      s.vlan = h.vlan;
      s.subscriber = h.subscriber;
    }
    if (seen.speaker == nullptr) sink.sighting(std::move(plain));
    else push(*seen.speaker, sink);
  }
  const auto over = [&](std::uint64_t n, const std::string& what) {
    if (n > 0) sink.note({Kind::Limit, input_.name, {}, counted(static_cast<std::int64_t>(n), "time", "times") + " " + what, {}});
  };
  over(hosts_over_, "an address was seen beyond the first " + std::to_string(kMaxHosts) + " and left out");
  over(speakers_over_, "somebody spoke beyond the first " + std::to_string(kMaxSpeakers) + " and what was said was left out");
  over(said_over_, "a statement beyond the first " + std::to_string(kMaxSaidPerHost) + " of a speaker was left out");
  over(objects_over_, "an SNMP object was beyond the limits and left out");
}

int likeness_capture(std::string_view head, std::string_view) { return wire::likeness_of_capture(head); }

Result<void> read_capture(const Input& input, Sink& sink) {
  auto opened = wire::Capture::open(input.bytes);
  if (!opened) return in_input(std::move(opened).error(), input.name);
  wire::Capture& source = **opened;
  Sightings sightings(input);
  wire::EngineOptions options;
  options.flow_timeout = 300'000'000'000;  // ns: what is silent longer is forgotten, so that memory follows what is open
  wire::Engine engine(sightings, options);
  std::array<wire::Frame, wire::kBatch> batch;
  while (const std::size_t n = source.next(batch)) engine.frames({batch.data(), n});
  engine.finish();
  if (source.facts().frames == 0) {
    if (source.error()) return in_input(*source.error(), input.name);
    return in_input(Error{Kind::Malformed, {}, "offset " + std::to_string(source.offset()), "a capture without a frame", "is it the right file?"}, input.name);
  }
  sightings.finish(sink);
  if (source.error()) {
    Error e = *source.error();
    e.input = input.name;
    sink.error(std::move(e));
  }
  for (auto& why : wire::in_words(engine)) sink.note({Kind::Unsupported, input.name, {}, std::move(why), {}});
  return {};
}

}  // namespace rf::evidence
