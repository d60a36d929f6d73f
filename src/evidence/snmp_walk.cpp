#include "evidence/snmp_walk.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>

#include "base/text.h"

namespace rf::evidence {
namespace {

constexpr std::string_view kEnterprises = "1.3.6.1.4.1.";
constexpr std::string_view kMib2 = "1.3.6.1.2.1.";
constexpr std::string_view kEntity = "1.3.6.1.2.1.47.1.1.1.1.";

// Objects that name the device in standard MIBs, kept beside those a caller asks for.
constexpr std::array<std::string_view, 7> kStandardOthers = {
    "1.3.6.1.2.1.33.1.1.1.0",     // upsIdentManufacturer (RFC 1628)
    "1.3.6.1.2.1.33.1.1.2.0",     // upsIdentModel
    "1.3.6.1.2.1.33.1.1.3.0",     // upsIdentUPSSoftwareVersion
    "1.3.6.1.2.1.33.1.1.4.0",     // upsIdentAgentSoftwareVersion
    "1.3.6.1.2.1.25.3.2.1.3.1",   // hrDeviceDescr.1: on printers the printer (RFC 3805)
    "1.3.6.1.2.1.43.5.1.1.16.1",  // prtGeneralPrinterName
    "1.3.6.1.2.1.43.5.1.1.17.1",  // prtGeneralSerialNumber
};

bool below(std::string_view oid, std::string_view prefix) {
  return oid.size() > prefix.size() && std::memcmp(oid.data(), prefix.data(), prefix.size()) == 0;
}

/// The number at the front of `s`, moved past it and one dot. nullopt where there is none or it is too big.
std::optional<std::uint32_t> next_number(std::string_view& s) {
  std::uint32_t n = 0;
  const auto [end, ec] = std::from_chars(s.data(), s.data() + s.size(), n);
  if (ec != std::errc{}) return std::nullopt;
  s.remove_prefix(static_cast<std::size_t>(end - s.data()));
  if (!s.empty()) {
    if (s.front() != '.') return std::nullopt;
    s.remove_prefix(1);
  }
  return n;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string hex_of(std::string_view bytes) {
  std::string out;
  append_hex(out, bytes);
  return out;
}

std::string colons(std::string_view six) {
  std::string out;
  out.reserve(3 * six.size());
  append_hex(out, six, ':');
  return out;
}

/// ipAddressTable index (RFC 4293): type.length.bytes…; "" where it is no IPv4 or IPv6 address.
std::string address_of_index(std::string_view index) {
  const auto type = next_number(index);
  auto length = next_number(index);
  if (!type || !length) return {};
  std::array<std::uint32_t, 16> part{};
  if (!((*type == 1 && *length == 4) || (*type == 2 && *length == 16))) return {};
  for (std::uint32_t i = 0; i < *length; ++i) {
    const auto n = next_number(index);
    if (!n || *n > 255) return {};
    part[i] = *n;
  }
  if (!index.empty()) return {};
  std::string out;
  if (*type == 1) {
    for (std::size_t i = 0; i < 4; ++i) out += (i == 0 ? "" : ".") + std::to_string(part[i]);
    return out;
  }
  std::array<unsigned, 8> group{};  // RFC 5952: the longest run of zero groups becomes "::"
  for (std::size_t i = 0; i < 8; ++i) group[i] = part[2 * i] << 8 | part[2 * i + 1];
  std::size_t best = 8, best_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t j = i;
    while (j < 8 && group[j] == 0) ++j;
    if (j - i > best_length) best = i, best_length = j - i;
  }
  for (std::size_t i = 0; i < 8;) {
    if (i == best) {
      out += "::";
      i += best_length;
      continue;
    }
    if (!out.empty() && out.back() != ':') out += ':';
    std::array<char, 8> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), group[i], 16).ptr;
    out.append(digits.data(), end);
    ++i;
  }
  return out;
}

}  // namespace

