#include "watch/objects.h"

#include <array>
#include <charconv>
#include <cstring>

#include "base/json_writer.h"
#include "base/text.h"

namespace rf::watch {
namespace {

constexpr std::size_t kMaxStatements = 512;      // of one transaction; a certificate chain says some sixty
constexpr std::size_t kMaxHeldText = 1U << 20;   // … and their text
constexpr std::size_t kFlush = 1U << 16;

void put_tunnel(JsonWriter& w, const wire::Tunnel& t) {
  if (t.kind == wire::TunnelKind::None) {
    w.null();
    return;
  }
  w.begin_object().member("kind", wire::to_text(t.kind));
  if (t.has_id && !wire::id_word(t.kind).empty()) w.member(wire::id_word(t.kind), std::uint64_t{t.id});
  if (t.depth > 1) w.member("depth", std::uint64_t{t.depth});
  w.end_object();
}

std::string endpoint(const wire::Ip& ip, std::uint16_t port) {
  std::string s = to_text(ip);
  if (port == 0) return s;
  return (ip.v6 ? "[" + s + "]" : s) + ":" + std::to_string(port);
}

std::string padded(std::string s, std::size_t n) {
  if (s.size() < n) s.append(n - s.size(), ' ');
  return s;
}

}  // namespace

void append_csv_cell(std::string& out, std::string_view s) {
  if (s.find_first_of(",\"\r\n") == std::string_view::npos && (s.empty() || std::strchr("=+-@\t", s[0]) == nullptr)) {
    out += s;
    return;
  }
  out += '"';
  if (std::strchr("=+-@\t", s.empty() ? 'a' : s[0]) != nullptr) out += '\'';
  for (const char c : s) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string time_text(std::int64_t ns) {
  std::string out;
  append_time(out, ns);
  return out;
}

void append_time(std::string& out, std::int64_t ns) {
  std::int64_t seconds = ns / 1'000'000'000, rest = ns % 1'000'000'000;
  if (rest < 0) {
    rest += 1'000'000'000;
    --seconds;
  }
  std::int64_t days = seconds / 86400, second = seconds % 86400;
  if (second < 0) {
    second += 86400;
    --days;
  }
  // Years that begin on the first of March have their leap day last; 400 of them have 146,097 days.
  const std::int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t day_of_era = z - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t m = (5 * day_of_year + 2) / 153, day = day_of_year - (153 * m + 2) / 5 + 1, month = m < 10 ? m + 3 : m - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  char text[] = "0000-00-00T00:00:00.000000000Z";
  const auto put = [&text](std::size_t at, std::int64_t v, int digits) {
    for (int i = digits - 1; i >= 0; --i, v /= 10) text[at + static_cast<std::size_t>(i)] = static_cast<char>('0' + v % 10);
  };
  put(0, year, 4);
  put(5, month, 2);
  put(8, day, 2);
  put(11, second / 3600, 2);
  put(14, second / 60 % 60, 2);
  put(17, second % 60, 2);
  put(20, rest, 9);
  if (rest % 1000 == 0) {
    text[26] = 'Z';
    out.append(text, 27);
  } else {
    out.append(text, 30);
  }
}

FlowPrinter::FlowPrinter(Format format, const Out& out, const std::vector<CaptureInput>& inputs) : format_(format), out_(out), inputs_(inputs) {}

void FlowPrinter::begin() {
  if (format_ == Format::Json) line_ = "[";
  if (format_ == Format::Csv) line_ = "start,end,src,src_port,dst,dst_port,transport,protocol,packets_out,packets_in,bytes_out,bytes_in,tunnel,tunnel_id,first_frame,input\n";
  if (format_ == Format::Text) line_ = padded("START", 28) + padded("FROM", 30) + padded("TO", 30) + padded("PROTOCOL", 14) + "PACKETS       BYTES        TUNNEL\n";
}

void FlowPrinter::flow(const wire::Flow& f) {
  const std::string& input = inputs_[f.input].name;
  if (format_ == Format::Json || format_ == Format::Jsonl) {
    if (format_ == Format::Json) line_ += count_ == 0 ? "\n" : ",\n";
    // Written by hand: a capture has a flow for every few packets, and nothing here needs escaping save the input's name.
    const auto number = [&](const char* before, std::uint64_t n) {
      line_ += before;
      append_number(line_, n);
    };
    line_ += R"({"type":"flow","start":")";
    append_time(line_, f.start);
    line_ += R"(","end":")";
    append_time(line_, f.end);
    line_ += R"(","src":")";
    wire::append_text(line_, f.src);
    number(R"(","src_port":)", f.src_port);
    line_ += R"(,"dst":")";
    wire::append_text(line_, f.dst);
    number(R"(","dst_port":)", f.dst_port);
    line_ += R"(,"transport":")";
    line_ += f.transport == 6 ? "tcp" : f.transport == 17 ? "udp" : wire::transport_name(f.transport);
    line_ += R"(","protocol":)";
    if (f.protocol.empty()) line_ += "null";
    else append_json_string(line_, f.protocol);
    number(R"(,"packets":[)", f.packets[0]);
    number(",", f.packets[1]);
    number(R"(],"bytes":[)", f.bytes[0]);
    number(",", f.bytes[1]);
    line_ += R"(],"tunnel":)";
    if (f.tunnel.kind == wire::TunnelKind::None) {
      line_ += "null";
    } else {
      JsonWriter w(line_);
      put_tunnel(w, f.tunnel);
    }
    number(R"(,"frame":)", f.first_frame);
    if (f.vlan != 0) number(R"(,"vlan":)", f.vlan);
    if (inputs_.size() > 1) {
      line_ += R"(,"input":)";
      append_json_string(line_, input);
    }
    line_ += '}';
    if (format_ == Format::Jsonl) line_ += '\n';
  } else if (format_ == Format::Csv) {
    for (const std::string& cell : {time_text(f.start), time_text(f.end), to_text(f.src), std::to_string(f.src_port), to_text(f.dst), std::to_string(f.dst_port), wire::transport_name(f.transport), std::string(f.protocol)}) {
      append_csv_cell(line_, cell);
      line_ += ',';
    }
    for (const auto n : {f.packets[0], f.packets[1], f.bytes[0], f.bytes[1]}) {
      append_number(line_, n);
      line_ += ',';
    }
    line_ += wire::to_text(f.tunnel.kind);
    line_ += ',';
    if (f.tunnel.has_id) append_number(line_, f.tunnel.id);
    line_ += ',';
    append_number(line_, f.first_frame);
    line_ += ',';
    append_csv_cell(line_, input);
    line_ += '\n';
  } else {
    std::string tunnel(wire::to_text(f.tunnel.kind));
    if (f.tunnel.has_id) tunnel += " " + std::to_string(f.tunnel.id);
    const std::string transport = wire::transport_name(f.transport) + (f.protocol.empty() ? "" : "/" + std::string(f.protocol));
    line_ += padded(time_text(f.start), 28) + padded(endpoint(f.src, f.src_port), 29) + ' ' + padded(endpoint(f.dst, f.dst_port), 29) + ' ' + padded(transport, 13) + ' ' +
             padded(std::to_string(f.packets[0]) + " / " + std::to_string(f.packets[1]), 13) + ' ' + padded(std::to_string(f.bytes[0]) + " / " + std::to_string(f.bytes[1]), tunnel.empty() ? 0 : 17) + (tunnel.empty() ? "" : ' ' + tunnel) + '\n';
  }
  ++count_;
  if (line_.size() >= kFlush) {
    out_(line_);
    line_.clear();
  }
}

