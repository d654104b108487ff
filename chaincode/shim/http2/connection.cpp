// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/connection.hpp"

#include <algorithm>
#include <utility>

#include <nghttp2/nghttp2.h>
#include <sys/epoll.h>

#include "chaincode/base/result.hpp"

namespace tradelane::shim::http2 {
namespace {

/// So much is made ready for one system call.
constexpr std::size_t burst_bytes = 256 * 1024;
constexpr std::size_t largest_frame = 64 * 1024;
/// Of one connection in one wake-up, 64 KiB each: the others have their turn then.
constexpr int reads_per_wakeup = 16;
/// What came in before a connection earns so many frames without payload with each frame of it.
constexpr std::size_t frames_per_payload = 4;
/// More than this of what a GOAWAY says is not kept.
constexpr std::size_t farewell_bytes = 200;

using std::chrono::duration_cast;
using std::chrono::milliseconds;

}  // namespace

/// nghttp2's C callbacks, each handed on to the connection or to one of its streams.
struct Callbacks {
  static Connection& self(void* user) { return *static_cast<Connection*>(user); }
  static GrpcStream* stream(nghttp2_session* session, std::int32_t id) {
    return static_cast<GrpcStream*>(nghttp2_session_get_stream_user_data(session, id));
  }

  static int begin_headers(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    if (frame->hd.type != NGHTTP2_HEADERS || frame->headers.cat != NGHTTP2_HCAT_REQUEST) return 0;
    auto stream = self(user).accept_stream();
    if (!stream) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    self(user).add_stream(frame->hd.stream_id, std::move(stream));
    return 0;
  }
  static int header(nghttp2_session* session, const nghttp2_frame* frame, const std::uint8_t* name,
                    std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                    std::uint8_t, void*) {
    const auto text = [](const std::uint8_t* bytes, std::size_t size) {
      return std::string_view(reinterpret_cast<const char*>(bytes), size);
    };
    if (GrpcStream* found = stream(session, frame->hd.stream_id))
      found->header(text(name, name_size), text(value, value_size));
    return 0;
  }
  static int frame_received(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
    const bool is_last = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    const bool is_payload = frame->hd.type == NGHTTP2_DATA && (frame->hd.length > 0 || is_last);
    if (!is_payload && !self(user).spend_frame()) return NGHTTP2_ERR_CALLBACK_FAILURE;
    if (frame->hd.type == NGHTTP2_SETTINGS) self(user).note_greeting();
    if (frame->hd.type == NGHTTP2_GOAWAY)
      self(user).note_farewell(frame->goaway.error_code,
                               {reinterpret_cast<const char*>(frame->goaway.opaque_data),
                                frame->goaway.opaque_data_len});
    if (frame->hd.type != NGHTTP2_DATA && frame->hd.type != NGHTTP2_HEADERS) return 0;
    GrpcStream* found = stream(session, frame->hd.stream_id);
    if (found == nullptr) return 0;
    if (frame->hd.type == NGHTTP2_HEADERS) found->headers_complete();
    if (is_last) found->end_of_input();
    return 0;
  }
  static int frame_refused(nghttp2_session*, const nghttp2_frame*, int, void* user) {
    return self(user).spend_frame() ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE;
  }
  static int data_received(nghttp2_session* session, std::uint8_t, std::int32_t id,
                           const std::uint8_t* bytes, std::size_t size, void* user) {
    self(user).budget_.earn(1);
    if (GrpcStream* found = stream(session, id))
      found->data({reinterpret_cast<const char*>(bytes), size});
    else
      nghttp2_session_consume(session, id, size);
    return 0;
  }
  /// A server that has said all it has to says that it needs not hear the rest (RFC 9113 8.1).
  static int frame_sent(nghttp2_session* session, const nghttp2_frame* frame, void*) {
    const bool is_last = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    const bool is_of_stream = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    const std::int32_t id = frame->hd.stream_id;
    if (is_last && is_of_stream && nghttp2_session_check_server_session(session) != 0 &&
        nghttp2_session_get_stream_remote_close(session, id) == 0)
      nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, id, NGHTTP2_NO_ERROR);
    return 0;
  }
  static int stream_closed(nghttp2_session* session, std::int32_t id, std::uint32_t error,
                           void* user) {
    GrpcStream* found = stream(session, id);
    if (found == nullptr) return 0;
    found->detach(error);
    nghttp2_session_set_stream_user_data(session, id, nullptr);
    auto& open = self(user).streams_;
    const auto at = std::find_if(open.begin(), open.end(),
                                 [found](const auto& stream) { return stream.get() == found; });
    // Its user is told later: not from inside nghttp2.
    self(user).closed_.push_back(std::move(*at));
    open.erase(at);
    return 0;
  }
  static ssize_t read_length(nghttp2_session*, std::uint8_t, std::int32_t, std::int32_t window,
                             std::int32_t stream_window, std::uint32_t frame, void*) {
    const auto most = static_cast<ssize_t>(std::min<std::size_t>(frame, largest_frame));
    return std::min({most, ssize_t{window}, ssize_t{stream_window}});
  }

