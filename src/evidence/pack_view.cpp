#include "evidence/pack_view.h"

#include <zstd.h>

#include "model/pack_format.h"

namespace rf::evidence {
namespace {

template <class N>
N packed_number(std::string_view b, std::uint64_t at) {
  N n;
  std::memcpy(&n, b.data() + at, sizeof n);
  return n;
}
std::unexpected<Error> bad_pack(std::string why, std::uint64_t offset) { return fail(Kind::Malformed, std::move(why), "offset " + std::to_string(offset), "make it again with estate pack"); }

Result<std::vector<std::string_view>> texts_of(std::string_view bytes, std::uint64_t n) {
  if (n > bytes.size() / 8) return bad_pack("a dictionary of the pack is cut", 0);
  std::vector<std::string_view> out;
  out.reserve(n);
  const std::string_view all = bytes.substr(n * 8);
  std::uint64_t begin = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const auto end = packed_number<std::uint64_t>(bytes, i * 8);
    if (end < begin || end > all.size()) return bad_pack("a text of the pack lies outside it", 0);
    out.push_back(all.substr(begin, end - begin));
    begin = end;
  }
  return out;
}

/// Blocks follow each other from 0 to `n` and their frames from behind the directory on, none larger than a block may be.
Result<void> check_blocks(std::string_view section, std::uint64_t n) {
  const auto blocks = packed_number<std::uint64_t>(section, 0);
  std::uint64_t frame = 8 + blocks * 24;
  if ((blocks == 0) != (n == 0)) return bad_pack("a column of texts has no blocks", 0);
  for (std::uint64_t i = 0; i < blocks; ++i) {
    const std::uint64_t at = 8 + i * 24;
    const auto first = packed_number<std::uint64_t>(section, at), offset = packed_number<std::uint64_t>(section, at + 8), size = packed_number<std::uint64_t>(section, at + 16);
    const auto next = i + 1 == blocks ? n : packed_number<std::uint64_t>(section, at + 24);
    if ((i == 0 && first != 0) || next <= first || next - first > pack::kBlockTexts) return bad_pack("the blocks of a section do not hold its texts", 0);
    if (offset != frame || size > section.size() - frame) return bad_pack("a block of texts lies outside its section", 0);
    frame += size;
  }
  return {};
}

}  // namespace

std::uint64_t section_hash(std::string_view s) {
  constexpr std::uint64_t kMul = 0x9FB21C651E98DF25ULL;
  std::uint64_t lane[4] = {0x243F6A8885A308D3ULL, 0x13198A2E03707344ULL, 0xA4093822299F31D0ULL, 0x082EFA98EC4E6C89ULL};
  const std::uint64_t size = s.size();
  std::size_t at = 0;
  for (; at + 32 <= size; at += 32)
    for (std::size_t k = 0; k < 4; ++k) {
      lane[k] = (lane[k] ^ packed_number<std::uint64_t>(s, at + 8 * k)) * kMul;
      lane[k] ^= lane[k] >> 29;
    }
  std::uint64_t h = size;
  for (const std::uint64_t l : lane) h = ((h ^ l) * kMul) ^ (h >> 31);
  for (; at < size; ++at) h = (h ^ static_cast<unsigned char>(s[at])) * kMul;
  h ^= h >> 32;
  return h == 0 ? 1 : h;
}

bool PackedNumbers::all_same() const {
  if (width_ == 0 || n_ == 0) return true;
  if (width_ > 1) return false;
  const char first = (data_[0] & 1) != 0 ? '\xFF' : '\0';
  const std::uint64_t whole = n_ / 8;
  for (std::uint64_t i = 0; i < whole; ++i)
    if (data_[i] != first) return false;
  for (std::uint64_t i = whole * 8; i < n_; ++i)
    if ((at(i) != 0) != (first != 0)) return false;
  return true;
}

PackedTexts::PackedTexts(std::string_view section, std::uint64_t n) : section_(section), n_(n) {
  blocks_ = packed_number<std::uint64_t>(section, 0);  // PackView::open checked them
}

PackedTexts::Block PackedTexts::block(std::uint64_t i) const {
  const std::uint64_t at = 8 + i * 24;
  return {packed_number<std::uint64_t>(section_, at), packed_number<std::uint64_t>(section_, at + 8), packed_number<std::uint64_t>(section_, at + 16)};
}

