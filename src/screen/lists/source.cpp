#include "screen/lists/source.h"

#include <zlib.h>

#include <optional>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "evidence/zip.h"

namespace rf::screen::lists {
namespace {
constexpr std::size_t kPiece = 256 * 1024;
constexpr std::size_t kHead = 64 * 1024;
constexpr std::size_t kMaxMembers = 1000;  // of a .zip: authorities pack one list, with a note or two beside it
bool is_gzip(std::string_view bytes) { return bytes.size() > 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b'; }
}  // namespace

struct Source::Impl {
  std::string name;
  std::optional<MappedFile> file;
  std::string_view bytes;
  bool gzip = false;
  std::optional<evidence::ZipMember> zipped;  // the list in a .zip
  std::unique_ptr<evidence::InflateBudget> budget;
  std::unique_ptr<evidence::ByteSource> member;
  std::optional<Encoding> wide;  // UTF-16, read as UTF-8
  std::string carried, text;     // what a piece left over, and the piece as UTF-8
  bool wide_ended = false;
  std::size_t at = 0;            // of the stored bytes
  std::uint64_t unpacked = 0;
  bool ended = false;            // of the gzip stream
  z_stream z{};
  bool z_open = false;
  std::vector<char> piece;
  std::string head;
  bool head_whole = false;

  ~Impl() { close(); }
  void close() {
    if (z_open) inflateEnd(&z);
    z_open = false;
  }
  Result<void> restart() {
    at = 0;
    unpacked = 0;
    ended = wide_ended = false;
    carried.clear();
    if (zipped) {
      budget = std::make_unique<evidence::InflateBudget>(bytes.size());
      RF_TRY(member, evidence::open_zip_member(bytes, *zipped, *budget));
      piece.resize(kPiece);
      return {};
    }
    if (!gzip) return {};
    close();
    z = z_stream{};
    if (inflateInit2(&z, 15 + 16) != Z_OK) return std::unexpected(Error{Kind::Internal, name, {}, "the unpacker could not be started", {}});
    z_open = true;
    piece.resize(kPiece);
    return {};
  }
  Result<std::string_view> next() {
    if (!wide) return stored_next();
    while (!wide_ended) {
      RF_TRY(const std::string_view more, stored_next());
      wide_ended = more.empty();
      carried += more;
      std::size_t whole = carried.size() / 2 * 2;
      const std::size_t high = *wide == Encoding::Utf16Le ? 1 : 2;  // place of the upper byte, from the end
      if (whole >= 2 && !wide_ended && (static_cast<unsigned char>(carried[whole - high]) & 0xFC) == 0xD8) whole -= 2;  // half of a pair
      if (wide_ended) whole = carried.size();
      text = to_utf8(std::string_view(carried).substr(0, whole), *wide).text;
      carried.erase(0, whole);
      if (!text.empty()) return std::string_view(text);
    }
    return std::string_view{};
  }
  Result<std::string_view> stored_next() {
    if (zipped) {
      auto n = member->read(piece.data(), piece.size());
      if (!n) return in_input(n.error(), name);
      return std::string_view(piece.data(), *n);
    }
    if (!gzip) {
      const auto out = bytes.substr(at, kPiece);
      at += out.size();
      return out;
    }
    z.next_out = reinterpret_cast<Bytef*>(piece.data());
    z.avail_out = static_cast<uInt>(piece.size());
    while (z.avail_out == piece.size() && !ended) {
      const std::size_t give = std::min<std::size_t>(bytes.size() - at, 1U << 20);
      z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + at));
      z.avail_in = static_cast<uInt>(give);
      const int code = inflate(&z, Z_NO_FLUSH);
      at += give - z.avail_in;
      if (code == Z_STREAM_END) {
        // A .gz may hold several members one after another (RFC 1952, 2.2).
        if (is_gzip(bytes.substr(at)) && inflateReset(&z) == Z_OK) continue;
        ended = true;
      } else if (code == Z_BUF_ERROR || (code == Z_OK && give == 0)) {
        return std::unexpected(Error{Kind::Truncated, name, "offset " + std::to_string(at), "the .gz ends in the middle", "fetch the file again"});
      } else if (code != Z_OK) {
        return std::unexpected(Error{Kind::Malformed, name, "offset " + std::to_string(at), "the .gz is damaged here", "fetch the file again"});
      }
    }
    const std::string_view out(piece.data(), piece.size() - z.avail_out);
    unpacked += out.size();
    if (unpacked > kMaxUnpacked)
      return std::unexpected(Error{Kind::Limit, name, {}, "unpacks to more than 16 GiB, more than any list has", "give the unpacked file if it is a list after all"});
    return out;
  }
};

