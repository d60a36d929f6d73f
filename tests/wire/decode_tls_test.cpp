// Connections of openssl s_client to s_server, recorded; digests as Wireshark 4.0 prints them.
#include <algorithm>
#include <tuple>

#include "tests/wire/heard.h"
#include "wire/certificate.h"
#include "wire/tls_hello.h"

namespace rf::wire {
namespace {

const Told kHello12 = {
    "tls.sni=ems.example", "tls.version=TLS 1.2", "tls.alpn=h2,http/1.1", "tls.ja3=22558766122974704364c9c75c5cce0a",
    "tls.ja3_string=771,49196-49200-159-52393-52392-52394-49195-49199-158-49188-49192-107-49187-49191-103-49162-49172-57-49161-49171-51-157-156-61-60-"
    "53-47-255,0-11-10-35-16-22-23-13,29-23-30-25-24,0-1-2",
    "tls.ja4=t12d2808h2_d943125447b4_e7e480e5a997"};
const Told kCertificate = {
    "tls.certificate_sha256 <=8949656f26503cf21258ee4a81a693b9bf8168d292e38d91f066c64cb21edd72",
    "tls.certificate_subject <=CN=ems.example,2.5.4.5=SN 7,O=Example Works\\, Inc.,C=DE",
    "tls.certificate_issuer <=CN=ems.example,2.5.4.5=SN 7,O=Example Works\\, Inc.,C=DE",
    "tls.certificate_serial <=1f4c40a2b6cf770c77d63d77838be95319f8e4c9",
    "tls.certificate_not_before <=2026-11-25T00:17:24Z",
    "tls.certificate_not_after <=2126-11-01T00:17:24Z",
    "tls.certificate_name <=ems.example",
    "tls.certificate_name <=nms.example",
    "tls.certificate_name <=192.0.2.9"};

TEST(DecodeTls, Version12WithCertificate) {
  const std::string recording = seed("wire-tls/tls12");
  const auto pieces = fuzz::read_recording(recording);
  Told expected = kHello12;
  for (const char* line : {"tls.version <=TLS 1.2", "tls.cipher <=0xc02c", "tls.alpn <=h2", "tls.ja3s <=e195432758194ce2d482396b82e0d48e",
                           "tls.ja3s_string <=771,49196,65281-11-35-16-23"})
    expected.emplace_back(line);
  expected.insert(expected.end(), kCertificate.begin(), kCertificate.end());
  EXPECT_EQ(heard_stream(make_tls, pieces), expected);
  EXPECT_EQ(fuzz::hear_conversation(4711, pieces).all, expected);
}

TEST(DecodeTls, Version13WithRetry) {
  const std::string recording = seed("wire-tls/tls13-retry");
  const auto told = heard_stream(make_tls, fuzz::read_recording(recording));
  EXPECT_EQ(std::ranges::count(told, "tls.ja3=5f4e206dded3ee468e914011090d7c44"), 2);   // the hello before and after
  EXPECT_EQ(std::ranges::count(told, "tls.ja3s <=15af977ce25de452b96affa2addb1036"), 2);
  EXPECT_EQ(std::ranges::count(told, "tls.ja4=t13d3111h2_e8f1e7e78f70_1f22a2ca17c4"), 2);
  EXPECT_EQ(std::ranges::count(told, "tls.version <=TLS 1.3"), 2);
}

TEST(DecodeTls, MessageOverManyRecords) {
  const std::string recording = seed("wire-tls/tls12");
  const std::string_view record = fuzz::read_recording(recording)[0].bytes;
  std::string cut;
  for (std::size_t i = 5; i < record.size(); i += 7) {
    const std::string_view part = record.substr(i, 7);
    cut += record.substr(0, 3);
    cut += '\0';
    cut += static_cast<char>(part.size());
    cut += part;
  }
  EXPECT_EQ(heard_stream(make_tls, {{0, 0, cut}}), kHello12);
}

TEST(DecodeTls, DoneOnceEncrypted) {
  fuzz::Heard out;
  const std::string recording = seed("wire-tls/tls12");
  const auto decoder = make_tls();
  bool done = false;
  for (const auto& p : fuzz::read_recording(recording)) done = done || decoder->bytes(p.direction, p.bytes, 1, out) == StreamDecoder::Want::Done;
  EXPECT_TRUE(done);
}

TEST(DecodeTls, LengthsThatLie) {
  std::string hello;
  const std::string recording = seed("wire-tls/tls12");
  const std::string_view record = fuzz::read_recording(recording)[0].bytes;
  for (std::size_t i = 5; i < record.size(); ++i)
    for (const char c : {'\0', '\x7f', '\xff'}) {
      hello = record;
      hello[i] = c;
      (void)heard_stream(make_tls, {{0, 0, hello}});
    }
  EXPECT_EQ(heard_stream(make_tls, {{0, 0, unhex("160301ffff 01000010")}}), Told{});        // record over its limit
  EXPECT_EQ(heard_stream(make_tls, {{0, 0, unhex("1603010004 01ffffff 1603010001 00")}}), Told{});  // a message of 16 MB is passed over
}

TEST(DecodeTls, OldHelloThenRecords) {
  const std::string recording = seed("wire-tls/tls12");
  const auto pieces = fuzz::read_recording(recording);
  const std::string old = unhex("801c 01 0301 0003 0000 0010 00002f" + std::string(32, 'a'));
  EXPECT_EQ(fit_tls(old), Fit::Yes);
  const auto told = heard_stream(make_tls, {{0, 0, old}, {1, 0, pieces[1].bytes}});
  EXPECT_EQ(Told(told.end() - 9, told.end()), kCertificate);
}

TEST(DecodeTls, StartedInsideMailAndFiles) {
  for (const auto& [path, port, banner] : {std::tuple{"wire-smtp/starttls", 2525, "smtp.banner <=mx.example ESMTP ExMail 2"},
                                           std::tuple{"wire-ftp/auth-tls", 2121, "ftp.banner <=Example Works\n welcome\nExFTP 1.0 ready"}}) {
    const std::string recording = seed(path);
    const auto told = fuzz::hear_conversation(static_cast<std::uint16_t>(port), fuzz::read_recording(recording)).all;
    ASSERT_EQ(told.size(), 21U) << path;
    EXPECT_EQ(told[0], banner);
    EXPECT_EQ(told[1], kHello12[0]);
    EXPECT_EQ(told.back(), kCertificate.back());
  }
  const std::string postgresql = seed("wire-stream/postgresql");
  EXPECT_EQ(fuzz::hear_conversation(5432, fuzz::read_recording(postgresql)).all.size(), 20U);
}

TEST(Certificate, CutAnywhere) {
  const std::string der = seed("wire-certificate/ems-example");
  const auto say_it = [](std::string_view bytes, std::uint64_t frame, Hearer& out) { return say_certificate(bytes, frame, 1, out), true; };
  EXPECT_EQ(heard(say_it, der), kCertificate);
  expect_prefixes_harmless(say_it, der);
}

TEST(DecodeQuic, HelloOfTwoPackets) {
  // Sealed by hand with the keys of RFC 9001 5.2 for the id of its appendix A; the second half of the hello comes first, then the
  // server's answer under its own id. Wireshark 4.0 prints the same name and JA3.
  const std::string recording = seed("wire-quic/two-packets");
  const auto pieces = fuzz::read_recording(recording);
  ASSERT_EQ(pieces.size(), 3U);
  End ends[2];
  ends[0].port = 5000;
  ends[1].port = 443;
  fuzz::Heard out;
  Datagrams decoder;
  for (const auto& p : pieces) EXPECT_TRUE(decoder.decode(ends[p.direction], ends[1 - p.direction], p.bytes, 1, out));
  ASSERT_EQ(out.all.size(), 10U);
  EXPECT_EQ(out.all[0], "tls.sni=ems.example");
  EXPECT_EQ(out.all[3], "tls.ja3=5f4e206dded3ee468e914011090d7c44");
  EXPECT_EQ(out.all[5], "tls.ja4=q13d3111h2_e8f1e7e78f70_1f22a2ca17c4");
  EXPECT_EQ(out.all[8], "tls.ja3s <=15af977ce25de452b96affa2addb1036");
  fuzz::Heard alone;
  EXPECT_TRUE(decode_datagram(ends[0], ends[1], pieces[0].bytes, 1, alone));  // without memory half a hello says nothing
  EXPECT_TRUE(alone.all.empty());
}

TEST(DecodeQuic, BrokenSealSaysNothing) {
  const std::string recording = seed("wire-quic/two-packets");
  std::string packet(fuzz::read_recording(recording)[1].bytes);
  for (const std::size_t at : {std::size_t{6}, std::size_t{20}, packet.size() / 2, packet.size() - 1}) {
    std::string bad = packet;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    fuzz::Heard out;
    (void)decode_datagram({}, {}, bad, 1, out);
    EXPECT_TRUE(out.all.empty()) << at;
  }
}

}  // namespace
}  // namespace rf::wire
