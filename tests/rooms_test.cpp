// A room includes only rooms above it (docs/design.md, "The way of the data").
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

const std::vector<std::string> kRooms = {"base",     "model",  "store",  "expr",   "knowledge", "names",   "wire",   "evidence", "identify",
                                         "screen",   "estate", "direct", "watch",  "inspect",   "assess",  "report", "fleet",    "server", "cli"};

TEST(Rooms, IncludeOnlyRoomsAbove) {
  namespace fs = std::filesystem;
  std::map<std::string, std::size_t> order;
  for (std::size_t i = 0; i < kRooms.size(); ++i) order[kRooms[i]] = i;
  const fs::path src = fs::path(RINGFENCE_ROOT) / "src";
  std::size_t files = 0;
  for (const auto& f : fs::recursive_directory_iterator(src)) {
    const auto ext = f.path().extension();
    if (ext != ".cpp" && ext != ".h") continue;
    const std::string room = fs::relative(f.path(), src).begin()->string();
    ASSERT_TRUE(order.contains(room)) << room << " is no room of docs/design.md";
    std::ifstream in(f.path());
    std::string line;
    while (std::getline(in, line)) {
      if (!line.starts_with("#include \"")) continue;
      const std::string path = line.substr(10, line.find('"', 10) - 10);
      const std::string other = path.substr(0, path.find('/'));
      ASSERT_TRUE(order.contains(other)) << f.path() << ": " << line;
      EXPECT_LE(order[other], order[room]) << f.path() << " includes " << path << ", a room below it";
    }
    ++files;
  }
  EXPECT_GT(files, 40U);
}

}  // namespace
