// Archives as what they hold. The archives are made here, byte by byte, so that each lie in them can be read.
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>

#include "evidence/container.h"

namespace rf::evidence {
namespace {

std::string le(std::uint64_t v, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(v >> (8 * i) & 0xFF);
  return out;
}
std::string deflated(const std::string& s, int window) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 9, Z_DEFLATED, window, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(compressBound(s.size()) + 64, '\0');
  z.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(s.data()));
  z.avail_in = static_cast<uInt>(s.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}
std::string gzipped(const std::string& s) { return deflated(s, 15 + 16); }
std::string zstded(const std::string& s) {
  std::string out(ZSTD_compressBound(s.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), s.data(), s.size(), 3));
  return out;
}

struct Entry {
  std::string name, data;
  std::uint16_t flags = 0x800, method = 8;
  std::string local_name = {};
  std::int64_t same_header_as = -1;  ///< shares the bytes of an earlier member
  std::uint32_t crc_wrong_by = 0;
};
std::string zipped(const std::vector<Entry>& entries) {
  std::string out, directory;
  std::vector<std::size_t> headers;
  for (const auto& e : entries) {
    const std::string packed = e.method == 8 ? deflated(e.data, -15) : e.data;
    const auto crc = static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(e.data.data()), static_cast<uInt>(e.data.size()))) + e.crc_wrong_by;
    const std::string common = le(e.flags, 2) + le(e.method, 2) + le(0, 4) + le(crc, 4) + le(packed.size(), 4) + le(e.data.size(), 4);
    const std::string& local = e.local_name.empty() ? e.name : e.local_name;
    headers.push_back(e.same_header_as >= 0 ? headers[static_cast<std::size_t>(e.same_header_as)] : out.size());
    if (e.same_header_as < 0) out += "PK\x03\x04" + le(20, 2) + common + le(local.size(), 2) + le(0, 2) + local + packed;
    directory += "PK\x01\x02" + le(20, 2) + le(20, 2) + common + le(e.name.size(), 2) + le(0, 8) + le(0, 4) + le(headers.back(), 4) + e.name;
  }
  const std::size_t at = out.size();
  return out + directory + std::string("PK\x05\x06") + le(0, 4) + le(entries.size(), 2) + le(entries.size(), 2) + le(directory.size(), 4) + le(at, 4) + le(0, 2);
}
std::string tarred(const std::vector<std::pair<std::string, std::string>>& files, char type = '0') {
  std::string out;
  for (const auto& [name, data] : files) {
    std::string h(512, '\0');
    h.replace(0, name.size(), name);
    char field[13];
    std::snprintf(field, sizeof field, "%011llo", static_cast<unsigned long long>(data.size()));
    h.replace(124, 11, field, 11);
    h[156] = type;
    h.replace(257, 8, "ustar\00000", 8);
    h.replace(148, 8, 8, ' ');
    unsigned sum = 0;
    for (const char c : h) sum += static_cast<unsigned char>(c);
    std::snprintf(field, sizeof field, "%06o", sum);
    h.replace(148, 7, field, 7);
    out += h + data + std::string((512 - data.size() % 512) % 512, '\0');
  }
  return out + std::string(1024, '\0');
}

Content content(std::string bytes) { return content_of(MappedFile::of(std::move(bytes))); }
std::shared_ptr<const Archive> opened(std::string bytes) {
  auto inner = peeled(content(std::move(bytes)));
  EXPECT_TRUE(inner);
  EXPECT_TRUE(is_archive(inner->bytes));
  auto a = Archive::open(*inner);
  EXPECT_TRUE(a) << (a ? "" : a.error().why);
  return a ? *a : nullptr;
}
/// The member's bytes, or why there are none.
std::string got(const Archive& a, std::size_t i) {
  const auto c = a.extract(i);
  return c ? std::string(c->bytes) : "fails: " + c.error().why;
}
using Names = std::vector<std::string>;

