// Captures as bytes: formats, byte orders, resolutions, and what is cut or lies.
#include <gtest/gtest.h>

#include <array>
#include <memory>

#include "tests/wire/frames.h"
#include "wire/source.h"

namespace rf::wire {
namespace {

struct Read {
  std::shared_ptr<const std::string> bytes;  ///< the frames lie in it
  std::vector<Frame> frames;
  std::optional<Error> error;
  CaptureFacts facts;
};
Read read_all(std::string bytes) {
  Read out;
  out.bytes = std::make_shared<const std::string>(std::move(bytes));
  auto capture = Capture::open(*out.bytes);
  if (!capture) {
    out.error = capture.error();
    return out;
  }
  std::array<Frame, 2> batch;
  while (const std::size_t n = (*capture)->next(batch)) out.frames.insert(out.frames.end(), batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(n));
  out.error = (*capture)->error();
  out.facts = (*capture)->facts();
  return out;
}

std::string block(std::uint32_t type, std::string body) {
  body.resize((body.size() + 3) & ~std::size_t{3});
  const auto length = le(body.size() + 12, 4);
  return le(type, 4) + length + body + length;
}
std::string block_be(std::uint32_t type, std::string body) {
  body.resize((body.size() + 3) & ~std::size_t{3});
  const auto length = be(body.size() + 12, 4);
  return be(type, 4) + length + body + length;
}
const std::string kSectionLe = block(0x0a0d0d0a, le(0x1a2b3c4d, 4) + le(1, 2) + le(0, 2) + le(~0ULL, 8));
const std::string kSectionBe = block_be(0x0a0d0d0a, be(0x1a2b3c4d, 4) + be(1, 2) + be(0, 2) + be(~0ULL, 8));
std::string interface_le(std::uint16_t link, const std::string& options = {}) { return block(1, le(link, 2) + le(0, 2) + le(0, 4) + options); }
std::string enhanced_le(std::uint32_t interface, std::uint64_t time, const std::string& data) {
  return block(6, le(interface, 4) + le(time >> 32, 4) + le(time, 4) + le(data.size(), 4) + le(data.size(), 4) + data);
}

TEST(Source, PcapOfEitherOrderAndResolution) {
  const auto little = read_all(pcap({"abc", "de"}));
  ASSERT_EQ(little.frames.size(), 2U);
  EXPECT_FALSE(little.error);
  EXPECT_EQ(little.frames[1].time, 1'700'000'000'001'000'000);
  EXPECT_EQ(little.frames[1].number, 2U);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(little.frames[0].data), little.frames[0].captured), "abc");
  const auto big = read_all(be(0xa1b23c4d, 4) + be(2, 2) + be(4, 2) + be(0, 8) + be(65535, 4) + be(113, 4) + be(10, 4) + be(7, 4) + be(1, 4) + be(100, 4) + "x");
  ASSERT_EQ(big.frames.size(), 1U);
  EXPECT_EQ(big.frames[0].time, 10'000'000'007);
  EXPECT_EQ(big.frames[0].link, 113);
  EXPECT_EQ(big.frames[0].on_wire, 100U);
  EXPECT_EQ(big.facts.snapped, 1U);
}

TEST(Source, PcapModifiedAndOld) {
  const auto modified = read_all(le(0xa1b2cd34, 4) + le(2, 2) + le(4, 2) + le(0, 8) + le(65535, 4) + le(1, 4) + le(1, 4) + le(2, 4) + le(1, 4) + le(1, 4) + le(0, 8) + "x");
  ASSERT_EQ(modified.frames.size(), 1U);
  EXPECT_EQ(*modified.frames[0].data, 'x');
  const auto old = read_all(le(0xa1b2c3d4, 4) + le(2, 2) + le(2, 2) + le(0, 8) + le(65535, 4) + le(1, 4) + le(1, 4) + le(2, 4) + le(90, 4) + le(1, 4) + "x");  // on wire first
  ASSERT_EQ(old.frames.size(), 1U);
  EXPECT_EQ(old.frames[0].captured, 1U);
  EXPECT_EQ(old.frames[0].on_wire, 90U);
}

TEST(Source, WhatIsCutEndsWithItsPlaceAndTheRestStays) {
  const std::string whole = pcap({"abc", "defg"});
  for (std::size_t n = 24; n < whole.size(); ++n) {
    const auto got = read_all(whole.substr(0, n));
    EXPECT_EQ(got.frames.size(), n < 43 ? 0U : 1U) << n;
    if (n == 24 || n == 43) {
      EXPECT_FALSE(got.error) << n;
    } else {
      ASSERT_TRUE(got.error) << n;
      EXPECT_EQ(got.error->kind, Kind::Truncated);
      EXPECT_EQ(got.error->where, n < 43 ? "offset 24" : "offset 43");
    }
  }
  EXPECT_EQ(read_all(whole.substr(0, 10)).error->kind, Kind::Truncated);
  EXPECT_EQ(read_all("GET / HTTP/1.1").error->kind, Kind::Unsupported);
}

TEST(Source, AFrameLargerThanAnyIsALie) {
  std::string bytes = pcap({"abc", "de"});
  bytes[43 + 11] = '\x7f';  // captured length of the second
  const auto got = read_all(bytes);
  EXPECT_EQ(got.frames.size(), 1U);
  ASSERT_TRUE(got.error);
  EXPECT_EQ(got.error->kind, Kind::Malformed);
  EXPECT_EQ(got.error->where, "offset 43");
}

TEST(Source, PcapngSectionsOfBothOrdersAndResolutions) {
  const std::string nano = le(9, 2) + le(1, 2) + le(9, 4);                         // if_tsresol 10^-9
  const std::string binary = le(9, 2) + le(1, 2) + le(0x8a, 4) + le(14, 2) + le(8, 2) + le(100, 8);  // 2^-10, 100 s offset
  const auto got = read_all(kSectionLe + interface_le(1) + interface_le(101, nano) + interface_le(1, binary) + enhanced_le(0, 5'000'000, "micro") + enhanced_le(1, 5'000'000'001, "nano") +
                            enhanced_le(2, 2048 + 512, "binary") + block(99, "what is this") + kSectionBe + block_be(1, be(113, 2) + be(0, 2) + be(0, 4)) +
                            block_be(6, be(0, 4) + be(0, 4) + be(7'000'000, 4) + be(3, 4) + be(3, 4) + "big"));
  EXPECT_FALSE(got.error);
  ASSERT_EQ(got.frames.size(), 4U);
  EXPECT_EQ(got.frames[0].time, 5'000'000'000);
  EXPECT_EQ(got.frames[1].time, 5'000'000'001);
  EXPECT_EQ(got.frames[1].link, 101);
  EXPECT_EQ(got.frames[2].time, 102'500'000'000);
  EXPECT_EQ(got.frames[3].time, 7'000'000'000);
  EXPECT_EQ(got.frames[3].link, 113);
  EXPECT_EQ(got.facts.other_blocks, 1U);
}

TEST(Source, PcapngSimpleAndObsoleteBlocks) {
  const auto got = read_all(kSectionLe + interface_le(1) + block(3, le(5, 4) + "simpl") + block(2, le(0, 2) + le(0, 2) + le(0, 4) + le(9, 4) + le(3, 4) + le(3, 4) + "old") + block(3, le(2, 4) + "ab"));
  ASSERT_EQ(got.frames.size(), 3U);
  EXPECT_EQ(got.frames[0].captured, 5U);
  EXPECT_EQ(got.frames[1].time, 9000);
  EXPECT_EQ(got.frames[2].time, 9000) << "without a time of its own it takes that of the frame before";
  EXPECT_EQ(got.facts.untimed, 2U);
}

TEST(Source, PcapngThatLies) {
  // Packets of an interface that was not declared are counted and left out; the next block is found by its length.
  const auto orphan = read_all(kSectionLe + interface_le(1) + enhanced_le(7, 1, "x") + enhanced_le(0, 1, "y"));
  EXPECT_EQ(orphan.frames.size(), 1U);
  EXPECT_EQ(orphan.facts.orphans, 1U);
  std::string lengths = kSectionLe + interface_le(1) + enhanced_le(0, 1, "abcd");
  lengths[lengths.size() - 4] = 9;
  EXPECT_EQ(read_all(lengths).error->kind, Kind::Malformed);
  std::string captured = kSectionLe + interface_le(1) + enhanced_le(0, 1, "abcd");
  captured[kSectionLe.size() + interface_le(1).size() + 20] = 40;  // more than its block has room for
  EXPECT_EQ(read_all(captured).error->kind, Kind::Malformed);
  const std::string whole = kSectionLe + interface_le(1) + enhanced_le(0, 1, "abcd");
  const auto cut = read_all(whole.substr(0, whole.size() - 1));
  EXPECT_EQ(cut.error->kind, Kind::Truncated);
  EXPECT_EQ(cut.error->where, "offset 48");
  EXPECT_EQ(read_all(kSectionLe + interface_le(1, le(9, 2) + le(1, 2) + le(0x7f, 4))).error->kind, Kind::Malformed) << "10^-127 s";
}

TEST(Source, Snoop) {
  const std::string head("snoop\0\0\0", 8);
  const auto got = read_all(head + be(2, 4) + be(4, 4) + be(60, 4) + be(3, 4) + be(28, 4) + be(0, 4) + be(5, 4) + be(6, 4) + "abc" + std::string(1, '\0'));
  ASSERT_EQ(got.frames.size(), 1U);
  EXPECT_EQ(got.frames[0].time, 5'000'006'000);
  EXPECT_EQ(got.frames[0].link, 1);
  EXPECT_EQ(got.frames[0].on_wire, 60U);
}

TEST(Source, SeveralCapturesInTheOrderOfTime) {
  std::string early = pcap({"e1", "e2"}), late = pcap({"l1"});
  late.replace(24, 4, le(1'700'000'100, 4));
  early += "cut";
  CaptureSet set({{0, late}, {1, "no capture"}, {2, early}});
  std::vector<std::string> got;
  std::array<Frame, 8> batch;
  while (const std::size_t n = set.next(batch))
    for (std::size_t i = 0; i < n; ++i) got.push_back(std::to_string(batch[i].input) + std::string(reinterpret_cast<const char*>(batch[i].data), 2) + std::to_string(batch[i].number));
  EXPECT_EQ(got, (std::vector<std::string>{"2e11", "2e22", "0l11"}));
  ASSERT_EQ(set.ended().size(), 3U);
  EXPECT_EQ(set.ended()[0].input, 1U);
  EXPECT_EQ(set.ended()[0].error->kind, Kind::Unsupported);
  EXPECT_EQ(set.ended()[1].error->kind, Kind::Truncated);
}

}  // namespace
}  // namespace rf::wire
