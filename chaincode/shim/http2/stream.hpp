// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "chaincode/base/bytes.hpp"

/// The small interface between a transport and what is spoken over it. All calls on one stream come
/// from the one I/O thread of its connection, and all calls of its outlet are made there.
namespace tradelane::shim::http2 {

/// gRPC's status codes.
enum class Status : std::uint8_t {
  ok = 0,
  cancelled = 1,
  unknown = 2,
  invalid_argument = 3,
  deadline_exceeded = 4,
  not_found = 5,
  already_exists = 6,
  permission_denied = 7,
  resource_exhausted = 8,
  failed_precondition = 9,
  aborted = 10,
  out_of_range = 11,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  data_loss = 15,
  unauthenticated = 16
};

/// Who is at the other end.
struct Remote {
  std::string address = {};  // "127.0.0.1:40000"
  /// Lower-case hex SHA-256 of the other end's certificate; "" without TLS.
  std::string fingerprint = {};
};

/// The I/O thread of a stream, for work that is done elsewhere and comes back to it.
class Loop {
 public:
  virtual ~Loop() = default;
  /// Runs `task` on the I/O thread at its next wake-up, in the order of the calls; what it sends
  /// leaves with that wake-up. From any thread. Dropped unrun after the thread has ended. The
  /// stream that asked for it may be gone by then.
  virtual void post(std::function<void()> task) = 0;
};

/// What the user of a stream can do with it.
class Outlet {
 public:
  virtual ~Outlet() = default;
  /// Queues one message; it leaves with the others of this wake-up. A stream that is made to hold
  /// more than its limits allow is reset: look at `queued_bytes` before sending unasked.
  virtual void send(Bytes message) = 0;
  /// Ends the stream after what is queued. `message` is shown to the client. A client that ends
  /// with `ok` says that it has no more to say and still listens; with any other status it resets.
  virtual void finish(Status status, std::string message) = 0;
  /// What waits because the other end does not read fast enough. Beyond the limit of the transport
  /// nothing more is handed to the user until the other end has read.
  virtual std::size_t queued_bytes() const = 0;
};

/// What a stream tells its user. Destroyed after `closed`. An exception ends the stream as
/// INTERNAL.
class StreamUser {
 public:
  virtual ~StreamUser() = default;
  virtual void received(Bytes message) = 0;
  /// Everything that could be read in this wake-up has been handed over, and nothing has been
  /// written yet. Only called after `received`.
  virtual void batch_end() {}
  /// The other end has said its last message.
  virtual void half_closed() = 0;
  /// The stream is gone, for whatever reason; `Outlet` must not be used any more.
  virtual void closed() = 0;
  /// Called a few times a second.
  virtual void tick() {}
};

/// Makes the user of a new stream; null refuses it. The outlet outlives the user. The loop lives as
/// long as its server or client. Called on the I/O thread.
using AcceptStream = std::function<std::unique_ptr<StreamUser>(Outlet&, const Remote&, Loop&)>;

}  // namespace tradelane::shim::http2
