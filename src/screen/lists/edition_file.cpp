// The file of an edition: magic, records, then counts and a SHA-256 of all before it. A record is a letter, a length, and fields
// as length and bytes; the fields of an entity are also what its hash is made of.
//   'E' length hash[32] offset line fields…    'R' length fields…    'Z' entities relations sha256[64]
#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/cursor.h"
#include "base/file.h"
#include "base/text.h"
#include "screen/lists/editions.h"

namespace rf::screen::lists {
namespace {

constexpr std::string_view kEditionMagic = "RFLE0001";
constexpr std::uint32_t kMaxList = 1'000'000;  // aliases of one entity; the most held: 600

void put64(std::string& out, std::uint64_t n) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>((n >> (8 * i)) & 0xFF);
}
void put32(std::string& out, std::size_t n) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>((n >> (8 * i)) & 0xFF);
}
void put_text(std::string& out, std::string_view s) {
  put32(out, s.size());
  out += s;
}

void put_fields(std::string& out, const names::ListEntity& e) {
  out += static_cast<char>(e.kind);
  for (const auto* s : {&e.entry, &e.name, &e.source, &e.from, &e.to, &e.remarks, &e.supplier}) put_text(out, *s);
  put32(out, e.aliases.size());
  for (const auto& a : e.aliases) {
    out += static_cast<char>(a.kind);
    for (const auto* s : {&a.text, &a.script, &a.from, &a.to}) put_text(out, *s);
  }
  put32(out, e.addresses.size());
  for (const auto& a : e.addresses)
    for (const auto* s : {&a.text, &a.city, &a.country}) put_text(out, *s);
  put32(out, e.identifiers.size());
  for (const auto& i : e.identifiers)
    for (const auto* s : {&i.type, &i.value, &i.country}) put_text(out, *s);
  for (const auto* list : {&e.countries, &e.programs}) {
    put32(out, list->size());
    for (const auto& s : *list) put_text(out, s);
  }
}

Checked<std::string> get_text(ByteCursor& in) {
  RF_TRY(const auto n, in.le<std::uint32_t>("length"));
  RF_TRY(const auto s, in.take(n, "text"));
  return std::string(s);
}
Checked<std::uint32_t> get_count(ByteCursor& in) {
  RF_TRY(const auto n, in.le<std::uint32_t>("count"));
  if (n > kMaxList || n > in.left()) return fault(Kind::Malformed, in.offset(), "a count");
  return n;
}
Checked<std::uint8_t> get_kind(ByteCursor& in, std::uint8_t last) {
  RF_TRY(const auto k, in.le<std::uint8_t>("kind"));
  if (k > last) return fault(Kind::Malformed, in.offset(), "a kind");
  return k;
}

Checked<void> get_fields(ByteCursor& in, names::ListEntity& e) {
  RF_TRY(const auto k, get_kind(in, static_cast<std::uint8_t>(names::EntityKind::Aircraft)));
  e.kind = static_cast<names::EntityKind>(k);
  for (auto* s : {&e.entry, &e.name, &e.source, &e.from, &e.to, &e.remarks, &e.supplier}) {
    RF_TRY(*s, get_text(in));
  }
  RF_TRY(const auto aliases, get_count(in));
  e.aliases.resize(aliases);
  for (auto& a : e.aliases) {
    RF_TRY(const auto ak, get_kind(in, static_cast<std::uint8_t>(names::AliasKind::Original)));
    a.kind = static_cast<names::AliasKind>(ak);
    for (auto* s : {&a.text, &a.script, &a.from, &a.to}) {
      RF_TRY(*s, get_text(in));
    }
  }
  RF_TRY(const auto addresses, get_count(in));
  e.addresses.resize(addresses);
  for (auto& a : e.addresses)
    for (auto* s : {&a.text, &a.city, &a.country}) {
      RF_TRY(*s, get_text(in));
    }
  RF_TRY(const auto identifiers, get_count(in));
  e.identifiers.resize(identifiers);
  for (auto& i : e.identifiers)
    for (auto* s : {&i.type, &i.value, &i.country}) {
      RF_TRY(*s, get_text(in));
    }
  for (auto* list : {&e.countries, &e.programs}) {
    RF_TRY(const auto n, get_count(in));
    list->resize(n);
    for (auto& s : *list) {
      RF_TRY(s, get_text(in));
    }
  }
  return {};
}

Checked<void> get_relation(ByteCursor& in, Relation& r) {
  RF_TRY(const auto k, get_kind(in, static_cast<std::uint8_t>(Relation::Kind::Linked)));
  r.kind = static_cast<Relation::Kind>(k);
  for (auto* s : {&r.owner, &r.owned, &r.from, &r.to, &r.says}) {
    RF_TRY(*s, get_text(in));
  }
  RF_TRY(const auto share, in.le<std::uint64_t>("share"));
  r.share.billionths = share > static_cast<std::uint64_t>(Share::kWhole) ? -1 : static_cast<std::int64_t>(share);
  return {};
}

Error damaged(const Fault& f) {
  return Error{Kind::Malformed, {}, "offset " + std::to_string(f.offset), std::string("the kept edition is damaged (") + f.what + ")", "import the list again"};
}

}  // namespace

std::string hash_of(const names::ListEntity& e) {
  std::string fields;
  put_fields(fields, e);
  return sha256_hex(fields).substr(0, 32);
}
std::string hash_of_rows(const std::vector<std::string>& rows) {
  if (rows.size() == 1) return rows[0];
  std::string all;
  for (const auto& r : rows) all += r + "\n";
  return rows.empty() ? std::string() : sha256_hex(all).substr(0, 32);
}

