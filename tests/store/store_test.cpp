// The ledger: whole runs or none, whoever writes, however it ends.
#include "store/store.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/in_folder.h"

namespace rf::store {
namespace {

class StoreTest : public tests::InFolder {
 protected:
  void SetUp() override {
    InFolder::SetUp();
    path_ = folder_ + "/deep/below/ledger.db";
  }
  std::string path_;
};

Run run_of(const std::string& operator_id, const std::string& state = "breached") {
  Run r;
  r.operator_id = operator_id;
  r.as_of = r.known_at = "2026-11-24";
  r.knowledge = std::string(64, 'a');
  r.program = "ringfence 0.1.0";
  r.options = "--country GB";
  r.summary = "1 not met";
  r.estate = std::string(64, 'b');
  r.inputs = {{"a.csv", std::string(64, 'c'), 12}};
  r.items = {{"finding", "d/x@" + operator_id, state, "{\"id\":\"d/x\"}"}, {"regime", "uk-hcsec", "unknown", "{}"}};
  return r;
}
Run large_run(const std::string& operator_id) {
  store::Run r = run_of(operator_id);
  for (int i = 0; i < 400; ++i) r.items.push_back({"finding", std::to_string(i), "met", std::string(4096, 'x')});
  return r;
}
void execute(const std::string& path, const char* sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}
int wait_for(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST_F(StoreTest, KeepsARunAndGivesItBack) {
  auto store = Store::open(path_);
  ASSERT_TRUE(store) << to_text(store.error());
  bool added = false;
  const auto number = store->keep(run_of("op"), &added);
  ASSERT_TRUE(number);
  EXPECT_EQ(*number, 1);
  EXPECT_TRUE(added);
  const auto back = store->run(1);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->operator_id, "op");
  EXPECT_EQ(back->made_at.size(), 20U);
  ASSERT_EQ(back->inputs.size(), 1U);
  EXPECT_EQ(back->inputs[0].bytes, 12U);
  ASSERT_EQ(back->items.size(), 2U);
  EXPECT_EQ(back->items[0].json, "{\"id\":\"d/x\"}");
  const auto missing = store->run(7);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, Kind::Usage);
}

TEST_F(StoreTest, TheSameQuestionOfTheSameEvidenceAddsNothing) {
  auto store = Store::open(path_);
  ASSERT_TRUE(store);
  ASSERT_EQ(store->keep(run_of("op")).value(), 1);
  bool added = true;
  EXPECT_EQ(store->keep(run_of("op"), &added).value(), 1);
  EXPECT_FALSE(added);
  store::Run other = run_of("op");
  other.inputs[0].sha256[0] = 'd';
  EXPECT_EQ(store->keep(other, &added).value(), 2);
  EXPECT_TRUE(added);
  store::Run moved = run_of("op");  // the same bytes in other fields are another run
  moved.operator_id = "o";
  moved.as_of = "p" + moved.as_of;
  EXPECT_EQ(store->keep(moved).value(), 3);
  EXPECT_EQ(store->runs().value().size(), 3U);
  const auto last = store->runs(2).value();
  ASSERT_EQ(last.size(), 2U);
  EXPECT_EQ(last[0].number, 2);
  EXPECT_TRUE(last[0].items.empty());
}

TEST_F(StoreTest, TellsWhatDiffersBetweenTwoRuns) {
  auto store = Store::open(path_);
  ASSERT_TRUE(store);
  store::Run before = run_of("op", "met"), after = run_of("op", "breached");
  before.items.push_back({"finding", "gone", "due", "{}"});
  after.items.push_back({"finding", "new", "undecided", "{}"});
  const auto a = store->keep(before).value(), b = store->keep(after).value();
  const auto changes = store->diff(a, b);
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 3U);
  EXPECT_EQ((*changes)[0].id, "d/x@op");
  EXPECT_EQ((*changes)[0].before, "met");
  EXPECT_EQ((*changes)[0].after, "breached");
  EXPECT_EQ((*changes)[1].after, "");
  EXPECT_EQ((*changes)[2].before, "");
}

TEST_F(StoreTest, ManyProcessesAtOnceKeepOneOfEach) {
  constexpr int kRounds = 12, kProcesses = 6, kRuns = 5;
  for (int round = 0; round < kRounds; ++round) {  // the race to make the file is lost once in some ten rounds
    const std::string path = path_ + std::to_string(round);
    std::vector<pid_t> children;
    for (int p = 0; p < kProcesses; ++p) {
      const pid_t child = ::fork();
      ASSERT_GE(child, 0);
      if (child == 0) {
        auto store = Store::open(path);
        if (!store) ::_exit(1);
        for (int i = 0; i < kRuns; ++i)
          if (!store->keep(run_of("op" + std::to_string(i)))) ::_exit(2);
        ::_exit(0);
      }
      children.push_back(child);
    }
    for (const pid_t child : children) EXPECT_EQ(wait_for(child), 0);
    auto store = Store::open(path);
    ASSERT_TRUE(store);
    EXPECT_EQ(store->runs().value().size(), static_cast<std::size_t>(kRuns));
  }
}

