// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tradelane::shim::http2 {

/// What one end of a transport lets the other do. Sources: reliability.md 3.2 and 3.4,
/// performance.md 3.10.
struct Limits {
  // Messages, in bytes.
  std::size_t message_bytes = 100 * 1024 * 1024;  // one, inclusive
  /// Begun or not yet handed over, of all connections of a server together.
  std::size_t assembled_bytes = 512 * 1024 * 1024;
  /// Towards an end that does not read: beyond either, it is not listened to any more either. One
  /// stream never holds more than `queued_bytes` and one message.
  std::size_t queued_bytes = 32 * 1024 * 1024;
  std::size_t queued_messages = 256;
  /// What one stream may send ahead of what has been handed over.
  std::size_t window_bytes = 16 * 1024 * 1024;

  // Requests.
  std::size_t header_bytes = 8 * 1024;  // all header fields of one, as RFC 9113 6.5.2 counts them
  std::uint32_t streams = 2;            // at once on one connection
  std::size_t connections = 256;        // of one server
  std::size_t connections_per_address = 16;
  /// Frames without payload that may come before any payload does; later ones must be earned by
  /// payload, or by time at a tenth of this each second.
  std::size_t idle_frames = 1000;

  // Time.
  std::chrono::milliseconds handshake = std::chrono::seconds(5);  // from TCP to HTTP/2
  /// From TCP to the first stream that is accepted, and then between streams.
  std::chrono::milliseconds first_stream = std::chrono::seconds(15);
  std::chrono::milliseconds without_stream = std::chrono::minutes(10);
  /// A stream whose other end takes nothing for so long, with more queued than it may, is reset.
  std::chrono::milliseconds stalled = std::chrono::seconds(10);
  std::chrono::milliseconds ping_interval = std::chrono::seconds(60);  // to a silent other end
  std::chrono::milliseconds ping_timeout = std::chrono::seconds(20);
};

}  // namespace tradelane::shim::http2