struct EditionWriter::Impl {
  std::string path, buffer;
  int fd = -1;
  int fault = 0;  // errno of the first failure
  EVP_MD_CTX* digest = nullptr;
  std::uint64_t entities = 0, relations = 0;
  bool done = false;

  ~Impl() {
    if (fd >= 0) ::close(fd);
    if (digest != nullptr) EVP_MD_CTX_free(digest);
    if (!done && !path.empty()) ::unlink(path.c_str());
  }
  void flush(bool digested = true) {
    if (digested) EVP_DigestUpdate(digest, buffer.data(), buffer.size());
    std::string_view rest = buffer;
    while (!rest.empty() && fault == 0) {
      const ssize_t n = ::write(fd, rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fault = errno;
      else rest.remove_prefix(static_cast<std::size_t>(n));
    }
    buffer.clear();
  }
};

EditionWriter::EditionWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
EditionWriter::EditionWriter(EditionWriter&&) noexcept = default;
EditionWriter::~EditionWriter() = default;

Result<EditionWriter> EditionWriter::create(const std::string& path) {
  auto impl = std::make_unique<Impl>();
  impl->fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (impl->fd < 0) return std::unexpected(Error{Kind::Io, path, {}, std::string("cannot be written: ") + std::strerror(errno), "give a place that may be written with --db sqlite:PATH"});
  impl->path = path;
  impl->digest = EVP_MD_CTX_new();
  if (impl->digest == nullptr || EVP_DigestInit_ex(impl->digest, EVP_sha256(), nullptr) != 1) return fail(Kind::Internal, "SHA-256 could not be started");
  impl->buffer = kEditionMagic;
  return EditionWriter(std::move(impl));
}

void EditionWriter::add(const names::ListEntity& e) {
  std::string fields;
  put_fields(fields, e);
  std::string& out = impl_->buffer;
  out += 'E';
  put32(out, 32 + 16 + fields.size());
  out += sha256_hex(fields).substr(0, 32);
  put64(out, e.offset);
  put64(out, e.line);
  out += fields;
  ++impl_->entities;
  if (out.size() > (1U << 20)) impl_->flush();
}
void EditionWriter::add(const Relation& r) {
  std::string fields(1, static_cast<char>(r.kind));
  for (const auto* s : {&r.owner, &r.owned, &r.from, &r.to, &r.says}) put_text(fields, *s);
  put64(fields, static_cast<std::uint64_t>(r.share.billionths));
  std::string& out = impl_->buffer;
  out += 'R';
  put32(out, fields.size());
  out += fields;
  ++impl_->relations;
  if (out.size() > (1U << 20)) impl_->flush();
}
Result<void> EditionWriter::finish() {
  impl_->buffer += 'Z';
  put64(impl_->buffer, impl_->entities);
  put64(impl_->buffer, impl_->relations);
  impl_->flush();
  std::array<unsigned char, EVP_MAX_MD_SIZE> d{};
  unsigned n = 0;
  EVP_DigestFinal_ex(impl_->digest, d.data(), &n);
  append_hex(impl_->buffer, {reinterpret_cast<const char*>(d.data()), n});
  impl_->flush(false);
  if (impl_->fault == 0 && ::fsync(impl_->fd) != 0) impl_->fault = errno;
  if (impl_->fault != 0)
    return std::unexpected(Error{Kind::Io, impl_->path, {}, std::string("cannot be written: ") + std::strerror(impl_->fault), "free some space and import again; what was in force before still is"});
  impl_->done = true;
  return {};
}

Result<void> read_edition(std::string_view bytes, const std::function<void(names::ListEntity, std::string_view)>& entity, const std::function<void(Relation)>& relation) {
  constexpr std::size_t kTail = 1 + 16 + 64;
  if (bytes.size() < kEditionMagic.size() + kTail || !bytes.starts_with(kEditionMagic))
    return fail(Kind::Malformed, "this is no kept edition of a list", "offset 0", "import the list again");
  ByteCursor in(bytes.substr(0, bytes.size() - 64));
  const auto run = [&]() -> Checked<bool> {
    RF_CHECK(in.skip(kEditionMagic.size(), "magic"));
    std::uint64_t entities = 0, relations = 0;
    for (;;) {
      RF_TRY(const auto letter, in.le<std::uint8_t>("record"));
      if (letter == 'Z') {
        RF_TRY(const auto e, in.le<std::uint64_t>("number of entities"));
        RF_TRY(const auto r, in.le<std::uint64_t>("number of relations"));
        return e == entities && r == relations && in.empty();
      }
      RF_TRY(const auto length, in.le<std::uint32_t>("length of a record"));
      RF_TRY(auto record, in.within(length, "record"));
      if (letter == 'E') {
        ++entities;
        RF_TRY(const auto hash, record.take(32, "hash"));
        names::ListEntity e;
        RF_TRY(e.offset, record.le<std::uint64_t>("offset"));
        RF_TRY(e.line, record.le<std::uint64_t>("line"));
        RF_CHECK(get_fields(record, e));
        if (entity) entity(std::move(e), hash);
      } else if (letter == 'R') {
        ++relations;
        Relation r;
        RF_CHECK(get_relation(record, r));
        if (relation) relation(std::move(r));
      } else {
        return fault(Kind::Malformed, in.offset(), "a record of no kind");
      }
    }
  };
  const auto done = run();
  if (!done) return std::unexpected(damaged(done.error()));
  if (!*done) return std::unexpected(damaged({Kind::Malformed, in.offset(), "its counts do not fit"}));
  return {};
}

}  // namespace rf::screen::lists
