// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/client.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "chaincode/shim/http2/address.hpp"
#include "chaincode/shim/http2/client_connection.hpp"

namespace tradelane::shim::http2 {

/// What is left of a client on its I/O thread. Used there only.
struct Client::Core : std::enable_shared_from_this<Client::Core> {
  Core(IoThread& io, Target whom, std::optional<Redial> again, AcceptStream user, Ended end,
       std::shared_ptr<Shared> common)
      : thread(io),
        target(std::move(whom)),
        redial(again),
        accept(std::move(user)),
        ended(std::move(end)),
        shared(std::move(common)) {
    if (redial) delay = redial->first;
  }

  void dial();
  void dial_next();
  void connect(const Address& address);
  void begin(Descriptor socket, const Address& address);
  void fail(const std::string& why);
  void end(const Ending& ending);
  void drain();
  void stop();

  IoThread& thread;
  const Target target;
  const std::optional<Redial> redial;
  const AcceptStream accept;
  const Ended ended;
  const std::shared_ptr<Shared> shared;
  std::chrono::milliseconds delay{0};
  std::vector<Address> untried = {};  // of those that `target` has, the next one last
  ClientConnection* connection = nullptr;
  bool is_draining = false;
  bool is_stopped = false;
};

void Client::Core::dial() {
  if (is_stopped || is_draining) return;
  untried = target.resolve(target.host, target.port);
  std::reverse(untried.begin(), untried.end());
  if (untried.empty()) return fail("nobody knows the address of " + target.host);
  dial_next();
}

/// A name may have addresses where nobody listens, "localhost" in IPv6 for one.
void Client::Core::dial_next() {
  if (is_stopped) return;
  if (is_draining) return fail("no stream is wanted any more");
  const Address address = untried.back();
  untried.pop_back();
  if (!target.tls && !address.is_loopback())
    return fail("plain text is for loopback addresses only");
  connect(address);
}

void Client::Core::connect(const Address& address) {
  Descriptor socket(::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return fail(std::system_category().message(errno));
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket.get(), address.raw(), address.size()) != 0 && errno != EINPROGRESS)
    return fail(std::system_category().message(errno));
  begin(std::move(socket), address);
}

/// The connection may still be on its way: its first bytes wait until the socket takes them.
void Client::Core::begin(Descriptor socket, const Address& address) {
  std::optional<TlsPipe> tls;
  if (target.tls) {
    target.tls->check(thread.now());
    const std::string& name = target.server_name.empty() ? target.host : target.server_name;
    tls.emplace(TlsPipe::client(target.tls->context().get(), name));
  }
  auto channel = std::make_unique<Channel>(std::move(socket), std::move(tls), thread.buffers());
  auto made = std::make_unique<ClientConnection>(
      thread, std::move(channel), address.text(), shared,
      ClientConnection::Call{.path = target.path,
                             .authority = target.host + ":" + std::to_string(target.port),
                             .is_tls = target.tls != nullptr,
                             .accept = accept},
      [core = shared_from_this()](const Ending& ending) { core->end(ending); });
  connection = made.get();
  thread.adopt(std::move(made));
}

void Client::Core::fail(const std::string& why) {
  end({.status = Status::unavailable, .message = why});
}

void Client::Core::end(const Ending& ending) {
  connection = nullptr;
  if (is_stopped) return;
  if (!ending.was_open && !untried.empty() && !is_draining)
    return thread.post([core = shared_from_this()] { core->dial_next(); });
  ended(ending);
  if (!redial || is_draining) return;
  if (ending.was_open) delay = redial->first;
  thread.after(delay, [core = shared_from_this()] { core->dial(); });
  delay = std::min(delay * 2, redial->longest);
}

void Client::Core::drain() {
  is_draining = true;
  if (connection != nullptr && !connection->had_stream()) connection->end();
}

void Client::Core::stop() {
  is_stopped = true;
  if (connection != nullptr) connection->end();
}

Client::Client(IoThread& thread, Target target, const Limits& limits, std::optional<Redial> redial,
               AcceptStream accept, Ended ended, Log& log)
    : core_(std::make_shared<Core>(thread, std::move(target), redial, std::move(accept),
                                   std::move(ended), std::make_shared<Shared>(limits, log))) {}

Client::~Client() { stop(); }

void Client::start() {
  core_->thread.post([core = core_] { core->dial(); });
}

void Client::drain() {
  core_->thread.post([core = core_] { core->drain(); });
}

void Client::stop() {
  core_->thread.run([core = core_] { core->stop(); });
  // What it has ended is destroyed at the end of that wake-up; this is the next one.
  core_->thread.run([] {});
}

}  // namespace tradelane::shim::http2
