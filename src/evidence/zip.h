// ZIP archives (APPNOTE.TXT 6.3.10 of PKWARE, ISO/IEC 21320-1): the central directory, held against the local headers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/inflate.h"

namespace rf::evidence {

struct ZipMember {
  std::string name;           ///< UTF-8, '/' between folders; only a name, never a path to write to
  std::uint64_t size = 0;     ///< as the directory says
  std::uint64_t packed = 0;
  std::uint64_t header = 0;   ///< offset of its local header
  std::uint32_t crc = 0;
  std::uint16_t method = 0;   ///< 0 stored, 8 deflate; others are not read
  bool encrypted = false;
  bool folder = false;
  bool overlaps = false;      ///< shares bytes with another member: how a flat bomb is made
};

struct ZipDirectory {
  std::vector<ZipMember> members;  ///< in the order of the directory
  bool rebuilt = false;            ///< the directory is missing (cut off): made from the local headers
};

bool is_zip(std::string_view head);
/// Fails: Truncated, Malformed, Limit (more than `max_members`). O(members · log members).
Result<ZipDirectory> read_zip_directory(std::string_view bytes, std::size_t max_members);
/// The member's bytes; CRC-32 and size are checked at the end of the stream. Fails: Unsupported (encrypted, another
/// method), Malformed (the local header is another member's).
Result<std::unique_ptr<ByteSource>> open_zip_member(std::string_view bytes, const ZipMember& member, InflateBudget& budget);

}  // namespace rf::evidence
