#include "evidence/container.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "base/spool.h"
#include "base/text.h"
#include "evidence/xlsx.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kContainerHead = 64 * 1024;

Result<MappedFile> spooled(ByteSource& in) {
  Spool out(kSpoolInMemory);
  std::vector<char> buffer(std::size_t{256} << 10);
  for (;;) {
    RF_TRY(const std::size_t n, in.read(buffer.data(), buffer.size()));
    if (n == 0) return out.finish();
    RF_CHECK(out.write({buffer.data(), n}));
  }
}

/// UTF-16 with its byte order mark, as redirection in PowerShell writes it. Other bytes that begin so make no text of it.
std::optional<Encoding> wide_text(std::string_view bytes) {
  const bool little = bytes.starts_with("\xFF\xFE");
  if (!little && !bytes.starts_with("\xFE\xFF")) return std::nullopt;
  constexpr std::size_t kLookedAt = 4096;
  const Encoding e = little ? Encoding::Utf16Le : Encoding::Utf16Be;
  const Decoded head = to_utf8(bytes.substr(0, kLookedAt), e);
  if (head.replaced > 1) return std::nullopt;  // one may be cut in two
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && (c < '\a' || c > '\r') && c != '\x1B'; };
  if (std::any_of(head.text.begin(), head.text.end(), control)) return std::nullopt;
  return e;
}

Result<MappedFile> as_utf8(std::string_view bytes, Encoding e) {
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  Spool out(kSpoolInMemory);
  bytes.remove_prefix(2);
  while (!bytes.empty()) {
    std::size_t n = std::min(kPiece, bytes.size());
    const std::size_t upper = n - (e == Encoding::Utf16Le ? 1 : 2);
    if (n == kPiece && (static_cast<unsigned char>(bytes[upper]) & 0xFC) == 0xD8) n -= 2;  // a pair of surrogates stays one
    RF_CHECK(out.write(to_utf8(bytes.substr(0, n), e).text));
    bytes.remove_prefix(n);
  }
  return out.finish();
}

Content within(const Content& outer, MappedFile file) {
  Content c;
  c.file = std::make_shared<const MappedFile>(std::move(file));
  c.bytes = c.file->bytes();
  c.budget = outer.budget;
  c.depth = outer.depth + 1;
  return c;
}

std::unexpected<Error> too_deep() {
  return fail(Kind::Limit, "archives within each other deeper than " + std::to_string(kMaxArchiveDepth), {}, "unpack it yourself and give the folder");
}

/// What a folder walk leaves out, and what macOS adds to archives.
bool left_out(std::string_view name) {
  for (const auto part : split(name, '/'))
    if (part == "__MACOSX" || (part.starts_with('.') && part != "." && part != "..")) return true;
  return name.empty();
}
bool points_outside(std::string_view name) {
  if (name.starts_with('/') || (name.size() > 1 && name[1] == ':')) return true;
  const auto parts = split(name, '/');
  return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

}  // namespace

Content content_of(MappedFile file) {
  Content c;
  c.file = std::make_shared<const MappedFile>(std::move(file));
  c.bytes = c.file->bytes();
  c.budget = std::make_shared<InflateBudget>(c.bytes.size());
  return c;
}

Result<Content> peeled(Content content) {
  for (;;) {
    const Packing p = stream_packing(content.bytes.substr(0, 8));
    if (p == Packing::None) {
      const auto wide = wide_text(content.bytes);
      if (!wide) return content;
      RF_TRY(MappedFile text, as_utf8(content.bytes, *wide));
      return within(content, std::move(text));
    }
    if (content.depth >= kMaxArchiveDepth) return too_deep();
    RF_TRY(const auto in, open_stream(p, content.bytes, *content.budget));
    RF_TRY(MappedFile file, spooled(*in));
    content = within(content, std::move(file));
  }
}

bool is_plain(std::string_view head) { return stream_packing(head.substr(0, 8)) == Packing::None && !wide_text(head) && !is_zip(head) && !is_tar(head); }

