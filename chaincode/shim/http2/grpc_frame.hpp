// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

#include "chaincode/base/bytes.hpp"

/// gRPC's length-prefixed messages, without any transport below. Used on one thread.
namespace tradelane::shim::http2 {

/// One byte 0 (not compressed), four bytes of length in network order, the message.
Bytes frame_message(std::string_view message);

/// Cuts a stream of bytes into messages.
class MessageReader {
 public:
  enum class Verdict : std::uint8_t { ok, too_large, compressed };

  /// `largest` in bytes, inclusive.
  explicit MessageReader(std::size_t largest) : largest_(largest) {}

  /// Calls `deliver` for each message that `bytes` complete. After another verdict than `ok` the
  /// stream cannot be read on.
  Verdict feed(std::string_view bytes, const std::function<void(Bytes)>& deliver);

  /// Bytes of a message that has begun and not ended.
  bool in_the_middle() const { return !head_.empty(); }

 private:
  static constexpr std::size_t head_size = 5;

  std::size_t largest_;
  Bytes head_;
  Bytes body_;
  std::size_t expected_ = 0;
};

}  // namespace tradelane::shim::http2