bool is_numeric_oid(std::string_view s) {
  if (s.empty() || s.size() > kMaxOidLength || s.front() == '.' || s.back() == '.') return false;
  char before = '.';
  for (const char c : s) {
    if (c == '.' ? before == '.' : (c < '0' || c > '9')) return false;
    before = c;
  }
  return true;
}

namespace {

/// "build 25021113", ",build0022,220323 (GA)": no one writes it beside anything but a version.
bool names_a_build(std::string_view s) {
  const auto at = lower_ascii(s).find("build");
  if (at == std::string::npos) return false;
  const auto rest = trimmed(s.substr(at + 5));
  return !rest.empty() && (rest[0] == ':' || (rest[0] >= '0' && rest[0] <= '9'));
}

/// "V100R002C01B104SP04": version, release, and what is below them, each a letter and its digits.
bool letters_and_numbers(std::string_view s) {
  if (s.size() < 6 || (s[0] != 'V' && s[0] != 'v')) return false;
  std::size_t groups = 0, digits = 0;
  bool release = false;
  for (std::size_t i = 0; i < s.size();) {
    std::size_t letters = 0;
    if (s[i] == 'R') release = true;
    for (; i < s.size() && ((s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z')); ++i) ++letters;
    if (letters == 0 || letters > 3) return false;
    digits = 0;
    for (; i < s.size() && s[i] >= '0' && s[i] <= '9'; ++i) ++digits;
    if (digits == 0) return false;
    ++groups;
  }
  return groups >= 2 && release;
}

}  // namespace

bool looks_like_revision(std::string_view s) {
  if (!may_be_revision(s)) return false;
  if (letters_and_numbers(s)) return true;
  std::size_t i = 0;
  const bool marked = s[0] < '0' || s[0] > '9';  // "V2.00", "R80.20"
  if (marked) i = s[1] == '.' || s[1] == ' ' ? 2 : 1;
  if (i >= s.size() || s[i] < '0' || s[i] > '9') return false;
  const bool leading_zero = s[i] == '0' && s[i + 1] != '.';  // "01.21": no measured value is written like that
  std::array<std::size_t, 4> digits{};  // of the first groups
  std::array<int, 4> number{};
  std::size_t groups = 0;
  while (i < s.size() && s[i] >= '0' && s[i] <= '9') {
    std::size_t n = 0;
    int value = 0;
    for (; i < s.size() && s[i] >= '0' && s[i] <= '9'; ++i, ++n) value = value > 100000 ? value : value * 10 + (s[i] - '0');
    if (groups < digits.size()) digits[groups] = n, number[groups] = value;
    ++groups;
    if (i + 1 < s.size() && s[i] == '.' && s[i + 1] >= '0' && s[i + 1] <= '9') ++i;
    else break;
  }
  const auto rest = s.substr(i);
  if (groups >= 2 && names_a_build(rest)) return true;
  if (groups < 2 || (groups == 2 && !marked && !(leading_zero && rest.empty()))) return false;  // "13.8" is as often a voltage
  if (rest.empty() && !marked) {
    if (groups == 4 && (number[0] >= 10 || number[0] == 0)) return false;                           // an address
    if (groups == 3 && (digits[2] == 4 || digits[0] == 4) && (number[2] / 100 == 20 || number[0] / 100 == 20)) return false;  // a day
  }
  if (!std::all_of(rest.begin(), rest.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::strchr(".-_()+", c) != nullptr; })) return false;
  return rest.size() != 1 || groups > 2 || (rest[0] != 'V' && rest[0] != 'A' && rest[0] != 'W' && rest[0] != 'C');  // "3.3V"
}

bool unhex(std::string_view hex, std::string& out) {
  for (std::size_t i = 0; i < hex.size();) {
    if (hex[i] == ' ' || hex[i] == '\t' || hex[i] == '\r' || hex[i] == '\n') {
      ++i;
      continue;
    }
    if (i + 1 >= hex.size()) return false;
    const int high = hex_digit(hex[i]), low = hex_digit(hex[i + 1]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return true;
}

std::string mac_text(const WalkValue& value) {
  const auto data = value.data;
  std::string bytes;
  if (value.form == WalkValue::Form::Bytes || data.size() == 6) {
    bytes = data;
  } else if (data.size() == 12) {
    if (!unhex(data, bytes)) return {};
  } else {  // "0:1e:73:…", "00-1E-…", "00 1E …"
    int part = -1;
    int digits = 0;
    for (const char c : data) {
      if (const int d = hex_digit(c); d >= 0) {
        part = (part < 0 ? 0 : part * 16) + d;
        if (++digits > 2) return {};
      } else if ((c == ':' || c == '-' || c == ' ') && part >= 0) {
        bytes += static_cast<char>(part);
        part = -1, digits = 0;
      } else {
        return {};
      }
    }
    if (part >= 0) bytes += static_cast<char>(part);
  }
  if (bytes.size() != 6) return {};
  if (std::all_of(bytes.begin(), bytes.end(), [&](char c) { return c == bytes[0]; }) && (bytes[0] == 0 || bytes[0] == '\xff')) return {};
  return colons(bytes);
}

Interest WalkGatherer::interest(std::string_view oid) const {
  if (below(oid, kEnterprises)) {
    if (input_.asked == nullptr) return Interest::Enterprise;
    std::uint32_t pen = 0;
    const char* const number = oid.data() + kEnterprises.size();
    if (std::from_chars(number, oid.data() + oid.size(), pen).ec != std::errc{}) return Interest::Enterprise;
    if (pen != asked_pen_) {  // rows of one maker stand together
      asked_pen_ = pen;
      asked_group_ = input_.asked->below_pen(pen);
    }
    return asked_group_ != nullptr && asked_group_->has(oid) ? Interest::Other : Interest::Enterprise;
  }
  Interest what = Interest::None;
  if (below(oid, kMib2)) {
    const auto rest = oid.substr(kMib2.size());
    switch (rest.front()) {
      case '1':
        if (rest.starts_with("1.")) what = Interest::System;
        else if (rest == "17.1.1.0") what = Interest::Mac;
        break;
      case '2':
        if (rest.starts_with("2.2.1.6.")) what = Interest::Mac;
        else if (rest.starts_with("25.3.2.1.3.1")) what = rest == "25.3.2.1.3.1" ? Interest::Other : Interest::None;
        break;
      case '3':
        if (rest.starts_with("33.1.1.")) what = Interest::Other;
        break;
      case '4':
        if (rest.starts_with("47.1.1.1.1.")) what = Interest::Entity;
        else if (rest.starts_with("4.20.1.1.")) what = Interest::Address;
        else if (rest.starts_with("4.34.1.3.")) what = Interest::AddressRow;
        else if (rest.starts_with("43.5.1.1.1")) what = Interest::Other;
        break;
      default: break;
    }
    if (what == Interest::Other && std::find(kStandardOthers.begin(), kStandardOthers.end(), oid) == kStandardOthers.end())
      what = Interest::None;
  } else if (oid == "1.3.6.1.6.3.10.2.1.1.0") {
    what = Interest::EngineId;
  } else if (oid.starts_with("1.0.8802.1.1.2.1.3.")) {
    if (oid == "1.0.8802.1.1.2.1.3.2.0" || oid == "1.0.8802.1.1.2.1.3.1.0") what = Interest::LldpChassis;
  }
  if (what == Interest::None && input_.asked != nullptr && input_.asked->others().has(oid)) return Interest::Other;
  return what;
}

Interest WalkGatherer::look(std::string_view oid) {
  passed_ = {};
  if (!taken_.empty() && begins_with(oid, taken_)) return taken_as_;
  const Interest what = interest(oid);
  if (what == Interest::Mac || what == Interest::Entity || what == Interest::Address || what == Interest::AddressRow) {
    // What interest() tells by these fronts; "17.1.1.0" is a whole object.
    for (const std::string_view front : {"1.3.6.1.2.1.2.2.1.6.", "1.3.6.1.2.1.47.1.1.1.1.", "1.3.6.1.2.1.4.20.1.1.", "1.3.6.1.2.1.4.34.1.3."})
      if (oid.starts_with(front)) taken_ = oid.substr(0, front.size()), taken_as_ = what;
    return what;
  }
  if ((what != Interest::None && what != Interest::Enterprise) || oid.empty() || oid.front() < '0' || oid.front() > '9') return what;
  if (what == Interest::Enterprise) {
    const char* const end = oid.data() + oid.size();
    const auto number = std::from_chars(oid.data() + kEnterprises.size(), end, passed_pen_);
    if (number.ec != std::errc{} || number.ptr == end || *number.ptr != '.') return what;
  }
  // All that interest() looks for elsewhere, sorted: of sorted strings the neighbours agree most.
  static constexpr std::string_view all[] = {"1.0.8802.1.1.2.1.3.",   "1.3.6.1.2.1.1.",         "1.3.6.1.2.1.17.1.1.0", "1.3.6.1.2.1.2.2.1.6.",  "1.3.6.1.2.1.25.3.2.1.3.1", "1.3.6.1.2.1.33.1.1.",
                                             "1.3.6.1.2.1.4.20.1.1.", "1.3.6.1.2.1.4.34.1.3.", "1.3.6.1.2.1.43.5.1.1.1", "1.3.6.1.2.1.47.1.1.1.1.", kEnterprises,             "1.3.6.1.6.3.10.2.1.1.0"};
  static_assert(std::is_sorted(std::begin(all), std::end(all)));
  std::size_t agrees = kEnterprises.size();
  if (what == Interest::Enterprise) {
    if (input_.asked != nullptr && asked_group_ != nullptr) agrees = std::max(agrees, asked_group_->agrees(oid));
  } else {
    agrees = input_.asked != nullptr ? input_.asked->others().agrees(oid) : 0;
    const auto* const behind = std::lower_bound(std::begin(all), std::end(all), oid);
    if (behind != std::end(all)) agrees = std::max(agrees, common_front(*behind, oid));
    if (behind != std::begin(all)) agrees = std::max(agrees, common_front(behind[-1], oid));
  }
  if (const auto dot = oid.find('.', agrees); dot != std::string_view::npos) {
    passed_ = oid.substr(0, dot + 1);
    passed_as_ = what;
  }
  return what;
}

void WalkGatherer::tell(std::vector<Told>& where, const char* why, std::uint64_t line) {
  for (auto& t : where)
    if (std::string_view(t.why) == why) {
      ++t.count;
      return;
    }
  where.push_back({why, 1, line});
}

void WalkGatherer::bad(const char* why, std::uint64_t line) { tell(errors_, why, line); }

Fact WalkGatherer::fact(std::string_view oid, std::string text, std::uint64_t line, std::uint64_t offset, std::size_t length) {
  Fact f;
  f.value = std::move(text);
  f.place.oid = oid;
  f.place.line = line;
  f.place.offset = offset;
  f.place.length = static_cast<std::uint32_t>(std::min<std::size_t>(length, std::numeric_limits<std::uint32_t>::max()));
  if (now_.first.line == 0) now_.first = f.place;
  return f;
}

std::string WalkGatherer::text_of(const WalkValue& value, std::uint64_t line) {
  auto data = value.data;
  while (!data.empty() && data.back() == '\0') data.remove_suffix(1);  // agents in C send the terminator
  if (data.size() > kMaxKeptText) {
    data = data.substr(0, kMaxKeptText);
    while (!data.empty() && (static_cast<unsigned char>(data.back()) & 0xc0) == 0x80) data.remove_suffix(1);
    if (!data.empty() && (static_cast<unsigned char>(data.back()) & 0x80) != 0) data.remove_suffix(1);
    tell(notes_, "values longer than 4096 bytes were cut", line);
  }
  if (is_utf8(data)) return std::string(trimmed(data));
  auto decoded = to_utf8(data, guess_encoding(data, true));
  tell(notes_, "values are not UTF-8; their encoding was guessed", line);
  return std::string(trimmed(decoded.text));
}

AgentFacts::Entity* WalkGatherer::entity(std::uint32_t index, std::uint64_t line) {
  if (const auto at = entity_at_.find(index); at != entity_at_.end()) return &now_.entities[at->second];
  if (now_.entities.size() >= kMaxEntities) {
    tell(notes_, "physical entities beyond the first 8192 of an agent were left out", line);
    return nullptr;
  }
  entity_at_.emplace(index, now_.entities.size());
  now_.entities.emplace_back().index = index;
  return &now_.entities.back();
}

void WalkGatherer::count_enterprise(std::string_view oid, std::uint64_t line, std::uint64_t offset, std::size_t length, std::string_view text) {
  any_ = beyond_system_ = true;
  if (now_.revisions.size() < kMaxRevisions && looks_like_revision(text) && is_numeric_oid(oid)) now_.revisions.push_back(fact(oid, std::string(text), line, offset, length));
  auto rest = oid.substr(kEnterprises.size());
  const auto pen = next_number(rest);
  if (!pen) return;
  auto& all = now_.enterprises;
  if (last_enterprise_ < all.size() && all[last_enterprise_].pen == *pen) {
    ++all[last_enterprise_].objects;
    return;
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].pen == *pen) {
      ++all[i].objects;
      last_enterprise_ = i;
      return;
    }
  if (all.size() >= kMaxEnterprises) return;
  last_enterprise_ = all.size();
  all.push_back({*pen, 1, fact(oid, {}, line, offset, length).place});
}

void WalkGatherer::row(Interest what, std::string_view oid, const WalkValue& value, std::uint64_t line, std::uint64_t offset,
                       std::size_t length) {
  using Form = WalkValue::Form;
  const auto make = [&](std::string text) { return fact(oid, std::move(text), line, offset, length); };
  const auto text = [&] { return make(text_of(value, line)); };
  if (what == Interest::System) {
    auto rest = oid.substr(kMib2.size() + 2);
    const auto scalar = next_number(rest);
    if (!scalar || *scalar > 7 || rest != "0") return;  // sysORTable
    const auto bit = 1U << *scalar;
    const bool restart = *scalar == 1 && seen_scalars_ != 0 && beyond_system_;
    if ((seen_scalars_ & bit) != 0 || restart) flush();
    seen_scalars_ |= bit;
    any_ = true;
    switch (*scalar) {
      case 1: now_.sys_descr = text(); break;
      case 2: if (value.form == Form::Oid || is_numeric_oid(value.data)) now_.sys_object_id = make(std::string(value.data)); break;
      case 4: now_.sys_contact = text(); break;
      case 5: now_.sys_name = text(); break;
      case 6: now_.sys_location = text(); break;
      default: break;
    }
    return;
  }
  any_ = beyond_system_ = true;
  switch (what) {
    case Interest::EngineId: {
      std::string bytes;
      now_.engine_id = make(value.form == Form::Text && value.data.size() >= 10 && unhex(value.data, bytes) ? hex_of(bytes) : hex_of(value.data));
      break;
    }
    case Interest::Mac: {
      auto mac = mac_text(value);
      if (mac.empty() || std::any_of(now_.macs.begin(), now_.macs.end(), [&](const Fact& f) { return f.value == mac; })) break;
      if (now_.macs.size() >= kMaxMacs) tell(notes_, "interface addresses beyond the first 256 of an agent were left out", line);
      else now_.macs.push_back(make(std::move(mac)));
      break;
    }
    case Interest::Address:
    case Interest::AddressRow: {
      std::string address = what == Interest::Address ? std::string(oid.substr(oid.find(".20.1.1.") + 8))
                                                      : address_of_index(oid.substr(oid.find(".34.1.3.") + 8));
      const bool v4 = address.find(':') == std::string::npos;
      if (address.empty() || (v4 && std::count(address.begin(), address.end(), '.') != 3)) break;
      if (address.starts_with("127.") || address == "::1" || address == "0.0.0.0") break;
      if (address.size() > 45 || std::any_of(now_.addresses.begin(), now_.addresses.end(), [&](const Fact& f) { return f.value == address; })) break;
      if (now_.addresses.size() >= kMaxAddresses) tell(notes_, "IP addresses beyond the first 1024 of an agent were left out", line);
      else now_.addresses.push_back(make(std::move(address)));
      break;
    }
    case Interest::Entity: {
      auto rest = oid.substr(kEntity.size());
      const auto column = next_number(rest);
      const auto index = next_number(rest);
      if (!column || !index || !rest.empty() || *column < 2 || *column > 13) break;
      auto* e = entity(*index, line);
      if (e == nullptr) break;
      switch (*column) {
        case 2: e->descr = text(); break;
        case 3: if (value.form == Form::Oid) e->vendor_type = make(std::string(value.data)); break;
        case 4:
          e->contained = trimmed(value.data) != "0";
          e->inside = static_cast<std::uint32_t>(std::min<std::int64_t>(parse_count(trimmed(value.data)).value_or(0), std::numeric_limits<std::uint32_t>::max()));
          break;
        case 5: e->cls = static_cast<int>(std::min<std::int64_t>(parse_count(trimmed(value.data)).value_or(0), 255)); break;
        case 7: e->name = text(); break;
        case 8: e->hw = text_of(value, line); break;
        case 9: e->fw = text_of(value, line); break;
        case 10: e->sw = text_of(value, line); break;
        case 11: e->serial = text(); break;
        case 12: e->mfg = text(); break;
        case 13: e->model = text(); break;
        default: break;
      }
      break;
    }
    case Interest::LldpChassis: {
      if (oid.ends_with(".1.0")) {
        chassis_subtype_ = static_cast<int>(std::min<std::int64_t>(parse_count(trimmed(value.data)).value_or(0), 255));
        break;
      }
      auto mac = chassis_subtype_ == 4 || chassis_subtype_ == 0 ? mac_text(value) : std::string{};  // 4: macAddress
      now_.chassis_id = mac.empty() ? text() : make(std::move(mac));
      break;
    }
    case Interest::Other:
      if (below(oid, kEnterprises)) count_enterprise(oid, line, offset, length);
      if (now_.others.size() >= kMaxOthers) tell(notes_, "objects asked for beyond the first 256 of an agent were left out", line);
      else now_.others.push_back(text());
      break;
    default: break;
  }
}

void WalkGatherer::flush() {
  if (any_) {
    now_.input = input_.name;
    sink_.agent(std::move(now_));
  }
  now_ = {};
  any_ = beyond_system_ = false;
  seen_scalars_ = 0;
  chassis_subtype_ = 0;
  last_enterprise_ = 0;
  passed_ = {};
  entity_at_.clear();
}

Result<void> WalkGatherer::finish() {
  if (good_ == 0) {
    const bool some = !errors_.empty();
    return in_input(Error{Kind::Malformed, {}, some ? "line " + std::to_string(errors_.front().line) : "", 
                          some ? std::string("no line could be read as an answer of an SNMP agent; the first: ") + errors_.front().why
                               : "no answer of an SNMP agent in it",
                          "give the output of snmpwalk, or a recording as snmpsim writes it"}, input_.name);
  }
  flush();
  for (const auto* list : {&errors_, &notes_})
    for (const auto& t : *list) {
      Error e{Kind::Malformed, input_.name, "line " + std::to_string(t.line),
              t.count == 1 ? std::string(t.why) : std::string(t.why) + " (" + std::to_string(t.count) + " lines, this is the first)",
              list == &errors_ ? "left out; " + counted(static_cast<std::int64_t>(good_), "line was read", "lines were read") : ""};
      if (list == &errors_) sink_.error(std::move(e));
      else sink_.note(std::move(e));
    }
  return {};
}

}  // namespace rf::evidence
