// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/openssl.hpp"

#include <openssl/err.h>

#include "chaincode/base/result.hpp"

namespace tradelane::crypto::openssl {

void require(bool ok, const char* what) {
  if (ok) return;
  char reason[256] = "";
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  ERR_clear_error();
  throw Fault(std::string(what) + ": " + reason);
}

void forget_errors() { ERR_clear_error(); }

std::string content(BIO* bio) {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace tradelane::crypto::openssl
