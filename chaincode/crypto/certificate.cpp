// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate.hpp"

#include <ctime>

#include <boost/json/parse.hpp>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "chaincode/crypto/openssl.hpp"

namespace tradelane::crypto {
namespace {

constexpr std::size_t largest_pem = 16 * 1024;
constexpr const char* attribute_oid = "1.2.3.4.5.6.7.8.1";

using Object = openssl::Owned<ASN1_OBJECT, ASN1_OBJECT_free>;

Error unreadable(const char* why) { return refuse(Code::auth_denied, "", why); }

std::string print_name(const X509_NAME* name) {
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return openssl::content(bio.get());
}

std::vector<std::string> units_of(const X509_NAME* name) {
  std::vector<std::string> out;
  for (int at = -1; (at = X509_NAME_get_index_by_NID(name, NID_organizationalUnitName, at)) >= 0;) {
    unsigned char* text = nullptr;
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    const int size = ASN1_STRING_to_UTF8(&text, value);
    if (size < 0) continue;
    out.emplace_back(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
    OPENSSL_free(text);
  }
  return out;
}

Timestamp time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return {static_cast<std::int64_t>(::timegm(&parts))};
}

/// The JSON of the attribute extension; empty when the certificate has none.
std::string attribute_text(const X509* certificate) {
  const Object oid(OBJ_txt2obj(attribute_oid, 1));
  const int at = X509_get_ext_by_OBJ(certificate, oid.get(), -1);
  if (at < 0) return {};
  const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(X509_get_ext(certificate, at));
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
          static_cast<std::size_t>(ASN1_STRING_length(value))};
}

Result<std::map<std::string, std::string>> attributes_of(const X509* certificate) {
  std::map<std::string, std::string> out;
  const std::string text = attribute_text(certificate);
  if (text.empty()) return out;
  boost::system::error_code error;
  const auto json = boost::json::parse(text, error);
  const auto* object = error ? nullptr : json.if_object();
  const auto* attrs = object != nullptr ? object->if_contains("attrs") : nullptr;
  if (attrs == nullptr || !attrs->is_object()) return unreadable("certificate attributes");
  for (const auto& [name, value] : attrs->get_object()) {
    if (!value.is_string()) return unreadable("certificate attributes");
    out.emplace(name, value.get_string().c_str());
  }
  return out;
}

}  // namespace

Result<ClientIdentity> parse_identity(std::string_view msp, std::string_view pem) {
  if (pem.size() > largest_pem) return unreadable("certificate too large");
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const openssl::Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  openssl::forget_errors();
  if (!certificate) return unreadable("not a certificate");
  auto attributes = attributes_of(certificate.get());
  if (!attributes) return attributes.error();
  const X509_NAME* subject = X509_get_subject_name(certificate.get());
  return ClientIdentity{.msp = std::string(msp),
                        .subject = print_name(subject),
                        .issuer = print_name(X509_get_issuer_name(certificate.get())),
                        .units = units_of(subject),
                        .attributes = std::move(*attributes),
                        .not_before = time_of(X509_get0_notBefore(certificate.get())),
                        .not_after = time_of(X509_get0_notAfter(certificate.get()))};
}

}  // namespace tradelane::crypto