std::string PackedTexts::unpack(const Block& b, std::uint64_t texts) const {
  std::string out;
  const auto size = ZSTD_getFrameContentSize(section_.data() + b.offset, b.size);
  if (size <= pack::kMaxBlock && size >= texts * 4 && unpacked_ + size <= pack::most_unpacked(section_.size())) {  // not known and faulty are larger
    out.resize(size);
    const std::size_t got = ZSTD_decompress(out.data(), size, section_.data() + b.offset, b.size);
    bool sound = !ZSTD_isError(got) && got == size;
    std::uint64_t end = 0;
    for (std::uint64_t k = 0; k < texts && sound; ++k) {
      const auto next = packed_number<std::uint32_t>(out, k * 4);
      sound = next >= end;
      end = next;
    }
    if (sound && end == size - texts * 4) {
      unpacked_ += size;
      return out;
    }
  }
  damaged_ = true;
  return {};
}

std::string_view PackedTexts::at(std::uint64_t i) const {
  if (i >= n_ || blocks_ == 0) return {};
  std::uint64_t low = 0, high = blocks_;  // the last block that begins at or before i
  if (last_ < blocks_ && block(last_).first <= i && (last_ + 1 == blocks_ || block(last_ + 1).first > i)) low = last_;
  else
    while (high - low > 1) {
      const std::uint64_t middle = low + (high - low) / 2;
      (block(middle).first <= i ? low : high) = middle;
    }
  const Block b = block(low);
  const std::uint64_t next = low + 1 == blocks_ ? n_ : block(low + 1).first;
  if (low != last_ || last_bytes_ == nullptr) {
    const auto [at, fresh] = open_.try_emplace(low);
    if (fresh) at->second = unpack(b, next - b.first);
    last_ = low;
    last_bytes_ = &at->second;
  }
  const std::string_view bytes = *last_bytes_;
  if (bytes.empty()) return {};
  const std::uint64_t k = i - b.first;
  const auto begin = k == 0 ? 0U : packed_number<std::uint32_t>(bytes, (k - 1) * 4), end = packed_number<std::uint32_t>(bytes, k * 4);
  return bytes.substr((next - b.first) * 4 + begin, end - begin);
}

bool PackView::begins(std::string_view head) {
  if (head.size() < pack::kMagic.size() + sizeof pack::kVersion || !head.starts_with(pack::kMagic)) return false;
  const auto version = packed_number<std::uint32_t>(head, pack::kMagic.size());
  return version == pack::kVersion || version == pack::kUnhashedVersion;
}

Result<PackView> PackView::open(std::string_view bytes) {
  if (bytes.size() < pack::kHeader || !bytes.starts_with(pack::kMagic)) return fail(Kind::Unsupported, "not an estate pack", "offset 0");
  const auto version = packed_number<std::uint32_t>(bytes, 8), sections = packed_number<std::uint32_t>(bytes, 12);
  if (!begins(bytes)) return fail(Kind::Unsupported, "a pack of version " + std::to_string(version), "offset 8", "this program reads versions 1 to 3; make it again with estate pack");
  PackView out;
  out.rows_ = packed_number<std::uint64_t>(bytes, 16);
  if (sections == 0 || sections > pack::kMaxSections) return fail(Kind::Limit, std::to_string(sections) + " sections", "offset 12", "make it again with estate pack");
  if (out.rows_ > pack::kMaxRows) return fail(Kind::Limit, std::to_string(out.rows_) + " rows", "offset 16", "make it again with estate pack");
  if (bytes.size() < pack::least_bytes(out.rows_, sections)) return fail(Kind::Malformed, "more rows than its bytes can hold", "offset 16", "make it again with estate pack");
  const std::uint64_t table = std::uint64_t{sections} * pack::kEntry;
  if (bytes.size() < pack::kHeader + table + 8) return fail(Kind::Truncated, "the pack ends within its table", {}, "make it again with estate pack");
  if (packed_number<std::uint64_t>(bytes, pack::kHeader + table) != section_hash(bytes.substr(0, pack::kHeader + table))) return bad_pack("the pack is damaged: the hash of its table does not fit", 0);
  std::vector<std::uint32_t> names;
  std::uint64_t left = bytes.size() - pack::kHeader - table - 8;
  for (std::uint32_t i = 0; i < sections; ++i) {
    const std::uint64_t at = pack::kHeader + std::uint64_t{i} * pack::kEntry;
    Section s;
    names.push_back(packed_number<std::uint32_t>(bytes, at));
    s.kind = packed_number<std::uint32_t>(bytes, at + 4);
    s.width = packed_number<std::uint32_t>(bytes, at + 8);
    s.n = packed_number<std::uint64_t>(bytes, at + 16);
    s.base = packed_number<std::int64_t>(bytes, at + 24);
    const auto offset = packed_number<std::uint64_t>(bytes, at + 32), size = packed_number<std::uint64_t>(bytes, at + 40), hash = packed_number<std::uint64_t>(bytes, at + 48);
    if (offset % 8 != 0 || offset > bytes.size() || size > bytes.size() - offset) return fail(Kind::Truncated, "a section of the pack lies outside it", "offset " + std::to_string(at), "make it again with estate pack");
    if (size > left) return bad_pack("sections of the pack lie over each other", at);
    left -= size;
    s.bytes = bytes.substr(offset, size);
    std::string_view hashed = s.bytes;
    if (s.kind == pack::kBlocks) {
      if (size < 8 || packed_number<std::uint64_t>(s.bytes, 0) > (size - 8) / 24) return bad_pack("the blocks of a section are cut", offset);
      hashed = hashed.substr(0, 8 + 24 * packed_number<std::uint64_t>(s.bytes, 0));
    }
    const bool unhashed = version == pack::kUnhashedVersion && s.kind == pack::kBlocks && hash == 0;
    if (!unhashed && section_hash(hashed) != hash) return bad_pack("the pack is damaged: the hash of a section does not fit", offset);
    switch (s.kind) {
      case pack::kTexts:
        if (s.n > size / 8) return bad_pack("a dictionary of the pack is cut", offset);
        break;
      case pack::kNumbers: case pack::kCodes: case pack::kAlong:
        // No product here can overflow: n is at most the bytes times 8, unless the numbers have no bits.
        if (s.width > 64 || (s.width > 56 && s.width < 64) || s.n > pack::kMaxRows || size < 8 || (s.n * s.width + 7) / 8 > size - 8) return bad_pack("the numbers of a section are cut", offset);
        break;
      case pack::kBlocks:
        RF_CHECK(check_blocks(s.bytes, s.n));
        break;
      default: return bad_pack("a section of unknown kind", offset);
    }
    out.sections_.push_back(s);
  }
  RF_TRY(const auto words, texts_of(out.sections_[0].bytes, out.sections_[0].kind == pack::kTexts ? out.sections_[0].n : 0));
  for (std::size_t i = 0; i < out.sections_.size(); ++i) {
    if (names[i] >= words.size()) return bad_pack("a section without a name", 0);
    out.sections_[i].name = words[names[i]];
    if (i > 0 && !out.by_name_.emplace(words[names[i]], i).second) return bad_pack("two sections of one name", 0);  // the names themselves have none
  }
  return out;
}

