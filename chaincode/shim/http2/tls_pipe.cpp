// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/tls_pipe.hpp"

#include <algorithm>
#include <cstring>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "chaincode/base/result.hpp"
#include "chaincode/shim/http2/address.hpp"

namespace tradelane::shim::http2 {

/// What OpenSSL takes for a network: the bytes just received, and those to be sent.
struct TlsPipe::Wire {
  std::string_view in;
  Bytes* out = nullptr;

  static Wire& of(BIO* bio) { return *static_cast<Wire*>(BIO_get_data(bio)); }
  static int read(BIO* bio, char* into, int size) {
    Wire& wire = of(bio);
    BIO_clear_retry_flags(bio);
    if (wire.in.empty()) {
      BIO_set_retry_read(bio);
      return -1;
    }
    const std::size_t take = std::min(wire.in.size(), static_cast<std::size_t>(size));
    std::memcpy(into, wire.in.data(), take);
    wire.in.remove_prefix(take);
    return static_cast<int>(take);
  }
  static int write(BIO* bio, const char* bytes, int size) {
    of(bio).out->append(bytes, static_cast<std::size_t>(size));
    return size;
  }
  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  /// One kind for the whole process, never freed: a server in a static object reads until it is
  /// destroyed, and what was made in its life is destroyed before it.
  static const BIO_METHOD* method() {
    static const BIO_METHOD* const made = [] {
      BIO_METHOD* kind = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
      BIO_meth_set_read(kind, read);
      BIO_meth_set_write(kind, write);
      BIO_meth_set_ctrl(kind, control);
      return kind;
    }();
    return made;
  }
};

TlsPipe::TlsPipe(SSL_CTX* context, const std::string* server_name)
    : wire_(std::make_unique<Wire>()), tls_(SSL_new(context), SSL_free) {
  BIO* bio = BIO_new(Wire::method());
  if (!tls_ || bio == nullptr) throw Fault("no TLS connection");
  BIO_set_data(bio, wire_.get());
  BIO_set_init(bio, 1);
  SSL_set_bio(tls_.get(), bio, bio);
  if (server_name == nullptr) {
    SSL_set_accept_state(tls_.get());
    return;
  }
  SSL_set_connect_state(tls_.get());
  if (Address::parse(*server_name, 0)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), server_name->c_str());
  } else {
    SSL_set1_host(tls_.get(), server_name->c_str());
    // What the macro SSL_set_tlsext_host_name does, without its cast.
    SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(server_name->c_str()));
  }
}

TlsPipe::~TlsPipe() = default;
TlsPipe::TlsPipe(TlsPipe&& other) noexcept = default;

TlsPipe::Read TlsPipe::receive(std::string_view received, char* into, std::size_t room,
                               Bytes& answers) {
  wire_->in = received;
  wire_->out = &answers;
  Read out;
  for (;;) {
    ERR_clear_error();
    std::size_t count = 0;
    if (SSL_read_ex(tls_.get(), into + out.size, room - out.size, &count) == 1) {
      out.size += count;
      continue;
    }
    const int reason = SSL_get_error(tls_.get(), 0);
    // With TLS 1.3 a client is done before it learns what the server thinks of its certificate.
    if (reason == SSL_ERROR_SSL && (!is_established() || SSL_is_server(tls_.get()) == 0))
      failure_ = explain_handshake(tls_.get());
    ERR_clear_error();
    out.is_over = reason != SSL_ERROR_WANT_READ;
    return out;
  }
}

void TlsPipe::begin(Bytes& records) {
  if (SSL_is_server(tls_.get()) != 0) return;
  wire_->out = &records;
  ERR_clear_error();
  SSL_do_handshake(tls_.get());
  ERR_clear_error();
}

bool TlsPipe::send(std::string_view plain, Bytes& records) {
  wire_->out = &records;
  ERR_clear_error();
  std::size_t written = 0;
  return SSL_write_ex(tls_.get(), plain.data(), plain.size(), &written) == 1;
}

void TlsPipe::close(Bytes& records) {
  if (!is_established()) return;
  wire_->out = &records;
  ERR_clear_error();
  SSL_shutdown(tls_.get());
  ERR_clear_error();
}

bool TlsPipe::is_established() const { return SSL_is_init_finished(tls_.get()) == 1; }
bool TlsPipe::is_untouched() const { return SSL_in_before(tls_.get()) != 0; }

bool TlsPipe::speaks_http2() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(tls_.get(), &name, &size);
  return std::string_view(reinterpret_cast<const char*>(name), size) == "h2";
}

void TlsPipe::note_broken() {
  if (failure_ || is_established() || is_untouched()) return;
  ERR_clear_error();
  failure_ = explain_handshake(tls_.get());
}

std::string TlsPipe::fingerprint() const {
  const X509* certificate = SSL_get0_peer_certificate(tls_.get());
  return certificate == nullptr ? "" : fingerprint_of(certificate);
}

}  // namespace tradelane::shim::http2