  using Table = std::unique_ptr<nghttp2_session_callbacks, void (*)(nghttp2_session_callbacks*)>;
  static Table table() {
    nghttp2_session_callbacks* made = nullptr;
    if (nghttp2_session_callbacks_new(&made) != 0) throw Fault("no HTTP/2 callbacks");
    nghttp2_session_callbacks_set_on_begin_headers_callback(made, begin_headers);
    nghttp2_session_callbacks_set_on_header_callback(made, header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(made, frame_received);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(made, frame_refused);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made, data_received);
    nghttp2_session_callbacks_set_on_frame_send_callback(made, frame_sent);
    nghttp2_session_callbacks_set_on_stream_close_callback(made, stream_closed);
    nghttp2_session_callbacks_set_data_source_read_length_callback(made, read_length);
    return {made, nghttp2_session_callbacks_del};
  }
};

namespace {

using Options = std::unique_ptr<nghttp2_option, void (*)(nghttp2_option*)>;
Options options(const Limits& limits) {
  nghttp2_option* made = nullptr;
  if (nghttp2_option_new(&made) != 0) throw Fault("no HTTP/2 options");
  nghttp2_option_set_no_auto_window_update(made, 1);
  nghttp2_option_set_max_send_header_block_length(made, limits.header_bytes * 2);
  return {made, nghttp2_option_del};
}

}  // namespace

Connection::Connection(IoThread& thread, std::unique_ptr<Channel> channel, std::string address,
                       Role role, std::shared_ptr<Shared> shared)
    : Pollable(thread),
      shared_(std::move(shared)),
      channel_(std::move(channel)),
      remote_{.address = std::move(address)},
      budget_(limits().idle_frames) {
  const auto callbacks = Callbacks::table();
  const auto chosen = options(limits());
  const int made =
      role == Role::server
          ? nghttp2_session_server_new2(&session_, callbacks.get(), this, chosen.get())
          : nghttp2_session_client_new2(&session_, callbacks.get(), this, chosen.get());
  if (made != 0) throw Fault("no HTTP/2 session");
  submit_settings(role);
}

void Connection::submit_settings(Role role) {
  const auto window = static_cast<std::uint32_t>(limits().window_bytes);
  const nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits().header_bytes)},
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, role == Role::server ? limits().streams : 0},
      {NGHTTP2_SETTINGS_ENABLE_PUSH, 0}};
  // Only a client may speak of pushing.
  const std::size_t count = std::size(settings) - (role == Role::server ? 1 : 0);
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings, count);
  // One stream that is not handed on must not take the window of the others.
  const std::size_t all = std::min<std::size_t>(limits().window_bytes * (limits().streams + 1),
                                                NGHTTP2_MAX_WINDOW_SIZE);
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0,
                                        static_cast<std::int32_t>(all));
}

Connection::~Connection() {
  close_streams();
  shared_->assembled_bytes -= assembled_bytes_;
  nghttp2_session_del(session_);
}

/// nghttp2 does not report the streams of a session that it deletes.
void Connection::close_streams() {
  for (auto& stream : std::exchange(streams_, {})) {
    nghttp2_session_set_stream_user_data(session_, stream->id(), nullptr);
    stream->drop_input();
    closed_.push_back(std::move(stream));
  }
  reap();
}

void Connection::add_stream(std::int32_t id, std::unique_ptr<GrpcStream> stream) {
  stream->set_id(id);
  nghttp2_session_set_stream_user_data(session_, id, stream.get());
  streams_.push_back(std::move(stream));
}

void Connection::earn_frames() { budget_.earn(frames_per_payload); }

