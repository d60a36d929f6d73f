#include "base/file.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <optional>

#include "base/text.h"

namespace rf {
namespace {
Error io_error(const std::string& path, const char* doing) {
  return Error{Kind::Io, path, {}, std::string(doing) + ": " + std::strerror(errno), {}};
}
/// `size` bytes that are read over at once, so that they need not be zeros first.
void overwritable(std::string& s, std::size_t size) {
  s.resize_and_overwrite(size, [size](char*, std::size_t) { return size; });  // libstdc++ 12 gives the capacity as second argument
}
/// Up to out.size() bytes from the front of a file; how many there were. Nothing where it cannot be read.
std::optional<std::size_t> read_front(int fd, std::string& out) {
  std::size_t got = 0;
  while (got < out.size()) {
    const ssize_t n = ::pread(fd, out.data() + got, out.size() - got, static_cast<off_t>(got));
    if (n == 0) break;
    if (n > 0) got += static_cast<std::size_t>(n);
    else if (errno != EINTR) return std::nullopt;
  }
  return got;
}
Result<std::string> read_all(int fd, const std::string& path, std::uint64_t limit) {
  std::string out;
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n == 0) return out;
    if (n < 0) {
      if (errno == EINTR) continue;
      return std::unexpected(io_error(path, "cannot be read"));
    }
    if (out.size() + static_cast<std::size_t>(n) > limit)
      return std::unexpected(Error{Kind::Limit, path, {}, "more than " + std::to_string(limit) + " bytes", "give a file instead of a stream"});
    try {
      out.append(buffer.data(), static_cast<std::size_t>(n));
    } catch (const std::bad_alloc&) {
      return std::unexpected(Error{Kind::Limit, path, {}, "more than there is memory for, after " + std::to_string(out.size()) + " bytes of a stream", "give a file instead of a stream"});
    }
  }
}
/// What a small file was read into, kept for the next one: taking and giving back tens of kilobytes costs the heap as much as the copy.
struct Spare {
  std::string held;
  ~Spare() { over = true; }
  static thread_local bool over;  ///< a file may outlive its thread's spare
};
thread_local bool Spare::over = false;
thread_local Spare spare;
constexpr off_t kReadWhole = 64 * 1024;  // smaller files are read: mapping one costs more than copying it
constexpr std::size_t kWorthKeeping = 4096, kWorthKeepingMost = 2 * static_cast<std::size_t>(kReadWhole);
constexpr std::uint64_t kStreamLimit = std::uint64_t{1} << 32;  // what a stream may hold in memory
}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::unexpected(io_error(path, "cannot be opened"));
  return of_descriptor(fd, path);
}

MappedFile MappedFile::of(std::string bytes) {
  MappedFile out;
  out.held_ = std::move(bytes);
  out.data_ = out.held_.data();
  out.size_ = out.held_.size();
  return out;
}

Result<MappedFile> MappedFile::of_descriptor(int fd, const std::string& path) {
  struct stat st {};
  if (::fstat(fd, &st) != 0) {
    Error e = io_error(path, "cannot be read");
    ::close(fd);
    return std::unexpected(std::move(e));
  }
  MappedFile out;
  if (S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size <= kReadWhole) {
    std::string held;
    if (!Spare::over) held = std::move(spare.held);
    overwritable(held, static_cast<std::size_t>(st.st_size));
    if (const auto got = read_front(fd, held)) {
      ::close(fd);
      held.resize(*got);  // shorter by now: somebody writes to it
      return of(std::move(held));
    }
  }
  if (S_ISREG(st.st_mode) && st.st_size > 0) {
    void* p = ::mmap(nullptr, static_cast<std::size_t>(st.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
    if (p != MAP_FAILED) {
      out.data_ = static_cast<const char*>(p);
      out.size_ = static_cast<std::size_t>(st.st_size);
      out.mapped_ = true;
      ::close(fd);
      return out;
    }
  }
  auto held = read_all(fd, path, kStreamLimit);
  ::close(fd);
  if (!held) return std::unexpected(std::move(held).error());
  return of(std::move(*held));
}

Result<MappedFile> MappedFile::standard_input(std::uint64_t limit) {
  auto held = read_all(STDIN_FILENO, "-", limit);
  if (!held) return std::unexpected(std::move(held).error());
  return of(std::move(*held));
}

MappedFile::MappedFile(MappedFile&& o) noexcept { *this = std::move(o); }
MappedFile& MappedFile::operator=(MappedFile&& o) noexcept {
  if (this == &o) return *this;
  if (mapped_) ::munmap(const_cast<char*>(data_), size_);
  mapped_ = o.mapped_;
  size_ = o.size_;
  held_ = std::move(o.held_);
  data_ = mapped_ ? o.data_ : held_.data();
  o.mapped_ = false;
  o.data_ = nullptr;
  o.size_ = 0;
  return *this;
}
MappedFile::~MappedFile() {
  if (mapped_) ::munmap(const_cast<char*>(data_), size_);
  else if (held_.capacity() >= kWorthKeeping && held_.capacity() <= kWorthKeepingMost && !Spare::over && spare.held.capacity() < held_.capacity()) spare.held = std::move(held_);
}

bool read_head(const std::string& path, std::size_t most, std::string& out) {
  struct stat st {};
  if (::stat(path.c_str(), &st) != 0 || !S_ISREG(st.st_mode)) return false;  // a pipe that is opened and left again has lost its writer
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return false;
  bool read = ::fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
  if (read) {
    overwritable(out, std::min(most, static_cast<std::size_t>(std::max<off_t>(st.st_size, 0))));
    read = read_front(fd, out) == out.size();
  }
  ::close(fd);
  return read;
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned n = 0;
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);  // fetched once: a look-up costs more than a short digest
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &n, sha256, nullptr);
  std::string out;
  append_hex(out, {reinterpret_cast<const char*>(digest.data()), n});
  return out;
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  const std::string beside = path + "." + std::to_string(::getpid()) + ".new";  // two processes may write the same file at once
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return std::unexpected(io_error(path, "cannot be written"));
  const auto give_up = [&] {
    Error e = io_error(path, "cannot be written");
    ::close(fd);
    ::unlink(beside.c_str());
    return std::unexpected(std::move(e));
  };
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return give_up();
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(fd) != 0) return give_up();
  if (::close(fd) != 0 || ::rename(beside.c_str(), path.c_str()) != 0) {
    Error e = io_error(path, "cannot be written");
    ::unlink(beside.c_str());
    return std::unexpected(std::move(e));
  }
  return {};
}

}  // namespace rf
