#include "tests/wire/heard.h"

namespace rf::wire {
namespace {

TEST(DecodeHttp, EveryMessageOfAConnection) {
  const std::string recording = seed("wire-http/keep-alive");
  // Pipelined GET and HEAD; a chunked body that begins like a message; a body of GET's letters; a bare "HTTP/1.1 200" in the last body.
  EXPECT_EQ(heard_stream(make_http, fuzz::read_recording(recording)),
            (Told{"http.request=GET / HTTP/1.1", "http.host=a.example", "http.user_agent=One/1", "http.request=HEAD /h HTTP/1.1",
                  "http.host=b.example", "http.status <=HTTP/1.1 200 OK", "http.server <=ExampleWeb/2", "http.status <=HTTP/1.1 401 No",
                  "http.realm <=HG-100 gateway", "http.authenticate <=Basic realm=\"HG-100 gateway\"", "http.powered_by <=Ex/1", "http.request=POST /x HTTP/1.1", "http.host=c.example",
                  "http.request=GET /y HTTP/1.1", "http.host=d.example", "http.status <=HTTP/1.1 204 None", "http.status <=HTTP/1.1 200 OK",
                  "http.server <=Last/9"}));
}

TEST(DecodeHttp, FieldNamesInAnyCase) {
  EXPECT_EQ(heard_stream(make_http, {{0, 0, "GET / HTTP/1.0\nhOST:\t x.example \nUSER-AGENT:A\n\n"}}),
            (Told{"http.request=GET / HTTP/1.0", "http.host=x.example", "http.user_agent=A"}));
}

TEST(DecodeHttp, ARequestWithoutATarget) {
  EXPECT_EQ(heard_stream(make_http, {{0, 0, "GET HTTP/1.1\r\nHost: a.example\r\n\r\n"}}), (Told{"http.request=GET HTTP/1.1", "http.host=a.example"}));
  EXPECT_EQ(fit_http("GET HTTP/1.1"), Fit::Yes);
  EXPECT_EQ(fit_http("GET HT"), Fit::Short);
  EXPECT_EQ(fit_http("GET HTML"), Fit::No);
}

TEST(DecodeHttp, OfACookieItsName) {
  EXPECT_EQ(heard_stream(make_http, {{1, 0, "HTTP/1.1 200 OK\r\nSet-Cookie: webvpn=c2VjcmV0; path=/\r\nset-cookie: none\r\n\r\n"}}),
            (Told{"http.status <=HTTP/1.1 200 OK", "http.cookie <=webvpn="}));
}

TEST(DecodeHttp, GapInsideABody) {
  const Told expected = {"http.status <=HTTP/1.1 200 OK", "http.server <=A", "http.status <=HTTP/1.1 200 OK", "http.server <=B"};
  EXPECT_EQ(heard_stream(make_http, {{1, 0, "HTTP/1.1 200 OK\r\nServer: A\r\nContent-Length: 10\r\n\r\nab"}, {1, 5, ""},
                                     {1, 0, "cdeHTTP/1.1 200 OK\r\nServer: B\r\nContent-Length: 0\r\n\r\n"}}),
            expected);
}

TEST(DecodeHttp, GapOverAMessageResynchronises) {
  EXPECT_EQ(heard_stream(make_http, {{0, 0, "GET /a HTTP/1.1\r\nHost: a\r\n"}, {0, 500, ""},
                                     {0, 0, "est of a bodyPOST /b HTTP/1.1\r\nHost: b\r\nContent-Length: 0\r\n\r\n"}}),
            (Told{"http.request=GET /a HTTP/1.1", "http.host=a", "http.request=POST /b HTTP/1.1", "http.host=b"}));
}

TEST(DecodeHttp, TunnelHoldsTls) {
  const std::string recording = seed("wire-stream/connect");
  const auto told = fuzz::hear_conversation(3128, fuzz::read_recording(recording)).all;
  ASSERT_GT(told.size(), 8U);
  EXPECT_EQ(told[0], "http.request=CONNECT a.example:443 HTTP/1.1");
  EXPECT_EQ(told[3], "tls.sni=ems.example");
  EXPECT_EQ(told.back(), "tls.certificate_name <=192.0.2.9");
}

TEST(DecodeHttp, RefusedTunnelIsHttpStill) {
  EXPECT_EQ(heard_stream(make_http, {{0, 0, "CONNECT a:1 HTTP/1.1\r\n\r\n"},
                                     {1, 0, "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"},
                                     {0, 0, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"}}),
            (Told{"http.request=CONNECT a:1 HTTP/1.1", "http.status <=HTTP/1.1 407 No", "http.request=GET / HTTP/1.1", "http.host=h"}));
}

TEST(DecodeHttp, InformNamesTheGateway) {
  const std::string recording = seed("wire-http/inform");
  EXPECT_EQ(heard_stream(make_http, fuzz::read_recording(recording)),
            (Told{"http.request=POST /acs HTTP/1.1", "http.host=acs.example", "http.content_type=text/xml; charset=utf-8",
                  "cwmp.manufacturer=Example Works", "cwmp.oui=00005E", "cwmp.product_class=HG-100", "cwmp.serial_number=SN0007",
                  "cwmp.software_version=V1.2", "cwmp.hardware_version=A1", "http.status <=HTTP/1.1 200 OK", "http.request=GET /next HTTP/1.1"}));
  fuzz::Heard out;
  EXPECT_FALSE(decode_cwmp("<DeviceId><Manufacturer>other SOAP</Manufacturer></DeviceId>", 1, 0, out));
  EXPECT_TRUE(out.all.empty());
}

TEST(DecodeHttp, AnotherServerAnswers) {
  EXPECT_EQ(heard_stream(make_http, {{0, 0, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"}, {1, 0, "SSH-2.0-ExampleOS_9.1\r\n"}}),
            (Told{"http.request=GET / HTTP/1.1", "http.host=h", "ssh.banner <=SSH-2.0-ExampleOS_9.1"}));
}

TEST(DecodeHttp, Nonsense) {
  EXPECT_EQ(heard_stream(make_http, {{0, 0, "GET\r\n / HTTP/1.1\r\n\r\n HTTP/9\r\n"}, {1, 0, "HTTP/1.1 999 x\r\nServer: no\r\n"}}), Told{});
  EXPECT_EQ(heard_stream(make_http, {{1, 0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nServer: no\r\n"}}),
            (Told{"http.status <=HTTP/1.1 200 OK"}));
}

TEST(DecodeHttp, WhatIsNot) {
  for (const char* begin : {"OPTIONS sip:a SIP/2.0\r\n", "get / HTTP/1.1\r\n", "RTSP/1.0 200 OK\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"})
    EXPECT_NE(fit_http(begin), Fit::Yes) << begin;
  EXPECT_EQ(fit_http("POS"), Fit::Short);
  EXPECT_EQ(fit_http("M-SEARCH /"), Fit::Yes);
}

}  // namespace
}  // namespace rf::wire
