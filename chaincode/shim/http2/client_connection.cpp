// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/client_connection.hpp"

#include <utility>

#include <nghttp2/nghttp2.h>

#include "chaincode/shim/http2/header_field.hpp"

namespace tradelane::shim::http2 {
namespace {

/// One request of ours, and what the server says in the end.
class ClientStream : public GrpcStream {
 public:
  explicit ClientStream(ClientConnection& connection)
      : GrpcStream(connection), connection_(connection) {}

  /// False when no user wants it.
  bool open();

  void header(std::string_view name, std::string_view value) override;
  void headers_complete() override;
  void detach(std::uint32_t error) override;
  void close() override;
  void finish(Status status, std::string message) override;

 private:
  void end_output(std::uint32_t* flags) override { *flags |= NGHTTP2_DATA_FLAG_EOF; }
  Ending ending() const;

  ClientConnection& connection_;
  std::size_t header_bytes_ = 0;
  std::string http_status_, message_;
  std::optional<Status> status_;
  std::optional<Ending> own_ending_;
  std::uint32_t error_ = NGHTTP2_NO_ERROR;
};

void ClientStream::header(std::string_view name, std::string_view value) {
  header_bytes_ += listed_size(name, value);
  if (header_bytes_ > connection_.limits().header_bytes) return;
  if (name == ":status") http_status_ = value;
  if (name == "grpc-status") status_ = parse_status(value);
  if (name == "grpc-message") message_ = percent_decoded(value);
}

void ClientStream::headers_complete() {
  if (header_bytes_ > connection_.limits().header_bytes)
    finish(Status::resource_exhausted, "header fields larger than the limit");
}

void ClientStream::detach(std::uint32_t error) {
  error_ = error;
  GrpcStream::detach(error);
}

void ClientStream::close() {
  GrpcStream::close();
  connection_.stream_ended(ending());
}

void ClientStream::finish(Status status, std::string message) {
  if (status == Status::ok) {
    end_after_queue();
    return;
  }
  if (!own_ending_ && !status_)
    own_ending_ = Ending{.status = status, .message = std::move(message)};
  reset(NGHTTP2_CANCEL);
}

Ending ClientStream::ending() const {
  if (own_ending_) return *own_ending_;
  if (status_) return {.status = *status_, .message = message_};
  if (!http_status_.empty() && http_status_ != "200")
    return {.status = Status::unknown, .message = "HTTP status " + http_status_};
  if (error_ == NGHTTP2_ENHANCE_YOUR_CALM)
    return {.status = Status::resource_exhausted, .message = "the server has reset the stream"};
  if (error_ == NGHTTP2_NO_ERROR)
    return {.status = Status::unavailable, .message = "the connection was lost"};
  return {
      .status = Status::unavailable,
      .message = std::string("the server has reset the stream: ") + nghttp2_http2_strerror(error_)};
}

bool ClientStream::open() {
  const auto& call = connection_.call();
  const nghttp2_nv fields[] = {
      field(":method", "POST"),  field(":scheme", call.is_tls ? "https" : "http"),
      field(":path", call.path), field(":authority", call.authority),
      field("te", "trailers"),   field("content-type", "application/grpc")};
  const nghttp2_data_provider provider = provider_of(*this);
  const std::int32_t id = nghttp2_submit_request(connection_.session(), nullptr, fields,
                                                 std::size(fields), &provider, this);
  if (id < 0) return false;
  set_id(id);
  return true;
}

}  // namespace

ClientConnection::ClientConnection(IoThread& thread, std::unique_ptr<Channel> channel,
                                   std::string address, std::shared_ptr<Shared> shared, Call call,
                                   Client::Ended ended)
    : Connection(thread, std::move(channel), std::move(address), Role::client, std::move(shared)),
      call_(std::move(call)),
      ended_(std::move(ended)) {}

ClientConnection::~ClientConnection() {
  close_streams();
  Ending last = ending_.value_or(Ending{.status = Status::unavailable});
  last.was_open = had_stream();
  if (const auto failure = channel().handshake_failure())
    last = {.status = Status::unavailable, .message = failure->why, .mend = failure->mend};
  if (!ending_ && last.message.empty())
    last.message = why_over().empty() ? "the server has closed the connection" : why_over();
  if (last.status == Status::unavailable) add_farewell(last);
  ended_(last);
}

void ClientConnection::add_farewell(Ending& last) const {
  if (farewell().empty()) return;
  last.message += ", after " + farewell();
  const auto interval = std::chrono::ceil<std::chrono::seconds>(limits().ping_interval).count();
  if (farewell().ends_with("too_many_pings"))
    last.mend = "the server must allow a ping every " + std::to_string(interval) +
                " s (a peer: peer.keepalive.minInterval)";
}

void ClientConnection::greeted() {
  auto stream = std::make_unique<ClientStream>(*this);
  ClientStream& opened = *stream;
  if (!opened.open()) return give_up("no stream can be opened");
  add_stream(opened.id(), std::move(stream));
  stream_was_used();
  if (!opened.begin(call_.accept)) opened.finish(Status::cancelled, "nobody wants the stream");
}

void ClientConnection::stream_ended(Ending ending) {
  if (!why_over().empty()) ending.message += " (" + why_over() + ")";
  ending_ = std::move(ending);
  nghttp2_session_terminate_session(session(), NGHTTP2_NO_ERROR);
  has_output();
}

}  // namespace tradelane::shim::http2
