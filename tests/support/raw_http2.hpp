// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/http2/channel.hpp"

namespace tradelane::test {

/// HTTP/2 by hand over a socket of its own: whatever bytes a test wants, in whatever order. Blocks.
class RawHttp2 {
 public:
  enum Type : std::uint8_t {
    data = 0,
    headers = 1,
    priority = 2,
    rst_stream = 3,
    settings = 4,
    ping = 6,
    goaway = 7,
    window_update = 8,
    continuation = 9
  };
  static constexpr std::uint8_t end_stream = 1;
  static constexpr std::uint8_t ack = 1;
  static constexpr std::uint8_t end_headers = 4;
  static constexpr const char* magic = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  struct Frame {
    std::uint8_t type = 0;
    std::uint8_t flags = 0;
    std::uint32_t stream = 0;
    Bytes payload = {};
  };

  /// Throws when there is no connection.
  explicit RawHttp2(std::uint16_t port);

  static Bytes frame(const Frame& frame);
  static Bytes number(std::uint32_t value);
  /// One field in HPACK that is not remembered, both parts shorter than 127 bytes.
  static Bytes field(std::string_view name, std::string_view value);
  /// The frame that opens a gRPC stream for `path`.
  static Bytes request(std::uint32_t stream, std::string_view path, const Bytes& more_fields = "");
  /// A preface with empty SETTINGS.
  static Bytes hello() { return magic + frame({.type = settings}); }
  /// The server's SETTINGS are accepted: from then on its windows count.
  static Bytes accept_settings() { return frame({.type = settings, .flags = ack}); }

  /// Sends all; false when the other end has closed before it took everything.
  bool send(std::string_view bytes);
  /// Sends what the socket takes at once, and says how much that is.
  std::size_t try_send(std::string_view bytes);
  /// The next frame; absent when the other end has closed. Throws after a minute of silence.
  std::optional<Frame> read();
  /// Reads until a frame of `type`; absent when the other end has closed before.
  std::optional<Frame> read_until(Type type);
  /// Reads until the other end closes; everything that came.
  std::vector<Frame> read_all();
  int fd() const { return socket_.get(); }

 private:
  bool fill(std::size_t size);

  shim::http2::Descriptor socket_;
  Bytes received_;
};

/// The error code in a GOAWAY or RST_STREAM.
std::uint32_t error_of(const RawHttp2::Frame& frame);

}  // namespace tradelane::test
