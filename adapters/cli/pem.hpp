// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/crypto/private_key.hpp"

/// PEM texts that users name: a wrong one is refused here, where it has a name, because whoever
/// uses it later only tells that a handshake failed. `what` names it in messages. All throw
/// `Problem` (bad_input).
namespace tradelane::cli {

/// `pem` begins with a certificate whose key is of a kind that we know.
void check_certificate(const std::string& pem, const std::string& what);

/// The private key in `pem`. One with a pass phrase is refused: nothing is ever asked back.
crypto::PrivateKey read_key(const std::string& pem, const std::string& what);

/// `key` is the private key of the first certificate in `certificate`.
void check_key(const std::string& key, const std::string& certificate, const std::string& what);

/// The same as an answer.
bool is_key_of(const std::string& key, const std::string& certificate);

}  // namespace tradelane::cli
