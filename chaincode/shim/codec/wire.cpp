// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/wire.hpp"

#include <array>

#include "chaincode/base/result.hpp"
#include "chaincode/base/spare_bytes.hpp"

namespace tradelane::shim::codec::wire {
namespace {

constexpr std::size_t longest_varint = 10;
constexpr std::size_t longest_key = 5;
constexpr std::size_t longest_length = 5;

std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

Type type_of(std::uint32_t key) { return static_cast<Type>(key & 7U); }

}  // namespace

bool Reader::next() {
  if (rest_.empty()) return false;
  if (read_key() && read_value()) return true;
  refuse();
  return false;
}

/// Bits above the 32nd of a key of five bytes are dropped, as the generated parsers do.
bool Reader::read_key() {
  const std::size_t before = rest_.size();
  if (!read_varint() || before - rest_.size() > longest_key) return false;
  key_ = static_cast<std::uint32_t>(number_);
  return key_ >> 3U != 0;
}

bool Reader::read_value() {
  switch (type_of(key_)) {
    case Type::varint:
      return read_varint();
    case Type::fixed64:
      return skip(8);
    case Type::bytes:
      return read_bytes();
    case Type::group:
      return skip_group();
    case Type::fixed32:
      return skip(4);
    case Type::end_group:  // the end of a group that did not begin
      return false;
  }
  return false;
}

bool Reader::read_varint() {
  if (rest_.empty()) return false;
  const std::uint8_t first = octet(rest_.front());
  if (first >= 0x80) return read_long_varint();
  number_ = first;
  rest_.remove_prefix(1);
  return true;
}

bool Reader::read_long_varint() {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < longest_varint && i < rest_.size(); ++i) {
    const std::uint8_t next = octet(rest_[i]);
    value |= std::uint64_t{next & 0x7FU} << (7 * i);
    if (next < 0x80) {
      number_ = value;
      rest_.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

/// A length is a claim: only bytes that are there are handed out.
bool Reader::read_bytes() {
  const std::size_t before = rest_.size();
  if (!read_varint() || before - rest_.size() > longest_length || number_ > rest_.size())
    return false;
  bytes_ = rest_.substr(0, number_);
  rest_.remove_prefix(bytes_.size());
  return true;
}

bool Reader::skip(std::size_t size) {
  if (size > rest_.size()) return false;
  rest_.remove_prefix(size);
  return true;
}

/// No field of ours is a group, so a group is an unknown field; yet it must be well formed.
bool Reader::skip_group() {
  std::array<std::uint32_t, deepest> open{};
  std::size_t level = 0;
  const std::uint32_t outer = key_;
  const auto most = static_cast<std::size_t>(depth_);
  if (most == 0) return false;
  open[level++] = key_ >> 3U;
  while (level > 0) {
    if (!read_key()) return false;
    if (type_of(key_) == Type::end_group) {
      if (key_ >> 3U != open[--level]) return false;
    } else if (type_of(key_) == Type::group) {
      if (level == most) return false;
      open[level++] = key_ >> 3U;
    } else if (!read_value()) {
      return false;
    }
  }
  key_ = outer;
  return true;
}

Writer::Writer(std::size_t size) : out_(with_room(size)) {
  out_.resize(size);
  at_ = out_.data();
  end_ = at_ + size;
}

Bytes Writer::finish() {
  if (at_ != end_) throw Fault("a message is shorter than was told");
  return std::move(out_);
}

void Writer::overrun() { throw Fault("a message is longer than was told"); }

}  // namespace tradelane::shim::codec::wire
