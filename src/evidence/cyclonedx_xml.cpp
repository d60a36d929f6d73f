// CycloneDX bills of materials as XML (ECMA-424; 1.0 to 1.6), read as a stream: what cyclonedx.cpp says of the JSON form holds here too.
// A component is a row when its own elements are over, so that those in it follow it. Cases: tests/evidence/cyclonedx-xml/.
#include <optional>
#include <vector>

#include "base/text.h"
#include "evidence/reader.h"
#include "evidence/sbom.h"
#include "evidence/xml_pull.h"

namespace rf::evidence {
namespace {

class CycloneDxXml {
 public:
  CycloneDxXml(std::string_view bytes, Sink& sink) : budget_(bytes.size()), rows_(sink, false, {}, 0), bytes_(bytes), sink_(sink) {}

  Result<void> read() {
    RF_TRY(auto stream, open_stream(Packing::None, bytes_, budget_));
    XmlPull xml(*stream, true);
    for (;;) {
      switch (xml.next()) {
        case XmlPull::Token::Start: start(xml); break;
        case XmlPull::Token::Text: text(xml); break;
        case XmlPull::Token::End: end(); break;
        case XmlPull::Token::Eof: return finish();
        case XmlPull::Token::Bad: rows_.flush(); return std::unexpected(xml.error());
      }
    }
  }

 private:
  struct Open {
    SbomComponent c;
    bool about = false;    ///< metadata.component: what the document describes
    bool written = false;
    std::size_t depth = 0;
    std::uint64_t line = 0;
  };

  void start(XmlPull& xml) {
    const std::string name(xml.name());
    path_.push_back(name);
    text_.clear();
    if (name == "vulnerabilities") vex_ = true;
    if (name != "component") {
      // Components in a component: the outer one is complete enough to come first.
      if (name == "components" && !open_.empty() && path_.size() == open_.back().depth + 1) write(open_.back());
      return;
    }
    if (open_.size() >= static_cast<std::size_t>(kMaxComponentDepth)) {
      if (!too_deep_) sink_.error(Error{Kind::Limit, {}, {}, "components nested more than " + std::to_string(kMaxComponentDepth) + " deep", "those below were left out"});
      too_deep_ = true;
      return;
    }
    const std::string parent = path_.size() >= 2 ? path_[path_.size() - 2] : std::string();
    if (parent != "components" && parent != "metadata") return;  // tools, pedigrees and evidence hold components that are not in the product
    for (const auto& outer : path_)
      if (outer == "tools" || outer == "pedigree" || outer == "ancestors" || outer == "variants" || outer == "descendants") return;
    Open o;
    o.about = parent == "metadata";
    o.depth = path_.size();
    o.line = xml.line();
    std::string held;
    if (const auto v = xml.attribute("bom-ref", held)) o.c.id = *v;
    if (const auto v = xml.attribute("type", held)) o.c.type = *v;
    o.c.part_of = !open_.empty() ? name_of(open_.back().c) : whole_;
    open_.push_back(std::move(o));
  }

  void text(const XmlPull& xml) {
    std::string held;
    const auto t = xml.text(held);
    if (!open_.empty() && text_.size() + t.size() <= kMaxSbomText) text_ += t;
  }

  void end() {
    if (path_.empty()) return;
    const std::string name = std::move(path_.back());
    path_.pop_back();
    if (open_.empty()) return;
    Open& o = open_.back();
    const std::string value(trimmed(text_));
    text_.clear();
    if (path_.size() == o.depth) {
      if (name == "group") o.c.group = value;
      if (name == "name") o.c.name = value;
      if (name == "version") o.c.version = value;
      if (name == "publisher" && o.c.maker.empty()) o.c.maker = value;
      if (name == "purl") o.c.purl = value;
      if (name == "cpe") o.c.cpe = value;
    } else if (path_.size() == o.depth + 1 && name == "name") {
      if (path_.back() == "supplier") o.c.supplier = value;
      if (path_.back() == "manufacturer") o.c.maker = value;
    } else if (path_.size() + 1 == o.depth && name == "component") {
      write(o);
      if (o.about) whole_ = name_of(o.c);
      open_.pop_back();
    }
  }

  void write(Open& o) {
    if (o.about || o.written) return;
    o.written = true;
    ++count_;
    rows_.add(o.c, o.line);
  }
  static std::string name_of(const SbomComponent& c) { return c.id.empty() ? c.name : c.id; }

  Result<void> finish() {
    rows_.flush();
    if (count_ == 0) sink_.note(Error{Kind::Unsupported, {}, {}, vex_ ? "a VEX document: vulnerabilities, and no component" : "a bill of materials without components", {}});
    return {};
  }

  static constexpr std::size_t kMaxSbomText = 64 * 1024;  // licence texts run long, and are not kept

  InflateBudget budget_;
  ComponentRows rows_;
  std::string_view bytes_;
  Sink& sink_;
  std::vector<std::string> path_;
  std::vector<Open> open_;
  std::string text_, whole_;
  std::uint64_t count_ = 0;
  bool too_deep_ = false, vex_ = false;
};

}  // namespace

int likeness_cyclonedx_xml(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '<') return 0;
  return head.find("cyclonedx.org/schema/bom/") != std::string_view::npos ? 95 : 0;
}

Result<void> read_cyclonedx_xml(const Input& input, Sink& sink) { return CycloneDxXml(input.bytes, sink).read(); }

}  // namespace rf::evidence
