// One element's text out of XML that devices send, without building anything. No DTD, entity or namespace is interpreted: an
// element is found by its local name, and its text is as written.
#pragma once

#include <string_view>

namespace rf::wire {

/// Text of the first element whose local name is `name` and which holds no other element; trimmed; empty where there is none.
/// `rest`, where given, becomes what follows that element. O(size of `xml`).
std::string_view xml_text(std::string_view xml, std::string_view name, std::string_view* rest = nullptr);

}  // namespace rf::wire
