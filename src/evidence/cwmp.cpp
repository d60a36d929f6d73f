// CWMP (BBF TR-069 amendment 6): Inform and GetParameterValuesResponse as SOAP.
// DeviceId (Manufacturer, OUI, ProductClass, SerialNumber) and DeviceInfo of TR-098 and TR-181 say what the CPE is. Several envelopes
// may follow each other in one file; each is a device. Cases: tests/evidence/cwmp/.
#include <map>
#include <optional>

#include "base/text.h"
#include "evidence/inflate.h"
#include "evidence/reader.h"
#include "evidence/xml_pull.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kMaxParameterValue = 4096;

struct Word {
  std::string_view parameter;  ///< behind "InternetGatewayDevice.DeviceInfo." or "Device.DeviceInfo."
  std::string_view field;
};
constexpr Word kDeviceInfo[] = {
    {"Manufacturer", "cwmp.manufacturer"},    {"ManufacturerOUI", "cwmp.oui"},        {"ProductClass", "cwmp.product_class"}, {"ModelName", "stated.model"},
    {"SerialNumber", "stated.serial"},        {"SoftwareVersion", "stated.version"},  {"HardwareVersion", "stated.hardware_version"},
    {"Description", "cwmp.description"},      {"ModelNumber", "cwmp.model_number"},
};

std::string_view field_of_parameter(std::string_view name) {
  for (const std::string_view root : {"InternetGatewayDevice.DeviceInfo.", "Device.DeviceInfo."})
    if (name.starts_with(root))
      for (const auto& w : kDeviceInfo)
        if (name.substr(root.size()) == w.parameter) return w.field;
  return {};
}

/// What one device said, until its envelope is over.
class Cpe {
 public:
  Cpe(const Input& input, Sink& sink) : input_(input), sink_(sink) {}
  void say(std::string_view field, std::string_view value, const Place& place) {
    value = trimmed(value);
    if (value.empty() || value.size() > kMaxParameterValue || said_.contains(field)) return;
    Fact f;
    f.value = value;
    f.place = place;
    said_.emplace(field, std::move(f));
  }
  void address(std::string_view value, const Place& place) {
    Fact f;
    f.value = trimmed(value);
    f.place = place;
    if (!f.value.empty() && addresses_.size() < 16) addresses_.push_back(std::move(f));
  }
  bool empty() const { return said_.empty(); }
  void flush() {
    if (said_.empty()) return;
    AgentFacts a;
    a.input = input_.name;
    a.first = said_.begin()->second.place;
    // The product class stands in where no model name is given.
    if (!said_.contains("stated.model"))
      if (const auto p = said_.find("cwmp.product_class"); p != said_.end()) said_.emplace("stated.model", p->second);
    for (auto& [field, fact] : said_) a.said.push_back({std::string(field), std::move(fact)});
    a.addresses = std::move(addresses_);
    sink_.agent(std::move(a));
    said_.clear();
    addresses_.clear();
  }

 private:
  const Input& input_;
  Sink& sink_;
  std::map<std::string, Fact, std::less<>> said_;
  std::vector<Fact> addresses_;
};

Result<void> read_soap(const Input& input, Sink& sink) {
  InflateBudget budget(input.bytes.size());
  RF_TRY(auto stream, open_stream(Packing::None, input.bytes, budget));
  XmlPull xml(*stream, true);
  Cpe cpe(input, sink);
  std::string name, value, text, held;
  bool device_id = false;
  std::uint64_t envelopes = 0;
  for (;;) {
    const auto token = xml.next();
    if (token == XmlPull::Token::Eof) break;
    if (token == XmlPull::Token::Bad) {
      // Another envelope behind the first is no well-formed document, and common in logs; what came before stands.
      cpe.flush();
      if (envelopes > 0) {
        sink.error(xml.error());
        return {};
      }
      return std::unexpected(xml.error());
    }
    if (token == XmlPull::Token::Text) {
      const auto t = xml.text(held);
      if (text.size() + t.size() <= kMaxParameterValue) text += t;
      continue;
    }
    const std::string_view element = xml.name();
    if (token == XmlPull::Token::Start) {
      text.clear();
      if (element == "DeviceId") device_id = true;
      continue;
    }
    Place place;
    place.line = xml.line();
    if (device_id) {
      if (element == "Manufacturer") cpe.say("cwmp.manufacturer", text, place);
      if (element == "OUI") cpe.say("cwmp.oui", text, place);
      if (element == "ProductClass") cpe.say("cwmp.product_class", text, place);
      if (element == "SerialNumber") cpe.say("stated.serial", text, place);
      if (element == "DeviceId") device_id = false;
    } else if (element == "Name") {
      name = trimmed(text);
    } else if (element == "Value") {
      value = text;
    } else if (element == "ParameterValueStruct") {
      if (const auto field = field_of_parameter(name); !field.empty()) cpe.say(field, value, place);
      else if (name.ends_with(".ExternalIPAddress")) cpe.address(value, place);
      name.clear();
      value.clear();
    } else if (element == "Envelope") {
      cpe.flush();
      ++envelopes;
    }
    text.clear();
  }
  cpe.flush();
  return {};
}

}  // namespace

int likeness_cwmp(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '<') return 0;
  return head.find("urn:dslforum-org:cwmp-") != std::string_view::npos ? 95 : 0;
}

Result<void> read_cwmp(const Input& input, Sink& sink) { return read_soap(input, sink); }

}  // namespace rf::evidence
