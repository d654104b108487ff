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
  openssl::Certificate certificate(
      PEM_read_bio_X509(bio.get(), nullptr, openssl::no_pass_phrase, nullptr));
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

bool issued_by_any(std::string_view certificate, std::string_view authorities) {
  constexpr std::string_view end = "-----END CERTIFICATE-----";
  for (auto at = authorities.find(end); at != std::string_view::npos; at = authorities.find(end)) {
    if (issued_by(certificate, authorities.substr(0, at + end.size()))) return true;
    authorities.remove_prefix(at + end.size());
  }
  return false;
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

std::optional<Bytes> certificate_hash(std::string_view pem) {
  const openssl::Certificate certificate = read(pem);
  unsigned char* der = nullptr;
  const int size = certificate ? i2d_X509(certificate.get(), &der) : 0;
  openssl::forget_errors();
  if (size <= 0) return std::nullopt;
  const Bytes hash =
      sha256(Bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)));
  OPENSSL_free(der);
  return hash;
}

bool verify_fabric_signature(const PublicKey& key, std::string_view message,
                             std::string_view signature) {
  if (key.kind() == KeyKind::ed25519) return verify(Algorithm::eddsa, key, message, signature);
  // Of every curve over SHA-256: Fabric's MSPs choose the hash apart from the key.
  if (key.kind() != KeyKind::p256 && key.kind() != KeyKind::p384) return false;
  return verify_digest(key, sha256(message), signature);
}

}  // namespace tradelane::crypto
