#include "evidence/zip.h"

#include <zlib.h>

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace rf::evidence {
namespace {

constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50, kEnd64 = 0x06064b50, kEnd64Locator = 0x07064b50;
constexpr std::size_t kLocalSize = 30, kCentralSize = 46, kEndSize = 22, kEnd64Size = 56, kLocatorSize = 20;
constexpr std::size_t kMaxComment = 65535;

std::uint16_t le16(std::string_view b, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(b[at]) | static_cast<unsigned char>(b[at + 1]) << 8);
}
std::uint32_t le32(std::string_view b, std::size_t at) { return le16(b, at) | static_cast<std::uint32_t>(le16(b, at + 2)) << 16; }
std::uint64_t le64(std::string_view b, std::size_t at) { return le32(b, at) | static_cast<std::uint64_t>(le32(b, at + 4)) << 32; }

/// APPNOTE 4.4.4: bit 11 says UTF-8; without it the code page is the packer's, told as that of any text.
std::string member_name(std::string_view raw) {
  std::string name = is_utf8(raw) ? std::string(raw) : to_utf8(raw, guess_encoding(raw, true)).text;
  for (char& c : name) {
    if (c == '\\') c = '/';  // some Windows packers
    if (static_cast<unsigned char>(c) < 0x20) c = '_';
  }
  return name;
}

/// APPNOTE 4.5.3: what does not fit 32 bits stands in an extra field.
void zip64(std::string_view extra, ZipMember& m, bool with_header) {
  while (extra.size() >= 4) {
    const std::uint16_t id = le16(extra, 0), n = le16(extra, 2);
    if (n > extra.size() - 4) return;
    std::string_view body = extra.substr(4, n);
    extra.remove_prefix(4U + n);
    if (id != 1) continue;
    for (std::uint64_t* v : {&m.size, &m.packed, with_header ? &m.header : nullptr}) {
      if (!v || *v != 0xFFFFFFFFU) continue;
      if (body.size() < 8) return;
      *v = le64(body, 0);
      body.remove_prefix(8);
    }
    return;
  }
}

void mark_overlaps(ZipDirectory& d) {
  std::vector<std::size_t> order(d.members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return d.members[a].header < d.members[b].header; });
  std::uint64_t end = 0;
  for (const std::size_t i : order) {
    ZipMember& m = d.members[i];
    m.overlaps = m.overlaps || m.header < end;
    const std::uint64_t mine = m.header + kLocalSize + std::min<std::uint64_t>(m.packed, ~std::uint64_t{0} / 2);
    end = std::max(end, mine);
  }
}

/// A file that was cut off has no directory; its members up to the cut still have their own headers.
Result<ZipDirectory> rebuilt(std::string_view bytes, std::size_t max_members) {
  ZipDirectory d;
  d.rebuilt = true;
  std::uint64_t at = 0;
  while (bytes.size() - at >= kLocalSize && le32(bytes, at) == kLocal) {
    const std::string_view h = bytes.substr(at, kLocalSize);
    ZipMember m;
    m.header = at;
    m.encrypted = (le16(h, 6) & 1) != 0;
    m.method = le16(h, 8);
    m.crc = le32(h, 14);
    m.packed = le32(h, 18);
    m.size = le32(h, 22);
    const std::uint64_t names = std::uint64_t{le16(h, 26)} + le16(h, 28);
    if ((le16(h, 6) & 8) != 0 || names > bytes.size() - at - kLocalSize) break;  // sizes stand behind the data: its end cannot be told
    m.name = member_name(bytes.substr(at + kLocalSize, le16(h, 26)));
    zip64(bytes.substr(at + kLocalSize + le16(h, 26), le16(h, 28)), m, false);
    m.folder = m.name.ends_with('/');
    if (m.packed > bytes.size() - at - kLocalSize - names) break;
    at += kLocalSize + names + m.packed;
    d.members.push_back(std::move(m));
    if (d.members.size() > max_members) return fail(Kind::Limit, "more than " + std::to_string(max_members) + " members");
  }
  if (d.members.empty()) return fail(Kind::Truncated, "the ZIP file is cut off: its directory is missing, and no whole member stands before the cut", {}, "was it copied whole?");
  return d;
}

/// CRC and size of what came out, as the directory promises.
class ZipStream : public ByteSource {
 public:
  ZipStream(std::unique_ptr<ByteSource> in, const ZipMember& m) : in_(std::move(in)), size_(m.size), crc_wanted_(m.crc) {}
  Result<std::size_t> read(char* into, std::size_t n) override {
    RF_TRY(const std::size_t got, in_->read(into, n));
    if (got == 0) {
      if (seen_ != size_) return fail(Kind::Malformed, "holds " + std::to_string(seen_) + " bytes where the directory of the ZIP says " + std::to_string(size_), {}, "was it copied whole?");
      if (crc_ != crc_wanted_) return fail(Kind::Malformed, "its CRC-32 does not fit: damaged", {}, "was it copied whole?");
      return got;
    }
    seen_ += got;
    if (seen_ > size_) return fail(Kind::Malformed, "holds more than the " + std::to_string(size_) + " bytes that the directory of the ZIP says", {}, "was it copied whole?");
    crc_ = static_cast<std::uint32_t>(crc32_z(crc_, reinterpret_cast<const Bytef*>(into), got));
    return got;
  }