Source::Source(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;
Source::~Source() = default;

namespace {
template <class Impl>
Result<void> take_head(Impl& i) {
  RF_CHECK(i.restart());
  i.head.clear();
  i.head_whole = true;
  while (i.head.size() < kHead) {
    auto more = i.next();
    if (!more || more->empty()) {
      if (!more) i.head_whole = false;  // the fault is met again by whoever reads
      break;
    }
    i.head += *more;
  }
  if (i.head.size() >= kHead) i.head_whole = false;
  if (!i.gzip && !i.zipped && !i.wide) i.head_whole = i.bytes.size() <= kHead;
  i.head.resize(std::min(i.head.size(), kHead));
  return i.restart();
}

/// The one file of an archive that can be a list. Notes beside it (.txt, .pdf) are none where something else is there.
Result<evidence::ZipMember> list_in(std::string_view bytes) {
  RF_TRY(const auto directory, evidence::read_zip_directory(bytes, kMaxMembers));
  const evidence::ZipMember* found = nullptr;
  int lists = 0;
  for (const bool notes : {false, true}) {
    for (const auto& m : directory.members) {
      const std::string name = folded(m.name);
      const bool note = name.ends_with(".txt") || name.ends_with(".pdf") || name.ends_with(".md") || name.ends_with(".html");
      if (m.folder || m.size == 0 || name.starts_with("__macosx/") || note != notes) continue;
      found = &m;
      ++lists;
    }
    if (found) break;
  }
  if (!found) return fail(Kind::Malformed, "is a .zip without a file in it", {}, "give the list itself");
  if (lists > 1) return fail(Kind::Malformed, "is a .zip of " + std::to_string(lists) + " files", {}, "unpack it and give the files that belong to one list in one command");
  return *found;
}

template <class Impl>
Result<void> read_head(Impl& i) {
  i.gzip = is_gzip(i.bytes);
  if (evidence::is_zip(i.bytes)) {
    auto member = list_in(i.bytes);
    if (!member) return in_input(member.error(), i.name);
    i.zipped = std::move(*member);
  }
  RF_CHECK(take_head(i));
  const auto e = guess_encoding(i.head, i.head_whole);
  if (e != Encoding::Utf16Le && e != Encoding::Utf16Be) return {};
  i.wide = e;
  return take_head(i);
}
}  // namespace

Result<Source> Source::open(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return std::unexpected(std::move(file).error());
  auto impl = std::make_unique<Impl>();
  impl->name = path;
  impl->file.emplace(std::move(*file));
  impl->bytes = impl->file->bytes();
  RF_CHECK(read_head(*impl));
  return Source(std::move(impl));
}

Source Source::of(std::string_view bytes, std::string name) {
  auto impl = std::make_unique<Impl>();
  impl->name = std::move(name);
  impl->bytes = bytes;
  // What cannot be unpacked is met as the bytes it is, and told as no list.
  if (!read_head(*impl)) {
    impl->zipped.reset();
    impl->head = impl->bytes.substr(0, kHead);
    impl->head_whole = impl->bytes.size() <= kHead;
  }
  return Source(std::move(impl));
}

const std::string& Source::name() const { return impl_->name; }
std::string_view Source::head() const { return impl_->head; }
bool Source::recoded() const { return impl_->wide.has_value(); }
bool Source::whole_in_head() const { return impl_->head_whole; }
Result<std::string_view> Source::next() { return impl_->next(); }
Result<void> Source::rewind() { return impl_->restart(); }
std::string_view Source::stored() const { return impl_->bytes; }

}  // namespace rf::screen::lists
