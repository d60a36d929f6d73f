#include "wire/say.h"

#include <openssl/evp.h>

#include <algorithm>

#include "wire/flow.h"

namespace rf::wire {

bool append_address(std::string& to, std::string_view bytes) {
  if (bytes.size() == 6) {
    append_hex(to, bytes, ':');
    return true;
  }
  if (bytes.size() != 4 && bytes.size() != 16) return false;
  Ip ip;
  ip.v6 = bytes.size() == 16;
  std::copy(bytes.begin(), bytes.end(), ip.bytes.begin());
  append_text(to, ip);
  return true;
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
