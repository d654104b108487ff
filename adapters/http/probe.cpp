// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/probe.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

namespace tradelane::http {

namespace {

using Clock = std::chrono::steady_clock;

struct Free {
  void operator()(SSL* ssl) const { ::SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { ::SSL_CTX_free(context); }
  void operator()(BIO* bio) const { ::BIO_free_all(bio); }
  void operator()(X509* certificate) const { ::X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { ::EVP_PKEY_free(key); }
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// The preface of HTTP/2 and an empty SETTINGS frame.
constexpr std::string_view preface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);

/// A reader of PEM would ask at the terminal otherwise.
int no_pass_phrase(char*, int, int, void*) { return -1; }

/// RFC 6066 3: a server is told the name that is meant, and an address is none.
bool is_address(const std::string& host) {
  std::array<unsigned char, 16> bytes{};
  return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, host.substr(0, host.find('%')).c_str(), bytes.data()) == 1;
}

/// OpenSSL writes to a socket that may be closed, and knows no flag against the signal for it. It
/// is held back for this thread meanwhile, and what came of it thrown away.
class NoPipeSignal {
 public:
  NoPipeSignal() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoPipeSignal() {
    const bool was_blocked = sigismember(&before_, SIGPIPE) == 1;
    constexpr timespec at_once{};
    if (!was_blocked) ::sigtimedwait(&pipe_, nullptr, &at_once);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;

 private:
  sigset_t pipe_ = {};
  sigset_t before_ = {};
};

/// What the handshake learns on the way.
struct Asked {
  bool for_certificate = false;
};

std::string reason_of_tls() {
  const unsigned long error = ::ERR_peek_last_error();
  std::string out = error == 0 ? "the server closed the connection" : "";
  if (error != 0) {
    const char* reason = ::ERR_reason_error_string(error);
    out = reason == nullptr ? "TLS failed" : reason;
  }
  ::ERR_clear_error();
  return out;
}

class Prober {
 public:
  explicit Prober(const ProbeOptions& options)
      : options_(options), until_(Clock::now() + options.within) {}
  ~Prober() {
    if (fd_ >= 0) ::close(fd_);
  }
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;

  Probe run() {
    if (!resolve() || !connect()) return out_;
    if (options_.plaintext) {
      out_.stage = Probe::Stage::done;
      return out_;
    }
    out_.stage = Probe::Stage::handshake;
    if (start_tls() && shake_hands() && be_admitted() && hear_settings())
      out_.stage = Probe::Stage::done;
    return out_;
  }

 private:
  bool fail(const std::string& reason) {
    out_.reason = reason;
    return false;
  }

  int milliseconds_left() const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until_ - Clock::now());
    return left.count() < 0 ? 0 : static_cast<int>(left.count());
  }

  bool wait_for(short events) const {
    pollfd one{.fd = fd_, .events = events, .revents = 0};
    return ::poll(&one, 1, milliseconds_left()) > 0;
  }

  bool resolve() {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = ::getaddrinfo(options_.host.c_str(), options_.port.c_str(), &hints, &found);
    if (error != 0) return fail(::gai_strerror(error));
    addresses_.reset(found);
    return true;
  }

  bool connect() {
    out_.stage = Probe::Stage::connection;
    for (const addrinfo* at = addresses_.get(); at != nullptr; at = at->ai_next)
      if (connect_to(*at)) return true;
    return false;
  }

  bool connect_to(const addrinfo& address) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd_ < 0) return fail(std::strerror(errno));
    if (::connect(fd_, address.ai_addr, address.ai_addrlen) == 0) return true;
    if (errno != EINPROGRESS) return fail(std::strerror(errno));
    if (!wait_for(POLLOUT)) return fail("no answer in time");
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    return error == 0 || fail(std::strerror(error));
  }

