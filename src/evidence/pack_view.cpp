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
  if (section.size() < 8) return;
  blocks_ = std::min<std::uint64_t>(packed_number<std::uint64_t>(section, 0), (section.size() - 8) / 24);
}

PackedTexts::Block PackedTexts::block(std::uint64_t i) const {
  const std::uint64_t at = 8 + i * 24;
  return {packed_number<std::uint64_t>(section_, at), packed_number<std::uint64_t>(section_, at + 8), packed_number<std::uint64_t>(section_, at + 16)};
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
  if (b.first > i || next <= i || next - b.first > pack::kBlockTexts) return damaged_ = true, std::string_view();
  if (low != last_ || last_bytes_ == nullptr) {
    const auto [at, fresh] = open_.try_emplace(low);
    if (fresh) {
      const bool inside = b.offset <= section_.size() && b.size <= section_.size() - b.offset;
      const auto size = inside ? ZSTD_getFrameContentSize(section_.data() + b.offset, b.size) : ZSTD_CONTENTSIZE_ERROR;
      if (size > pack::kMaxBlock) {  // not known and faulty are larger
        damaged_ = true;
      } else {
        at->second.resize(size);
        const std::size_t got = ZSTD_decompress(at->second.data(), size, section_.data() + b.offset, b.size);
        if (ZSTD_isError(got) || got != size) damaged_ = true, at->second.clear();
      }
    }
    last_ = low;
    last_bytes_ = &at->second;
  }
  const std::string_view bytes = *last_bytes_;
  const std::uint64_t texts = next - b.first, k = i - b.first;
  if (bytes.size() < texts * 4) return damaged_ = true, std::string_view();
  const std::string_view all = bytes.substr(texts * 4);
  const auto begin = k == 0 ? 0U : packed_number<std::uint32_t>(bytes, (k - 1) * 4), end = packed_number<std::uint32_t>(bytes, k * 4);
  if (begin > end || end > all.size()) return damaged_ = true, std::string_view();
  return all.substr(begin, end - begin);
}

Result<PackView> PackView::open(std::string_view bytes) {
  if (bytes.size() < pack::kHeader || !bytes.starts_with(pack::kMagic)) return fail(Kind::Unsupported, "not an estate pack", "offset 0");
  const auto version = packed_number<std::uint32_t>(bytes, 8), sections = packed_number<std::uint32_t>(bytes, 12);
  if (version != pack::kVersion) return fail(Kind::Unsupported, "a pack of version " + std::to_string(version), "offset 8", "this program reads versions 1 and 2; make it again with estate pack");
  PackView out;
  out.rows_ = packed_number<std::uint64_t>(bytes, 16);
  if (sections == 0 || sections > pack::kMaxSections) return fail(Kind::Limit, std::to_string(sections) + " sections", "offset 12", "make it again with estate pack");
  if (out.rows_ > pack::kMaxRows) return fail(Kind::Limit, std::to_string(out.rows_) + " rows", "offset 16", "make it again with estate pack");
  // Rows may take no bits each, but their blocks take some: what claims more would keep a reader busy with nothing.
  if (out.rows_ > bytes.size() * 256) return fail(Kind::Malformed, "more rows than its bytes can hold", "offset 16", "make it again with estate pack");
  const std::uint64_t table = std::uint64_t{sections} * pack::kEntry;
  if (bytes.size() < pack::kHeader + table + 8) return fail(Kind::Truncated, "the pack ends within its table", {}, "make it again with estate pack");
  if (packed_number<std::uint64_t>(bytes, pack::kHeader + table) != section_hash(bytes.substr(0, pack::kHeader + table))) return bad_pack("the pack is damaged: the hash of its table does not fit", 0);
  std::vector<std::uint32_t> names;
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
    s.bytes = bytes.substr(offset, size);
    if ((s.kind != pack::kBlocks || hash != 0) && section_hash(s.bytes) != hash) return bad_pack("the pack is damaged: the hash of a section does not fit", offset);
    switch (s.kind) {
      case pack::kTexts:
        if (s.n > size / 8) return bad_pack("a dictionary of the pack is cut", offset);
        break;
      case pack::kNumbers: case pack::kCodes: case pack::kAlong:
        // No product here can overflow: n is at most the bytes times 8, unless the numbers have no bits.
        if (s.width > 64 || (s.width > 56 && s.width < 64) || s.n > pack::kMaxRows || size < 8 || (s.n * s.width + 7) / 8 > size - 8) return bad_pack("the numbers of a section are cut", offset);
        break;
      case pack::kBlocks:
        if (size < 8 || packed_number<std::uint64_t>(s.bytes, 0) > (size - 8) / 24) return bad_pack("the blocks of a section are cut", offset);
        break;
      default: return bad_pack("a section of unknown kind", offset);
    }
    out.sections_.push_back(s);
  }
  RF_TRY(const auto words, texts_of(out.sections_[0].bytes, out.sections_[0].kind == pack::kTexts ? out.sections_[0].n : 0));
  for (std::size_t i = 0; i < out.sections_.size(); ++i) {
    if (names[i] >= words.size()) return bad_pack("a section without a name", 0);
    out.sections_[i].name = words[names[i]];
    if (i > 0) out.by_name_.emplace(words[names[i]], i);  // the names themselves have none
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
  if (!s || s->kind != pack::kTexts) return std::vector<std::string_view>();
  return texts_of(s->bytes, s->n);
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
