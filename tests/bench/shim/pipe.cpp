// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/pipe.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tradelane::bench {
namespace {

constexpr auto patience = std::chrono::seconds(10);

/// -1 while nobody listens yet.
int try_connect(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

int connect_to(std::uint16_t port) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const int fd = try_connect(port);
    if (fd >= 0) return fd;
    if (std::chrono::steady_clock::now() > end) throw RunFailed("nobody listens");
    ::poll(nullptr, 0, 5);
  }
}

BIO* memory(const std::string& text) {
  return BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
}

X509* read_certificate(const std::string& pem) {
  const std::unique_ptr<BIO, void (*)(BIO*)> bio(memory(pem), BIO_free_all);
  return PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr);
}

}  // namespace

Pipe::Pipe(std::uint16_t port, const LinkTls& tls) : fd_(connect_to(port)) {
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (!tls.roots.empty()) shake_hands(tls);
}

Pipe::~Pipe() { ::close(fd_); }

void Pipe::shake_hands(const LinkTls& tls) {
  context_.reset(SSL_CTX_new(TLS_client_method()));
  const std::unique_ptr<X509, void (*)(X509*)> root(read_certificate(tls.roots), X509_free);
  const std::unique_ptr<X509, void (*)(X509*)> own(read_certificate(tls.certificate), X509_free);
  const std::unique_ptr<BIO, void (*)(BIO*)> bio(memory(tls.key), BIO_free_all);
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), root.get());
  SSL_CTX_use_certificate(context_.get(), own.get());
  SSL_CTX_use_PrivateKey(context_.get(), key.get());
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  tls_.reset(SSL_new(context_.get()));
  SSL_set_bio(tls_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  std::string host = "localhost";
  SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
  SSL_set1_host(tls_.get(), host.c_str());
  constexpr unsigned char h2[] = {2, 'h', '2'};
  SSL_set_alpn_protos(tls_.get(), h2, sizeof h2);
  SSL_set_connect_state(tls_.get());
  while (SSL_do_handshake(tls_.get()) != 1) {
    collect_cipher();
    write_blocking(cipher_);
    cipher_.clear();
    const auto count = ::recv(fd_, chunk_.data(), chunk_.size(), 0);
    if (count <= 0) throw RunFailed("the TLS handshake has failed");
    BIO_write(SSL_get_rbio(tls_.get()), chunk_.data(), static_cast<int>(count));
  }
  collect_cipher();
  write_blocking(cipher_);
  cipher_.clear();
}

void Pipe::write_blocking(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) throw RunFailed("the server has closed the connection");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Pipe::collect_cipher() {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(SSL_get_wbio(tls_.get()), &bytes);
  if (size <= 0) return;
  cipher_.append(bytes, static_cast<std::size_t>(size));
  BIO_reset(SSL_get_wbio(tls_.get()));
}

void Pipe::read(std::string& into) {
  for (;;) {
    const auto count = ::recv(fd_, chunk_.data(), chunk_.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) throw RunFailed("the server has closed the connection");
    const auto size = static_cast<std::size_t>(count);
    if (tls_) {
      BIO_write(SSL_get_rbio(tls_.get()), chunk_.data(), static_cast<int>(size));
      decrypt(into);
    } else {
      into.append(chunk_.data(), size);
    }
    if (size < chunk_.size()) return;
  }
}

void Pipe::decrypt(std::string& into) {
  char plain[16 * 1024];
  for (;;) {
    const int count = SSL_read(tls_.get(), plain, sizeof plain);
    if (count > 0) {
      into.append(plain, static_cast<std::size_t>(count));
      continue;
    }
    if (SSL_get_error(tls_.get(), count) == SSL_ERROR_WANT_READ) return;
    throw RunFailed("the server has ended TLS");
  }
}

void Pipe::flush() {
  if (tls_ && !output_.empty()) {
    std::size_t written = 0;
    if (SSL_write_ex(tls_.get(), output_.data(), output_.size(), &written) != 1)
      throw RunFailed("TLS does not take what is to be written");
    output_.clear();
    collect_cipher();
  }
  std::string& bytes = tls_ ? cipher_ : output_;
  if (bytes.empty()) return;
  const auto count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) throw RunFailed("the server has closed the connection");
  bytes.erase(0, static_cast<std::size_t>(count));
}

}  // namespace tradelane::bench
