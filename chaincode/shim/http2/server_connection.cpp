// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/server_connection.hpp"

#include <utility>

#include <nghttp2/nghttp2.h>

#include "chaincode/shim/http2/header_field.hpp"

namespace tradelane::shim::http2 {
namespace {

/// One request: its header fields while they come in, then the call.
class ServerStream : public GrpcStream {
 public:
  explicit ServerStream(ServerConnection& connection)
      : GrpcStream(connection), connection_(connection) {}

  void header(std::string_view name, std::string_view value) override;
  void headers_complete() override;
  void finish(Status status, std::string message) override;

 private:
  void end_output(std::uint32_t* flags) override;
  void respond();
  void respond_without_call(std::string_view http_status);
  ssize_t explain(std::uint8_t* into, std::size_t room, std::uint32_t* flags);

  ServerConnection& connection_;
  std::size_t header_bytes_ = 0;
  std::size_t explained_ = 0;
  bool is_answered_ = false;
  std::string method_, path_, content_type_;
  std::string status_, status_message_;
};

void ServerStream::header(std::string_view name, std::string_view value) {
  header_bytes_ += listed_size(name, value);
  if (is_answered_ || header_bytes_ > connection_.limits().header_bytes) return;
  if (name == ":method") method_ = value;
  if (name == ":path") path_ = value;
  if (name == "content-type") content_type_ = value;
}

void ServerStream::headers_complete() {
  if (std::exchange(is_answered_, true)) return;  // trailers: gRPC has none from a client
  const std::size_t most = connection_.limits().header_bytes;
  if (header_bytes_ <= most) {
    if (method_ != "POST") return respond_without_call("405");
    if (!content_type_.starts_with("application/grpc")) return respond_without_call("415");
  }
  respond();
  if (header_bytes_ > most)
    return finish(Status::resource_exhausted,
                  "header fields of more than " + std::to_string(most) + " bytes");
  if (path_ != connection_.path()) return finish(Status::unimplemented, "no such method");
  if (!begin(connection_.accept())) return finish(Status::unavailable, "not accepting streams");
  connection_.stream_was_used();
}

void ServerStream::respond_without_call(std::string_view http_status) {
  const nghttp2_nv fields[] = {field(":status", http_status), field("content-type", "text/plain")};
  nghttp2_data_provider provider{};
  provider.source.ptr = this;
  provider.read_callback = [](nghttp2_session*, std::int32_t, std::uint8_t* into, std::size_t room,
                              std::uint32_t* flags, nghttp2_data_source* source, void*) {
    return static_cast<ServerStream*>(source->ptr)->explain(into, room, flags);
  };
  nghttp2_submit_response(connection_.session(), id(), fields, std::size(fields), &provider);
}

/// For a person who has come with a browser.
ssize_t ServerStream::explain(std::uint8_t* into, std::size_t room, std::uint32_t* flags) {
  constexpr std::string_view text = "This port speaks gRPC: POST of application/grpc.\n";
  const std::size_t size = text.copy(reinterpret_cast<char*>(into), room, explained_);
  explained_ += size;
  if (explained_ == text.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(size);
}

void ServerStream::respond() {
  const nghttp2_nv fields[] = {field(":status", "200"), field("content-type", "application/grpc")};
  const nghttp2_data_provider provider = provider_of(*this);
  nghttp2_submit_response(connection_.session(), id(), fields, std::size(fields), &provider);
}

void ServerStream::finish(Status status, std::string message) {
  if (!end_after_queue()) return;
  status_ = std::to_string(static_cast<int>(status));
  status_message_ = percent_encoded(message);
}

void ServerStream::end_output(std::uint32_t* flags) {
  *flags |= NGHTTP2_DATA_FLAG_EOF | NGHTTP2_DATA_FLAG_NO_END_STREAM;
  const nghttp2_nv trailers[] = {field("grpc-status", status_),
                                 field("grpc-message", status_message_)};
  nghttp2_submit_trailer(connection_.session(), id(), trailers, std::size(trailers));
}

}  // namespace

ServerConnection::ServerConnection(IoThread& thread, std::unique_ptr<Channel> channel,
                                   std::string address, std::shared_ptr<ServerState> state,
                                   AcceptStream accept, Admission::Place place)
    : Connection(thread, std::move(channel), std::move(address), Role::server, state),
      state_(std::move(state)),
      accept_(std::move(accept)),
      place_(std::move(place)) {}

ServerConnection::~ServerConnection() {
  close_streams();
  if (place_.is_probe()) return;
  if (const auto failure = channel().handshake_failure()) {
    shared().log.warn(
        "tls_refused",
        {{"remote", remote().address}, {"why", failure->why}, {"mend", failure->mend}});
  } else if (!had_stream() && !why_over().empty()) {
    shared().log.warn("connection_ended", {{"remote", remote().address}, {"why", why_over()}});
  }
}

std::unique_ptr<GrpcStream> ServerConnection::accept_stream() {
  return std::make_unique<ServerStream>(*this);
}

void ServerConnection::tick() {
  if (state_->draining) go_away();
  Connection::tick();
}

}  // namespace tradelane::shim::http2
