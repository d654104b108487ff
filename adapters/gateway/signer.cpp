// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/signer.hpp"

#include <utility>

#include "chaincode/crypto/private_key.hpp"

namespace tradelane::gateway {

namespace {

class KeySigner : public Signer {
 public:
  explicit KeySigner(crypto::PrivateKey key) : key_(std::move(key)) {}

  Bytes sign(std::string_view message) const override {
    const bool plain = key_.kind() == crypto::KeyKind::ed25519;
    return key_.sign(crypto::natural_algorithm(key_.kind()), message,
                     plain ? crypto::Encoding::raw : crypto::Encoding::der);
  }

 private:
  crypto::PrivateKey key_;
};

}  // namespace

Result<std::shared_ptr<const Signer>> signer_from_pem(std::string_view pem) {
  auto key = crypto::PrivateKey::from_pem(pem);
  if (!key) return refuse(Code::gw_config, "", "the private key cannot be read");
  switch (key->kind()) {
    case crypto::KeyKind::p256:
    case crypto::KeyKind::p384:
    case crypto::KeyKind::ed25519:
      return std::shared_ptr<const Signer>(std::make_shared<KeySigner>(std::move(*key)));
    case crypto::KeyKind::p521:
    case crypto::KeyKind::sm2:
    case crypto::KeyKind::rsa:
      break;
  }
  return refuse(Code::gw_config, "", "a Fabric identity needs a key on P-256, P-384 or Ed25519");
}

}  // namespace tradelane::gateway
