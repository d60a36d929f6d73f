// Every field a decoder may say: its name, what the value is, and the standard it is read from. docs/wire.md shows this table
// (tests/wire/fields_test.cpp holds the two together). A name here is a promise to consumers: add, do not rename.
//
// Text is as sent unless the meaning says otherwise. Statements that belong together follow each other: a certificate's begin
// with tls.certificate_sha256, a DNS question's type follows its name.
#pragma once

#include <string_view>

// X(constant, name, meaning, source)
#define RF_WIRE_FIELDS(X)                                                                                                          \
  X(kLldpChassisId, "lldp.chassis_id", "MAC address with colons, IP address, or text, by its subtype", "IEEE 802.1AB 8.5.2")       \
  X(kLldpChassisKind, "lldp.chassis_id_subtype", "component, interface-alias, port-component, mac, address, interface or local; follows the id", "IEEE 802.1AB table 8-2") \
  X(kLldpPortId, "lldp.port_id", "as the chassis id, for the port", "IEEE 802.1AB 8.5.3")                                          \
  X(kLldpPortDescription, "lldp.port_description", "text (ifDescr)", "IEEE 802.1AB 8.5.5")                                         \
  X(kLldpSystemName, "lldp.system_name", "text (sysName)", "IEEE 802.1AB 8.5.6")                                                   \
  X(kLldpSystemDescription, "lldp.system_description", "text (sysDescr)", "IEEE 802.1AB 8.5.7")                                    \
  X(kLldpCapabilities, "lldp.capabilities", "enabled ones, words with commas: repeater, bridge, wlan, router, telephone, docsis, station", "IEEE 802.1AB 8.5.8") \
  X(kLldpManagementAddress, "lldp.management_address", "IPv4, IPv6 or MAC address", "IEEE 802.1AB 8.5.9")                          \
  X(kLldpVlanName, "lldp.vlan_name", "text", "IEEE 802.1Q D.2.3")                                                                  \
  X(kLldpHardware, "lldp.hardware_revision", "text", "ANSI/TIA-1057 10.2.6.1")                                                     \
  X(kLldpFirmware, "lldp.firmware_revision", "text", "ANSI/TIA-1057 10.2.6.2")                                                     \
  X(kLldpSoftware, "lldp.software_revision", "text", "ANSI/TIA-1057 10.2.6.3")                                                     \
  X(kLldpSerial, "lldp.serial_number", "text", "ANSI/TIA-1057 10.2.6.4")                                                           \
  X(kLldpManufacturer, "lldp.manufacturer", "text", "ANSI/TIA-1057 10.2.6.5")                                                      \
  X(kLldpModel, "lldp.model", "text", "ANSI/TIA-1057 10.2.6.6")                                                                    \
  X(kLldpAsset, "lldp.asset_id", "text the operator set", "ANSI/TIA-1057 10.2.6.7")                                                \
  X(kLldpOrganization, "lldp.organization", "OUI of a TLV that only its maker defines, as 00-1e-73; not IEEE 802.1, 802.3, TIA, IANA", "IEEE 802.1AB 8.6") \
  X(kLldpMudUrl, "lldp.mud_url", "URL that describes the device's maker and model", "RFC 8520 section 11")                         \
  X(kCdpDeviceId, "cdp.device_id", "host name or serial number", "Cisco Discovery Protocol, type 0x0001")                          \
  X(kCdpAddress, "cdp.address", "IPv4 or IPv6 address", "CDP type 0x0002")                                                         \
  X(kCdpPortId, "cdp.port_id", "text", "CDP type 0x0003")                                                                          \
  X(kCdpCapabilities, "cdp.capabilities", "words with commas: router, bridge, source-route-bridge, switch, host, igmp, repeater, phone, remote", "CDP type 0x0004") \
  X(kCdpSoftware, "cdp.software", "text of several lines", "CDP type 0x0005")                                                      \
  X(kCdpPlatform, "cdp.platform", "text", "CDP type 0x0006")                                                                       \
  X(kCdpVtpDomain, "cdp.vtp_domain", "text", "CDP type 0x0009")                                                                    \
  X(kCdpSystemName, "cdp.system_name", "text", "CDP type 0x0014")                                                                  \
  X(kCdpSystemObjectId, "cdp.system_object_id", "numeric object id", "CDP type 0x0015")                                            \
  X(kCdpManagementAddress, "cdp.management_address", "IPv4 or IPv6 address", "CDP type 0x0016")                                    \
  X(kCdpLocation, "cdp.location", "text", "CDP type 0x0017")                                                                       \
  X(kDhcpMessage, "dhcp.message", "discover, offer, request, decline, ack, nak, release, inform … or the number", "RFC 2132 9.6")  \
  X(kDhcpClientMac, "dhcp.client_mac", "MAC address with colons", "RFC 2131 section 2 (chaddr)")                                   \
  X(kDhcpYourAddress, "dhcp.your_address", "IPv4 address given to the client", "RFC 2131 section 2 (yiaddr)")                      \
  X(kDhcpHostName, "dhcp.host_name", "text", "RFC 2132 3.14 (option 12)")                                                          \
  X(kDhcpVendorClass, "dhcp.vendor_class", "text", "RFC 2132 9.13 (option 60)")                                                    \
  X(kDhcpParameters, "dhcp.parameters", "option numbers asked for, in their order, with commas", "RFC 2132 9.8 (option 55)")       \
  X(kDhcpClientId, "dhcp.client_id", "hexadecimal", "RFC 2132 9.14 (option 61)")                                                   \
  X(kDhcpUserClass, "dhcp.user_class", "text", "RFC 3004 (option 77)")                                                             \
  X(kDhcpVendorClassBy, "dhcp.vendor_class_by", "enterprise number, a blank, text", "RFC 3925 (option 124)")                       \
  X(kDhcpVendorOptionsBy, "dhcp.vendor_options_by", "enterprise number", "RFC 3925 (option 125)")                                  \
  X(kDhcpVendorOptions, "dhcp.vendor_options", "length in octets of option 43, whose content is its maker's", "RFC 2132 8.4 (option 43)") \
  X(kDhcpDeviceOui, "dhcp.device_oui", "six hexadecimal digits", "BBF TR-069 Annex F (option 125, enterprise 3561, 1)")            \
  X(kDhcpDeviceSerial, "dhcp.device_serial", "text", "BBF TR-069 Annex F (option 125, enterprise 3561, 2)")                        \
  X(kDhcpDeviceClass, "dhcp.device_class", "text", "BBF TR-069 Annex F (option 125, enterprise 3561, 3)")                          \
  X(kDhcp6Duid, "dhcpv6.duid", "hexadecimal", "RFC 8415 21.2")                                                                     \
  X(kDhcp6VendorClass, "dhcpv6.vendor_class", "enterprise number, a blank, text", "RFC 8415 21.16")                                \
  X(kDhcp6VendorOptions, "dhcpv6.vendor_options_by", "enterprise number", "RFC 8415 21.17")                                        \
  X(kDhcp6Fqdn, "dhcpv6.fqdn", "host name", "RFC 4704")                                                                            \
  X(kDnsQuery, "dns.query", "name asked for, labels with dots as sent; mDNS and LLMNR too", "RFC 1035 4.1.2")                      \
  X(kDnsQueryType, "dns.query_type", "A, AAAA, TXT … or TYPE and number; follows its name", "RFC 1035 3.2.2")                      \
  X(kDnsAnswer, "dns.answer", "name, type, address or name, with blanks", "RFC 1035 4.1.3")                                        \
  X(kDnsRcode, "dns.rcode", "of a response that is no success: NXDOMAIN, SERVFAIL … or the number", "RFC 1035 4.1.1")              \
  X(kMdnsService, "mdns.service", "service type or instance name that a host offers", "RFC 6763")                                  \
  X(kMdnsHost, "mdns.host", "host name, a blank, address", "RFC 6762")                                                             \
  X(kMdnsText, "mdns.text", "key=value of a service's TXT record", "RFC 6763 section 6")                                           \
  X(kSshBanner, "ssh.banner", "SSH-2.0-software comments, without the line's end", "RFC 4253 4.2")                                 \
  X(kSshHassh, "ssh.hassh", "MD5 of the client's key exchange, cipher, MAC and compression lists", "HASSH over RFC 4253 7.1")      \
  X(kSshHasshLists, "ssh.hassh_lists", "what was digested: lists joined by ;", "HASSH over RFC 4253 7.1")                          \
  X(kSshHasshServer, "ssh.hassh_server", "MD5 of the server's lists", "HASSH over RFC 4253 7.1")                                   \
  X(kSshHasshServerLists, "ssh.hassh_server_lists", "what was digested", "HASSH over RFC 4253 7.1")                                \
  X(kHttpRequest, "http.request", "request line", "RFC 9112 section 3")                                                            \
  X(kHttpHost, "http.host", "Host", "RFC 9110 7.2; SSDP too")                                                                              \
  X(kHttpUserAgent, "http.user_agent", "User-Agent", "RFC 9110 10.1.5")                                                            \
  X(kHttpStatus, "http.status", "status line", "RFC 9112 section 4")                                                               \
  X(kHttpServer, "http.server", "Server", "RFC 9110 10.2.4")                                                                       \
  X(kHttpAuthenticate, "http.authenticate", "WWW-Authenticate, whole", "RFC 9110 11.6.1")                                           \
  X(kHttpCookie, "http.cookie", "name of a Set-Cookie and its =; the value is a secret", "RFC 6265 4.1")                            \
  X(kHttpRealm, "http.realm", "realm of WWW-Authenticate", "RFC 9110 11.6.1")                                                      \
  X(kHttpPoweredBy, "http.powered_by", "X-Powered-By", "common use, no standard")                                                  \
  X(kHttpContentType, "http.content_type", "Content-Type", "RFC 9110 8.3")                                                         \
  X(kCwmpManufacturer, "cwmp.manufacturer", "text", "BBF TR-069 A.3.3.1 DeviceIdStruct")                                           \
  X(kCwmpOui, "cwmp.oui", "six hexadecimal digits", "BBF TR-069 A.3.3.1 DeviceIdStruct")                                           \
  X(kCwmpProductClass, "cwmp.product_class", "text", "BBF TR-069 A.3.3.1 DeviceIdStruct")                                          \
  X(kCwmpSerial, "cwmp.serial_number", "text", "BBF TR-069 A.3.3.1 DeviceIdStruct")                                                \
  X(kCwmpModel, "cwmp.model_name", "text", "BBF TR-098, TR-181 DeviceInfo.ModelName")                                              \
  X(kCwmpSoftware, "cwmp.software_version", "text", "BBF TR-098, TR-181 DeviceInfo.SoftwareVersion")                               \
  X(kCwmpHardware, "cwmp.hardware_version", "text", "BBF TR-098, TR-181 DeviceInfo.HardwareVersion")                               \
  X(kSsdpUsn, "ssdp.usn", "unique service name", "UPnP Device Architecture 2.0 1.2.2")                                             \
  X(kSsdpLocation, "ssdp.location", "URL of the device's description", "UPnP Device Architecture 2.0 1.2.2")                       \
  X(kSsdpTarget, "ssdp.target", "NT or ST: device or service type", "UPnP Device Architecture 2.0 1.2.2")                          \
  X(kWsdTypes, "wsd.types", "device types", "OASIS WS-Discovery 1.1 section 4")                                                    \
  X(kWsdScopes, "wsd.scopes", "URIs; ONVIF puts name and hardware here", "OASIS WS-Discovery 1.1 section 4")                       \
  X(kWsdAddresses, "wsd.addresses", "XAddrs: URLs of the device", "OASIS WS-Discovery 1.1 section 4")                              \
  X(kUpnpDeviceType, "upnp.device_type", "URN of the root device", "UPnP Device Architecture 2.0 2.3")                             \
  X(kUpnpManufacturer, "upnp.manufacturer", "text; not of software that plays media, nor of WPS", "UPnP Device Architecture 2.0 2.3") \
  X(kUpnpModelName, "upnp.model_name", "text", "UPnP Device Architecture 2.0 2.3")                                                 \
  X(kUpnpModelNumber, "upnp.model_number", "text", "UPnP Device Architecture 2.0 2.3")                                             \
  X(kUpnpSerial, "upnp.serial_number", "text", "UPnP Device Architecture 2.0 2.3")                                                 \
  X(kOnvifManufacturer, "onvif.manufacturer", "text", "ONVIF Core Specification 8.3.1 GetDeviceInformation")                       \
  X(kOnvifModel, "onvif.model", "text", "ONVIF Core Specification 8.3.1 GetDeviceInformation")                                     \
  X(kOnvifFirmware, "onvif.firmware_version", "text", "ONVIF Core Specification 8.3.1 GetDeviceInformation")                       \
  X(kOnvifSerial, "onvif.serial_number", "text", "ONVIF Core Specification 8.3.1 GetDeviceInformation")                            \
  X(kTlsSni, "tls.sni", "server name the client asked for; QUIC too", "RFC 6066 section 3")                                        \
  X(kTlsAlpn, "tls.alpn", "protocol names with commas: the client's offer, the server's choice", "RFC 7301")                       \
  X(kTlsVersion, "tls.version", "SSL 2.0, SSL 3.0, TLS 1.0 … 1.3: the client's highest, the server's choice", "RFC 8446 4.1, 4.2.1") \
  X(kTlsCipher, "tls.cipher", "the server's choice, 0x and four digits", "RFC 8446 4.1.3")                                         \
  X(kTlsJa3, "tls.ja3", "MD5 of tls.ja3_string", "JA3 over RFC 5246 7.4.1.2")                                                      \
  X(kTlsJa3String, "tls.ja3_string", "version,ciphers,extensions,groups,formats without GREASE", "JA3 over RFC 5246 7.4.1.2")      \
  X(kTlsJa3s, "tls.ja3s", "MD5 of tls.ja3s_string", "JA3S over RFC 5246 7.4.1.3")                                                  \
  X(kTlsJa3sString, "tls.ja3s_string", "version,cipher,extensions", "JA3S over RFC 5246 7.4.1.3")                                  \
  X(kTlsJa4, "tls.ja4", "client fingerprint", "JA4 (the TLS client method only)")                                                  \
  X(kCertSha256, "tls.certificate_sha256", "of the DER, lower case; the certificate's other statements follow", "RFC 5280")        \
  X(kCertSubject, "tls.certificate_subject", "distinguished name as RFC 4514 prints it", "RFC 5280 4.1.2.6")                       \
  X(kCertIssuer, "tls.certificate_issuer", "distinguished name", "RFC 5280 4.1.2.4")                                               \
  X(kCertSerial, "tls.certificate_serial", "hexadecimal without leading zeros", "RFC 5280 4.1.2.2")                                \
  X(kCertNotBefore, "tls.certificate_not_before", "2026-11-24T00:00:00Z", "RFC 5280 4.1.2.5")                                      \
  X(kCertNotAfter, "tls.certificate_not_after", "2026-11-24T00:00:00Z", "RFC 5280 4.1.2.5")                                        \
  X(kCertName, "tls.certificate_name", "one DNS name or address of subjectAltName", "RFC 5280 4.2.1.6")                            \
  X(kSnmpVersion, "snmp.version", "1, 2c or 3", "RFC 1157, 1901, 3412")                                                            \
  X(kSnmpEngineId, "snmp.engine_id", "hexadecimal, of the authoritative engine", "RFC 3411 section 5, RFC 3414 2.4")               \
  X(kSnmpSysDescr, "snmp.sys_descr", "text", "RFC 3418 sysDescr")                                                                  \
  X(kSnmpSysObjectId, "snmp.sys_object_id", "numeric object id", "RFC 3418 sysObjectID")                                           \
  X(kSnmpSysContact, "snmp.sys_contact", "text", "RFC 3418 sysContact")                                                            \
  X(kSnmpSysName, "snmp.sys_name", "text", "RFC 3418 sysName")                                                                     \
  X(kSnmpSysLocation, "snmp.sys_location", "text", "RFC 3418 sysLocation")                                                         \
  X(kSnmpObject, "snmp.object", "instance, form (s octets, n number, o object id, a IPv4 address), value, with blanks: system group, ENTITY-MIB, addresses, LLDP-MIB, enterprises", "RFC 3416 section 3") \
  X(kSnmpTrapEnterprise, "snmp.trap_enterprise", "numeric object id", "RFC 1157 4.1.6")                                            \
  X(kTelnetBanner, "telnet.banner", "first lines up to the prompt, options taken out", "RFC 854")                                  \
  X(kFtpBanner, "ftp.banner", "text of reply 220", "RFC 959 5.4")                                                                  \
  X(kFtpSystem, "ftp.system", "text of reply 215", "RFC 959 4.2.2")                                                                \
  X(kSmtpBanner, "smtp.banner", "text of reply 220", "RFC 5321 4.2")                                                               \
  X(kPop3Banner, "pop3.banner", "text of the first +OK", "RFC 1939 section 4")                                                     \
  X(kImapBanner, "imap.banner", "text of the first OK", "RFC 9051 7.1.1")                                                          \
  X(kSipUserAgent, "sip.user_agent", "User-Agent", "RFC 3261 20.41")                                                               \
  X(kSipServer, "sip.server", "Server", "RFC 3261 20.35")                                                                          \
  X(kTftpFile, "tftp.file", "file name asked for", "RFC 1350 section 5")

namespace rf::wire {

namespace field {
#define RF_WIRE_FIELD(constant, name, meaning, source) inline constexpr std::string_view constant = name;
RF_WIRE_FIELDS(RF_WIRE_FIELD)
#undef RF_WIRE_FIELD
}  // namespace field

struct FieldInfo {
  std::string_view name, meaning, source;
};
inline constexpr FieldInfo kFields[] = {
#define RF_WIRE_FIELD(constant, name, meaning, source) {name, meaning, source},
    RF_WIRE_FIELDS(RF_WIRE_FIELD)
#undef RF_WIRE_FIELD
};

}  // namespace rf::wire
