// SPDX-License-Identifier: Apache-2.0
#include "proto/openssl_until_exit.hpp"

#include <openssl/crypto.h>

namespace tradelane {
namespace {

const bool is_kept_from_the_start = [] {
  keep_openssl_until_exit();
  return true;
}();

}  // namespace

void keep_openssl_until_exit() { OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr); }

}  // namespace tradelane
