// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/connection.hpp"

#include <cstring>
#include <deque>
#include <utility>
#include <vector>

#include <nghttp2/nghttp2.h>

#include "chaincode/base/result.hpp"
#include "chaincode/shim/http2/grpc_frame.hpp"

namespace tradelane::shim::http2 {
namespace {

constexpr std::int32_t window_bytes = 64 * 1024 * 1024;

nghttp2_nv header(std::string_view name, std::string_view value) {
  // nghttp2 copies both unless told otherwise; its signature is not const.
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

/// gRPC's percent-encoding of status messages: printable ASCII except '%' stays.
std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= ' ' && c <= '~' && c != '%') {
      out.push_back(c);
    } else {
      out.append("%").append(to_hex(std::string_view(&c, 1)));
    }
  }
  return out;
}

}  // namespace

/// One request: its headers while they come in, then gRPC messages both ways.
class Connection::Stream : public Outlet {
 public:
  Stream(Connection& owner, std::int32_t id)
      : owner_(owner), id_(id), reader_(owner.limits_.message_bytes) {}
  ~Stream() override {
    if (user_) user_->closed();
  }

  bool add_header(std::string_view name, std::string_view value) {
    header_bytes_ += name.size() + value.size() + 32;
    if (name == ":method") method_ = value;
    if (name == ":path") path_ = value;
    if (name == "content-type") content_type_ = value;
    return header_bytes_ <= owner_.limits_.header_bytes;
  }

  void headers_complete() {
    if (user_ || method_.empty()) return;
    if (method_ != "POST" || !content_type_.starts_with("application/grpc")) {
      const nghttp2_nv fields[] = {header(":status", method_ == "POST" ? "415" : "405")};
      nghttp2_submit_response(owner_.session_, id_, fields, 1, nullptr);
      return;
    }
    respond();
    if (path_ != owner_.path_) return finish(Status::unimplemented, "no such method");
    owner_.had_stream_ = true;
    user_ = owner_.accept_(*this, owner_.remote_);
    if (!user_) finish(Status::unavailable, "not accepting streams");
  }

  void data(std::string_view bytes) {
    if (!user_) return;
    const auto verdict =
        reader_.feed(bytes, [this](Bytes message) { user_->received(std::move(message)); });
    if (verdict == MessageReader::Verdict::too_large)
      finish(Status::resource_exhausted, "message larger than the limit");
    if (verdict == MessageReader::Verdict::compressed)
      finish(Status::unimplemented, "compressed messages are not supported");
  }

  void end_of_input() {
    if (user_) user_->half_closed();
  }
  void tick() {
    if (user_) user_->tick();
  }

  void send(Bytes message) override {
    if (finished_) return;
    queued_bytes_ += message.size();
    queue_.push_back(frame_message(message));
    if (queued_bytes_ > owner_.limits_.queued_bytes) owner_.broken_ = true;
    nghttp2_session_resume_data(owner_.session_, id_);
  }

  void finish(Status status, std::string message) override {
    if (finished_) return;
    finished_ = true;
    status_ = std::to_string(static_cast<int>(status));
    status_message_ = percent_encoded(message);
    nghttp2_session_resume_data(owner_.session_, id_);
  }

  /// Hands nghttp2 the next piece of what is queued; with the last one the trailers.
  ssize_t produce(std::uint8_t* into, std::size_t size, std::uint32_t* flags) {
    std::size_t made = 0;
    while (made < size && !queue_.empty()) {
      const std::string_view rest = std::string_view(queue_.front()).substr(offset_);
      const std::size_t take = std::min(rest.size(), size - made);
      std::memcpy(into + made, rest.data(), take);
      made += take;
      offset_ += take;
      if (offset_ < queue_.front().size()) break;
      queued_bytes_ -= queue_.front().size() - 5;
      queue_.pop_front();
      offset_ = 0;
    }
    if (queue_.empty() && finished_) {
      *flags |= NGHTTP2_DATA_FLAG_EOF | NGHTTP2_DATA_FLAG_NO_END_STREAM;
      const nghttp2_nv trailers[] = {header("grpc-status", status_),
                                     header("grpc-message", status_message_)};
      nghttp2_submit_trailer(owner_.session_, id_, trailers, 2);
    } else if (made == 0) {
      return NGHTTP2_ERR_DEFERRED;
    }
    return static_cast<ssize_t>(made);
  }

 private:
  void respond() {
    const nghttp2_nv fields[] = {header(":status", "200"),
                                 header("content-type", "application/grpc")};
    nghttp2_data_provider provider{};
    provider.source.ptr = this;
    provider.read_callback = [](nghttp2_session*, std::int32_t, std::uint8_t* into,
                                std::size_t size, std::uint32_t* flags, nghttp2_data_source* source,
                                void*) {
      return static_cast<Stream*>(source->ptr)->produce(into, size, flags);
    };
    nghttp2_submit_response(owner_.session_, id_, fields, 2, &provider);
  }

  Connection& owner_;
  std::int32_t id_;
  MessageReader reader_;
  std::size_t header_bytes_ = 0;
  std::string method_, path_, content_type_;
  std::unique_ptr<StreamUser> user_;
  std::deque<Bytes> queue_;
  std::size_t offset_ = 0;
  std::size_t queued_bytes_ = 0;
  bool finished_ = false;
  std::string status_, status_message_;
};

