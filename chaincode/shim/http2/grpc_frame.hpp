// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"

/// gRPC's length-prefixed messages, without any transport below: one byte 0 (not compressed), four
/// bytes of length in network order, the message. Used on one thread.
namespace tradelane::shim::http2 {

/// The bytes of one message on the wire.
Bytes frame_message(std::string_view message);

/// Cuts a stream of bytes into messages.
class MessageReader {
 public:
  enum class Verdict : std::uint8_t { ok, too_large, compressed };

  /// `largest` in bytes, inclusive.
  explicit MessageReader(std::size_t largest) : largest_(largest) {}

  /// Appends to `messages` each that `bytes` complete. After another verdict than `ok` the stream
  /// cannot be read on.
  Verdict feed(std::string_view bytes, std::vector<Bytes>& messages);

  /// A message has begun and not ended.
  bool in_the_middle() const { return head_size_ > 0; }
  /// Bytes of that message so far.
  std::size_t held_bytes() const { return body_.size(); }

 private:
  static constexpr std::size_t whole_head = 5;

  void begin_body();

  std::size_t largest_;
  char head_[whole_head] = {};
  std::size_t head_size_ = 0;
  Bytes body_;
  std::size_t expected_ = 0;
};

/// The messages that wait to be sent, as one stream of bytes. Large ones are never copied whole.
class MessageWriter {
 public:
  void add(Bytes message);
  /// Copies the next bytes of the stream to `into`, at most `room`; how many they are.
  std::size_t take(std::uint8_t* into, std::size_t room);
  void clear();

  bool empty() const { return messages_.empty(); }
  std::size_t messages() const { return messages_.size(); }
  /// Of the messages that wait, without what has been taken.
  std::size_t bytes() const { return bytes_; }

 private:
  std::deque<Bytes> messages_;
  std::size_t offset_ = 0;  // in the first message and its prefix
  std::size_t bytes_ = 0;
};

}  // namespace tradelane::shim::http2
