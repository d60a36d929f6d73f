// Lists by hand; Wireshark 4.0 computes the same HASSH for the client's.
#include "tests/wire/heard.h"

namespace rf::wire {
namespace {

TEST(DecodeSsh, BothSides) {
  const std::string recording = seed("wire-ssh/two-sides");
  const Told expected = {
      "ssh.banner=SSH-2.0-ExampleClient_1",
      "ssh.banner <=SSH-2.0-ExampleOS_9.1 olt",  // behind a line of greeting
      "ssh.hassh=9ad314e016c5561cec5845d8cc73ccb2",
      "ssh.hassh_lists=curve25519-sha256,ecdh-sha2-nistp256;aes128-ctr,aes256-ctr;hmac-sha2-256;none,zlib",
      "ssh.hassh_server <=a2fc67472914efaa7fd61d96c8071a51",
      "ssh.hassh_server_lists <=curve25519-sha256,ecdh-sha2-nistp256;aes128-ctr;hmac-sha2-512;none",
  };
  const auto pieces = fuzz::read_recording(recording);
  EXPECT_EQ(heard_stream(make_ssh, pieces), expected);
  EXPECT_EQ(fuzz::hear_conversation(2222, pieces).all, expected);
}

TEST(DecodeSsh, DoneAfterKeyExchange) {
  const std::string recording = seed("wire-ssh/two-sides");
  fuzz::Heard out;
  const auto decoder = make_ssh();
  const auto pieces = fuzz::read_recording(recording);
  for (std::size_t i = 0; i < pieces.size(); ++i)
    EXPECT_EQ(decoder->bytes(pieces[i].direction, pieces[i].bytes, 1, out) == StreamDecoder::Want::Done, i + 1 == pieces.size());
}

TEST(DecodeSsh, Version1IsOnlyABanner) {
  EXPECT_EQ(heard_stream(make_ssh, {{1, 0, "SSH-1.5-Old_1\n\x00\x00\x01"}}), (Told{"ssh.banner <=SSH-1.5-Old_1"}));
}

TEST(DecodeSsh, LengthsThatLie) {
  using namespace std::string_view_literals;
  EXPECT_EQ(heard_stream(make_ssh, {{0, 0, "SSH-2.0-A\r\n\xff\xff\xff\xff\x00\x14"sv}}), (Told{"ssh.banner=SSH-2.0-A"}));
  const std::string list = unhex("00000020 04 14" + std::string(32, '0') + "ffffffff" + std::string(22, '0'));
  EXPECT_EQ(heard_stream(make_ssh, {{0, 0, "SSH-2.0-A\r\n"}, {0, 0, list}}), (Told{"ssh.banner=SSH-2.0-A"}));
}

TEST(DecodeSsh, GapEndsASide) {
  const std::string recording = seed("wire-ssh/two-sides");
  auto pieces = fuzz::read_recording(recording);
  pieces.insert(pieces.begin() + 2, {0, 7, ""});
  EXPECT_EQ(heard_stream(make_ssh, pieces).size(), 4U);  // two banners, the server's lists
}

}  // namespace
}  // namespace rf::wire
