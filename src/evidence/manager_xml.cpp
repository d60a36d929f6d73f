// Inventories that network managers export as XML: Nokia NetAct's RAML 2.0 (managedObject with class, distName and <p name="…">; the element is the first
// object below the PLMN), and elements whose attributes or children name a network element and a serial number (ZTE UME and NetNumen, others).
// Source: RAML 2.0 as NetAct's public documentation describes it. Cases: tests/evidence/manager-xml/.
#include <optional>

#include "base/text.h"
#include "evidence/inflate.h"
#include "evidence/manager_export.h"
#include "evidence/xml_pull.h"

namespace rf::evidence {
namespace {

/// Use(name, value) for each attribute of a start tag.
template <class Use>
void each_attribute(std::string_view raw, Use use) {
  std::string held;
  while (true) {
    const auto begin = raw.find_first_not_of(" \t\r\n/");
    if (begin == std::string_view::npos) return;
    const auto equals = raw.find('=', begin);
    if (equals == std::string_view::npos) return;
    const auto open = raw.find_first_of("\"'", equals);
    if (open == std::string_view::npos) return;
    const auto close = raw.find(raw[open], open + 1);
    if (close == std::string_view::npos) return;
    auto name = trimmed(raw.substr(begin, equals - begin));
    if (const auto colon = name.rfind(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
    use(name, XmlPull::decoded(raw.substr(open + 1, close - open - 1), held));
    raw.remove_prefix(close + 1);
  }
}

/// "PLMN-PLMN/MRBTS-12/EQM-1/INVUNIT-3" → "MRBTS-12"; "" where nothing stands below the PLMN.
std::string_view element_of_distname(std::string_view dn) {
  if (dn.starts_with("PLMN-")) {
    const auto slash = dn.find('/');
    if (slash == std::string_view::npos) return {};
    dn.remove_prefix(slash + 1);
  }
  return dn.substr(0, dn.find('/'));
}

class ManagerXml {
 public:
  ManagerXml(const Input& input, Sink& sink) : bytes_(input.bytes), budget_(input.bytes.size()), elements_(input, sink) {}

  Result<void> read() {
    RF_TRY(auto stream, open_stream(Packing::None, bytes_, budget_));
    XmlPull xml(*stream, true);
    std::string held, text;
    for (;;) {
      const auto token = xml.next();
      if (token == XmlPull::Token::Eof) break;
      if (token == XmlPull::Token::Bad) {
        (void)elements_.finish();
        return std::unexpected(xml.error());
      }
      if (token == XmlPull::Token::Text) {
        const auto t = xml.text(held);
        if (text.size() + t.size() <= kMaxManagerText) text += t;
        continue;
      }
      if (token == XmlPull::Token::Start) {
        text.clear();
        Frame f;
        f.name = xml.name();
        f.row.place.line = xml.line();
        each_attribute(xml.raw_attributes(), [&](std::string_view name, std::string_view value) {
          if (f.name == "managedObject" && name == "distName") {
            f.raml = true;
            f.row[ManagedRole::ElementId] = element_of_distname(value);
            f.dn = value;
          } else if (f.name == "managedObject" && name == "class") {
            f.cls = value;
          } else if (f.name == "p" && name == "name") {
            f.name = value;
          } else {
            put(f.row, name, value);
          }
        });
        if (frames_.size() < static_cast<std::size_t>(XmlPull::kMaxDepth)) frames_.push_back(std::move(f));
        continue;
      }
      if (frames_.empty()) continue;
      Frame f = std::move(frames_.back());
      frames_.pop_back();
      const auto value = trimmed(text);
      if (!frames_.empty() && !value.empty()) put(frames_.back().row, f.name, value);
      text.clear();
      over(f);
    }
    return elements_.finish();
  }

 private:
  struct Frame {
    std::string name, dn, cls;
    bool raml = false;
    ManagedRow row;
  };
  static void put(ManagedRow& row, std::string_view name, std::string_view value) {
    const ManagedRole r = managed_role(name);
    if (r != ManagedRole::None && row[r].empty()) row[r] = trimmed(value.substr(0, kMaxManagerText));
  }
  void over(Frame& f) {
    if (f.raml) {
      const std::string_view id = f.row[ManagedRole::ElementId];
      if (id.empty()) return;
      f.row[ManagedRole::ElementName].clear();
      const bool itself = f.dn.size() >= id.size() && std::string_view(f.dn).ends_with(id);
      if (itself && f.row[ManagedRole::ElementType].empty()) f.row[ManagedRole::ElementType] = f.cls;
      if (!itself && !f.row.board() && f.row[ManagedRole::Serial].empty()) return;
      if (!itself && f.row[ManagedRole::Board].empty()) f.row[ManagedRole::Board] = std::string_view(f.dn).substr(f.dn.rfind('/') + 1);
    } else {
      if (f.row[ManagedRole::Serial].empty() && f.row.element().empty()) return;
      if (f.row.element().empty())
        for (auto a = frames_.rbegin(); a != frames_.rend(); ++a)
          if (!a->row.element().empty()) {
            for (const auto r : {ManagedRole::ElementName, ManagedRole::ElementId, ManagedRole::ElementType, ManagedRole::ElementAddress, ManagedRole::ElementVendor}) f.row[r] = a->row[r];
            break;
          }
      if (f.row.element().empty()) return;
    }
    elements_.add(f.row);
  }

  std::string_view bytes_;
  InflateBudget budget_;
  ManagedElements elements_;
  std::vector<Frame> frames_;
};

}  // namespace

int likeness_manager_xml(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '<') return 0;
  if (head.find("raml20.xsd") != std::string_view::npos || head.find("<raml ") != std::string_view::npos) return 92;
  if (head.find("bulkCmConfigDataFile") != std::string_view::npos || head.find("urn:ietf:params:xml") != std::string_view::npos) return 0;
  bool element = false, serial = false;
  for (std::size_t at = 0; at < head.size() && !(element && serial);) {  // names of elements and attributes: words before '>' and '='
    const auto end = head.find_first_of(">=", at);
    if (end == std::string_view::npos) break;
    auto begin = head.find_last_of("< \t\r\n/:", end == 0 ? 0 : end - 1);
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    const ManagedRole r = managed_role(head.substr(std::min(begin, end), end - std::min(begin, end)));
    element = element || r == ManagedRole::ElementName || r == ManagedRole::ElementId;
    serial = serial || r == ManagedRole::Serial;
    at = end + 1;
  }
  return element && serial ? 60 : 0;
}

Result<void> read_manager_xml(const Input& input, Sink& sink) { return ManagerXml(input, sink).read(); }

}  // namespace rf::evidence
