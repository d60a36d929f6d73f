// CWMP: Broadband Forum TR-069 (amendment 6), annex A: what customer equipment says of itself to its auto-configuration server, in
// SOAP over HTTP. DeviceIdStruct of Inform (A.3.3.1) and, of the parameters it lists, those of TR-098 and TR-181 that name versions.
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"
#include "wire/xml_text.h"

namespace rf::wire {
namespace {

constexpr int kMaxCwmpParameters = 256;  // an Inform lists a dozen

}  // namespace

bool decode_cwmp(std::string_view body, std::uint64_t frame, int direction, Hearer& out) {
  if (body.find("urn:dslforum-org:cwmp-") == body.npos) return false;
  if (const auto device = body.find("DeviceId>"); device != body.npos) {
    const std::string_view id = body.substr(device);
    say(out, field::kCwmpManufacturer, xml_text(id, "Manufacturer"), frame, direction);
    say(out, field::kCwmpOui, xml_text(id, "OUI"), frame, direction);
    say(out, field::kCwmpProductClass, xml_text(id, "ProductClass"), frame, direction);
    say(out, field::kCwmpSerial, xml_text(id, "SerialNumber"), frame, direction);
  }
  std::string_view rest = body;
  for (int i = 0; i < kMaxCwmpParameters && !rest.empty(); ++i) {
    const std::string_view name = xml_text(rest, "Name", &rest);
    if (name.ends_with(".DeviceInfo.SoftwareVersion")) say(out, field::kCwmpSoftware, xml_text(rest, "Value"), frame, direction);
    else if (name.ends_with(".DeviceInfo.HardwareVersion")) say(out, field::kCwmpHardware, xml_text(rest, "Value"), frame, direction);
    else if (name.ends_with(".DeviceInfo.ModelName")) say(out, field::kCwmpModel, xml_text(rest, "Value"), frame, direction);
  }
  return true;
}

}  // namespace rf::wire
