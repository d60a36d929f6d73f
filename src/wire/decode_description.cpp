// What a device says of itself where it is asked by HTTP: the description of a UPnP device (UPnP Device Architecture 2.0, 2.3) and the answer to
// ONVIF's GetDeviceInformation (ONVIF Core Specification, 8.3.1). Of a description only the root device is read: what it contains are its services'.
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"
#include "wire/xml_text.h"

namespace rf::wire {
namespace {

/// Software that plays and shares media, and the stack that WPS brings along, describe themselves and not the box they run on.
bool describes_software(std::string_view device_type) {
  for (const std::string_view soft : {":MediaServer:", ":MediaRenderer:", ":WFADevice:"})
    if (device_type.find(soft) != device_type.npos) return true;
  return false;
}

}  // namespace

bool decode_description(std::string_view body, std::uint64_t frame, int direction, Hearer& out) {
  if (const auto at = body.find("GetDeviceInformationResponse"); at != body.npos && body.find("http://www.onvif.org/ver10/device/wsdl") != body.npos) {
    const std::string_view answer = body.substr(at);
    say(out, field::kOnvifManufacturer, xml_text(answer, "Manufacturer"), frame, direction);
    say(out, field::kOnvifModel, xml_text(answer, "Model"), frame, direction);
    say(out, field::kOnvifFirmware, xml_text(answer, "FirmwareVersion"), frame, direction);
    say(out, field::kOnvifSerial, xml_text(answer, "SerialNumber"), frame, direction);
    return true;
  }
  if (body.find("urn:schemas-upnp-org:device-1-0") == body.npos) return false;
  for (const std::string_view inner : {"<deviceList", "<serviceList"}) body = body.substr(0, body.find(inner));
  const std::string_view type = xml_text(body, "deviceType");
  say(out, field::kUpnpDeviceType, type, frame, direction);
  if (describes_software(type)) return true;
  say(out, field::kUpnpManufacturer, xml_text(body, "manufacturer"), frame, direction);
  say(out, field::kUpnpModelName, xml_text(body, "modelName"), frame, direction);
  say(out, field::kUpnpModelNumber, xml_text(body, "modelNumber"), frame, direction);
  say(out, field::kUpnpSerial, xml_text(body, "serialNumber"), frame, direction);
  return true;
}

}  // namespace rf::wire
