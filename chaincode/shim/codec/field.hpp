// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <tuple>

/// How a message lists its fields: once, in the order of their numbers, for reading, for sizes and
/// for writing.
namespace tradelane::shim::codec {

enum class Kind : std::uint8_t {
  text,        // a string_view; must be UTF-8 to be read
  bytes,       // a string_view
  number,      // any integer, enumeration or bool
  message,     // an optional message
  texts,       // a List of string_views, each UTF-8
  list,        // a List of string_views or of messages
  entry_text,  // as text and bytes, in an entry of a map: written even when empty
  entry_bytes
};

template <Kind K, std::uint32_t Number, class Message, class Member>
struct Field {
  static constexpr Kind kind = K;
  static constexpr std::uint32_t number = Number;
  Member Message::*member;
};

/// `field<Kind::text, 1>(&GetState::key)`
template <Kind K, std::uint32_t Number, class Message, class Member>
constexpr Field<K, Number, Message, Member> field(Member Message::*member) {
  return {member};
}

/// The listing of a message.
template <class... Fields>
constexpr std::tuple<Fields...> listing(Fields... fields) {
  return {fields...};
}

}  // namespace tradelane::shim::codec