 private:
  std::unique_ptr<ByteSource> in_;
  std::uint64_t size_, seen_ = 0;
  std::uint32_t crc_ = 0, crc_wanted_;
};

}  // namespace

bool is_zip(std::string_view head) { return head.starts_with("PK\x03\x04") || head.starts_with(std::string_view("PK\x05\x06")); }

Result<ZipDirectory> read_zip_directory(std::string_view bytes, std::size_t max_members) {
  // The end record stands last, behind it a comment at most.
  std::size_t end = std::string_view::npos;
  if (bytes.size() >= kEndSize) {
    const std::size_t lowest = bytes.size() - std::min(bytes.size(), kEndSize + kMaxComment);
    for (std::size_t at = bytes.size() - kEndSize + 1; at-- > lowest;)
      if (le32(bytes, at) == kEnd && le16(bytes, at + 20) <= bytes.size() - at - kEndSize) {
        end = at;
        break;
      }
  }
  if (end == std::string_view::npos) return rebuilt(bytes, max_members);
  std::uint64_t count = le16(bytes, end + 10), size = le32(bytes, end + 12), offset = le32(bytes, end + 16), behind = end;
  if (end >= kLocatorSize && le32(bytes, end - kLocatorSize) == kEnd64Locator) {
    const std::uint64_t at = le64(bytes, end - kLocatorSize + 8);
    if (at > bytes.size() - kEnd64Size || bytes.size() < kEnd64Size || le32(bytes, at) != kEnd64) return fail(Kind::Malformed, "the ZIP64 end record is not where it is said to be", "offset " + std::to_string(end));
    count = le64(bytes, at + 32);
    size = le64(bytes, at + 40);
    offset = le64(bytes, at + 48);
    behind = at;
  }
  if (size > behind || offset > behind - size) return fail(Kind::Malformed, "the ZIP directory is said to lie outside the file", "offset " + std::to_string(end));
  const std::uint64_t before = behind - size - offset;  // what was put in front, as self-extracting files have
  if (count > max_members) return fail(Kind::Limit, std::to_string(count) + " members; at most " + std::to_string(max_members) + " are read");
  ZipDirectory d;
  std::string_view c = bytes.substr(before + offset, size);
  while (c.size() >= kCentralSize && le32(c, 0) == kCentral) {
    const std::size_t name = le16(c, 28), extra = le16(c, 30), comment = le16(c, 32);
    if (name + extra + comment > c.size() - kCentralSize) return fail(Kind::Malformed, "the ZIP directory ends within an entry", "offset " + std::to_string(c.data() - bytes.data()));
    ZipMember m;
    m.encrypted = (le16(c, 8) & 1) != 0;
    m.method = le16(c, 10);
    m.crc = le32(c, 16);
    m.packed = le32(c, 20);
    m.size = le32(c, 24);
    m.header = le32(c, 42);
    m.name = member_name(c.substr(kCentralSize, name));
    zip64(c.substr(kCentralSize + name, extra), m, true);
    m.folder = m.name.ends_with('/');
    if (m.header > bytes.size() - before) m.overlaps = true;
    else m.header += before;
    d.members.push_back(std::move(m));
    if (d.members.size() > max_members) return fail(Kind::Limit, "more than " + std::to_string(max_members) + " members");
    c.remove_prefix(kCentralSize + name + extra + comment);
  }
  // 4.4.1.4: the 16-bit count wraps in archives that some packers make without ZIP64.
  if ((d.members.size() & 0xFFFF) != (count & 0xFFFF))
    return fail(Kind::Malformed, "the ZIP directory lists " + std::to_string(d.members.size()) + " members where its end says " + std::to_string(count), "offset " + std::to_string(end), "was it copied whole?");
  mark_overlaps(d);
  return d;
}

Result<std::unique_ptr<ByteSource>> open_zip_member(std::string_view bytes, const ZipMember& m, InflateBudget& budget) {
  const std::string where = "offset " + std::to_string(m.header);
  if (m.encrypted) return fail(Kind::Unsupported, "is encrypted with a password", where, "unpack it yourself and give the folder");
  if (m.overlaps) return fail(Kind::Malformed, "shares its bytes with another member of the ZIP: taken for a bomb", where, "unpack it yourself and give the folder");
  if (m.header > bytes.size() || bytes.size() - m.header < kLocalSize || le32(bytes, m.header) != kLocal) return fail(Kind::Malformed, "no member begins where the directory of the ZIP says", where, "was it copied whole?");
  const std::string_view h = bytes.substr(m.header);
  const std::size_t name = le16(h, 26), extra = le16(h, 28);
  if (name + extra > h.size() - kLocalSize || m.packed > h.size() - kLocalSize - name - extra) return fail(Kind::Truncated, "the file ends within it", where, "was it copied whole?");
  if (member_name(h.substr(kLocalSize, name)) != m.name) return fail(Kind::Malformed, "the directory of the ZIP and the member itself give it different names", where);
  const std::string_view packed = h.substr(kLocalSize + name + extra, m.packed);
  if (m.method != 0 && m.method != 8) return fail(Kind::Unsupported, "is packed by method " + std::to_string(m.method) + "; stored and deflate are read", where, "pack it again as an ordinary ZIP");
  RF_TRY(auto in, open_stream(m.method == 8 ? Packing::Deflate : Packing::None, packed, budget));
  return std::make_unique<ZipStream>(std::move(in), m);
}

}  // namespace rf::evidence
