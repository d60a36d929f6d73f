// A case is a folder below tests/evidence/<kind>/: input.*, expected.jsonl (rows as read, then errors and notes), about.md. The runner
// walks the tree, so a case needs no C++. RINGFENCE_WRITE_CASES=1 writes expected.jsonl anew, to be read before it is committed.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "base/json_writer.h"
#include "evidence/columns.h"
#include "evidence/reader.h"
#include "tests/case_folder.h"

namespace rf::evidence {
namespace {
namespace fs = std::filesystem;

class Print : public Sink {
 public:
  void rows(const ColumnBatch& b) override {
    for (std::size_t i = 0; i < b.rows(); ++i) {
      JsonWriter w(out);
      w.begin_object().member(b.json ? "object" : "line", b.line[i]);
      for (const auto& c : b.columns)
        if (!c.cells[i].empty()) w.member(c.field < 0 ? "+" + c.header : std::string(kFields[static_cast<std::size_t>(c.field)].name), c.cells[i]);
      w.end_object();
      out += '\n';
    }
  }
  void agent(AgentFacts facts) override {
    if (!facts.sys_name.empty()) {
      JsonWriter w(out);
      w.begin_object().member("agent", facts.sys_name.value).end_object();
      out += '\n';
    }
    for (const auto& f : facts.said) {
      JsonWriter w(out);
      w.begin_object().member("said", f.field);
      if (f.fact.place.pointer.empty()) w.member("line", f.fact.place.line);
      else w.member("pointer", f.fact.place.pointer);
      w.member("text", f.fact.value.substr(0, 60)).end_object();
      out += '\n';
    }
    for (const auto& p : facts.listed) {
      JsonWriter w(out);
      w.begin_object().member("part", p.cls).member("line", p.serial.empty() ? p.descr.place.line : p.serial.place.line).member("name", p.name.value).member("maker", p.mfg.value);
      w.member("model", p.model.value).member("serial", p.serial.value).end_object();
      out += '\n';
    }
  }
  void sighting(Sighting s) override {
    JsonWriter w(out);
    w.begin_object().member("sighting", s.address).member("frame", s.frame);
    if (!s.mac.empty()) w.member("mac", s.mac);
    if (!s.name.empty()) w.member("name", s.name);
    if (s.subscriber) w.member("subscriber", true);
    for (const auto& m : s.managers) w.member("answered", m);
    for (const auto& x : s.said) w.member(x.field, x.value);
    if (s.identifies) {
      w.key("facts").begin_object().member("sys_descr", s.facts.sys_descr.value).member("sys_object_id", s.facts.sys_object_id.value).member("sys_name", s.facts.sys_name.value);
      w.member("chassis_id", s.facts.chassis_id.value).key("frames").begin_array();
      for (const auto* f : {&s.facts.sys_descr, &s.facts.sys_object_id, &s.facts.sys_name, &s.facts.chassis_id}) w.value(f->place.line);
      w.end_array().key("addresses").begin_array();
      for (const auto& a : s.facts.addresses) w.value(a.value);
      w.end_array();
      if (!s.facts.said.empty()) w.key("said").begin_array();
      for (const auto& x : s.facts.said) w.value(x.field + "=" + x.fact.value + " #" + std::to_string(x.fact.place.line));
      if (!s.facts.said.empty()) w.end_array();
      w.end_object();
    }
    w.end_object();
    out += '\n';
  }
  void error(Error e) override { say("error", e); }
  void note(Error e) override { say("note", e); }
  void say(const char* kind, const Error& e) {
    JsonWriter w(out);
    w.begin_object().member(kind, e.why);
    if (!e.where.empty()) w.member("where", e.where);
    w.end_object();
    out += '\n';
  }
  std::string out;
};

TEST(EvidenceCases, AreReadAsExpected) {
  const auto k = knowledge::open({});
  ASSERT_TRUE(k);
  const ColumnWords words = column_words(*k);
  std::size_t cases = 0;
  for (const Reader& reader : readers()) {
    const std::string kind(reader.kind);
    if (kind.starts_with("snmp")) continue;  // agents, no rows: snmp_test.cpp
    if (kind == "weights") continue;         // an inventory's bytes, told by columns: tests/assess/weights
    std::size_t of_kind = 0;
    for (const auto& folder : fs::directory_iterator(fs::path(RINGFENCE_ROOT) / "tests/evidence" / kind)) {
      for (const auto& f : fs::directory_iterator(folder.path())) {
        if (!f.path().filename().string().starts_with("input.")) continue;
        const auto file = MappedFile::open(f.path().string());
        ASSERT_TRUE(file);
        Print sink;
        const auto found = reader_for(file->bytes(), f.path().string());
        if (!found) {
          sink.say("fails", found.error());
        } else {
          EXPECT_EQ((*found)->kind, kind) << f.path();
          Input input{};
          input.name = f.path().string();
          input.bytes = file->bytes();
          input.words = &words;
          if (const auto read = (*found)->read(input, sink); !read) sink.say("fails", read.error());
        }
        tests::expect_case(folder.path(), sink.out);
        ++of_kind;
      }
    }
    EXPECT_GT(of_kind, 0U) << kind;
    cases += of_kind;
  }
  EXPECT_GE(cases, 12U);
}

}  // namespace
}  // namespace rf::evidence
