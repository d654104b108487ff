// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/tls.hpp"

#include <cctype>
#include <ctime>
#include <set>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "chaincode/base/bytes.hpp"

namespace tradelane::shim::http2 {
namespace {

/// What a client may make us hold and parse before we know who it is.
constexpr long longest_chain_bytes = 16L * 1024;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Bio reader(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
}

Certificate next_certificate(BIO* bio) {
  return {PEM_read_bio_X509(bio, nullptr, nullptr, nullptr), X509_free};
}

/// Whether the certificates ended where the text did: one that is cut short is no end.
bool were_all_read() { return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE; }

Error unusable(const std::string& what) {
  ERR_clear_error();
  return refuse(Code::arg_malformed, "", what);
}

Timestamp time_of(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return {::timegm(&parts)};
}

Result<> check_dates(const X509* certificate) {
  const ASN1_TIME* end = X509_get0_notAfter(certificate);
  const ASN1_TIME* begin = X509_get0_notBefore(certificate);
  if (X509_cmp_current_time(end) < 0)
    return unusable("the TLS certificate has expired on " + time_of(end).text() +
                    "; have a new one issued, and give it with its key");
  if (X509_cmp_current_time(begin) > 0)
    return unusable("the TLS certificate is not valid before " + time_of(begin).text() +
                    "; set this machine's clock, or give a certificate that is valid now");
  return Done{};
}

Result<> use_certificate(SSL_CTX* context, const std::string& chain) {
  const Bio bio = reader(chain);
  const Certificate leaf = next_certificate(bio.get());
  const char* const unreadable =
      "the TLS certificate cannot be read; give a chain in PEM, our own first";
  if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) return unusable(unreadable);
  if (auto dates = check_dates(leaf.get()); !dates) return dates;
  while (const Certificate more = next_certificate(bio.get()))
    SSL_CTX_add1_chain_cert(context, more.get());
  if (!were_all_read()) return unusable(unreadable);
  ERR_clear_error();
  return Done{};
}

/// A server has nobody to ask: OpenSSL itself would wait at the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

Result<> use_key(SSL_CTX* context, const std::string& pem) {
  const Bio bio = reader(pem);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr), EVP_PKEY_free);
  if (!key) return unusable("the TLS key cannot be read; give one in PEM, without a passphrase");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    return unusable(
        "the TLS key does not belong to the certificate; give the key that the first "
        "certificate of the chain was issued for");
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
  if (count == 0 || !were_all_read())
    return unusable("the TLS roots cannot be read; give the certificates of authorities in PEM");
  ERR_clear_error();
  return Done{};
}

constexpr const char* mend_client =
    "the client certificate in the package's connection.json must be valid, and of a root in "
    "tls-client-roots; a new certificate needs a new package";
constexpr const char* mend_allowed =
    "add the SHA-256 fingerprint of the peer's certificate, or a DNS name in it, to the list of "
    "allowed clients";
constexpr const char* mend_server =
    "tls-certificate must be valid, bear the host of the package's address, and be of the root in "
    "the package's connection.json";
constexpr const char* mend_protocol =
    "the package's connection.json must say tls_required and client_auth_required";
constexpr const char* mend_dialled =
    "the roots must hold the one of the other end's certificate, which must be valid and bear the "
    "name that is dialled";
constexpr const char* mend_own =
    "our certificate must be valid, and of a root that the other end knows";
constexpr const char* mend_address = "the address must be the one of a TLS server";

/// The other end has told us what it has against our certificate.
bool is_alert_about_certificate(int reason) {
  return reason >= SSL_AD_REASON_OFFSET + SSL_AD_NO_CERTIFICATE &&
         reason <= SSL_AD_REASON_OFFSET + SSL_AD_UNKNOWN_CA;
}

constexpr unsigned char http2_name[] = {2, 'h', '2'};

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned in_size, void*) {
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, http2_name, sizeof http2_name, in, in_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

using AllowList = std::set<std::string>;

/// Hexadecimal in lower case without colons; anything else is a name, where case says nothing.
std::string normal_entry(const std::string& text) {
  std::string lower;
  for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::string digits = lower;
  std::erase(digits, ':');
  return digits.size() == 64 && from_hex(digits) ? digits : lower;
}

bool bears_allowed_name(const X509* certificate, const AllowList& allowed) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName));
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName));
    if (allowed.contains(normal_entry(std::string(bytes, size)))) return true;
  }
  return false;
}

