// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "chaincode/base/bytes.hpp"

/// The small interface between a transport and what is spoken over it. All calls on one stream come
/// from the one thread of its server.
namespace tradelane::shim::http2 {

/// gRPC's status codes as far as we end streams with them.
enum class Status : std::uint8_t {
  ok = 0,
  unknown = 2,
  invalid_argument = 3,
  deadline_exceeded = 4,
  resource_exhausted = 8,
  failed_precondition = 9,
  unimplemented = 12,
  internal = 13,
  unavailable = 14
};

/// Who is at the other end.
struct Remote {
  std::string address = {};  // "127.0.0.1:40000"
  /// Lower-case hex SHA-256 of the client certificate; "" without mutual TLS.
  std::string fingerprint = {};
};

/// What the user of a stream can do with it.
class Outlet {
 public:
  virtual ~Outlet() = default;
  /// Queues one message; it leaves with the others of this wake-up.
  virtual void send(Bytes message) = 0;
  /// Ends the stream after what is queued. `message` is shown to the client.
  virtual void finish(Status status, std::string message) = 0;
};

/// What a stream tells its user. Destroyed after `closed`.
class StreamUser {
 public:
  virtual ~StreamUser() = default;
  virtual void received(Bytes message) = 0;
  /// The client has said its last message.
  virtual void half_closed() = 0;
  /// The stream is gone, for whatever reason; `Outlet` must not be used any more.
  virtual void closed() = 0;
  /// Called about once a second.
  virtual void tick() {}
};

/// Makes the user of a new stream; the outlet outlives it.
using AcceptStream = std::function<std::unique_ptr<StreamUser>(Outlet&, const Remote&)>;

}  // namespace tradelane::shim::http2
