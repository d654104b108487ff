// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate_check.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/digest_signature.hpp"
#include "chaincode/crypto/openssl.hpp"

namespace tradelane::crypto {
namespace {

openssl::Certificate read(std::string_view pem) {
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  openssl::Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  openssl::forget_errors();
  return certificate;
}

}  // namespace

bool issued_by(std::string_view certificate, std::string_view authority) {
  const openssl::Certificate leaf = read(certificate);
  const openssl::Certificate issuer = read(authority);
  if (!leaf || !issuer) return false;
  const bool issued = X509_check_issued(issuer.get(), leaf.get()) == X509_V_OK &&
                      X509_verify(leaf.get(), X509_get0_pubkey(issuer.get())) == 1;
  openssl::forget_errors();
  return issued;
}

Result<PublicKey> key_of_certificate(std::string_view pem) {
  const openssl::Certificate certificate = read(pem);
  if (!certificate) return refuse(Code::party_key, "", "not a certificate");
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  const bool printed = PEM_write_bio_PUBKEY(bio.get(), X509_get0_pubkey(certificate.get())) == 1;
  openssl::forget_errors();
  if (!printed) return refuse(Code::party_key, "", "a certificate without a usable key");
  return PublicKey::from_pem(openssl::content(bio.get()));
}

bool verify_fabric_signature(const PublicKey& key, std::string_view message,
                             std::string_view signature) {
  if (key.kind() == KeyKind::ed25519) return verify(Algorithm::eddsa, key, message, signature);
  // Of every curve over SHA-256: Fabric's MSPs choose the hash apart from the key.
  if (key.kind() != KeyKind::p256 && key.kind() != KeyKind::p384) return false;
  return verify_digest(key, sha256(message), signature);
}

}  // namespace tradelane::crypto
