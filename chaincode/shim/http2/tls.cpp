// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/tls.hpp"

#include <string_view>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace tradelane::shim::http2 {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Bio reader(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
}

Certificate next_certificate(BIO* bio) {
  return {PEM_read_bio_X509(bio, nullptr, nullptr, nullptr), X509_free};
}

Error unusable(const char* what) {
  ERR_clear_error();
  return refuse(Code::arg_malformed, "", what);
}

Result<> use_certificate(SSL_CTX* context, const std::string& chain) {
  const Bio bio = reader(chain);
  const Certificate leaf = next_certificate(bio.get());
  if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1)
    return unusable("the TLS certificate cannot be read");
  if (X509_cmp_current_time(X509_get0_notAfter(leaf.get())) < 0)
    return unusable("the TLS certificate has expired");
  while (const Certificate more = next_certificate(bio.get()))
    SSL_CTX_add1_chain_cert(context, more.get());
  ERR_clear_error();
  return Done{};
}

Result<> use_key(SSL_CTX* context, const std::string& pem) {
  const Bio bio = reader(pem);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  if (!key) return unusable("the TLS key cannot be read");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    return unusable("the TLS key does not belong to the certificate");
  return Done{};
}

Result<> use_roots(SSL_CTX* context, const std::string& roots) {
  const Bio bio = reader(roots);
  int count = 0;
  while (const Certificate root = next_certificate(bio.get())) {
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root.get()) != 1) break;
    SSL_CTX_add_client_CA(context, root.get());
    ++count;
  }
  if (count == 0) return unusable("the roots of the TLS clients cannot be read");
  ERR_clear_error();
  return Done{};
}

constexpr const char* mend_client =
    "the client certificate in the package's connection.json must be valid, and of a root in "
    "tls-client-roots; a new certificate needs a new package";
constexpr const char* mend_server =
    "tls-certificate must be valid, bear the host of the package's address, and be of the root in "
    "the package's connection.json";
constexpr const char* mend_protocol =
    "the package's connection.json must say tls_required and client_auth_required";

/// The other end has told us what it has against our certificate.
bool is_alert_about_certificate(int reason) {
  return reason >= SSL_AD_REASON_OFFSET + SSL_AD_NO_CERTIFICATE &&
         reason <= SSL_AD_REASON_OFFSET + SSL_AD_UNKNOWN_CA;
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned in_size, void*) {
  static constexpr unsigned char wanted[] = {2, 'h', '2'};
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, wanted, sizeof wanted, in, in_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

Result<std::shared_ptr<SSL_CTX>> make_server_context(const TlsMaterial& material) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) throw Fault("no TLS context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  if (const auto done = use_certificate(context.get(), material.certificate_chain); !done)
    return done.error();
  if (const auto done = use_key(context.get(), material.private_key); !done) return done.error();
  if (const auto done = use_roots(context.get(), material.client_roots); !done) return done.error();
  return context;
}

HandshakeFailure explain_handshake(const SSL* connection) {
  const unsigned long error = ERR_peek_error();
  if (error == 0) return {.why = "the peer has broken off the handshake", .mend = mend_server};
  const char* text = ERR_reason_error_string(error);
  const std::string said = text == nullptr ? "no reason known" : text;
  const int reason = ERR_GET_REASON(error);
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED)
    return {.why = std::string("the peer's certificate is refused: ") +
                   X509_verify_cert_error_string(SSL_get_verify_result(connection)),
            .mend = mend_client};
  if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE)
    // Fabric's peers show none, rather than one that is of no root we have named.
    return {.why = "the peer shows no certificate of tls-client-roots", .mend = mend_client};
  if (is_alert_about_certificate(reason))
    return {.why = "the peer refuses our certificate: " + said, .mend = mend_server};
  return {.why = said, .mend = mend_protocol};
}

}  // namespace tradelane::shim::http2
