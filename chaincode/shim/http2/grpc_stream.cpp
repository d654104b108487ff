// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/grpc_stream.hpp"

#include <exception>
#include <utility>

#include <nghttp2/nghttp2.h>

#include "chaincode/shim/http2/connection.hpp"

namespace tradelane::shim::http2 {

GrpcStream::GrpcStream(Connection& owner) : owner_(owner), reader_(owner.limits().message_bytes) {}

void GrpcStream::data(std::string_view bytes) {
  unconsumed_ += bytes.size();
  if (!user_ || input_refused_) return;
  const std::size_t before = inbox_.size();
  const auto verdict = reader_.feed(bytes, inbox_);
  for (std::size_t at = before; at < inbox_.size(); ++at) inbox_bytes_ += inbox_[at].size();
  if (verdict == MessageReader::Verdict::too_large)
    refuse(Status::resource_exhausted, "message larger than the limit");
  if (verdict == MessageReader::Verdict::compressed)
    refuse(Status::unimplemented, "compressed messages are not supported");
}

/// False, and logged, when the user has thrown.
template <class Call>
bool GrpcStream::attempt(Call&& call) {
  std::string why;
  try {
    call();
    return true;
  } catch (const std::exception& error) {
    why = error.what();
  } catch (...) {
    why = "an exception of unknown type";
  }
  owner_.shared().log.error("stream_user_failed",
                            {{"remote", owner_.remote().address}, {"why", why}});
  return false;
}

/// An exception of the user ends its stream, never the connection and never the process.
template <class Call>
void GrpcStream::tell_user(Call&& call) {
  if (!attempt([&] { call(*user_); })) refuse(Status::internal, "internal error");
}

bool GrpcStream::takes_more() const {
  return !attached_ || (!is_congested_ && writer_.bytes() <= owner_.limits().queued_bytes);
}

void GrpcStream::deliver() {
  while (user_ && next_ < inbox_.size() && takes_more()) {
    Bytes message = std::move(inbox_[next_++]);
    inbox_bytes_ -= message.size();
    has_batch_ = true;
    tell_user([&](StreamUser& user) { user.received(std::move(message)); });
  }
  if (next_ < inbox_.size()) return;
  inbox_.clear();
  next_ = 0;
  consume();
  if (!input_ended_ || told_half_closed_ || !user_) return;
  told_half_closed_ = true;
  tell_user([](StreamUser& user) { user.half_closed(); });
}

/// The other end may send as much again.
void GrpcStream::consume() {
  if (unconsumed_ == 0) return;
  const std::size_t count = std::exchange(unconsumed_, 0);
  if (attached_) {
    nghttp2_session_consume(owner_.session(), id_, count);
  } else {
    nghttp2_session_consume_connection(owner_.session(), count);
  }
}

void GrpcStream::batch_end() {
  if (!std::exchange(has_batch_, false) || !user_) return;
  tell_user([](StreamUser& user) { user.batch_end(); });
}

void GrpcStream::tick() {
  if (user_ && attached_) tell_user([](StreamUser& user) { user.tick(); });
}

bool GrpcStream::is_stalled() const {
  return is_congested_ && attached_ && owner_.time() - progress_ > owner_.limits().stalled;
}

void GrpcStream::look_at_queue() {
  const Limits& limits = owner_.limits();
  const bool is_full =
      writer_.bytes() > limits.queued_bytes || writer_.messages() > limits.queued_messages;
  const bool is_half_empty = writer_.bytes() <= limits.queued_bytes / 2 &&
                             writer_.messages() <= limits.queued_messages / 2;
  if (!is_congested_ && is_full) progress_ = owner_.time();
  if (is_full) is_congested_ = true;
  if (is_half_empty) is_congested_ = false;
  if (has_undelivered()) owner_.has_output();
}

void GrpcStream::send(Bytes message) {
  if (output_ended_ || !attached_) return;
  writer_.add(std::move(message));
  const Limits& limits = owner_.limits();
  if (writer_.bytes() > limits.queued_bytes + limits.message_bytes) {
    owner_.shared().log.warn("stream_overfull", {{"remote", owner_.remote().address}});
    return reset(NGHTTP2_ENHANCE_YOUR_CALM);
  }
  wake();
}

void GrpcStream::wake() {
  owner_.has_output();
  if (std::exchange(is_deferred_, false)) nghttp2_session_resume_data(owner_.session(), id_);
}

bool GrpcStream::end_after_queue() {
  if (output_ended_ || !attached_) return false;
  output_ended_ = true;
  wake();
  return true;
}

void GrpcStream::reset(std::uint32_t error) {
  output_ended_ = true;
  writer_.clear();
  if (!attached_) return;
  nghttp2_submit_rst_stream(owner_.session(), NGHTTP2_FLAG_NONE, id_, error);
  owner_.has_output();
}

void GrpcStream::refuse(Status status, const char* why) {
  drop_input();
  finish(status, why);
}

void GrpcStream::drop_input() {
  input_refused_ = true;
  input_ended_ = false;
  inbox_.clear();
  next_ = inbox_bytes_ = 0;
  reader_ = MessageReader(owner_.limits().message_bytes);
}

ssize_t GrpcStream::produce(std::uint8_t* into, std::size_t room, std::uint32_t* flags) {
  const std::size_t made = writer_.take(into, room);
  if (made > 0) {
    progress_ = owner_.time();
    owner_.earn_frames();
  }
  if (writer_.empty() && output_ended_) {
    end_output(flags);
  } else if (made == 0) {
    is_deferred_ = true;
    return NGHTTP2_ERR_DEFERRED;
  }
  return static_cast<ssize_t>(made);
}

void GrpcStream::detach(std::uint32_t error) {
  if (error != NGHTTP2_NO_ERROR) drop_input();
  attached_ = false;
  output_ended_ = true;
  writer_.clear();
}

bool GrpcStream::begin(const AcceptStream& accept) {
  attempt([&] { user_ = accept(*this, owner_.remote(), owner_.io()); });
  if (user_) ++owner_.shared().streams;
  return user_ != nullptr;
}

void GrpcStream::close() {
  deliver();
  batch_end();
  const auto user = std::move(user_);
  if (!user) return;
  attempt([&] { user->closed(); });
  --owner_.shared().streams;
}

}  // namespace tradelane::shim::http2