  bool start_tls() {
    context_.reset(::SSL_CTX_new(::TLS_client_method()));
    if (!context_) throw Fault("OpenSSL cannot start");
    ::SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    ::SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr);
    ::SSL_CTX_set_cert_cb(
        context_.get(),
        [](SSL*, void* asked) {
          static_cast<Asked*>(asked)->for_certificate = true;
          return 1;
        },
        &asked_);
    if (!options_.certificate.empty() && !use_certificate()) return false;
    ssl_.reset(::SSL_new(context_.get()));
    const std::string& name = options_.server_name.empty() ? options_.host : options_.server_name;
    constexpr std::array<unsigned char, 3> h2{2, 'h', '2'};
    ::SSL_set_alpn_protos(ssl_.get(), h2.data(), h2.size());
    // The macro for it casts in the old style.
    if (!is_address(name))
      ::SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(name.c_str()));
    return ::SSL_set_fd(ssl_.get(), fd_) == 1 || fail("TLS cannot start");
  }

  bool use_certificate() {
    const Owned<BIO> certificate(memory(options_.certificate));
    const Owned<X509> leaf(
        ::PEM_read_bio_X509(certificate.get(), nullptr, no_pass_phrase, nullptr));
    const Owned<BIO> key_text(memory(options_.key));
    const Owned<EVP_PKEY> key(
        ::PEM_read_bio_PrivateKey(key_text.get(), nullptr, no_pass_phrase, nullptr));
    const bool used = leaf && key && ::SSL_CTX_use_certificate(context_.get(), leaf.get()) == 1 &&
                      ::SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1;
    while (X509* next = ::PEM_read_bio_X509(certificate.get(), nullptr, no_pass_phrase, nullptr))
      ::SSL_CTX_add_extra_chain_cert(context_.get(), next);
    ::ERR_clear_error();
    return used || fail("our certificate and key do not belong together");
  }

  static BIO* memory(const std::string& text) {
    return ::BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
  }

  /// Calls `step` until it is through; false with the reason otherwise.
  template <class Step>
  bool drive(const Step& step) {
    for (;;) {
      ::ERR_clear_error();
      const int result = step();
      if (result > 0) return true;
      const int error = ::SSL_get_error(ssl_.get(), result);
      if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
        return fail(reason_of_tls());
      if (!wait_for(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT))
        return fail("no answer in time");
    }
  }

  bool shake_hands() {
    const bool shaken = drive([&] { return ::SSL_connect(ssl_.get()); });
    out_.asks_for_certificate = asked_.for_certificate;
    if (STACK_OF(X509)* chain = ::SSL_get_peer_cert_chain(ssl_.get())) out_.chain = pem_of(chain);
    if (shaken) out_.protocol = ::SSL_get_version(ssl_.get());
    return shaken;
  }

  /// With TLS 1.3 a server judges our certificate after the handshake has ended for us.
  bool be_admitted() {
    out_.stage = Probe::Stage::admission;
    return drive([&] {
             return ::SSL_write(ssl_.get(), preface.data(), static_cast<int>(preface.size()));
           }) &&
           hear(1);
  }

  /// RFC 9113 3.4: the first frame of a server is SETTINGS, and not the acknowledgement of ours.
  bool hear_settings() {
    out_.stage = Probe::Stage::protocol;
    constexpr std::size_t frame_header_bytes = 9;
    constexpr char settings = 4;
    if (!hear(frame_header_bytes)) return false;
    const bool is_on_connection =
        std::all_of(heard_.begin() + 5, heard_.begin() + 9, [](char c) { return c == '\0'; });
    return (heard_[3] == settings && heard_[4] == '\0' && is_on_connection) ||
           fail("it answers with something other than HTTP/2");
  }

  /// Until the first `count` bytes are there.
  bool hear(std::size_t count) {
    std::array<char, 64> part{};
    while (heard_.size() < count) {
      std::size_t size = 0;
      if (!drive([&] { return ::SSL_read_ex(ssl_.get(), part.data(), part.size(), &size); }))
        return false;
      heard_.append(part.data(), size);
    }
    return true;
  }

  static std::string pem_of(STACK_OF(X509) * chain) {
    const Owned<BIO> out(::BIO_new(::BIO_s_mem()));
    for (int i = 0; i < sk_X509_num(chain); ++i)
      ::PEM_write_bio_X509(out.get(), sk_X509_value(chain, i));
    char* data = nullptr;
    const long size = ::BIO_ctrl(out.get(), BIO_CTRL_INFO, 0, &data);
    return {data, static_cast<std::size_t>(size)};
  }

  const ProbeOptions& options_;
  Clock::time_point until_;
  Probe out_ = {};
  Asked asked_ = {};
  Owned<addrinfo> addresses_ = {};
  int fd_ = -1;
  std::string heard_ = {};
  Owned<SSL_CTX> context_ = {};
  Owned<SSL> ssl_ = {};
};

}  // namespace

Probe probe(const ProbeOptions& options) {
  const NoPipeSignal held;
  return Prober(options).run();
}

}  // namespace tradelane::http