void FlowPrinter::end() {
  if (format_ == Format::Json) line_ += count_ == 0 ? "]\n" : "\n]\n";
  out_(line_);
  line_.clear();
}

TransactionPrinter::TransactionPrinter(Format format, const Out& out, const std::vector<CaptureInput>& inputs) : format_(format), out_(out), inputs_(inputs) {}

void TransactionPrinter::begin() {
  if (format_ == Format::Json) line_ = "[";
  if (format_ == Format::Csv) line_ = "time,frame,src,src_port,dst,dst_port,transport,field,value,input\n";
}

void TransactionPrinter::statement(const wire::Statement& s) {
  const bool same = !said_.empty() && s.said.frame == at_.said.frame && s.connection == at_.connection && s.said.direction == at_.said.direction && s.input == at_.input && s.from.mac == at_.from.mac &&
                    s.said.field.substr(0, s.said.field.find('.')) == said_.front().field.substr(0, said_.front().field.find('.')) && said_.size() < kMaxStatements && held_ < kMaxHeldText;
  if (!same) flush();
  if (said_.empty()) at_ = s;
  said_.push_back({s.said.field, std::string(s.said.value)});
  held_ += s.said.value.size();
}

void TransactionPrinter::flush() {
  if (said_.empty()) return;
  const std::string_view protocol = said_.front().field.substr(0, said_.front().field.find('.'));
  const auto text_of = [](const wire::End& e) { return e.has_ip ? to_text(e.ip) : e.has_mac ? wire::mac_text(e.mac) : std::string(); };
  const std::string input = inputs_[at_.input].name;
  const std::string transport = at_.transport == 0 ? std::string() : wire::transport_name(at_.transport);
  if (format_ == Format::Json || format_ == Format::Jsonl) {
    if (format_ == Format::Json) line_ += count_ == 0 ? "\n" : ",\n";
    JsonWriter w(line_);
    w.begin_object().member("type", "transaction").member("time", time_text(at_.time)).member("protocol", protocol);
    w.member("src", text_of(at_.from)).member("src_port", int{at_.from.port}).member("dst", text_of(at_.to)).member("dst_port", int{at_.to.port});
    w.member_or_null("transport", transport).member("from", at_.said.direction == 0 ? "initiator" : "responder");
    // A field said several times in one message (queries, certificates) is a list, in the order of the message.
    w.key("said").begin_object();
    for (std::size_t i = 0; i < said_.size(); ++i) {
      bool before = false, again = false;
      for (std::size_t j = 0; j < said_.size(); ++j)
        if (j != i && said_[j].field == said_[i].field) (j < i ? before : again) = true;
      if (before) continue;
      w.key(said_[i].field);
      if (!again) {
        w.value(said_[i].value);
        continue;
      }
      w.begin_array();
      for (std::size_t j = i; j < said_.size(); ++j)
        if (said_[j].field == said_[i].field) w.value(said_[j].value);
      w.end_array();
    }
    w.end_object();
    w.key("tunnel");
    put_tunnel(w, at_.tunnel);
    w.key("frames").begin_array().value(at_.said.frame).end_array();
    if (inputs_.size() > 1) w.member("input", input);
    w.end_object();
    if (format_ == Format::Jsonl) line_ += '\n';
    ++count_;
  } else if (format_ == Format::Csv) {
    for (const auto& s : said_) {
      for (const std::string& cell : {time_text(at_.time), std::to_string(at_.said.frame), text_of(at_.from), std::to_string(at_.from.port), text_of(at_.to), std::to_string(at_.to.port), transport, std::string(s.field), to_utf8(s.value, guess_encoding(s.value, true)).text}) {
        append_csv_cell(line_, cell);
        line_ += ',';
      }
      append_csv_cell(line_, input);
      line_ += '\n';
      ++count_;
    }
  } else {
    line_ += time_text(at_.time) + "  frame " + std::to_string(at_.said.frame) + "  " + text_of(at_.from) + (at_.from.port ? ":" + std::to_string(at_.from.port) : "") + " > " + text_of(at_.to) + (at_.to.port ? ":" + std::to_string(at_.to.port) : "") + '\n';
    for (const auto& s : said_) {
      // One line a statement, whatever was sent: JSON's escapes are readable and end no line.
      line_ += "  " + padded(std::string(s.field), 26) + ' ';
      append_json_string(line_, std::string_view(s.value).substr(0, 200));
      line_ += '\n';
    }
    ++count_;
  }
  said_.clear();
  held_ = 0;
  if (line_.size() >= kFlush) {
    out_(line_);
    line_.clear();
  }
}

void TransactionPrinter::end() {
  flush();
  if (format_ == Format::Json) line_ += count_ == 0 ? "]\n" : "\n]\n";
  out_(line_);
  line_.clear();
}

}  // namespace rf::watch
