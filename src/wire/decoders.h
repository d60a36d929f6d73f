// What decoder.cpp chooses from: a function or a maker a protocol. Each returns false, having said nothing, where the bytes are
// not its protocol. Not for other rooms: their door is decoder.h.
#pragma once

#include <memory>

#include "wire/decoder.h"

namespace rf::wire {

bool decode_lldp(std::string_view payload, std::uint64_t frame, Hearer& out);
bool decode_cdp(std::string_view payload, std::uint64_t frame, Hearer& out);
bool decode_dns(std::string_view message, std::uint64_t frame, int direction, bool multicast, Hearer& out);
/// A query whatever its port; strict, since nothing else speaks for it.
bool is_dns_query(std::string_view message);
bool decode_snmp(std::string_view message, std::uint64_t frame, Hearer& out);
bool decode_dhcp(std::string_view message, std::uint64_t frame, Hearer& out);
bool decode_dhcp6(std::string_view message, std::uint64_t frame, Hearer& out);
bool decode_ssdp(std::string_view message, std::uint64_t frame, Hearer& out);
bool decode_ws_discovery(std::string_view message, std::uint64_t frame, Hearer& out);
bool decode_sip(std::string_view message, std::uint64_t frame, Hearer& out);
bool decode_tftp(std::string_view message, std::uint64_t frame, Hearer& out);

/// The body of an answer: what a device says of itself by UPnP or ONVIF.
bool decode_description(std::string_view body, std::uint64_t frame, int direction, Hearer& out);
/// The body of a request to an auto-configuration server.
bool decode_cwmp(std::string_view body, std::uint64_t frame, int direction, Hearer& out);

/// How far the first bytes of a direction speak for a protocol. Short: they could, if more of the like follow.
enum class Fit : std::uint8_t { No, Short, Yes };
Fit fit_text(std::string_view begin, std::string_view prefix);
Fit fit_tls(std::string_view begin);
Fit fit_http(std::string_view begin);
Fit fit_dns_tcp(std::string_view begin);
Fit fit_sip(std::string_view begin);
Fit fit_telnet(std::string_view begin);
Fit fit_wrapped(std::string_view begin, bool socks_port, bool mysql_port);

std::unique_ptr<StreamDecoder> make_dns_tcp();
std::unique_ptr<StreamDecoder> make_ssh();
std::unique_ptr<StreamDecoder> make_http();
std::unique_ptr<StreamDecoder> make_tls();
std::unique_ptr<StreamDecoder> make_ftp();
std::unique_ptr<StreamDecoder> make_smtp();
std::unique_ptr<StreamDecoder> make_pop3();
std::unique_ptr<StreamDecoder> make_imap();
std::unique_ptr<StreamDecoder> make_sip();
std::unique_ptr<StreamDecoder> make_telnet();
std::unique_ptr<StreamDecoder> make_wrapped();

}  // namespace rf::wire