void Connection::ready(std::uint32_t events) {
  if (over_ || (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
  heard_ = now();
  pinged_ = false;
  for (int i = 0; i < reads_per_wakeup && !over_; ++i) {
    const auto got = channel_->read();
    note_established();
    if (!over_ && !got.bytes.empty()) feed(got.bytes);
    if (got.state == Channel::State::closed) input_over_ = true;
    if (got.state != Channel::State::more) break;
  }
  for (const auto& stream : streams_) stream->deliver();
}

void Connection::note_established() {
  if (established_ || !channel_->is_established()) return;
  if (!channel_->speaks_http2())
    return give_up("the other end has not asked for HTTP/2 (ALPN h2) in its TLS handshake");
  established_ = true;
  remote_.fingerprint = channel_->fingerprint();
}

void Connection::note_greeting() {
  if (!std::exchange(greeted_, true)) greeted();
}

void Connection::note_farewell(std::uint32_t error, std::string_view text) {
  if (error == NGHTTP2_NO_ERROR) return;
  farewell_ = nghttp2_http2_strerror(error);
  if (!text.empty()) farewell_.append(": ").append(text.substr(0, farewell_bytes));
}

void Connection::feed(std::string_view bytes) {
  if (flooded_) return;
  const auto used = nghttp2_session_mem_recv(
      session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (flooded_) return cut_off();
  if (used < 0) give_up(nghttp2_strerror(static_cast<int>(used)));
}

bool Connection::spend_frame() {
  flooded_ = flooded_ || !budget_.spend();
  return !flooded_;
}

/// Never from a callback: nghttp2 would go on reading, and abort the process at the next frame that
/// is wrong. That is CVE-2026-27135; Debian's mended 1.52.0-1+deb12u3 still does so after an empty
/// DATA.
void Connection::cut_off() {
  shared_->log.warn("frame_flood", {{"remote", remote_.address}});
  nghttp2_session_terminate_session(session_, NGHTTP2_ENHANCE_YOUR_CALM);
  going_since_ = now();
  going_away_ = gone_away_ = true;
}

void Connection::batch_end() {
  for (const auto& stream : streams_) stream->deliver();
  for (const auto& stream : streams_) stream->batch_end();
}

void Connection::count_assembled() {
  std::size_t bytes = 0;
  for (const auto& stream : streams_) bytes += stream->assembled_bytes();
  if (bytes == assembled_bytes_) return;
  shared_->assembled_bytes += bytes - assembled_bytes_;
  assembled_bytes_ = bytes;
  if (shared_->assembled_bytes <= limits().assembled_bytes) return;
  for (const auto& stream : streams_)
    if (stream->assembled_bytes() > 0)
      stream->refuse(Status::resource_exhausted, "too much is being received at once");
  count_assembled();
}

void Connection::flush() {
  note_established();
  count_assembled();
  if (!over_) write();
  if (over_) return;
  if (input_over_) return give_up(channel_->why_lost());
  for (const auto& stream : streams_) stream->look_at_queue();
  const bool has_ended =
      nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0;
  if (established_ && has_ended && channel_->pending_output() == 0) return give_up("");
  watch(EPOLLIN | (channel_->is_blocked() ? EPOLLOUT : 0U));
}

/// In pieces that the socket can take, so that a large message is not held twice.
void Connection::write() {
  bool may_be_more = true;
  while (may_be_more && !over_) {
    may_be_more = !channel_->is_blocked() && established_ && pull_frames();
    if (!channel_->flush()) give_up(channel_->why_lost());
  }
  reap();
}

/// True when it has stopped because that is enough for one system call.
bool Connection::pull_frames() {
  while (channel_->pending_output() < burst_bytes) {
    const std::uint8_t* bytes = nullptr;
    const auto size = nghttp2_session_mem_send(session_, &bytes);
    if (size < 0) give_up(nghttp2_strerror(static_cast<int>(size)));
    if (size <= 0) return false;
    channel_->write({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)});
  }
  return true;
}

void Connection::reap() {
  if (closed_.empty()) return;
  idle_since_ = now();
  for (const auto& stream : std::exchange(closed_, {})) stream->close();
}

void Connection::tick() {
  budget_.refill(duration_cast<milliseconds>(now() - std::exchange(ticked_, now())));
  check_deadlines();
  if (over_) return;
  ping_if_silent();
  for (const auto& stream : streams_) {
    stream->tick();
    if (!stream->is_stalled()) continue;
    shared_->log.warn("stream_stalled", {{"remote", remote_.address}});
    if (channel_->is_blocked()) return give_up("the other end does not read");
    stream->reset(NGHTTP2_ENHANCE_YOUR_CALM);
  }
  finish_going_away();
}

void Connection::check_deadlines() {
  const auto age = now() - since_;
  if (!greeted_ && age > limits().handshake) return give_up("no handshake in time");
  if (!had_stream_ && age > limits().first_stream) return give_up("no stream in time");
  if (!streams_.empty()) idle_since_ = now();
  if (now() - idle_since_ > limits().without_stream) return give_up("no stream for long");
}

void Connection::ping_if_silent() {
  const auto silent = now() - heard_;
  if (pinged_ && silent > limits().ping_interval + limits().ping_timeout)
    return give_up("no answer to a ping");
  if (pinged_ || !established_ || silent <= limits().ping_interval) return;
  nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
  pinged_ = true;
}

/// RFC 9113 6.8: first the warning, and after a round trip the last stream that was accepted.
void Connection::go_away() {
  if (std::exchange(going_away_, true)) return;
  going_since_ = now();
  nghttp2_submit_shutdown_notice(session_);
  touch();
}

void Connection::finish_going_away() {
  if (!going_away_) return;
  const auto passed = now() - going_since_;
  if (!gone_away_ && passed > std::chrono::seconds(1)) {
    gone_away_ = true;
    nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE,
                          nghttp2_session_get_last_proc_stream_id(session_), NGHTTP2_NO_ERROR,
                          nullptr, 0);
  }
  if ((streams_.empty() || flooded_) && passed > limits().handshake) give_up("going away");
}

void Connection::give_up(std::string why) {
  if (std::exchange(over_, true)) return;
  why_over_ = std::move(why);
  touch();
}

}  // namespace tradelane::shim::http2
