// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/pkcs11_signer.hpp"

#include <mutex>
#include <utility>

#include "adapters/gateway/pkcs11_session.hpp"
#include "chaincode/crypto/digest_signature.hpp"

namespace tradelane::gateway {

namespace {

using crypto::KeyKind;

/// DER of the names of the curves (RFC 5480, RFC 8410), and the older text for Ed25519.
KeyKind kind_of(const Bytes& parameters) {
  if (parameters == *from_hex("06082a8648ce3d030107")) return KeyKind::p256;
  if (parameters == *from_hex("06052b81040022")) return KeyKind::p384;
  if (parameters == *from_hex("06032b6570") || parameters ==
                                                   "\x13\x0c"
                                                   "edwards25519")
    return KeyKind::ed25519;
  throw Fault("the key is not on P-256, P-384 or Ed25519");
}

/// An open session and what is to be known of the key in it.
struct OpenKey {
  explicit OpenKey(const Pkcs11Key& key)
      : session(pkcs11::Module::load(key.module), key.token, key.pin),
        handle(session.private_key(key.id)),
        kind(kind_of(session.bytes(handle, CKA_EC_PARAMS))) {}

  pkcs11::Session session;
  CK_OBJECT_HANDLE handle;
  KeyKind kind;
};

/// The device has forgotten the session: it was taken out, or started again.
bool lost_session(CK_RV value) {
  return value == CKR_SESSION_HANDLE_INVALID || value == CKR_SESSION_CLOSED ||
         value == CKR_USER_NOT_LOGGED_IN || value == CKR_DEVICE_REMOVED ||
         value == CKR_DEVICE_ERROR || value == CKR_OBJECT_HANDLE_INVALID ||
         value == CKR_KEY_HANDLE_INVALID || value == CKR_CRYPTOKI_NOT_INITIALIZED;
}

class Pkcs11Signer : public Signer {
 public:
  Pkcs11Signer(Pkcs11Key key, std::unique_ptr<OpenKey> open)
      : key_(std::move(key)), open_(std::move(open)) {}

  Bytes sign(std::string_view message) const override {
    const std::lock_guard lock(mutex_);
    if (open_) {
      try {
        return sign_with(*open_, message);
      } catch (const pkcs11::Refused& refused) {
        if (!lost_session(refused.value)) throw;
      }
    }
    open_.reset();
    open_ = std::make_unique<OpenKey>(key_);
    return sign_with(*open_, message);
  }

 private:
  Bytes sign_with(const OpenKey& open, std::string_view message) const {
    if (open.kind == KeyKind::ed25519) return open.session.sign(open.handle, CKM_EDDSA, message);
    const Bytes hashed = digest(key_.hash.value_or(Hash::sha256), message);
    return crypto::low_s_der(open.kind, open.session.sign(open.handle, CKM_ECDSA, hashed));
  }

  const Pkcs11Key key_;
  mutable std::mutex mutex_;
  mutable std::unique_ptr<OpenKey> open_;
};

Error config(std::string detail) { return refuse(Code::gw_config, "", std::move(detail)); }

}  // namespace

Result<std::shared_ptr<const Signer>> signer_from_pkcs11(const Pkcs11Key& key) {
  try {
    auto open = std::make_unique<OpenKey>(key);
    const bool hashes = key.hash.value_or(Hash::sha256) != Hash::none;
    if (open->kind == KeyKind::ed25519) {
      if (key.hash && hashes)
        return config("an Ed25519 key signs the message itself, no hash of it");
    } else if (!hashes) {
      return config("a key on P-256 or P-384 signs a hash, never none");
    }
    return std::shared_ptr<const Signer>(std::make_shared<Pkcs11Signer>(key, std::move(open)));
  } catch (const Fault& fault) {
    return config("PKCS#11: " + std::string(fault.what()));
  }
}

}  // namespace tradelane::gateway
