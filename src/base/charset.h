// Which of the encodings that files of names are still kept in, told by statistics: Cyrillic, Greek, Hebrew, Arabic, Chinese, Japanese, Korean.
#pragma once

#include <string_view>

#include "base/text.h"

namespace rf {

/// Its IANA name: "UTF-8", "UTF-16LE", "windows-1251", "GB18030", "ISO-8859-1" …; "" where the letters beyond ASCII are of another encoding
/// than Western ones and none is clearly ahead. `whole`: nothing follows; else a cut at the end is not held against UTF-8. Western text is never
/// taken for another on the strength of a word: what says another script must be much, and what that script's everyday words have. O(bytes).
std::string_view charset_of(std::string_view bytes, bool whole);
/// As UTF-8 without a byte order mark; what cannot be decoded becomes U+FFFD and is counted. `charset` as charset_of names it, "" as windows-1252.
Decoded to_utf8(std::string_view bytes, std::string_view charset);

}  // namespace rf
