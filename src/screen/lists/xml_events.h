// XML as events from a stream (expat), in constant memory. A document type is refused: no list has one, and it is what an
// entity bomb is made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "screen/lists/source.h"

namespace rf::screen::lists {

inline constexpr int kMaxXmlDepth = 64;                 // deepest list: OFAC's advanced form, 12
inline constexpr std::uint64_t kMaxXmlTag = 8U << 20;    // one tag with its attributes, or a comment
inline constexpr std::size_t kMaxXmlText = 4U << 20;    // text of one element; the longest held is 40 kB

using Attributes = std::vector<std::pair<std::string, std::string>>;
/// Value of an attribute, "" where there is none.
std::string_view attribute(const Attributes& a, std::string_view name);

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  /// Names come without prefix. `parent` is the element around it, "" for the root.
  virtual void begin(std::string_view name, std::string_view parent, const Attributes& attributes) = 0;
  /// `text` is what stood directly in the element, trimmed.
  virtual void end(std::string_view name, std::string_view parent, std::string_view text) = 0;
  std::uint64_t line = 0, offset = 0;  ///< of the event
};
/// Runs through all of it. Fails: Truncated (ends before the root closes), Malformed, Unsupported (a document type), Limit.
Result<void> read_xml(Source& source, XmlHandler& handler);
/// Name of the root element without prefix, "" where the head is no XML.
std::string_view xml_root(std::string_view head);

}  // namespace rf::screen::lists
