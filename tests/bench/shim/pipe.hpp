// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "tests/bench/shim/link.hpp"

namespace tradelane::bench {

/// A non-blocking client socket, plain or under TLS, that reads into one buffer and writes once per
/// `flush`. Used on one thread.
class Pipe {
 public:
  /// Connects and, with TLS, shakes hands. Throws `RunFailed`.
  Pipe(std::uint16_t port, const LinkTls& tls);
  ~Pipe();
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  /// Appends what has come. Throws `RunFailed` when the other end is gone.
  void read(std::string& into);
  std::string& output() { return output_; }
  void flush();
  bool wants_write() const { return !output_.empty() || !cipher_.empty(); }
  int fd() const { return fd_; }

 private:
  void shake_hands(const LinkTls& tls);
  void decrypt(std::string& into);
  void write_blocking(std::string_view bytes) const;
  void collect_cipher();

  int fd_ = -1;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, void (*)(SSL*)> tls_{nullptr, SSL_free};
  std::string output_;
  std::string cipher_;
  std::string chunk_ = std::string(std::size_t{256} * 1024, '\0');
};

}  // namespace tradelane::bench