std::string utf16(const std::u16string& text, bool little) {
  std::string out;
  for (const char16_t c : u"\uFEFF" + text) {
    const char low = static_cast<char>(c & 0xFF), high = static_cast<char>(c >> 8);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}

TEST(Container, TextInUtf16IsReadAsUtf8) {
  for (const bool little : {true, false}) {
    const std::string given = utf16(u"SNMPv2-MIB::sysName.0 = STRING: Z\u00fcrich\r\n", little), expected = "SNMPv2-MIB::sysName.0 = STRING: Z\xC3\xBCrich\r\n";
    const auto c = peeled(content_of(MappedFile::of(given)));
    ASSERT_TRUE(c);
    EXPECT_EQ(c->bytes, expected);
    const auto packed = peeled(content_of(MappedFile::of(gzipped(given))));
    ASSERT_TRUE(packed);
    EXPECT_EQ(packed->bytes, expected);
    // A pair of surrogates stands across each border of pieces, and a last half character is told as one.
    std::u16string many(1, u'a');
    while (many.size() < (std::size_t{3} << 20)) many += u"\U0001F4E1";
    const auto large = peeled(content_of(MappedFile::of(utf16(many, little) + "x")));
    ASSERT_TRUE(large);
    EXPECT_EQ(large->bytes.size(), 1 + (many.size() - 1) * 2 + 3);
    EXPECT_EQ(large->bytes.find("\xEF\xBF\xBD"), large->bytes.size() - 3);
  }
}

TEST(Container, BytesThatOnlyBeginLikeUtf16StayAsTheyAre) {
  for (const std::string& given : {std::string("\xFF\xFE\0\0a\0\0\0", 8), std::string("\xFE\xFF\x00\x01\x02\x03", 6), std::string("\xFF\xFE\x00\xDC\x00\xDC\x00\xDC", 8)}) {
    const auto c = peeled(content_of(MappedFile::of(given)));
    ASSERT_TRUE(c);
    EXPECT_EQ(c->bytes, given);
  }
}

TEST(Container, MembersComeSortedWithoutFoldersAndHiddenFiles) {
  const auto a = opened(zipped({{"b/2.csv", "two"}, {"b/", ""}, {"a.csv", "one"}, {".hidden", "x"}, {"__MACOSX/._a.csv", "x"}, {"b/.git/c", "x"}}));
  EXPECT_EQ(a->names(), (Names{"a.csv", "b/2.csv"}));
  EXPECT_EQ(got(*a, 0), "one");
  EXPECT_EQ(got(*a, 1), "two");
}

TEST(Container, CompressedTarsOfEachKind) {
  const std::string tar = tarred({{"./walks/olt2.snmprec", "2"}, {"./walks/olt1.snmprec", "1"}});
  for (const std::string& packed : {tar, gzipped(tar), zstded(tar), gzipped(zstded(tar))}) {
    const auto a = opened(packed);
    EXPECT_EQ(a->names(), (Names{"walks/olt1.snmprec", "walks/olt2.snmprec"}));
    EXPECT_EQ(got(*a, 1), "2");
  }
}

TEST(Container, ACompressedFileIsTheFileWithinIt) {
  const auto c = peeled(content(gzipped("id,name\n1,a\n") + gzipped("2,b\n")));  // two members are one file (RFC 1952 §2.2)
  ASSERT_TRUE(c);
  EXPECT_EQ(c->bytes, "id,name\n1,a\n2,b\n");
  EXPECT_FALSE(is_archive(c->bytes));
}

TEST(Container, ADamagedMemberCostsItself) {
  std::string zip = zipped({{"a", "first member"}, {"b", "second member"}, {"c", "third member", 0x800, 8, {}, -1, 1}, {"d", "plain", 0x801}, {"e", "x", 0x800, 12}, {"f", "other", 0x800, 8, "g"}});
  const auto a = opened(zip);
  EXPECT_EQ(got(*a, 0), "first member");
  EXPECT_EQ(got(*a, 1), "second member");
  EXPECT_EQ(got(*a, 2), "fails: its CRC-32 does not fit: damaged");
  EXPECT_EQ(got(*a, 3), "fails: is encrypted with a password");
  EXPECT_EQ(got(*a, 4), "fails: is packed by method 12; stored and deflate are read");
  EXPECT_EQ(got(*a, 5), "fails: the directory of the ZIP and the member itself give it different names");
  std::string tar = tarred({{"a", "1"}, {"b", "2"}, {"c", "3"}});
  tar[1024 + 3] = 'x';  // the header of b
  const auto t = opened(tar);
  EXPECT_EQ(t->names(), (Names{"a", "c"}));
  ASSERT_EQ(t->errors().size(), 1U);
  EXPECT_EQ(t->errors()[0].where, "offset 1024");
}

TEST(Container, ACutZipKeepsWhatStandsBeforeTheCut) {
  const std::string zip = zipped({{"a", "one"}, {"b", "two"}, {"c", "three"}});
  const auto a = opened(zip.substr(0, zip.size() - 100));
  EXPECT_EQ(a->errors().size(), 1U);
  EXPECT_EQ(got(*a, 0), "one");
  const std::string gz = gzipped(std::string(100'000, 'x'));
  const auto cut = peeled(content(gz.substr(0, gz.size() / 2)));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().kind, Kind::Truncated);
}

TEST(Container, NamesThatPointOutsideAreOnlyNames) {
  const auto a = opened(zipped({{"../../etc/cron.d/x", "a"}, {"/etc/passwd", "b"}, {"C:\\x", "c"}, {"ok/../ok.csv", "d"}, {"fine..csv", "e"}}));
  ASSERT_EQ(a->notes().size(), 1U);
  EXPECT_NE(a->notes()[0].why.find("4 names point outside"), std::string::npos);
  EXPECT_EQ(a->names().size(), 5U);
}

TEST(Container, TwoMembersOfOneNameAreBothRead) {
  const auto a = opened(zipped({{"a", "old"}, {"a", "new"}}));
  EXPECT_EQ(a->names(), (Names{"a", "a~2"}));
  EXPECT_EQ(got(*a, 1), "new");
}

TEST(Container, MembersThatShareBytesAreABomb) {
  const auto a = opened(zipped({{"a", std::string(1000, 'x')}, {"a", std::string(1000, 'x'), 0x800, 8, {}, 0}}));
  EXPECT_NE(got(*a, 1).find("shares its bytes"), std::string::npos);
}

TEST(Container, WhatInflatesToFarMoreIsABomb) {
  const std::string zeros = gzipped(std::string(std::size_t{300} << 20, '\0'));  // 300 MiB from 300 KiB
  const auto c = peeled(content(zeros));
  ASSERT_FALSE(c);
  EXPECT_EQ(c.error().kind, Kind::Limit);
}

TEST(Container, LayersWithinEachOtherEnd) {
  std::string s = "deep";
  for (int i = 0; i <= kMaxArchiveDepth; ++i) s = gzipped(s);
  const auto c = peeled(content(s));
  ASSERT_FALSE(c);
  EXPECT_EQ(c.error().kind, Kind::Limit);
}

TEST(Container, OfficeFilesAreFiles) {
  EXPECT_FALSE(is_archive(zipped({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<workbook/>"}})));
  EXPECT_FALSE(is_archive(zipped({{"xl/worksheets/sheet1.xml", "<worksheet/>"}, {"[Content_Types].xml", "<Types/>"}})));
  const std::string book = zipped({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<workbook/>"}});
  EXPECT_TRUE(is_archive(zipped({{"a/book.xlsx", book, 0x800, 0}, {"b.csv", "x"}})));
  EXPECT_TRUE(is_archive(zipped({{"walks/xl/readme.txt", "no office file"}})));
  EXPECT_FALSE(is_archive("id,name\n1,a\n"));
}

TEST(Container, AMemberIsOpenedByItsNames) {
  const std::string path = testing::TempDir() + "/ringfence-container.zip";
  std::ofstream(path, std::ios::binary) << zipped({{"in.tar.gz", gzipped(tarred({{"w/a.csv.gz", gzipped("found")}}))}});
  const auto c = open_member(path, {"in.tar.gz", "w/a.csv.gz"});
  ASSERT_TRUE(c) << c.error().why;
  EXPECT_EQ(c->bytes, "found");
  EXPECT_FALSE(open_member(path, {"nothing"}));
  EXPECT_FALSE(open_member(path, {"in.tar.gz", "w/a.csv.gz", "more"}));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace rf::evidence