TEST_F(StoreTest, AKillInTheMiddleLeavesWholeRunsOnly) {
  ASSERT_TRUE(Store::open(path_)->keep(run_of("before")));
  for (int round = 0; round < 5; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto store = Store::open(path_);
      for (int i = 0; store && i < 10'000; ++i)
        if (!store->keep(large_run(std::to_string(round) + "-" + std::to_string(i)))) ::_exit(1);
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(20'000 + round * 17'000));
    ::kill(child, SIGKILL);
    wait_for(child);
  }
  auto store = Store::open(path_);
  ASSERT_TRUE(store) << to_text(store.error());
  const auto runs = store->runs();
  ASSERT_TRUE(runs);
  ASSERT_GE(runs->size(), 1U);
  EXPECT_EQ(runs->front().operator_id, "before");
  for (const auto& r : *runs)
    if (r.operator_id != "before") {
      EXPECT_EQ(store->run(r.number).value().items.size(), 402U);
    }
  EXPECT_TRUE(store->keep(run_of("after")));
}

TEST_F(StoreTest, AnUnfinishedTransactionIsNotSeen) {
  ASSERT_TRUE(Store::open(path_)->keep(run_of("before")));
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    sqlite3* db = nullptr;
    sqlite3_open(path_.c_str(), &db);
    sqlite3_exec(db, "BEGIN IMMEDIATE; INSERT INTO runs(key,made_at,operator_id,as_of,known_at,knowledge,program,options,summary,estate) VALUES('k','','half','','','','','','','')", nullptr, nullptr, nullptr);
    ::_exit(0);  // nothing closed, nothing committed
  }
  wait_for(child);
  EXPECT_EQ(Store::open(path_)->runs().value().size(), 1U);
}

TEST_F(StoreTest, ADatabaseOfANewerVersionIsLeftAlone) {
  ASSERT_TRUE(Store::open(path_)->keep(run_of("op")));
  execute(path_, "PRAGMA user_version=99");
  const auto store = Store::open(path_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, Kind::Unsupported);
  EXPECT_NE(store.error().why.find("99"), std::string::npos);
  EXPECT_FALSE(store.error().remedy.empty());
  execute(path_, "PRAGMA user_version=1");
  EXPECT_EQ(Store::open(path_)->runs().value().size(), 1U);
}

TEST_F(StoreTest, WhatIsNoRingfenceDatabaseIsRefusedAndUnchanged) {
  const std::string text = folder_ + "/notes.txt", other = folder_ + "/other.db";
  std::ofstream(text) << "id,name\n" << std::string(5000, 'x');
  const auto notes = Store::open(text);
  ASSERT_FALSE(notes);
  EXPECT_EQ(notes.error().kind, Kind::Malformed);
  EXPECT_EQ(std::filesystem::file_size(text), 5008U);
  execute(other, "CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)");
  const auto theirs = Store::open(other);
  ASSERT_FALSE(theirs);
  EXPECT_EQ(theirs.error().kind, Kind::Malformed);
  execute(other, "SELECT x FROM theirs");
}

TEST_F(StoreTest, APlaceThatCannotBeWrittenIsSaid) {
  const std::string file = folder_ + "/file";
  std::ofstream(file) << "x";
  const auto below_a_file = Store::open(file + "/ledger.db");
  ASSERT_FALSE(below_a_file);
  EXPECT_EQ(below_a_file.error().kind, Kind::Io);
  const auto a_folder = Store::open(folder_);
  ASSERT_FALSE(a_folder);
  EXPECT_EQ(a_folder.error().kind, Kind::Io);
}

TEST_F(StoreTest, AFullDiskLosesNothing) {
  ASSERT_TRUE(Store::open(path_)->keep(run_of("before")));
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto store = Store::open(path_);
    if (!store) ::_exit(1);
    const rlimit limit{200'000, 200'000};  // bytes a file may have: the run below has 1.6 million
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto kept = store->keep(large_run("too large"));
    if (kept) ::_exit(2);
    if (kept.error().kind != Kind::Io || kept.error().remedy.empty()) ::_exit(3);
    if (!store->keep(run_of("small"))) ::_exit(4);  // the same store goes on
    ::_exit(0);
  }
  EXPECT_EQ(wait_for(child), 0);
  auto store = Store::open(path_);
  ASSERT_TRUE(store);
  const auto runs = store->runs();
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2U);
  EXPECT_EQ(runs->at(0).operator_id, "before");
  EXPECT_EQ(runs->at(1).operator_id, "small");
  EXPECT_EQ(runs->at(1).number, 2);
}

TEST_F(StoreTest, TextOfAnyKindComesBackAsItWas) {
  auto store = Store::open(path_);
  ASSERT_TRUE(store);
  store::Run r = run_of("中兴'; DROP TABLE runs;--");
  r.summary = std::string("a\0b", 3);
  ASSERT_TRUE(store->keep(r));
  const auto back = store->run(1).value();
  EXPECT_EQ(back.operator_id, r.operator_id);
  EXPECT_EQ(back.summary, r.summary);
}

}  // namespace
}  // namespace rf::store
