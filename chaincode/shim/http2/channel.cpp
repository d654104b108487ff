// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/channel.hpp"

#include <cerrno>
#include <system_error>

#include <sys/socket.h>
#include <unistd.h>

namespace tradelane::shim::http2 {
namespace {

bool try_again() { return errno == EAGAIN || errno == EINTR; }

}  // namespace

void Descriptor::reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

Channel::Channel(Descriptor socket, std::optional<TlsPipe> tls, IoThread::Buffers& buffers)
    : socket_(std::move(socket)), tls_(std::move(tls)), buffers_(buffers) {
  if (tls_) tls_->begin(output_);
}

Channel::~Channel() {
  // Best effort: the other end may be gone.
  if (tls_) tls_->close(output_);
  flush();
}

Channel::Read Channel::read() {
  const auto count = ::recv(fd(), buffers_.received.data(), buffers_.received.size(), 0);
  if (count < 0 && try_again()) return {};
  if (count <= 0) {
    if (count < 0) why_lost_ = std::system_category().message(errno);
    if (tls_) tls_->note_broken();
    return {.bytes = {}, .state = State::closed};
  }
  return received({buffers_.received.data(), static_cast<std::size_t>(count)});
}

Channel::Read Channel::received(std::string_view bytes) {
  // A read that filled the buffer has more behind it.
  const State state = bytes.size() < buffers_.received.size() ? State::drained : State::more;
  if (!tls_) return {.bytes = bytes, .state = state};
  char* into = buffers_.decrypted.data();
  const auto got = tls_->receive(bytes, into, buffers_.decrypted.size(), output_);
  return {.bytes = {into, got.size}, .state = got.is_over ? State::closed : state};
}

bool Channel::flush() {
  if (!plain_.empty() && is_established()) {
    if (!tls_->send(plain_, output_)) return false;
    plain_.clear();
  }
  while (is_blocked()) {
    const auto count =
        ::send(fd(), output_.data() + sent_, output_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return try_again() || (why_lost_ = std::system_category().message(errno), false);
    sent_ += static_cast<std::size_t>(count);
  }
  output_.clear();
  sent_ = 0;
  return true;
}

std::optional<HandshakeFailure> Channel::handshake_failure() const {
  return tls_ ? tls_->failure() : std::nullopt;
}

}  // namespace tradelane::shim::http2