const PackView::Section* PackView::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? nullptr : &sections_[at->second];
}
std::vector<std::string_view> PackView::names() const {
  std::vector<std::string_view> out;
  for (std::size_t i = 1; i < sections_.size(); ++i) out.push_back(sections_[i].name);
  return out;
}
std::uint64_t PackView::length(std::string_view name) const {
  const auto* s = find(name);
  return s ? s->n : 0;
}
Result<std::vector<std::string_view>> PackView::texts(std::string_view name) const {
  const auto* s = find(name);
  if (!s) return std::vector<std::string_view>();
  if (s->kind != pack::kTexts) return bad_pack("a dictionary of the pack is none", 0);
  return texts_of(s->bytes, s->n);
}
Result<std::vector<std::string_view>> PackView::words(std::string_view name) const {
  RF_TRY(auto out, texts(name));
  if (!out.empty() && (!out[0].empty() || out.size() > pack::kMaxRows)) return bad_pack("a dictionary of the pack does not begin with the empty word", 0);
  return out;
}
Result<std::vector<Error>> PackView::said(std::string_view name) const {
  RF_TRY(const auto parts, texts(name));
  std::vector<Error> out;
  for (std::size_t i = 0; i + 3 < parts.size(); i += 4)
    out.push_back({Kind::Malformed, std::string(parts[i]), std::string(parts[i + 1]), std::string(parts[i + 2]), std::string(parts[i + 3])});
  return out;
}
PackedNumbers PackView::numbers(std::string_view name, std::uint64_t n) const {
  const auto* s = find(name);
  if (!s || s->kind != pack::kCodes || s->n != n) return {};
  return {s->bytes.data(), s->width, s->n};
}
PackedValues PackView::values(std::string_view name, std::uint64_t n) const {
  const auto* s = find(name);
  if (!s || (s->kind != pack::kNumbers && s->kind != pack::kAlong) || s->n != n) return {};
  return {PackedNumbers(s->bytes.data(), s->width, s->n), s->base, s->kind == pack::kAlong};
}
PackedTexts PackView::blocks(std::string_view name) const {
  const auto* s = find(name);
  return s && s->kind == pack::kBlocks ? PackedTexts(s->bytes, s->n) : PackedTexts();
}

}  // namespace rf::evidence
