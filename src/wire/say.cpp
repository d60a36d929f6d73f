#include "wire/say.h"

#include <arpa/inet.h>
#include <openssl/evp.h>

namespace rf::wire {

void append_hex(std::string& to, std::string_view bytes, char separator) {
  static constexpr char kDigits[] = "0123456789abcdef";
  bool first = true;
  for (const char c : bytes) {
    if (separator && !first) to += separator;
    first = false;
    to += kDigits[octet(c) >> 4];
    to += kDigits[octet(c) & 15];
  }
}

bool append_address(std::string& to, std::string_view bytes) {
  char text[INET6_ADDRSTRLEN];
  if (bytes.size() == 6) {
    append_hex(to, bytes, ':');
    return true;
  }
  if (bytes.size() != 4 && bytes.size() != 16) return false;
  if (!inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), text, sizeof text)) return false;
  to += text;
  return true;
}

void append_number(std::string& to, std::uint64_t n) {
  char text[20];
  const auto end = std::to_chars(text, text + sizeof text, n);
  to.append(text, end.ptr);
}

std::string md5_hex(std::string_view bytes) {
  static const EVP_MD* const md5 = EVP_MD_fetch(nullptr, "MD5", nullptr);  // fetched once: a look-up costs more than the digest
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  std::string out;
  // A FIPS provider may lack MD5; then there is no fingerprint rather than a wrong one.
  if (md5 && EVP_Digest(bytes.data(), bytes.size(), digest, &size, md5, nullptr) == 1)
    append_hex(out, {reinterpret_cast<const char*>(digest), size});
  return out;
}

}  // namespace rf::wire
