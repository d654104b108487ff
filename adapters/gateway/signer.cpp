// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/signer.hpp"

#include <utility>

#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/digest_signature.hpp"

namespace tradelane::gateway {

namespace {

class EcdsaSigner : public Signer {
 public:
  EcdsaSigner(crypto::PrivateKey key, Hash hash) : key_(std::move(key)), hash_(hash) {}
  Bytes sign(std::string_view message) const override {
    return crypto::sign_digest(key_, digest(hash_, message));
  }

 private:
  crypto::PrivateKey key_;
  Hash hash_;
};

class Ed25519Signer : public Signer {
 public:
  explicit Ed25519Signer(crypto::PrivateKey key) : key_(std::move(key)) {}
  Bytes sign(std::string_view message) const override {
    return key_.sign(crypto::Algorithm::eddsa, message);
  }

 private:
  crypto::PrivateKey key_;
};

Error config(std::string detail) { return refuse(Code::gw_config, "", std::move(detail)); }

}  // namespace

Bytes digest(Hash hash, std::string_view message) {
  switch (hash) {
    case Hash::none:
      return Bytes(message);
    case Hash::sha256:
      return crypto::sha256(message);
    case Hash::sha384:
      return crypto::sha384(message);
    case Hash::sha3_256:
      return crypto::sha3_256(message);
    case Hash::sha3_384:
      return crypto::sha3_384(message);
  }
  throw Fault("a hash that there is not");
}

Result<std::shared_ptr<const Signer>> signer_from_pem(std::string_view pem,
                                                      std::optional<Hash> hash) {
  auto key = crypto::PrivateKey::from_pem(pem);
  if (!key) return config("the private key cannot be read");
  switch (key->kind()) {
    case crypto::KeyKind::p256:
    case crypto::KeyKind::p384:
      if (hash == Hash::none) return config("a key on P-256 or P-384 signs a hash, never none");
      return std::shared_ptr<const Signer>(
          std::make_shared<EcdsaSigner>(std::move(*key), hash.value_or(Hash::sha256)));
    case crypto::KeyKind::ed25519:
      if (hash.value_or(Hash::none) != Hash::none)
        return config("an Ed25519 key signs the message itself, no hash of it");
      return std::shared_ptr<const Signer>(std::make_shared<Ed25519Signer>(std::move(*key)));
    case crypto::KeyKind::p521:
    case crypto::KeyKind::sm2:
    case crypto::KeyKind::rsa:
      break;
  }
  return config("a Fabric identity needs a key on P-256, P-384 or Ed25519");
}

}  // namespace tradelane::gateway
