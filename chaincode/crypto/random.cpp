// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/random.hpp"

#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "chaincode/crypto/openssl.hpp"

namespace tradelane::crypto {

Bytes random_bytes(std::size_t count) {
  Bytes out(count, '\0');
  openssl::require(RAND_bytes(openssl::data(out), static_cast<int>(count)) == 1, "random bytes");
  return out;
}

std::string random_id26() {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned buffer = 0;
  int bits = 0;
  for (const char c : random_bytes(17)) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(c);
    bits += 8;
    for (; bits >= 5 && out.size() < 26; bits -= 5)
      out.push_back(digits[(buffer >> (bits - 5)) & 31U]);
  }
  return out;
}

int random_thousandths() {
  const Bytes two = random_bytes(2);
  return (static_cast<unsigned char>(two[0]) * 256 + static_cast<unsigned char>(two[1])) % 1000;
}

Bytes hmac_sha256(std::string_view key, std::string_view message) {
  Bytes out(32, '\0');
  unsigned size = 0;
  openssl::require(
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), openssl::data(message),
           message.size(), openssl::data(out), &size) != nullptr,
      "HMAC");
  return out;
}

}  // namespace tradelane::crypto
