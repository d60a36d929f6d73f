// The small protocols of lines and datagrams: SSDP, WS-Discovery, SIP, TFTP, Telnet, FTP, mail.
#include <algorithm>

#include "tests/wire/heard.h"
#include "wire/fields.h"
#include "wire/xml_text.h"

namespace rf::wire {
namespace {

using namespace std::string_view_literals;

TEST(DecodeSsdp, Notify) {
  EXPECT_EQ(heard(decode_ssdp, seed("wire-ssdp/notify")),
            (Told{"http.request=NOTIFY * HTTP/1.1", "http.host=239.255.255.250:1900", "ssdp.target=upnp:rootdevice",
                  "http.server=Linux/4.4 UPnP/1.0 HG-100/1.2", "ssdp.usn=uuid:1::upnp:rootdevice", "ssdp.location=http://192.0.2.1/d.xml"}));
  EXPECT_EQ(heard(decode_ssdp, "GET / HTTP/1.1\r\nServer: x\r\n"), Told{});
}

TEST(DecodeWsDiscovery, Match) {
  EXPECT_EQ(heard(decode_ws_discovery, seed("wire-ws-discovery/match")),
            (Told{"wsd.types=dn:NetworkVideoTransmitter", "wsd.scopes=onvif://www.onvif.org/hardware/CAM-1", "wsd.addresses=http://192.0.2.8/onvif"}));
}

TEST(DecodeDescription, UpnpRootDeviceAndOnvif) {
  const auto described = [](std::string_view body, std::uint64_t frame, Hearer& out) { return decode_description(body, frame, 0, out); };
  EXPECT_EQ(heard(described, seed("wire-description/gateway")),
            (Told{"upnp.device_type=urn:schemas-upnp-org:device:InternetGatewayDevice:1", "upnp.manufacturer=Example Networks", "upnp.model_name=HG-100",
                  "upnp.model_number=2", "upnp.serial_number=HG1000001"}));
  EXPECT_EQ(heard(described, seed("wire-description/media-server")), (Told{"upnp.device_type=urn:schemas-upnp-org:device:MediaServer:1"}));
  EXPECT_EQ(heard(described, seed("wire-description/onvif")),
            (Told{"onvif.manufacturer=Example Cams", "onvif.model=CAM-1", "onvif.firmware_version=5.6", "onvif.serial_number=C1"}));
  EXPECT_EQ(heard(described, "<root><device><manufacturer>X</manufacturer></device></root>"), Told{});  // not UPnP's namespace
}

TEST(DecodeHttp, DescriptionsWithAndWithoutALength) {
  const std::string body = seed("wire-description/onvif");
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n";
  const Told expected = {"http.status <=HTTP/1.1 200 OK", "http.content_type <=application/soap+xml", "onvif.manufacturer <=Example Cams", "onvif.model <=CAM-1",
                         "onvif.firmware_version <=5.6", "onvif.serial_number <=C1"};
  EXPECT_EQ(heard_stream(make_http, {{1, 0, head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body}}), expected);
  EXPECT_EQ(heard_stream(make_http, {{1, 0, head + "\r\n" + body.substr(0, 100)}, {1, 0, body.substr(100)}, {1, 0, "<Model>Z</Model>"}}), expected);
}

TEST(XmlText, FirstElementThatHoldsText) {
  EXPECT_EQ(xml_text("<a><b>1</b><b>2</b></a>", "b"), "1");
  EXPECT_EQ(xml_text("<b/><b><c>no</c></b><x:b y=\"z\"> 3 </x:b>", "b"), "3");
  for (const char* broken : {"<b", "<b>", "<b>1", "<b>1<", "</b>1</b>", "<!b>1</b>", "<bb>1</bb>", ""}) EXPECT_EQ(xml_text(broken, "b"), "") << broken;
}

TEST(DecodeSip, HeadersNotBodies) {
  EXPECT_EQ(heard(decode_sip, seed("wire-sip/register")), (Told{"sip.user_agent=ExamplePhone 3.1"}));
  EXPECT_EQ(heard(decode_sip, "GET / HTTP/1.1\r\nServer: x\r\n"), Told{});
  const std::string recording = seed("wire-sip-tcp/two-ends");
  EXPECT_EQ(fuzz::hear_conversation(5061, fuzz::read_recording(recording)).all, (Told{"sip.user_agent=Phone/1", "sip.server <=Proxy/2"}));
}

TEST(DecodeTftp, Request) {
  EXPECT_EQ(heard(decode_tftp, "\0\1hg100.bin\0octet\0"sv), (Told{"tftp.file=hg100.bin"}));
  for (const auto bad : {"\0\3hg100.bin\0octet\0"sv, "\0\1hg100.bin"sv, "\0\1\0octet\0"sv, "\0\1"sv}) EXPECT_EQ(heard(decode_tftp, bad), Told{});
}

TEST(DecodeTelnet, BannerUpToThePrompt) {
  const std::string recording = seed("wire-telnet/login");
  const Told expected = {"telnet.banner <=Example OLT 9000\r\n\r\nolt-hh-01 login:"};  // the name typed, and its echo, are not in it
  EXPECT_EQ(heard_stream(make_telnet, fuzz::read_recording(recording)), expected);
  EXPECT_EQ(fuzz::hear_conversation(2323, fuzz::read_recording(recording)).all, expected);
}

TEST(DecodeTelnet, SomebodyTypes) {
  EXPECT_EQ(heard_stream(make_telnet, {{1, 0, "Menu 1\r\n> "}, {0, 0, "q"}, {1, 0, "secret"}}), (Told{"telnet.banner <=Menu 1\r\n>"}));
  EXPECT_EQ(heard_stream(make_telnet, {{1, 0, "\xff\xfa\x18 never ended Password:"}, {0, 0, "q"}}), Told{});
  EXPECT_EQ(heard_stream(make_telnet, {{1, 0, "a\xff\xff"}, {0, 0, "q"}}), (Told{"telnet.banner <=a\xff"}));
}

TEST(DecodeFtp, GreetingAndSystem) {
  EXPECT_EQ(heard_stream(make_ftp, {{1, 0, "220 ready\r\n"}, {0, 0, "USER me\r\nPASS secret\r\n"}, {1, 0, "230 ok\r\n215 UNIX Type: L8\r\n"}}),
            (Told{"ftp.banner <=ready", "ftp.system <=UNIX Type: L8"}));
  EXPECT_EQ(heard_stream(make_ftp, {{1, 0, std::string("220-") + std::string(9000, 'x') + "\r\n220 end\r\n"}}), Told{});
}

TEST(DecodeMail, Greetings) {
  EXPECT_EQ(fuzz::hear_conversation(110, std::vector<fuzz::Piece>{{1, 0, "+OK ExPOP ready\r\n"}}).all, (Told{"pop3.banner <=ExPOP ready"}));
  EXPECT_EQ(fuzz::hear_conversation(143, std::vector<fuzz::Piece>{{1, 0, "* OK ExIMAP\r\n"}}).all, (Told{"imap.banner <=ExIMAP"}));
  EXPECT_EQ(fuzz::hear_conversation(25, std::vector<fuzz::Piece>{{1, 0, "220 mx\r\n"}}).all, (Told{"smtp.banner <=mx"}));
}

TEST(Decoder, NobodysBytes) {
  for (const auto bytes : {"\x17\x03\x03\x00\x10 encrypted since before the capture began"sv, "\0\0\0\0"sv, "random words\r\n and more of them to fill what is looked at\r\n"sv})
    for (const std::uint16_t port : {std::uint16_t{0}, std::uint16_t{443}, std::uint16_t{80}})
      EXPECT_EQ(fuzz::hear_conversation(port, std::vector<fuzz::Piece>{{0, 0, bytes}}).all, Told{});
}

TEST(Fields, NamesAreUniqueAndExplained) {
  std::vector<std::string_view> names;
  for (const auto& f : kFields) {
    EXPECT_NE(f.name.find('.'), f.name.npos);
    EXPECT_FALSE(f.meaning.empty() || f.source.empty()) << f.name;
    names.push_back(f.name);
  }
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

/// docs/wire.md holds the table as fields.h has it; the message gives the line to put there.
TEST(Fields, PageHoldsTheTable) {
  const auto page = MappedFile::open(std::string(RINGFENCE_ROOT) + "/docs/wire.md");
  ASSERT_TRUE(page);
  for (const auto& f : kFields) {
    const std::string line = "| `" + std::string(f.name) + "` | " + std::string(f.meaning) + " | " + std::string(f.source) + " |\n";
    EXPECT_NE(page->bytes().find(line), std::string_view::npos) << line;
  }
}

}  // namespace
}  // namespace rf::wire
