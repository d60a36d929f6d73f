#include "tests/wire/heard.h"

namespace rf::wire {
namespace {

bool unicast(std::string_view message, std::uint64_t frame, Hearer& out) { return decode_dns(message, frame, 0, false, out); }
bool multicast(std::string_view message, std::uint64_t frame, Hearer& out) { return decode_dns(message, frame, 0, true, out); }

TEST(DecodeDns, QueryAndAnswer) {
  EXPECT_EQ(heard(unicast, unhex("0001 0100 0001 0000 0000 0000 03777777 076578616d706c65 03636f6d 00 001c 0001")),
            (Told{"dns.query=www.example.com", "dns.query_type=AAAA"}));
  EXPECT_EQ(heard(unicast, seed("wire-dns/answer")), (Told{"dns.answer=www.example.com CNAME web.example.net", "dns.answer=web.example.net A 192.0.2.1"}));
  expect_prefixes_harmless(unicast, seed("wire-dns/answer"));
}

TEST(DecodeDns, Compressed) {
  // a.b.example PTR, answered by a pointer to a pointer.
  EXPECT_EQ(heard(unicast, unhex("0001 8180 0001 0002 0000 0000 0161 0162 00 000c 0001  c00c 000c 0001 00000000 0004 0163 c00e"
                                 "c021 0005 0001 00000000 0002 c00c")),
            (Told{"dns.answer=a.b PTR c.b", "dns.answer=c.b CNAME a.b"}));
}

TEST(DecodeDns, RootAndUnknownType) {
  EXPECT_EQ(heard(unicast, unhex("0001 0100 0001 0000 0000 0000 00 0101 0001")), (Told{"dns.query=.", "dns.query_type=TYPE257"}));
}

TEST(DecodeDns, RefusalIsSaid) {
  EXPECT_EQ(heard(unicast, unhex("0001 8183 0001 0000 0000 0000 0161 00 0001 0001")), (Told{"dns.rcode=NXDOMAIN"}));
}

TEST(DecodeDns, CompressionLoops) {
  for (const char* name : {"c00c", "0161 c00c", "c00e c00c", "ffff", "8001", "4061"})  // itself, ahead, past the end, given-up forms
    EXPECT_EQ(heard(unicast, unhex(std::string("0001 0100 0001 0000 0000 0000 ") + name + " 0001 0001")), Told{}) << name;
}

TEST(DecodeDns, NameOf256Octets) {
  std::string labels;
  for (int i = 0; i < 4; ++i) labels += "3f" + std::string(126, '6');
  EXPECT_EQ(heard(unicast, unhex("0001 0100 0001 0000 0000 0000" + labels + "00 0001 0001")), Told{});
}

TEST(DecodeDns, CountsThatLie) {
  fuzz::Heard out;
  EXPECT_FALSE(decode_dns(unhex("0001 0100 ffff ffff ffff ffff 0161 00 0001 0001"), 1, 0, false, out));
  EXPECT_FALSE(decode_dns(unhex("0001 0100 0000 0000 0000 0000"), 1, 0, false, out));
  EXPECT_TRUE(out.all.empty());
}

TEST(DecodeDns, MulticastServices) {
  // _ipp._tcp.local PTR prn._ipp._tcp.local; its TXT ty=Example 9; host prn.local A 192.0.2.3
  const std::string service = "04 5f697070 04 5f746370 05 6c6f63616c 00";
  EXPECT_EQ(heard(multicast, unhex("0000 8400 0000 0001 0000 0002" + service + "000c 0001 00000000 0006 0370726e c00c" +
                                   "c027 0010 0001 00000000 000d 0c 74793d4578616d706c652039" + "0370726e c016 0001 0001 00000000 0004 c0000203")),
            (Told{"mdns.service=prn._ipp._tcp.local", "mdns.text=ty=Example 9", "mdns.host=prn.local 192.0.2.3"}));
}

TEST(DecodeDns, QueryOnAnyPort) {
  const std::string query = seed("wire-dns/query");
  End from, to;
  from.port = 40000;
  to.port = 4444;
  fuzz::Heard out;
  EXPECT_TRUE(decode_datagram(from, to, query, 1, out));
  EXPECT_EQ(out.all, (Told{"dns.query=www.example.com", "dns.query_type=AAAA"}));
  // Nearly one: another class, an octet more, an answer counted, a name of odd octets.
  for (const auto& [at, octet] : {std::pair<std::size_t, char>{query.size() - 1, 3}, {7, 1}, {13, 1}, {5, 2}}) {
    std::string other = query;
    other[at] = octet;
    EXPECT_FALSE(is_dns_query(other)) << at;
  }
  EXPECT_FALSE(is_dns_query(query + "x"));
  // With one record of the root's that ends the message: OPT, or one whose type was blotted out.
  std::string more = query;
  more[11] = 1;
  for (const char type : {'\x29', '\0'}) {
    const std::string whole = more + std::string("\0\0", 2) + type + std::string("\0\0\0\0\0\0\0\x02" "ab", 10);
    EXPECT_TRUE(is_dns_query(whole));
    EXPECT_FALSE(is_dns_query(whole + "x"));
    EXPECT_FALSE(is_dns_query(whole.substr(0, whole.size() - 1)));
  }
  for (std::size_t n = 0; n < query.size(); ++n) EXPECT_FALSE(is_dns_query(std::string(query.substr(0, n)))) << n;
}

TEST(DecodeDns, OverTcp) {
  const std::string query = seed("wire-dns/query");
  std::string twice;
  for (int i = 0; i < 2; ++i) twice += std::string(1, '\0') + static_cast<char>(query.size()) + query;
  EXPECT_EQ(heard_stream(make_dns_tcp, {{0, 0, twice}}),
            (Told{"dns.query=www.example.com", "dns.query_type=AAAA", "dns.query=www.example.com", "dns.query_type=AAAA"}));
  EXPECT_EQ(heard_stream(make_dns_tcp, {{0, 0, twice.substr(0, 10)}, {0, 5, ""}, {0, 0, twice}}), Told{});
  EXPECT_EQ(fuzz::hear_conversation(53, std::vector<fuzz::Piece>{{0, 0, twice}}).all.size(), 4U);
  EXPECT_EQ(fuzz::hear_conversation(8053, std::vector<fuzz::Piece>{{0, 0, twice}}).all.size(), 0U);
}

}  // namespace
}  // namespace rf::wire
