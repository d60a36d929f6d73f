#include "base/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace rf {
namespace {

std::string spool_folder() {
  const char* t = std::getenv("TMPDIR");
  return t && *t ? t : "/var/tmp";
}
Error spool_error(const char* doing) {
  return Error{Kind::Io, spool_folder(), {}, std::string(doing) + ": " + std::strerror(errno), "set TMPDIR to a folder with room for what the archive holds"};
}
int nameless_file() {
  const std::string folder = spool_folder();
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  std::string name = folder + "/ringfence-XXXXXX";  // a file system without O_TMPFILE
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}
Result<void> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return std::unexpected(spool_error("a temporary file cannot be written"));
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

Spool::~Spool() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> Spool::write(std::string_view bytes) {
  if (fd_ < 0 && held_.size() + bytes.size() <= in_memory_) {
    held_.append(bytes);
    return {};
  }
  if (fd_ < 0) {
    fd_ = nameless_file();
    if (fd_ < 0) return std::unexpected(spool_error("a temporary file cannot be made"));
    RF_CHECK(write_all(fd_, held_));
    held_.clear();
    held_.shrink_to_fit();
  }
  return write_all(fd_, bytes);
}

Result<MappedFile> Spool::finish() {
  if (fd_ < 0) return MappedFile::of(std::move(held_));
  const int fd = fd_;
  fd_ = -1;
  return MappedFile::of_descriptor(fd, "a temporary file");
}

}  // namespace rf
