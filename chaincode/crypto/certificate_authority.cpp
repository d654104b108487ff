// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate_authority.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/openssl.hpp"
#include "chaincode/crypto/private_key_impl.hpp"
#include "chaincode/crypto/public_key_impl.hpp"
#include "chaincode/crypto/random.hpp"

namespace tradelane::crypto {
namespace {

using openssl::Certificate;
using Object = openssl::Owned<ASN1_OBJECT, ASN1_OBJECT_free>;
using OctetString = openssl::Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using Extension = openssl::Owned<X509_EXTENSION, X509_EXTENSION_free>;

constexpr const char* attribute_oid = "1.2.3.4.5.6.7.8.1";

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  if (value.empty()) return;
  openssl::require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, openssl::data(value),
                                              static_cast<int>(value.size()), -1, 0) == 1,
                   "certificate name");
}

void fill_subject(X509* certificate, const CertificateRequest& request) {
  X509_NAME* name = X509_get_subject_name(certificate);
  add_name(name, "C", "HK");
  add_name(name, "O", request.organization);
  for (const std::string& unit : request.units) add_name(name, "OU", unit);
  add_name(name, "CN", request.common_name);
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  openssl::require(extension && X509_add_ext(certificate, extension.get(), -1) == 1,
                   "certificate extension");
}

/// The only JSON that is written below the codec layer: names and values are plain identifiers.
std::string attribute_json(const std::map<std::string, std::string>& attributes) {
  std::string out = R"({"attrs":{)";
  const char* separator = "\"";
  for (const auto& [name, value] : attributes) {
    if ((name + value).find_first_of("\"\\\n") != std::string::npos)
      throw Fault("a certificate attribute with a character that needs escaping");
    out.append(separator).append(name).append("\":\"").append(value).append("\"");
    separator = ",\"";
  }
  return out + "}}";
}

void add_attributes(X509* certificate, const std::map<std::string, std::string>& attributes) {
  if (attributes.empty()) return;
  const std::string json = attribute_json(attributes);
  const OctetString octets(ASN1_OCTET_STRING_new());
  ASN1_OCTET_STRING_set(octets.get(), openssl::data(json), static_cast<int>(json.size()));
  const Object oid(OBJ_txt2obj(attribute_oid, 1));
  const Extension extension(X509_EXTENSION_create_by_OBJ(nullptr, oid.get(), 0, octets.get()));
  openssl::require(extension && X509_add_ext(certificate, extension.get(), -1) == 1,
                   "certificate attributes");
}

std::string alternative_names(const CertificateRequest& request) {
  std::string out;
  for (const std::string& name : request.dns_names)
    out += (out.empty() ? "" : ",") + ("DNS:" + name);
  for (const std::string& ip : request.ip_addresses) out += (out.empty() ? "" : ",") + ("IP:" + ip);
  return out;
}

Certificate blank(const CertificateRequest& request, EVP_PKEY* key) {
  Certificate certificate(X509_new());
  openssl::require(certificate != nullptr, "certificate");
  X509_set_version(certificate.get(), X509_VERSION_3);
  Bytes serial = random_bytes(16);
  serial[0] = static_cast<char>(serial[0] & 0x7F);
  const openssl::BigNumber number(
      BN_bin2bn(openssl::data(serial), static_cast<int>(serial.size()), nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), request.not_before.seconds);
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), request.not_after.seconds);
  fill_subject(certificate.get(), request);
  openssl::require(X509_set_pubkey(certificate.get(), key) == 1, "certificate key");
  return certificate;
}

std::string sign_and_print(X509* certificate, EVP_PKEY* key) {
  openssl::require(X509_sign(certificate, key, EVP_sha256()) > 0, "certificate signature");
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  openssl::require(PEM_write_bio_X509(bio.get(), certificate) == 1, "PEM");
  return openssl::content(bio.get());
}

Certificate read_certificate(std::string_view pem) {
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, openssl::no_pass_phrase, nullptr));
  openssl::forget_errors();
  return certificate;
}

}  // namespace

CertificateAuthority CertificateAuthority::create(const CertificateRequest& root) {
  PrivateKey key = PrivateKey::generate(KeyKind::p256);
  const Certificate certificate = blank(root, key.impl().key.get());
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  add_extension(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), certificate.get(), NID_key_usage,
                "critical,keyCertSign,cRLSign,digitalSignature");
  add_extension(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash");
  std::string pem = sign_and_print(certificate.get(), key.impl().key.get());
  return {std::move(pem), std::move(key)};
}

Result<CertificateAuthority> CertificateAuthority::from_pem(std::string_view certificate,
                                                            std::string_view key) {
  auto private_key = PrivateKey::from_pem(key);
  if (!private_key) return private_key.error();
  if (!read_certificate(certificate)) return refuse(Code::party_key, "", "not a certificate");
  return CertificateAuthority(std::string(certificate), std::move(*private_key));
}

std::string CertificateAuthority::issue(const CertificateRequest& request,
                                        const PublicKey& subject_key) const {
  const Certificate issuer = read_certificate(certificate_);
  const Certificate certificate = blank(request, subject_key.impl().key.get());
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
  X509* leaf = certificate.get();
  add_extension(leaf, issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(leaf, issuer.get(), NID_key_usage, "critical,digitalSignature");
  if (request.for_tls)
    add_extension(leaf, issuer.get(), NID_ext_key_usage, "serverAuth,clientAuth");
  add_extension(leaf, issuer.get(), NID_subject_key_identifier, "hash");
  add_extension(leaf, issuer.get(), NID_authority_key_identifier, "keyid");
  if (const std::string names = alternative_names(request); !names.empty())
    add_extension(leaf, issuer.get(), NID_subject_alt_name, names);
  add_attributes(leaf, request.attributes);
  return sign_and_print(leaf, key_.impl().key.get());
}

}  // namespace tradelane::crypto
