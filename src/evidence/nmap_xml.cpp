// nmap -oX: hosts that answered a scan, with address, MAC and its vendor, and what services said (product, extra words, service scripts). A scan sees a
// host; whether it is the operator's is said by an inventory or a declared range, so hosts are pushed as agents named by what they answered.
// Source: nmap's DTD (nmap.dtd, "nmaprun"). Cases: tests/evidence/nmap/.
#include <algorithm>

#include "base/text.h"
#include "evidence/inflate.h"
#include "evidence/reader.h"
#include "evidence/xml_pull.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kMaxScanSaid = 256;    // statements of one host; a scan of all ports gives a few dozen
constexpr std::size_t kMaxScanText = 8192;

/// Scripts whose output is what the host said, and the field it is.
struct ScanScript {
  std::string_view id, field;
};
constexpr ScanScript kScripts[] = {{"snmp-sysdescr", "sys_descr"}, {"http-title", "html_title"}, {"http-server-header", "http_header.server"}, {"smb-os-discovery", "smb.native_os"}, {"ssh-banner", "ssh.banner"}};

std::string_view field_of_service(std::string_view name) {
  if (name == "ssh") return "ssh.banner";
  if (name == "ftp") return "ftp.banner";
  if (name == "telnet") return "telnet.banner";
  if (name == "smtp") return "smtp.banner";
  if (name == "sip") return "sip_header.server";
  if (name == "rtsp") return "rtsp_header.server";
  if (name.starts_with("http") || name == "https" || name == "ssl/http") return "http_header.server";
  return "stated.os";
}

}  // namespace

int likeness_nmap(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && head[first] == '<' && head.find("<nmaprun") != std::string_view::npos ? 95 : 0;
}

Result<void> read_nmap(const Input& input, Sink& sink) {
  InflateBudget budget(input.bytes.size());
  RF_TRY(auto stream, open_stream(Packing::None, input.bytes, budget));
  XmlPull xml(*stream, true);
  AgentFacts host;
  bool in_host = false, up = true;
  std::uint64_t hosts = 0, down = 0;
  std::string held, held2;
  for (;;) {
    const auto token = xml.next();
    if (token == XmlPull::Token::Eof) break;
    if (token == XmlPull::Token::Bad) {
      if (hosts == 0) return std::unexpected(xml.error());
      sink.error(xml.error());  // a scan that was stopped; what came before stands
      return {};
    }
    const std::string_view name = token == XmlPull::Token::Text ? std::string_view() : xml.name();
    const auto attribute = [&](std::string_view local) {
      const auto v = xml.attribute(local, held);
      return v ? std::string(v->substr(0, kMaxScanText)) : std::string();
    };
    if (token == XmlPull::Token::End && name == "host" && in_host) {
      in_host = false;
      if (up && (!host.said.empty() || !host.macs.empty() || !host.sys_name.empty() || !host.sys_descr.empty())) sink.agent(std::move(host));
      else ++down;
      continue;
    }
    if (token != XmlPull::Token::Start) continue;
    if (name == "host") {
      host = {};
      host.input = input.name;
      host.first.line = xml.line();
      ++hosts;
      in_host = up = true;
      continue;
    }
    if (!in_host) continue;
    Place place = host.first;
    place.line = xml.line();
    const auto fact = [&](std::string value) {
      Fact f;
      f.value = std::move(value);
      f.place = place;
      return f;
    };
    const auto say = [&](std::string_view field, std::string value) {
      if (!value.empty() && host.said.size() < kMaxScanSaid) host.said.push_back({std::string(field), fact(std::move(value))});
    };
    if (name == "status") up = attribute("state") != "down";
    if (name == "address") {
      if (attribute("addrtype") == "mac") host.macs.push_back(fact(lower_ascii(attribute("addr"))));
      else host.addresses.push_back(fact(attribute("addr")));
    }
    if (name == "hostname" && host.sys_name.empty()) host.sys_name = fact(attribute("name"));
    if (name == "service") {
      std::string words = attribute("product");
      if (const auto version = attribute("version"); !version.empty()) words += (words.empty() ? "" : " ") + version;
      if (const auto more = attribute("extrainfo"); !more.empty()) words += (words.empty() ? "" : " ") + more;
      const auto service = attribute("name");
      say(field_of_service(service), std::move(words));
    }
    if (name == "script") {
      const auto id = attribute("id");
      for (const auto& s : kScripts)
        if (id == s.id) {
          if (s.field == "sys_descr" && host.sys_descr.empty()) host.sys_descr = fact(attribute("output"));
          else if (s.field != "sys_descr") say(s.field, attribute("output"));
        }
    }
    if (name == "osmatch" && host.said.size() < kMaxScanSaid && attribute("accuracy") == "100") say("operating_system.name", attribute("name"));
  }
  if (hosts == 0) sink.note({Kind::Unsupported, {}, {}, "a scan without hosts", {}});
  else if (down > 0) sink.note({Kind::Unsupported, {}, {}, counted(static_cast<std::int64_t>(down), "host", "hosts") + " of the scan said nothing and " + (down == 1 ? "is" : "are") + " left out", {}});
  return {};
}

}  // namespace rf::evidence
