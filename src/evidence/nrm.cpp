// Managed elements of 3GPP's network resource models: bulk configuration files (TS 32.615, TS 28.550: bulkCmConfigDataFile, as element
// managers export them), and instances of the YANG form (TS 28.623, ManagedElement). A row a managed element: its vendor as the manager
// states it, the functions it holds as role words (GNBDUFunction …), and inventory units (TS 28.632) as parts of it.
// Cases: tests/evidence/nrm/.
#include <optional>
#include <vector>

#include "base/text.h"
#include "evidence/inflate.h"
#include "evidence/reader.h"
#include "evidence/row_writer.h"
#include "evidence/xml_pull.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kMaxNrmDepth = 200;
constexpr std::size_t kMaxNrmText = 4096;

class Nrm {
 public:
  Nrm(const Input& input, Sink& sink)
      : budget_(input.bytes.size()),
        rows_(sink, {Field::Id, Field::Name, Field::Supplier, Field::Model, Field::Serial, Field::Version, Field::Site, Field::Role, Field::Kind, Field::PartOf}, {}, false),
        bytes_(input.bytes), sink_(sink) {}

  Result<void> read() {
    RF_TRY(auto stream, open_stream(Packing::None, bytes_, budget_));
    XmlPull xml(*stream, true);
    std::string held;
    for (;;) {
      const auto token = xml.next();
      if (token == XmlPull::Token::Eof) break;
      if (token == XmlPull::Token::Bad) {
        rows_.flush();
        return std::unexpected(xml.error());
      }
      if (token == XmlPull::Token::Start) start(xml);
      else if (token == XmlPull::Token::End) end();
      else if (const auto t = xml.text(held); text_.size() + t.size() <= kMaxNrmText) text_ += t;
    }
    rows_.flush();
    if (rows_.written() == 0) sink_.note(Error{Kind::Unsupported, {}, {}, "a network resource model without managed elements", {}});
    return {};
  }

 private:
  /// A managed element or an inventory unit that is being read.
  struct Object {
    bool unit = false, container = false;
    std::size_t depth = 0;
    std::uint64_t line = 0;
    std::string id, name, vendor, model, serial, version, site, roles;
  };

  void start(XmlPull& xml) {
    const std::string name(xml.name());
    path_.push_back(name);
    text_.clear();
    // MeContext holds one managed element, which is number 1 in each of them (TS 28.620): the context's name is the one that tells elements apart.
    if (name == "MeContext") {
      std::string held;
      const auto id = xml.attribute("id", held);
      context_ = id ? *id : std::string_view();
      context_depth_ = path_.size();
    }
    const bool element = name == "ManagedElement", unit = name == "InventoryUnit" || name == "InventoryUnitHw";
    const bool container = name == "VsDataContainer";  // TS 32.615 annex A: a vendor's own objects; a unit where it holds a product's numbers
    if ((element || unit || container) && path_.size() < kMaxNrmDepth) {
      Object o;
      o.unit = unit || container;
      o.container = container;
      o.depth = path_.size();
      o.line = xml.line();
      std::string held;
      if (const auto id = xml.attribute("id", held)) o.id = *id;
      if (element && !context_.empty()) o.id = context_;
      open_.push_back(std::move(o));
    } else if (!open_.empty() && name.ends_with("Function") && !open_.back().unit) {
      Object& o = open_.back();
      if (("|" + o.roles + "|").find("|" + name + "|") == std::string::npos && o.roles.size() < 512) o.roles += (o.roles.empty() ? "" : "|") + name;
    }
  }

  void end() {
    if (path_.empty()) return;
    const std::string name = std::move(path_.back());
    path_.pop_back();
    if (path_.size() + 1 == context_depth_) {
      context_.clear();
      context_depth_ = 0;
    }
    const std::string value(trimmed(text_));
    text_.clear();
    if (open_.empty()) return;
    Object& o = open_.back();
    if (path_.size() + 1 == o.depth) {
      finish();
      return;
    }
    // <id> beside the attributes in YANG's form; attributes stand in <attributes>, one below.
    const bool direct = path_.size() == o.depth, attribute = path_.size() == o.depth + 1 && path_.back() == "attributes";
    if (direct && name == "id" && o.id.empty()) o.id = value;
    if (o.container) {
      if (value.empty()) return;
      // Leaves of productData and their like, at whatever depth; the vendor's prefix was taken off.
      if (name == "productName" && o.name.empty()) o.name = value;
      if (name == "productNumber") o.model = value;
      if (name == "serialNumber") o.serial = value;
      if (name == "productRevision") o.version = value;
      if (name == "manufacturer" || name == "vendorName") o.vendor = value;
      return;
    }
    if (!attribute || value.empty()) return;
    if (name == "vendorName") o.vendor = value;
    if (name == "userLabel" || name == "inventoryUnitId") o.name = o.name.empty() ? value : o.name;
    if (name == "swVersion" || name == "versionNumber") o.version = value;
    if (name == "locationName") o.site = value;
    if (name == "managedElementType" || name == "managedElementTypeList" || name == "vendorUnitTypeNumber") o.model = value;
    if (name == "vendorUnitFamilyType" && o.model.empty()) o.model = value;
    if (name == "serialNumber") o.serial = value;
  }

  void finish() {
    const Object o = std::move(open_.back());
    open_.pop_back();
    if (o.container && o.serial.empty() && o.model.empty()) return;  // settings, no unit
    std::string id = o.id;
    if (o.unit && !open_.empty()) {  // names are unique below the object that holds them alone (TS 32.300)
      id = open_.front().id;
      for (std::size_t i = 1; i < open_.size(); ++i) id += "/" + open_[i].id;
      id += "/" + o.id;
    }
    rows_.begin();
    rows_.set(Field::Id, id);
    rows_.set(Field::Name, o.name.empty() ? o.id : o.name);
    rows_.set(Field::Supplier, o.vendor);
    rows_.set(Field::Model, o.model);
    rows_.set(Field::Serial, o.serial);
    rows_.set(Field::Version, o.version);
    rows_.set(Field::Site, o.site);
    rows_.set(Field::Role, o.roles);
    rows_.set(Field::Kind, o.unit ? "component" : "equipment");
    if (o.unit && !open_.empty()) rows_.set(Field::PartOf, open_.front().id);
    rows_.end(o.line, 0, 0);
  }

  InflateBudget budget_;
  RowWriter rows_;
  std::string_view bytes_;
  Sink& sink_;
  std::vector<std::string> path_;
  std::vector<Object> open_;
  std::string context_;  ///< id of the MeContext that is open
  std::size_t context_depth_ = 0;
  std::string text_;
};

}  // namespace

int likeness_nrm(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '<') return 0;
  if (head.find("bulkCmConfigDataFile") != std::string_view::npos) return 95;
  return head.find("ManagedElement") != std::string_view::npos && (head.find("urn:3gpp:sa5:") != std::string_view::npos || head.find("3gpp.org/ftp/specs/archive/") != std::string_view::npos) ? 95 : 0;
}

Result<void> read_nrm(const Input& input, Sink& sink) { return Nrm(input, sink).read(); }

}  // namespace rf::evidence
