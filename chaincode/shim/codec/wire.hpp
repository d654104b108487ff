// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "chaincode/base/bytes.hpp"

/// Protocol Buffers' wire format: fields out of bytes, and bytes out of fields. Knows no message.
/// Used on one thread.
///
/// Accepts exactly what the generated parsers of protobuf 3.21 accept (found in parse_context.h and
/// by the differential test), so that both shims and peers agree on what is a message.
namespace tradelane::shim::codec::wire {

enum class Type : std::uint8_t {
  varint = 0,
  fixed64 = 1,
  bytes = 2,
  group = 3,
  end_group = 4,
  fixed32 = 5
};

/// What stands in front of a field: its number and its wire type.
constexpr std::uint32_t key_of(std::uint32_t number, Type type) {
  return (number << 3U) | static_cast<std::uint32_t>(type);
}

/// Messages and groups may be nested this deep in a message; one more is refused.
constexpr int deepest = 100;

/// Cuts one message into its fields, front to back. Everything it hands out lies inside the message
/// it was given; nothing is allocated.
class Reader {
 public:
  /// `depth`: how many levels may still be nested in it.
  Reader(std::string_view message, int depth) : message_(message), rest_(message), depth_(depth) {}

  /// Moves to the next field. False at the end, and as soon as the bytes are no message: see `ok`.
  bool next();
  /// Of the present field; see `key_of`. A group has been skipped as a whole.
  std::uint32_t key() const { return key_; }
  /// The value of a field of type varint.
  std::uint64_t number() const { return number_; }
  /// The content of a field of type bytes.
  std::string_view bytes() const { return bytes_; }

  std::string_view message() const { return message_; }
  int depth() const { return depth_; }
  /// The content of the present field was found wrong: there is no next one.
  void refuse() {
    rest_ = {};
    ok_ = false;
  }
  /// Whether everything up to here was a message.
  bool ok() const { return ok_; }

 private:
  bool read_key();
  bool read_value();
  bool read_varint();
  bool read_long_varint();
  bool read_bytes();
  bool skip(std::size_t size);
  bool skip_group();

  std::string_view message_;
  std::string_view rest_;
  std::string_view bytes_;
  std::uint64_t number_ = 0;
  std::uint32_t key_ = 0;
  int depth_;
  bool ok_ = true;
};

constexpr std::size_t varint_size(std::uint64_t value) {
  std::size_t size = 1;
  for (; value >= 0x80; value >>= 7U) ++size;
  return size;
}

/// Writes a message of a size that was told before.
class Writer {
 public:
  explicit Writer(std::size_t size);

  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) octet(static_cast<char>(value | 0x80U));
    octet(static_cast<char>(value));
  }
  void raw(std::string_view bytes) {
    require(bytes.size());
    at_ += bytes.copy(at_, bytes.size());  // nothing at all may have no address
  }
  /// What was written. Throws `Fault` unless it has the size that was told; once, and last.
  Bytes finish();

 private:
  void octet(char byte) {
    require(1);
    *at_++ = byte;
  }
  void require(std::size_t room) const {
    if (static_cast<std::size_t>(end_ - at_) < room) overrun();
  }
  [[noreturn]] static void overrun();

  Bytes out_;
  char* at_;
  char* end_;
};

/// The size of a value of `size` bytes behind its key and length.
constexpr std::size_t bytes_size(std::uint32_t number, std::size_t size) {
  return varint_size(key_of(number, Type::bytes)) + varint_size(size) + size;
}

}  // namespace tradelane::shim::codec::wire
