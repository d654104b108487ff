// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/channel.hpp"

#include <array>
#include <cerrno>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

namespace tradelane::shim::http2 {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr int chunks_per_wakeup = 16;

bool try_again() { return errno == EAGAIN || errno == EINTR; }

}  // namespace

Channel::Channel(int fd, SSL_CTX* context) : fd_(fd), tls_(nullptr, SSL_free) {
  if (context == nullptr) return;
  tls_.reset(SSL_new(context));
  if (!tls_) throw Fault("no TLS connection");
  SSL_set_bio(tls_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_accept_state(tls_.get());
}

Channel::~Channel() { ::close(fd_); }

Channel::State Channel::read(Bytes& into) {
  std::array<char, chunk_bytes> chunk;
  for (int i = 0; i < chunks_per_wakeup; ++i) {
    const auto count = ::recv(fd_, chunk.data(), chunk.size(), 0);
    if (count < 0 && try_again()) break;
    if (count <= 0) {
      note_broken_handshake();
      return State::closed;
    }
    const auto size = static_cast<std::size_t>(count);
    if (!tls_) {
      into.append(chunk.data(), size);
    } else {
      BIO_write(SSL_get_rbio(tls_.get()), chunk.data(), static_cast<int>(size));
      if (!decrypt(into)) return State::closed;
    }
    if (size < chunk.size()) break;
  }
  return State::open;
}

/// False when the TLS connection is over, by an error or by the other end's wish.
bool Channel::decrypt(Bytes& into) {
  std::array<char, chunk_bytes> chunk;
  for (;;) {
    ERR_clear_error();
    const int count = SSL_read(tls_.get(), chunk.data(), static_cast<int>(chunk.size()));
    if (count > 0) {
      into.append(chunk.data(), static_cast<std::size_t>(count));
      continue;
    }
    const int reason = SSL_get_error(tls_.get(), count);
    if (reason == SSL_ERROR_SSL && !is_established())
      handshake_failure_ = explain_handshake(tls_.get());
    ERR_clear_error();
    collect_ciphertext();  // the handshake's answers, and an alert if there is one
    return reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE;
  }
}

/// Some clients, gRPC's own among them, do not say what they have against a certificate: they go.
void Channel::note_broken_handshake() {
  if (!tls_ || is_established() || SSL_in_before(tls_.get()) != 0) return;
  ERR_clear_error();
  handshake_failure_ = explain_handshake(tls_.get());
}

void Channel::collect_ciphertext() {
  BIO* bio = SSL_get_wbio(tls_.get());
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(bio, &bytes);
  if (size <= 0) return;
  output_.append(bytes, static_cast<std::size_t>(size));
  BIO_reset(bio);
}

void Channel::write(std::string_view bytes) {
  if (tls_) {
    plain_.append(bytes);
  } else {
    output_.append(bytes);
  }
}

void Channel::encrypt_pending() {
  if (!tls_ || plain_.empty() || SSL_is_init_finished(tls_.get()) == 0) return;
  ERR_clear_error();
  std::size_t written = 0;
  if (SSL_write_ex(tls_.get(), plain_.data(), plain_.size(), &written) == 1) plain_.clear();
  collect_ciphertext();
}

Channel::State Channel::flush() {
  encrypt_pending();
  if (output_.empty()) return State::open;
  const auto count = ::send(fd_, output_.data(), output_.size(), MSG_NOSIGNAL);
  if (count < 0) return try_again() ? State::open : State::closed;
  output_.erase(0, static_cast<std::size_t>(count));
  return State::open;
}

bool Channel::is_established() const { return !tls_ || SSL_is_init_finished(tls_.get()) == 1; }

std::string Channel::fingerprint() const {
  if (!tls_) return {};
  const X509* certificate = SSL_get0_peer_certificate(tls_.get());
  if (certificate == nullptr) return {};
  Bytes digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char*>(digest.data()), &size);
  return to_hex(std::string_view(digest).substr(0, size));
}

}  // namespace tradelane::shim::http2