/// Where a context keeps its list: connections use it until the last of them has ended.
int allow_list_index() {
  static const int index = SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr, [](void*, void* list, CRYPTO_EX_DATA*, int, long, void*) {
        delete static_cast<AllowList*>(list);
      });
  return index;
}

/// Asked after everything else has been found good about the client's own certificate.
int check_allowed(int good_so_far, X509_STORE_CTX* verification) {
  if (good_so_far == 0 || X509_STORE_CTX_get_error_depth(verification) != 0) return good_so_far;
  const auto* connection = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto* allowed = static_cast<const AllowList*>(
      SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), allow_list_index()));
  const X509* certificate = X509_STORE_CTX_get_current_cert(verification);
  if (allowed == nullptr || allowed->contains(fingerprint_of(certificate)) ||
      bears_allowed_name(certificate, *allowed))
    return 1;
  X509_STORE_CTX_set_error(verification, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

std::shared_ptr<SSL_CTX> new_context(TlsRole role, const std::vector<std::string>& allowed) {
  const SSL_METHOD* method = role == TlsRole::server ? TLS_server_method() : TLS_client_method();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(method), SSL_CTX_free);
  if (!context) throw Fault("no TLS context");
  if (allowed.empty()) return context;
  auto list = std::make_unique<AllowList>();
  for (const std::string& entry : allowed) list->insert(normal_entry(entry));
  if (SSL_CTX_set_ex_data(context.get(), allow_list_index(), list.get()) != 1)
    throw Fault("no room for the allowed clients");
  (void)list.release();  // it is the context's now
  return context;
}

Timestamp not_after_of(SSL_CTX* context) {
  return time_of(X509_get0_notAfter(SSL_CTX_get0_certificate(context)));
}

}  // namespace

Result<TlsContext> make_tls_context(TlsRole role, const TlsMaterial& material) {
  const auto owned = new_context(role, material.allowed_clients);
  SSL_CTX* context = owned.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context,
                   SSL_MODE_NO_AUTO_CHAIN);  // shown is what the file holds, no root of others
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_max_cert_list(context, longest_chain_bytes);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, check_allowed);
  if (role == TlsRole::server) {
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  } else {
    SSL_CTX_set_alpn_protos(context, http2_name, sizeof http2_name);
  }
  if (const auto done = use_certificate(context, material.certificate_chain); !done)
    return done.error();
  if (const auto done = use_key(context, material.private_key); !done) return done.error();
  if (const auto done = use_roots(context, material.roots); !done) return done.error();
  return TlsContext{.context = owned, .not_after = not_after_of(context)};
}

std::string fingerprint_of(const X509* certificate) {
  Bytes digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char*>(digest.data()), &size);
  return to_hex(std::string_view(digest).substr(0, size));
}

HandshakeFailure explain_handshake(const SSL* connection) {
  const bool is_server = SSL_is_server(connection) != 0;
  const unsigned long error = ERR_peek_error();
  if (error == 0)
    return {.why = "the peer has broken off the handshake",
            .mend = is_server ? mend_server : mend_own};
  const char* text = ERR_reason_error_string(error);
  const std::string said = text == nullptr ? "no reason known" : text;
  const int reason = ERR_GET_REASON(error);
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    const long result = SSL_get_verify_result(connection);
    if (result == X509_V_ERR_APPLICATION_VERIFICATION)
      return {.why = "the peer's certificate is refused: it is not of the allowed clients",
              .mend = mend_allowed};
    return {.why = std::string("the peer's certificate is refused: ") +
                   X509_verify_cert_error_string(result),
            .mend = is_server ? mend_client : mend_dialled};
  }
  if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE)
    // Fabric's peers show none, rather than one that is of no root we have named.
    return {.why = "the peer shows no certificate of tls-client-roots", .mend = mend_client};
  if (is_alert_about_certificate(reason))
    return {.why = "the peer refuses our certificate: " + said,
            .mend = is_server ? mend_server : mend_own};
  return {.why = said, .mend = is_server ? mend_protocol : mend_address};
}

}  // namespace tradelane::shim::http2
