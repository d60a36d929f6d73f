// What the decoders' tests share: bytes written as hexadecimal, seeds of the fuzz corpus, and what was heard as lines.
#pragma once

#include <gtest/gtest.h>

#include "base/file.h"
#include "fuzz/wire.h"
#include "wire/decoders.h"

namespace rf::wire {

using Told = std::vector<std::string>;

inline std::string unhex(std::string_view hex) {
  std::string out;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string digits;
  for (const char c : hex)
    if (c != ' ') digits += c;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) out += static_cast<char>(digit(digits[i]) << 4 | digit(digits[i + 1]));
  return out;
}

inline std::string seed(const std::string& path) {
  const auto file = MappedFile::open(std::string(RINGFENCE_ROOT) + "/fuzz/corpus/" + path);
  EXPECT_TRUE(file) << path;
  return file ? std::string(file->bytes()) : std::string();
}

template <class Decode>
Told heard(Decode decode, std::string_view bytes) {
  fuzz::Heard out;
  (void)decode(bytes, 1, out);
  return out.all;
}

/// Given whole, octet by octet and in threes, which must agree.
inline Told heard_stream(std::unique_ptr<StreamDecoder> (*make)(), const std::vector<fuzz::Piece>& pieces) {
  const Told whole = fuzz::hear_stream(*make(), pieces).all;
  EXPECT_EQ(fuzz::hear_stream(*make(), pieces, 1).all, whole);
  EXPECT_EQ(fuzz::hear_stream(*make(), pieces, 3).all, whole);
  return whole;
}

/// Every shorter message says no more than the beginning of what the whole one says, and none reads past its end (ASan).
template <class Decode>
void expect_prefixes_harmless(Decode decode, std::string_view bytes) {
  const Told whole = heard(decode, bytes);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    const std::string exact(bytes.substr(0, n));
    EXPECT_LE(heard(decode, exact).size(), whole.size()) << n;
  }
}

}  // namespace rf::wire
