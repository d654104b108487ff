// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/acceptor.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tradelane::shim::http2 {
namespace {

/// In one wake-up; those who are served already have their turn then.
constexpr int most_at_once = 64;

Descriptor open_reserve() { return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

Error cannot(const Listener& listener, const std::string& why) {
  return refuse(
      Code::arg_malformed, "",
      "cannot listen on " + listener.host + ":" + std::to_string(listener.port) + ": " + why);
}

}  // namespace

Result<Descriptor> bind_to(const Listener& listener) {
  const auto address = Address::parse(listener.host, listener.port);
  if (!address) return cannot(listener, "not an IP address");
  if (!listener.tls && !address->is_loopback())
    return cannot(listener, "plain text is for loopback addresses only");
  Descriptor socket(::socket(address->family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return cannot(listener, std::system_category().message(errno));
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), address->raw(), address->size()) != 0 ||
      ::listen(socket.get(), SOMAXCONN) != 0)
    return cannot(listener, std::system_category().message(errno));
  return socket;
}

Acceptor::Acceptor(IoThread& thread, Descriptor socket, Listener listener,
                   std::shared_ptr<ServerState> state,
                   const std::vector<std::unique_ptr<IoThread>>& threads)
    : Pollable(thread),
      socket_(std::move(socket)),
      reserve_(open_reserve()),
      listener_(std::move(listener)),
      state_(std::move(state)),
      threads_(threads) {}

void Acceptor::ready(std::uint32_t) {
  for (int i = 0; i < most_at_once && accept_one(); ++i) {
  }
}

/// False when nobody waits.
bool Acceptor::accept_one() {
  sockaddr_storage raw{};
  socklen_t size = sizeof raw;
  Descriptor socket(
      ::accept4(fd(), reinterpret_cast<sockaddr*>(&raw), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket) {
    const bool is_out = errno == EMFILE || errno == ENFILE;
    if (is_out) turn_one_away();
    return is_out || errno == ECONNABORTED || errno == EINTR;
  }
  const Address from = Address::of(raw);
  auto place = state_->admission.admit(from);
  // Whoever is not served is told so at once: the socket is closed here.
  if (!place || state_->draining) return true;
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  serve(std::move(socket), from, std::move(*place));
  return true;
}

/// Without this a listener that is out of descriptors is woken for ever and accepts nobody.
void Acceptor::turn_one_away() {
  if (!std::exchange(said_out_, true))
    state_->log.error("out_of_descriptors",
                      {{"mend", "raise the limit of open files (nofile), or find who connects"}});
  reserve_.reset();
  Descriptor(::accept4(fd(), nullptr, nullptr, SOCK_CLOEXEC)).reset();
  reserve_ = open_reserve();
}

void Acceptor::serve(Descriptor socket, const Address& from, Admission::Place place) {
  IoThread& chosen = *threads_[next_thread_++ % threads_.size()];
  // A task must be copyable; what it holds is closed with it if it is dropped.
  auto held = std::make_shared<std::pair<Descriptor, Admission::Place>>(std::move(socket),
                                                                        std::move(place));
  const auto context = listener_.tls ? listener_.tls->context() : nullptr;
  const auto begin = [&chosen, held, from, context, state = state_, accept = listener_.accept] {
    try {
      std::optional<TlsPipe> tls;
      if (context) tls.emplace(TlsPipe::server(context.get()));
      auto channel =
          std::make_unique<Channel>(std::move(held->first), std::move(tls), chosen.buffers());
      chosen.adopt(std::make_unique<ServerConnection>(chosen, std::move(channel), from.text(),
                                                      state, accept, std::move(held->second)));
    } catch (const std::exception& error) {
      // Out of memory for this one; the others go on.
      state->log.error("connection_failed", {{"remote", from.text()}, {"why", error.what()}});
    }
  };
  if (&chosen == &thread()) return begin();
  chosen.post(begin);
}

void Acceptor::tick() {
  said_out_ = false;
  if (!reserve_) reserve_ = open_reserve();
  if (listener_.tls) listener_.tls->check(now());
  if (const std::size_t refused = state_->admission.take_refused())
    state_->log.warn("connections_refused",
                     {{"count", static_cast<std::int64_t>(refused)},
                      {"mend", "more are open than the limits of all or of one address allow"}});
}

}  // namespace tradelane::shim::http2
