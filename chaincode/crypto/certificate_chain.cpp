// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate_chain.hpp"

#include <array>

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "chaincode/crypto/openssl.hpp"

namespace tradelane::crypto {
namespace {

void free_names(GENERAL_NAMES* names) { GENERAL_NAMES_free(names); }
void free_stack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
using Names = openssl::Owned<GENERAL_NAMES, free_names>;
using Stack = openssl::Owned<STACK_OF(X509), free_stack>;
using Store = openssl::Owned<X509_STORE, X509_STORE_free>;
using StoreContext = openssl::Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

std::vector<openssl::Certificate> read_all(std::string_view pem) {
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<openssl::Certificate> out;
  while (X509* one = PEM_read_bio_X509(bio.get(), nullptr, openssl::no_pass_phrase, nullptr))
    out.emplace_back(one);
  openssl::forget_errors();
  return out;
}

std::string text_of(X509_NAME* name) {
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0,
                     XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  return openssl::content(bio.get());
}

Timestamp time_of(const ASN1_TIME* time) {
  int days = 0;
  int seconds = 0;
  const openssl::Owned<ASN1_TIME, ASN1_TIME_free> epoch(ASN1_TIME_set(nullptr, 0));
  openssl::require(ASN1_TIME_diff(&days, &seconds, epoch.get(), time) == 1, "a time");
  return {static_cast<std::int64_t>(days) * 86'400 + seconds};
}

std::string address_text(const ASN1_OCTET_STRING* address) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
  const auto* bytes = ASN1_STRING_get0_data(address);
  if (ASN1_STRING_length(address) != 4 && ASN1_STRING_length(address) != 16) return "";
  return ::inet_ntop(family, bytes, out.data(), out.size()) == nullptr ? "" : out.data();
}

std::vector<std::string> names_of(X509* certificate) {
  std::vector<std::string> out;
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int kind = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &kind);
    const auto* text = static_cast<const ASN1_STRING*>(value);
    if (kind == GEN_DNS)
      out.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                       static_cast<std::size_t>(ASN1_STRING_length(text)));
    if (kind == GEN_IPADD) out.push_back(address_text(text));
  }
  return out;
}

int purpose_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::tls_server:
      return X509_PURPOSE_SSL_SERVER;
    case Purpose::tls_client:
      return X509_PURPOSE_SSL_CLIENT;
    case Purpose::any:
      return X509_PURPOSE_ANY;
  }
  return X509_PURPOSE_ANY;
}

std::string verify(X509* leaf, STACK_OF(X509) * others, X509_STORE* store, Purpose purpose) {
  const StoreContext context(X509_STORE_CTX_new());
  openssl::require(X509_STORE_CTX_init(context.get(), store, leaf, others) == 1, "a chain");
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  // Go, in which peers are written, trusts whatever is among the roots, an intermediate as well.
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
  X509_VERIFY_PARAM_set_purpose(rules, purpose_of(purpose));
  const bool good = X509_verify_cert(context.get()) == 1;
  const int error = X509_STORE_CTX_get_error(context.get());
  openssl::forget_errors();
  return good ? "" : X509_verify_cert_error_string(error);
}

}  // namespace

std::vector<std::string> certificates_in(std::string_view pem) {
  std::vector<std::string> out;
  for (const openssl::Certificate& one : read_all(pem)) {
    const openssl::Bio bio(BIO_new(BIO_s_mem()));
    openssl::require(PEM_write_bio_X509(bio.get(), one.get()) == 1, "a certificate");
    out.push_back(openssl::content(bio.get()));
  }
  return out;
}

Result<CertificateFacts> facts_of(std::string_view pem) {
  const auto all = read_all(pem);
  if (all.empty()) return refuse(Code::party_key, "", "not a certificate");
  X509* one = all.front().get();
  CertificateFacts out{.subject = text_of(X509_get_subject_name(one)),
                       .issuer = text_of(X509_get_issuer_name(one)),
                       .names = names_of(one),
                       .not_before = time_of(X509_get0_notBefore(one)),
                       .not_after = time_of(X509_get0_notAfter(one)),
                       .is_authority = X509_check_ca(one) != 0};
  openssl::forget_errors();
  return out;
}

bool names_host(std::string_view certificate, const std::string& host) {
  const auto all = read_all(certificate);
  if (all.empty() || host.empty()) return false;
  X509* one = all.front().get();
  const bool by_address = X509_check_ip_asc(one, host.c_str(), 0) == 1;
  const bool by_name = X509_check_host(one, host.data(), host.size(),
                                       X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) == 1;
  openssl::forget_errors();
  return by_address || by_name;
}

std::string chain_problem(std::string_view chain, std::string_view roots, Purpose purpose) {
  auto all = read_all(chain);
  auto trusted = read_all(roots);
  if (all.empty()) return "there is no certificate";
  if (trusted.empty()) return "there are no roots";
  const Store store(X509_STORE_new());
  for (const auto& root : trusted) X509_STORE_add_cert(store.get(), root.get());
  const Stack others(sk_X509_new_null());
  for (std::size_t i = 1; i < all.size(); ++i) sk_X509_push(others.get(), all[i].release());
  return verify(all.front().get(), others.get(), store.get(), purpose);
}

}  // namespace tradelane::crypto
