// What a command line says against what the environment and the file of options say.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "base/text.h"
#include "cli/options.h"
#include "tests/in_folder.h"

namespace rf::cli {
namespace {

using EnvironmentOptions = tests::InFolder;

struct Taken {
  bool went;
  int status = 0;
  Options options;
};
Taken taken(const std::vector<std::string>& words) {
  std::vector<std::string> all{"ringfence"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (auto& w : all) argv.push_back(w.data());
  Taken t{};
  testing::internal::CaptureStderr();
  t.went = parse(static_cast<int>(argv.size()), argv.data(), t.options, t.status);
  testing::internal::GetCapturedStderr();
  return t;
}

std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// A smallest command line of every command that has an option with an environment name.
const std::vector<std::vector<std::string>> kCommands = {
    {"assess", "x"}, {"whatif", "x"}, {"identify", "x"}, {"estate", "pack", "x"}, {"map", "x"}, {"knowledge", "check", "x"}, {"knowledge", "schema"}, {"knowledge", "compile", "x", "y"},
    {"knowledge", "list", "suppliers"}, {"runs"}, {"runs", "show", "1"}, {"runs", "diff", "1", "2"}, {"screen", "x"}, {"lists", "import", "x"}, {"lists", "status"}, {"lists", "diff", "1", "2"},
    {"lists", "show", "x"}, {"lists", "decide", "q", "--list", "l", "--entry", "e", "--verdict", "wrong", "--by", "b", "--why", "w"}, {"lists", "decisions"}, {"lists", "proof", "--input", "x"}, {"lists", "verify", "x"},
    {"supplier", "x"}, {"show", "x"}, {"watch", "--read", "x"}};

std::pair<std::string, std::string> two_values(const std::string& option) {
  static const std::map<std::string, std::pair<std::string, std::string>> kOf = {
      {"format", {"csv", "json"}}, {"as-of", {"2018-05-01", "2023-11-01"}}, {"known-at", {"2018-05-01", "2023-11-01"}}, {"date-order", {"dmy", "mdy"}}, {"threads", {"3", "5"}},
      {"threshold", {"0.99", "0.5"}}, {"limit", {"7", "9"}}};
  const auto it = kOf.find(option);
  return it == kOf.end() ? std::pair<std::string, std::string>("from-environment", "from-command-line") : it->second;
}

// (option, name in the environment) as a command's help says.
std::set<std::pair<std::string, std::string>> named_options(const std::vector<std::string>& command) {
  testing::internal::CaptureStdout();
  taken(with(command, {"--help"}));
  const std::string help = testing::internal::GetCapturedStdout();
  std::set<std::pair<std::string, std::string>> out;
  for (const auto line : split(help, '\n')) {
    const auto env = line.find("(Env:RINGFENCE_"), option = line.find("--");
    if (env == std::string_view::npos || option == std::string_view::npos || option > env) continue;
    const auto word = line.substr(option + 2, line.find_first_of(" ,=[", option) - option - 2);
    const auto name = line.substr(env + 5, line.find(')', env) - env - 5);
    out.emplace(word, name);
  }
  return out;
}

// `--by` of decide stands among the words already.
std::vector<std::string> without(std::vector<std::string> words, const std::string& option) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i] == "--" + option) words.erase(words.begin() + static_cast<std::ptrdiff_t>(i), words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  return words;
}

TEST_F(EnvironmentOptions, TheCommandLineWinsForEveryOptionOfEveryCommand) {
  std::set<std::string> seen;
  for (const auto& full : kCommands)
    for (const auto& [option, name] : named_options(full)) {
      SCOPED_TRACE(full[0] + " " + (full.size() > 1 ? full[1] : "") + " --" + option);
      seen.insert(name);
      const auto [env, given] = two_values(option);
      const auto command = without(full, option);
      const auto as_given = taken(with(command, {"--" + option, given})), as_env = taken(with(command, {"--" + option, env}));
      ASSERT_TRUE(as_given.went && as_env.went);
      ::setenv(name.c_str(), env.c_str(), 1);
      const auto both = taken(with(command, {"--" + option, given})), alone = taken(command);
      ::unsetenv(name.c_str());
      EXPECT_TRUE(both.went && both.options == as_given.options);
      EXPECT_TRUE(alone.went && alone.options == as_env.options);
    }
  for (const char* name : {"RINGFENCE_AS_OF", "RINGFENCE_KNOWN_AT", "RINGFENCE_DB", "RINGFENCE_FORMAT", "RINGFENCE_KNOWLEDGE", "RINGFENCE_THRESHOLD", "RINGFENCE_LIMIT", "RINGFENCE_THREADS", "RINGFENCE_OPERATOR", "RINGFENCE_BY"})
    EXPECT_TRUE(seen.contains(name)) << name;
}

TEST_F(EnvironmentOptions, AnOptionBeforeASubcommandBeatsTheEnvironmentOfTheSubcommand) {
  ::setenv("RINGFENCE_DB", "none", 1);
  const auto t = taken({"runs", "--db", "sqlite:a", "show", "1"});
  ::unsetenv("RINGFENCE_DB");
  EXPECT_TRUE(t.went);
  EXPECT_EQ(t.options.db, "sqlite:a");
}

TEST_F(EnvironmentOptions, AFileOfOptionsSpeaksForItsOwnCommandAlone) {
  const auto file = write("o.toml", "[screen]\nas-of = \"2018-05-01\"\n[assess]\ndb = \"none\"\nknown-at = \"2019-01-01\"\n");
  auto t = taken({"--config", file, "assess", "x", "--known-at", "2020-01-01"});
  ASSERT_TRUE(t.went);
  EXPECT_EQ(t.options.as_of, "");
  EXPECT_EQ(t.options.db, "none");
  EXPECT_EQ(t.options.known_at, "2020-01-01");
  ::setenv("RINGFENCE_CONFIG", file.c_str(), 1);
  t = taken({"screen", "x"});
  EXPECT_TRUE(t.went);
  EXPECT_EQ(t.options.as_of, "2018-05-01");
  ::setenv("RINGFENCE_CONFIG", (file + ".not").c_str(), 1);
  EXPECT_FALSE(taken({"screen", "x"}).went);
  ::unsetenv("RINGFENCE_CONFIG");
}

}  // namespace
}  // namespace rf::cli