/// nghttp2's C callbacks, each handed on to the connection or to one of its streams.
struct Callbacks {
  static Connection& self(void* user) { return *static_cast<Connection*>(user); }
  static Connection::Stream* stream(void* user, std::int32_t id) {
    const auto at = self(user).streams_.find(id);
    return at == self(user).streams_.end() ? nullptr : at->second.get();
  }

  static int begin_headers(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST)
      self(user).open_stream(frame->hd.stream_id);
    return 0;
  }
  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                       std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                       std::uint8_t, void* user) {
    const auto text = [](const std::uint8_t* bytes, std::size_t size) {
      return std::string_view(reinterpret_cast<const char*>(bytes), size);
    };
    Connection::Stream* found = stream(user, frame->hd.stream_id);
    const bool fits =
        found != nullptr && found->add_header(text(name, name_size), text(value, value_size));
    return fits ? 0 : NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  }
  static int frame_received(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    Connection::Stream* found = stream(user, frame->hd.stream_id);
    if (found == nullptr) return 0;
    if (frame->hd.type == NGHTTP2_HEADERS) found->headers_complete();
    if ((frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) found->end_of_input();
    return 0;
  }
  static int data_received(nghttp2_session*, std::uint8_t, std::int32_t id,
                           const std::uint8_t* bytes, std::size_t size, void* user) {
    if (Connection::Stream* found = stream(user, id))
      found->data({reinterpret_cast<const char*>(bytes), size});
    return 0;
  }
  static int stream_closed(nghttp2_session*, std::int32_t id, std::uint32_t, void* user) {
    self(user).close_stream(id);
    return 0;
  }

  static nghttp2_session* make_session(Connection* user) {
    nghttp2_session_callbacks* table = nullptr;
    nghttp2_session_callbacks_new(&table);
    nghttp2_session_callbacks_set_on_begin_headers_callback(table, begin_headers);
    nghttp2_session_callbacks_set_on_header_callback(table, on_header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(table, frame_received);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table, data_received);
    nghttp2_session_callbacks_set_on_stream_close_callback(table, stream_closed);
    nghttp2_session* session = nullptr;
    const int made = nghttp2_session_server_new(&session, table, user);
    nghttp2_session_callbacks_del(table);
    if (made != 0) throw Fault("no HTTP/2 session");
    return session;
  }
};

Connection::Connection(std::unique_ptr<Channel> channel, std::string address, std::string path,
                       const Limits& limits, AcceptStream accept)
    : channel_(std::move(channel)),
      remote_{.address = std::move(address)},
      path_(std::move(path)),
      limits_(limits),
      accept_(std::move(accept)),
      session_(Callbacks::make_session(this)) {
  const nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits_.streams},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window_bytes},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits_.header_bytes)}};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings, std::size(settings));
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, window_bytes);
}

Connection::~Connection() {
  // nghttp2 does not report the streams of a session that it deletes.
  auto streams = std::move(streams_);
  streams.clear();
  nghttp2_session_del(session_);
}

void Connection::open_stream(std::int32_t id) {
  if (remote_.fingerprint.empty()) remote_.fingerprint = channel_->fingerprint();
  streams_.emplace(id, std::make_unique<Stream>(*this, id));
}

void Connection::close_stream(std::int32_t id) {
  // The user of the stream may still want to finish it while it is told of its end.
  const auto node = streams_.extract(id);
}

Connection::State Connection::readable(Clock::time_point now) {
  Bytes input;
  const bool ended = channel_->read(input) == Channel::State::closed;
  heard_ = now;
  pinged_ = false;
  if (!input.empty()) {
    const auto used = nghttp2_session_mem_recv(
        session_, reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    if (used < 0) broken_ = true;
  }
  if (flush() == State::closed || ended) return State::closed;
  return State::open;
}

Connection::State Connection::process() {
  const std::uint8_t* bytes = nullptr;
  for (;;) {
    const auto size = nghttp2_session_mem_send(session_, &bytes);
    if (size < 0) return State::closed;
    if (size == 0) return State::open;
    channel_->write({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)});
  }
}

Connection::State Connection::flush() {
  // A client that does not read is not served further until it does.
  const bool congested = channel_->pending_output() > limits_.queued_bytes;
  if (!congested && channel_->is_established() && process() == State::closed) broken_ = true;
  if (channel_->flush() == Channel::State::closed || broken_) return State::closed;
  const bool idle = nghttp2_session_want_read(session_) == 0 &&
                    nghttp2_session_want_write(session_) == 0 && !wants_write();
  return idle ? State::closed : State::open;
}

Connection::State Connection::tick(Clock::time_point now) {
  if (!channel_->is_established() && now - since_ > limits_.handshake) return State::closed;
  if (!had_stream_ && now - since_ > limits_.first_stream) return State::closed;
  if (pinged_ && now - heard_ > limits_.ping_interval + limits_.ping_timeout) return State::closed;
  if (!pinged_ && now - heard_ > limits_.ping_interval) {
    nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
    pinged_ = true;
  }
  std::vector<std::int32_t> ids;
  for (const auto& [id, stream] : streams_) ids.push_back(id);
  for (const std::int32_t id : ids)
    if (Stream* stream = Callbacks::stream(this, id)) stream->tick();
  return flush();
}

void Connection::go_away() { nghttp2_submit_shutdown_notice(session_); }

}  // namespace tradelane::shim::http2
