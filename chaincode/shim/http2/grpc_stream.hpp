// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/shim/http2/grpc_frame.hpp"
#include "chaincode/shim/http2/stream.hpp"

namespace tradelane::shim::http2 {

class Connection;

/// One gRPC call over one HTTP/2 stream, without its header fields: messages in both directions,
/// and what happens when an end is slow. The two roles of a connection each have their own kind.
/// Used on the thread of its connection.
class GrpcStream : public Outlet {
 public:
  using Clock = std::chrono::steady_clock;

  explicit GrpcStream(Connection& owner);
  ~GrpcStream() override = default;
  GrpcStream(const GrpcStream&) = delete;
  GrpcStream& operator=(const GrpcStream&) = delete;

  // What HTTP/2 tells, in the order of the wire. Nothing here reaches the user yet.

  virtual void header(std::string_view name, std::string_view value) = 0;
  /// All fields of one block are there. May be called a second time, for trailers.
  virtual void headers_complete() = 0;
  void data(std::string_view bytes);
  void end_of_input() { input_ended_ = true; }
  /// HTTP/2 has forgotten the stream: `error` is its code, 0 when both ends had finished.
  virtual void detach(std::uint32_t error);
  /// What has come in and not been handed over is of no use any more.
  void drop_input();
  /// Hands HTTP/2 the next piece of what is queued.
  ssize_t produce(std::uint8_t* into, std::size_t room, std::uint32_t* flags);

  /// Asks `accept` for the user; false when it has none.
  bool begin(const AcceptStream& accept);

  // What the connection asks for in each wake-up.

  /// Hands over what has come in, as far as the other end reads what is answered.
  void deliver();
  void batch_end();
  void tick();
  /// After writing: is the other end reading?
  void look_at_queue();
  /// It has not been for longer than it may.
  bool is_stalled() const;
  /// Resets the stream at once with a code of HTTP/2; what is queued is lost.
  void reset(std::uint32_t error);
  /// Hands over the rest and tells the user that it is over. Once, and last.
  virtual void close();
  /// Begun or not handed over.
  std::size_t assembled_bytes() const { return reader_.held_bytes() + inbox_bytes_; }
  /// Ends the stream because of what came in; nothing more is taken in.
  virtual void refuse(Status status, const char* why);

  void send(Bytes message) override;
  std::size_t queued_bytes() const override { return writer_.bytes(); }

  std::int32_t id() const { return id_; }
  void set_id(std::int32_t id) { id_ = id; }
  bool has_undelivered() const { return next_ < inbox_.size() && !is_congested_; }

 protected:
  /// The last piece has been handed out, and the stream ends with it: sets the flags it needs.
  virtual void end_output(std::uint32_t* flags) = 0;

  Connection& owner() { return owner_; }
  bool is_attached() const { return attached_; }
  /// Ends the output after what is queued; false when it has been ended already.
  bool end_after_queue();
  /// HTTP/2 shall ask for output again.
  void wake();

 private:
  bool takes_more() const;
  void consume();
  template <class Call>
  bool attempt(Call&& call);
  template <class Call>
  void tell_user(Call&& call);

  Connection& owner_;
  std::int32_t id_ = -1;
  std::unique_ptr<StreamUser> user_;
  bool attached_ = true;

  MessageReader reader_;
  std::vector<Bytes> inbox_;
  std::size_t next_ = 0;  // in the inbox
  std::size_t inbox_bytes_ = 0;
  std::size_t unconsumed_ = 0;  // of the window
  bool input_refused_ = false;
  bool input_ended_ = false;
  bool told_half_closed_ = false;
  bool has_batch_ = false;

  MessageWriter writer_;
  bool output_ended_ = false;
  bool is_deferred_ = false;
  bool is_congested_ = false;
  Clock::time_point progress_ = {};  // of the other end's reading
};

}  // namespace tradelane::shim::http2
