// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>

#include <openssl/x509v3.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/openssl.hpp"
#include "chaincode/crypto/strict_json.hpp"

namespace tradelane::crypto {
namespace {

constexpr std::size_t largest_pem = 16 * 1024;
constexpr const char* attribute_oid = "1.2.3.4.5.6.7.8.1";
constexpr std::string_view unit_oid = "2.5.4.11";
constexpr std::string_view pem_begin = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view pem_end = "-----END CERTIFICATE-----";

using Object = openssl::Owned<ASN1_OBJECT, ASN1_OBJECT_free>;

Error unreadable(const char* why) { return refuse(Code::auth_denied, "", why); }

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// OpenSSL's own reader would skip what stands around the block, take other kinds of blocks too and
/// ask at the terminal for a pass phrase.
std::optional<Bytes> der_of(std::string_view pem) {
  while (!pem.empty() && is_line_end(pem.back())) pem.remove_suffix(1);
  if (!pem.starts_with(pem_begin) || !pem.ends_with(pem_end)) return std::nullopt;
  if (pem.size() < pem_begin.size() + pem_end.size()) return std::nullopt;
  pem.remove_prefix(pem_begin.size());
  pem.remove_suffix(pem_end.size());
  std::string base64(pem);
  base64.erase(std::remove_if(base64.begin(), base64.end(), is_line_end), base64.end());
  return from_base64(base64);
}

openssl::Certificate read(std::string_view pem) {
  const auto der = der_of(pem);
  if (!der) return {};
  const unsigned char* at = openssl::data(*der);
  const unsigned char* const end = at + der->size();
  openssl::Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der->size())));
  openssl::forget_errors();
  return at == end ? std::move(certificate) : openssl::Certificate();
}

std::string print_name(const X509_NAME* name) {
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return openssl::content(bio.get());
}

std::string oid_text(const ASN1_OBJECT* object) {
  std::array<char, 128> text{};
  const int size = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
  if (size <= 0 || static_cast<std::size_t>(size) >= text.size()) return {};
  return {text.data(), static_cast<std::size_t>(size)};
}

/// The kinds of strings that Go, and so every peer, reads in a name.
bool is_text(int type) {
  return type == V_ASN1_UTF8STRING || type == V_ASN1_PRINTABLESTRING || type == V_ASN1_IA5STRING ||
         type == V_ASN1_NUMERICSTRING || type == V_ASN1_T61STRING || type == V_ASN1_BMPSTRING;
}

std::optional<NameAttribute> attribute_of(const X509_NAME_ENTRY* entry) {
  const ASN1_STRING* value = X509_NAME_ENTRY_get_data(entry);
  if (!is_text(ASN1_STRING_type(value))) return std::nullopt;
  unsigned char* bytes = nullptr;
  const int size = ASN1_STRING_to_UTF8(&bytes, value);
  if (size < 0) return std::nullopt;
  std::string text(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  std::string oid = oid_text(X509_NAME_ENTRY_get_object(entry));
  if (oid.empty() || !is_utf8(text)) return std::nullopt;
  return NameAttribute{.oid = std::move(oid),
                       .text = std::move(text),
                       .tag = static_cast<std::uint8_t>(ASN1_STRING_type(value))};
}

std::optional<DistinguishedName> name_of(const X509_NAME* name) {
  DistinguishedName out;
  int relative_name = -1;
  for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
    auto attribute = attribute_of(entry);
    if (!attribute) return std::nullopt;
    attribute->joined = X509_NAME_ENTRY_set(entry) == relative_name;
    relative_name = X509_NAME_ENTRY_set(entry);
    out.push_back(std::move(*attribute));
  }
  return out;
}

std::vector<std::string> units_of(const DistinguishedName& name) {
  std::vector<std::string> out;
  for (const NameAttribute& attribute : name)
    if (attribute.oid == unit_oid) out.push_back(attribute.text);
  return out;
}

Timestamp time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return {static_cast<std::int64_t>(::timegm(&parts))};
}

Result<std::map<std::string, std::string>> attributes_of(const X509* certificate) {
  std::map<std::string, std::string> out;
  const Object oid(OBJ_txt2obj(attribute_oid, 1));
  const int at = X509_get_ext_by_OBJ(certificate, oid.get(), -1);
  if (at < 0) return out;
  if (X509_get_ext_by_OBJ(certificate, oid.get(), at) >= 0)
    return unreadable("certificate attributes twice");
  const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(X509_get_ext(certificate, at));
  const auto json =
      parse_strict_object({reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                           static_cast<std::size_t>(ASN1_STRING_length(value))});
  const auto* attrs = json ? json->if_contains("attrs") : nullptr;
  if (attrs == nullptr || !attrs->is_object()) return unreadable("certificate attributes");
  for (const auto& [name, text] : attrs->get_object()) {
    if (!text.is_string()) return unreadable("certificate attributes");
    out.emplace(std::string(name), std::string(text.get_string()));
  }
  return out;
}

}  // namespace

std::string ClientIdentity::id(IdForm form) const {
  const auto joined = [this](std::string (*print)(const DistinguishedName&)) {
    return "x509::" + print(subject_name) + "::" + print(issuer_name);
  };
  switch (form) {
    case IdForm::go:
      return to_base64(joined(go_text));
    case IdForm::node:
      return joined(node_text);
    case IdForm::java:
      return joined(java_text);
  }
  return {};
}

bool ClientIdentity::has_unit(std::string_view unit) const {
  return std::find(units.begin(), units.end(), unit) != units.end();
}

Result<> ClientIdentity::assert_attribute(const std::string& name, std::string_view value) const {
  const auto found = attributes.find(name);
  if (found == attributes.end() || found->second != value)
    return refuse(Code::auth_denied, "", "certificate attribute " + name);
  return Done{};
}

Result<ClientIdentity> parse_identity(std::string_view msp, std::string_view pem) {
  if (pem.size() > largest_pem) return unreadable("certificate too large");
  const openssl::Certificate certificate = read(pem);
  if (!certificate) return unreadable("not a certificate");
  const X509_NAME* subject = X509_get_subject_name(certificate.get());
  const X509_NAME* issuer = X509_get_issuer_name(certificate.get());
  auto subject_name = name_of(subject);
  auto issuer_name = name_of(issuer);
  openssl::forget_errors();
  if (!subject_name || !issuer_name) return unreadable("certificate name");
  auto attributes = attributes_of(certificate.get());
  if (!attributes) return attributes.error();
  auto units = units_of(*subject_name);
  return ClientIdentity{.msp = std::string(msp),
                        .subject = print_name(subject),
                        .issuer = print_name(issuer),
                        .subject_name = std::move(*subject_name),
                        .issuer_name = std::move(*issuer_name),
                        .units = std::move(units),
                        .attributes = std::move(*attributes),
                        .not_before = time_of(X509_get0_notBefore(certificate.get())),
                        .not_after = time_of(X509_get0_notAfter(certificate.get()))};
}

}  // namespace tradelane::crypto
