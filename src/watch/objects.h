// The objects of contracts.md, printed. Not the room's door.
#pragma once

#include <string>
#include <vector>

#include "watch/emit.h"

namespace rf::watch {

/// RFC 3339 in UTC with nine digits of a second where the time has them, else six.
std::string time_text(std::int64_t nanoseconds);
/// Into a CSV cell: quoted where it must be (RFC 4180), and never a formula.
void append_csv_cell(std::string& out, std::string_view s);
void append_time(std::string& out, std::int64_t nanoseconds);

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
    std::string value;
  };
  Format format_;
  const Out& out_;
  const std::vector<CaptureInput>& inputs_;
  wire::Statement at_;
  std::vector<Said> said_;
  std::size_t held_ = 0;
  std::string line_;
  std::uint64_t count_ = 0;
};

}  // namespace rf::watch
