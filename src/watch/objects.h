// The objects of contracts.md, printed. Not the room's door.
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "watch/emit.h"
#include "watch/flow_line.h"

namespace rf::watch {

/// Into a CSV cell: quoted where it must be (RFC 4180), and never a formula.
void append_csv_cell(std::string& out, std::string_view s);
/// {"kind":…} of contracts.md, or null.
void put_tunnel(JsonWriter& w, const wire::Tunnel& t);

class FlowPrinter : public wire::Consumer {
 public:
  FlowPrinter(Format format, const Out& out, const std::vector<CaptureInput>& inputs);
  void flow(const wire::Flow& f) override;
  /// What stands before the first and behind the last.
  void begin();
  void end();
  std::uint64_t count() const { return count_; }

 private:
  Format format_;
  const Out& out_;
  const std::vector<CaptureInput>& inputs_;
  TimeText times_;
  std::string line_;
  std::uint64_t count_ = 0;
};

/// Statements of one message (speaker, connection, frame) are one transaction.
class TransactionPrinter : public wire::Consumer {
 public:
  TransactionPrinter(Format format, const Out& out, const std::vector<CaptureInput>& inputs);
  void statement(const wire::Statement& s) override;
  void begin();
  void end();
  std::uint64_t count() const { return count_; }

 private:
  void flush();
  struct Said {
    std::string_view field;
    std::size_t at, size;      ///< of the value in text_
    std::size_t next;          ///< the next of the same field, 0 none
    bool first;                ///< of its field
  };
  std::string_view value_of(const Said& s) const { return std::string_view(text_).substr(s.at, s.size); }
  void put_json();
  Format format_;
  const Out& out_;
  const std::vector<CaptureInput>& inputs_;
  wire::Statement at_;
  std::string_view protocol_;  ///< of at_
  std::vector<Said> said_;
  std::string text_;           ///< what was said, one behind the other
  TimeText times_;
  std::string line_;
  std::uint64_t count_ = 0;
};

}  // namespace rf::watch
