// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/shim/http2/channel.hpp"
#include "chaincode/shim/http2/frame_budget.hpp"
#include "chaincode/shim/http2/grpc_stream.hpp"
#include "chaincode/shim/http2/io_thread.hpp"
#include "chaincode/shim/http2/limits.hpp"

using nghttp2_session = struct nghttp2_session;
using nghttp2_session_callbacks = struct nghttp2_session_callbacks;

namespace tradelane::shim::http2 {

/// What all connections of a server, or of a client, share. Safe from any thread.
struct Shared {
  Shared(const Limits& chosen, Log& sink) : limits(chosen), log(sink) {}
  const Limits limits;
  Log& log;
  /// Of messages begun or not handed over.
  std::atomic<std::size_t> assembled_bytes = 0;
  std::atomic<std::size_t> streams = 0;
};

/// One HTTP/2 connection that speaks gRPC, of either role. Used on its I/O thread.
class Connection : public Pollable {
 public:
  ~Connection() override;

  int fd() const override { return channel_->fd(); }
  void ready(std::uint32_t events) override;
  void batch_end() override;
  void flush() override;
  void tick() override;
  bool is_over() const override { return over_; }

  // For its streams.

  nghttp2_session* session() { return session_; }
  const Limits& limits() const { return shared_->limits; }
  Shared& shared() { return *shared_; }
  const Remote& remote() const { return remote_; }
  IoThread& io() { return thread(); }
  Clock::time_point time() const { return now(); }
  /// Payload has moved: frames that come with it are no flood.
  void earn_frames();
  /// Something is to be written in this wake-up.
  void has_output() { touch(); }
  void stream_was_used() { had_stream_ = true; }
  bool had_stream() const { return had_stream_; }

 protected:
  enum class Role : std::uint8_t { server, client };
  Connection(IoThread& thread, std::unique_ptr<Channel> channel, std::string address, Role role,
             std::shared_ptr<Shared> shared);

  /// The other end has opened a stream; null when it may not.
  virtual std::unique_ptr<GrpcStream> accept_stream() = 0;
  /// The other end has sent its SETTINGS: it is there, and speaks HTTP/2.
  virtual void greeted() {}

  void add_stream(std::int32_t id, std::unique_ptr<GrpcStream> stream);
  /// Tells the other end to use another connection from now on; streams go on.
  void go_away();
  bool is_going_away() const { return going_away_; }
  /// Ends the connection in this wake-up.
  void give_up(std::string why);
  const std::string& why_over() const { return why_over_; }
  /// What was wrong when the other end has asked us to go away: the error, and what it said to it.
  /// "" when nothing was.
  const std::string& farewell() const { return farewell_; }
  bool is_established() const { return established_; }
  const Channel& channel() const { return *channel_; }
  std::size_t streams() const { return streams_.size(); }
  void close_streams();

 private:
  friend struct Callbacks;

  void feed(std::string_view bytes);
  void note_established();
  void note_greeting();
  void note_farewell(std::uint32_t error, std::string_view text);
  bool pull_frames();
  void write();
  void reap();
  void count_assembled();
  /// False when it was one too many: nothing more is read.
  bool spend_frame();
  void cut_off();
  void check_deadlines();
  void ping_if_silent();
  void finish_going_away();
  void submit_settings(Role role);

  std::shared_ptr<Shared> shared_;
  std::unique_ptr<Channel> channel_;
  Remote remote_;
  nghttp2_session* session_ = nullptr;
  std::vector<std::unique_ptr<GrpcStream>> streams_;
  std::vector<std::unique_ptr<GrpcStream>> closed_;
  FrameBudget budget_;
  std::size_t assembled_bytes_ = 0;

  Clock::time_point since_ = now();
  Clock::time_point heard_ = since_;
  Clock::time_point ticked_ = since_;
  Clock::time_point idle_since_ = since_;
  Clock::time_point going_since_ = {};
  bool established_ = false;
  bool greeted_ = false;  // the other end has sent its SETTINGS
  bool flooded_ = false;
  bool pinged_ = false;
  bool had_stream_ = false;
  bool going_away_ = false;
  bool gone_away_ = false;
  bool input_over_ = false;
  bool over_ = false;
  std::string why_over_;
  std::string farewell_;
};

}  // namespace tradelane::shim::http2
