// A case is a folder: its input, expected.jsonl and about.md.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace rf::tests {

/// `got` is what the folder expects. RINGFENCE_WRITE_CASES=1 writes expected.jsonl anew, to be read before it is committed.
inline void expect_case(const std::filesystem::path& folder, const std::string& got) {
  const std::filesystem::path expected = folder / "expected.jsonl";
  if (std::getenv("RINGFENCE_WRITE_CASES")) std::ofstream(expected) << got;
  std::ifstream in(expected);
  const std::string want(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(got, want) << folder;
  EXPECT_TRUE(std::filesystem::exists(folder / "about.md")) << folder;
}

}  // namespace rf::tests
