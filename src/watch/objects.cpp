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

std::string endpoint(const wire::Ip& ip, std::uint16_t port) {
  std::string s = to_text(ip);
  if (port == 0) return s;
  return (ip.v6 ? "[" + s + "]" : s) + ":" + std::to_string(port);
}

std::string time_text(TimeText& times, std::int64_t ns) {
  char text[TimeText::kMost];
  return {text, times.put(text, ns)};
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
    const std::size_t before = line_.size();
    line_.resize(before + kMaxFlowLine);
    char* const begin = line_.data();
    line_.resize(static_cast<std::size_t>(put_flow(begin + before, f, times_) - begin));
    if (inputs_.size() > 1) {
      line_ += R"(,"input":)";
      append_json_string(line_, input);
    }
    line_ += '}';
    if (format_ == Format::Jsonl) line_ += '\n';
  } else if (format_ == Format::Csv) {
    for (const std::string& cell : {time_text(times_, f.start), time_text(times_, f.end), to_text(f.src), std::to_string(f.src_port), to_text(f.dst), std::to_string(f.dst_port), wire::transport_name(f.transport), std::string(f.protocol)}) {
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
    line_ += padded(time_text(times_, f.start), 28) + padded(endpoint(f.src, f.src_port), 29) + ' ' + padded(endpoint(f.dst, f.dst_port), 29) + ' ' + padded(transport, 13) + ' ' +
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
  const std::string_view protocol = s.said.field.substr(0, s.said.field.find('.'));
  const bool same = !said_.empty() && s.said.frame == at_.said.frame && s.connection == at_.connection && s.said.direction == at_.said.direction && s.input == at_.input && s.from.mac == at_.from.mac &&
                    protocol == protocol_ && said_.size() < kMaxStatements && text_.size() < kMaxHeldText;
  if (!same) flush();
  if (said_.empty()) {
    at_ = s;
    protocol_ = protocol;
  }
  const std::size_t number = said_.size();
  bool first = true;
  for (std::size_t i = 0; i < number && first; ++i) {
    if (!said_[i].first || said_[i].field != s.said.field) continue;
    first = false;
    while (said_[i].next != 0) i = said_[i].next;
    said_[i].next = number;
  }
  said_.push_back({s.said.field, text_.size(), s.said.value.size(), 0, first});
  text_ += s.said.value;
}

/// The transaction as contracts.md has it. Keys are words of fields.h and addresses are digits: only what was said needs escaping.
void TransactionPrinter::put_json() {
  char text[std::max(wire::kMaxIpText, TimeText::kMost)];
  const auto time = [&](std::int64_t ns) { line_.append(text, times_.put(text, ns)); };
  const auto end = [&](const wire::End& e) {
    if (e.has_ip) line_.append(text, wire::put_text(text, e.ip));
    else if (e.has_mac) line_ += wire::mac_text(e.mac);
  };
  const auto number = [&](const char* before, std::uint64_t n) {
    line_ += before;
    append_number(line_, n);
  };
  line_ += R"({"type":"transaction","time":")";
  time(at_.time);
  line_ += R"(","protocol":")";
  line_ += protocol_;
  line_ += R"(","src":")";
  end(at_.from);
  number(R"(","src_port":)", at_.from.port);
  line_ += R"(,"dst":")";
  end(at_.to);
  number(R"(","dst_port":)", at_.to.port);
  line_ += R"(,"transport":)";
  if (at_.transport == 0) {
    line_ += "null";
  } else {
    line_ += '"';
    line_ += at_.transport == 6 ? "tcp" : at_.transport == 17 ? "udp" : wire::transport_name(at_.transport);
    line_ += '"';
  }
  line_ += at_.said.direction == 0 ? R"(,"from":"initiator","said":{)" : R"(,"from":"responder","said":{)";
  // A field said several times in one message (queries, certificates) is a list, in the order of the message.
  for (std::size_t i = 0; i < said_.size(); ++i) {
    if (!said_[i].first) continue;
    line_ += i == 0 ? "\"" : ",\"";
    line_ += said_[i].field;
    line_ += "\":";
    if (said_[i].next == 0) {
      append_json_string(line_, value_of(said_[i]));
      continue;
    }
    line_ += '[';
    for (std::size_t j = i;; j = said_[j].next) {
      append_json_string(line_, value_of(said_[j]));
      if (said_[j].next == 0) break;
      line_ += ',';
    }
    line_ += ']';
  }
  line_ += R"(},"tunnel":)";
  if (at_.tunnel.kind == wire::TunnelKind::None) {
    line_ += "null";
  } else {
    JsonWriter w(line_);
    put_tunnel(w, at_.tunnel);
  }
  number(R"(,"frames":[)", at_.said.frame);
  line_ += ']';
  if (inputs_.size() > 1) {
    line_ += R"(,"input":)";
    append_json_string(line_, inputs_[at_.input].name);
  }
  line_ += '}';
}

void TransactionPrinter::flush() {
  if (said_.empty()) return;
  const auto text_of = [](const wire::End& e) { return e.has_ip ? to_text(e.ip) : e.has_mac ? wire::mac_text(e.mac) : std::string(); };
  if (format_ == Format::Json || format_ == Format::Jsonl) {
    if (format_ == Format::Json) line_ += count_ == 0 ? "\n" : ",\n";
    put_json();
    if (format_ == Format::Jsonl) line_ += '\n';
    ++count_;
  } else if (format_ == Format::Csv) {
    const std::string transport = at_.transport == 0 ? std::string() : wire::transport_name(at_.transport);
    for (const auto& s : said_) {
      for (const std::string& cell : {time_text(times_, at_.time), std::to_string(at_.said.frame), text_of(at_.from), std::to_string(at_.from.port), text_of(at_.to), std::to_string(at_.to.port), transport, std::string(s.field), to_utf8(value_of(s), guess_encoding(value_of(s), true)).text}) {
        append_csv_cell(line_, cell);
        line_ += ',';
      }
      append_csv_cell(line_, inputs_[at_.input].name);
      line_ += '\n';
      ++count_;
    }
  } else {
    line_ += time_text(times_, at_.time) + "  frame " + std::to_string(at_.said.frame) + "  " + text_of(at_.from) + (at_.from.port ? ":" + std::to_string(at_.from.port) : "") + " > " + text_of(at_.to) + (at_.to.port ? ":" + std::to_string(at_.to.port) : "") + '\n';
    for (const auto& s : said_) {
      // One line a statement, whatever was sent: JSON's escapes are readable and end no line.
      line_ += "  " + padded(std::string(s.field), 26) + ' ';
      append_json_string(line_, value_of(s).substr(0, 200));
      line_ += '\n';
    }
    ++count_;
  }
  said_.clear();
  text_.clear();
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