bool is_archive(std::string_view bytes) {
  if (is_zip(bytes)) {
    if (!is_office_zip(bytes.substr(0, kContainerHead))) return true;
    // The head may be that of an office file stored within; the directory knows. Where it is cut off, the head is believed.
    const auto d = read_zip_directory(bytes, kMaxArchiveMembers);
    return d && !d->rebuilt && std::none_of(d->members.begin(), d->members.end(), [](const ZipMember& m) { return m.name == "[Content_Types].xml" || m.name == "mimetype"; });
  }
  return is_tar(bytes);
}

Result<std::shared_ptr<const Archive>> Archive::open(Content content) {
  if (content.depth >= kMaxArchiveDepth) return too_deep();
  auto a = std::make_shared<Archive>();
  a->zip_ = is_zip(content.bytes);
  std::vector<std::string> names;
  if (a->zip_) {
    RF_TRY(a->zip_members_, read_zip_directory(content.bytes, kMaxArchiveMembers));
    for (const auto& m : a->zip_members_.members) names.push_back(m.folder ? std::string() : m.name);
    if (a->zip_members_.rebuilt)
      a->errors_.push_back({Kind::Truncated, {}, {}, "the ZIP file is cut off: its directory is missing", counted(static_cast<std::int64_t>(names.size()), "whole member", "whole members") + " before the cut were read"});
  } else {
    RF_TRY(a->tar_members_, read_tar(content.bytes, kMaxArchiveMembers));
    for (const auto& m : a->tar_members_.members) names.push_back(m.name.starts_with("./") ? m.name.substr(2) : m.name);
    a->errors_ = a->tar_members_.errors;
    if (a->tar_members_.others > 0)
      a->notes_.push_back({Kind::Unsupported, {}, {}, counted(static_cast<std::int64_t>(a->tar_members_.others), "link or special file", "links or special files") + " passed over", {}});
  }
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return left_out(names[i]); });
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return names[x] < names[y]; });
  std::int64_t outside = 0, twice = 0;
  std::string first_outside;
  std::set<std::string> taken;
  for (const std::size_t i : order) {
    std::string name = names[i];
    if (points_outside(name) && ++outside == 1) first_outside = name;
    if (!a->names_.empty() && names[i] == names[a->order_.back()]) {
      ++twice;
      for (int n = 2; taken.contains(name); ++n) name = names[i] + "~" + std::to_string(n);
    }
    taken.insert(name);
    a->names_.push_back(std::move(name));
    a->order_.push_back(i);
  }
  if (outside > 0)
    a->notes_.push_back({Kind::Malformed, {}, first_outside, counted(outside, "name points", "names point") + " outside the archive: taken as names only, nothing is written by them", "ask who made the archive"});
  if (twice > 0) a->notes_.push_back({Kind::Malformed, {}, {}, counted(twice, "member has", "members have") + " the name of another: each was read, the later ones as NAME~2 and so on", {}});
  a->content_ = std::move(content);
  return a;
}

Result<Content> Archive::extract(std::size_t index) const {
  if (zip_) {
    RF_TRY(const auto in, open_zip_member(content_.bytes, zip_members_.members[order_[index]], *content_.budget));
    RF_TRY(MappedFile file, spooled(*in));
    return within(content_, std::move(file));
  }
  const TarMember& m = tar_members_.members[order_[index]];
  Content c = content_;
  c.bytes = c.bytes.substr(m.offset, m.size);
  ++c.depth;
  return c;
}

Result<Content> member_as_given(const std::string& path, const std::vector<std::string>& members) {
  RF_TRY(MappedFile file, MappedFile::open(path));
  Content c = content_of(std::move(file));
  for (const auto& name : members) {
    RF_TRY(Content outer, peeled(std::move(c)));
    if (!is_archive(outer.bytes)) return fail(Kind::Malformed, "no archive, so it has no member " + name);
    RF_TRY(const auto archive, Archive::open(std::move(outer)));
    const auto& names = archive->names();
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return fail(Kind::Malformed, "the archive has no member " + name, {}, "is it still the file that was assessed?");
    RF_TRY(c, archive->extract(static_cast<std::size_t>(at - names.begin())));
  }
  return c;
}

Result<Content> open_member(const std::string& path, const std::vector<std::string>& members) {
  RF_TRY(Content c, member_as_given(path, members));
  return peeled(std::move(c));
}

}  // namespace rf::evidence
