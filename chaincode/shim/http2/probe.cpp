// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/probe.hpp"

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include "chaincode/shim/http2/channel.hpp"

namespace tradelane::shim::http2 {
namespace {

using Clock = std::chrono::steady_clock;

/// Waits on one socket until a moment that does not move.
struct Patience {
  int fd;
  Clock::time_point end;

  bool wait(short events) const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd what{.fd = fd, .events = events, .revents = 0};
    return left > 0 && ::poll(&what, 1, static_cast<int>(left)) == 1;
  }
};

/// A server says SETTINGS first: nine bytes of frame header, the fourth is its type.
bool greets_in_http2(const Patience& patience) {
  std::array<char, 9> head{};
  std::size_t size = 0;
  while (size < head.size()) {
    if (!patience.wait(POLLIN)) return false;
    const auto count = ::recv(patience.fd, head.data() + size, head.size() - size, 0);
    if (count <= 0) return false;
    size += static_cast<std::size_t>(count);
  }
  constexpr char settings = 4;
  return head[3] == settings;
}

/// The server has signed the handshake with its own key. Ours ends there: who we are is not asked.
bool shows_certificate(const Patience& patience) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
  if (!tls || SSL_set_fd(tls.get(), patience.fd) != 1) return false;
  constexpr unsigned char http2_name[] = {2, 'h', '2'};
  SSL_set_alpn_protos(tls.get(), http2_name, sizeof http2_name);
  bool may_go_on = true;
  while (may_go_on && SSL_get0_peer_certificate(tls.get()) == nullptr) {
    const int done = SSL_connect(tls.get());
    const int reason = SSL_get_error(tls.get(), done);
    if (reason == SSL_ERROR_NONE) break;
    may_go_on = reason == SSL_ERROR_WANT_READ    ? patience.wait(POLLIN)
                : reason == SSL_ERROR_WANT_WRITE ? patience.wait(POLLOUT)
                                                 : false;
  }
  const bool has_shown = SSL_get0_peer_certificate(tls.get()) != nullptr;
  ERR_clear_error();
  return has_shown;
}

/// Connected, or why not.
std::string dial(const Patience& patience, const Address& address) {
  if (::connect(patience.fd, address.raw(), address.size()) != 0 && errno != EINPROGRESS)
    return std::system_category().message(errno);
  if (!patience.wait(POLLOUT)) return "no connection in time";
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(patience.fd, SOL_SOCKET, SO_ERROR, &error, &size);
  return error == 0 ? "" : std::system_category().message(error);
}

}  // namespace

Result<> probe_listener(const Address& address, bool is_tls, std::chrono::milliseconds within,
                        Admission& admission) {
  const auto failed = [&](const std::string& why) {
    return refuse(Code::arg_malformed, "", "no answer on " + address.text() + ": " + why);
  };
  const Descriptor socket(
      ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return failed(std::system_category().message(errno));
  // Bound before it connects, so that the listener knows the port before it sees it.
  const auto own = Address::parse(address.host(), 0);
  if (::bind(socket.get(), own->raw(), own->size()) != 0)
    return failed(std::system_category().message(errno));
  const Address here = Address::of_socket(socket.get());
  admission.expect_probe(here);
  const Patience patience{socket.get(), Clock::now() + within};
  const std::string trouble = dial(patience, address);
  const bool answers =
      trouble.empty() && (is_tls ? shows_certificate(patience) : greets_in_http2(patience));
  admission.forget_probe(here);
  if (!trouble.empty()) return failed(trouble);
  if (!answers) return failed("it accepts, and does not speak");
  return Done{};
}

}  // namespace tradelane::shim::http2
