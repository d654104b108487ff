// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/codec/field.hpp"
#include "chaincode/shim/codec/list.hpp"
#include "chaincode/shim/codec/messages.hpp"
#include "chaincode/shim/codec/wire.hpp"

/// Reads and writes any message by its listing. Private to the codec: its .cpp files make the
/// functions of the public headers from it.
namespace tradelane::shim::codec::engine {

template <class F>
constexpr bool is_number = F::kind == Kind::number;
template <class F>
constexpr bool is_message = F::kind == Kind::message;
template <class F>
constexpr bool is_list = F::kind == Kind::list || F::kind == Kind::texts;
template <class F>
constexpr bool is_utf8_only =
    F::kind == Kind::text || F::kind == Kind::texts || F::kind == Kind::entry_text;
template <class F>
constexpr bool is_always_written = F::kind == Kind::entry_text || F::kind == Kind::entry_bytes;

template <class F>
constexpr std::uint32_t key_of = wire::key_of(F::number, is_number<F> ? wire::Type::varint
                                                                      : wire::Type::bytes);

// Reading.

template <class M>
bool merge(M& into, std::string_view bytes, int depth);

/// The levels that are left are for groups: messages of ours are nested a few levels deep.
template <class M>
bool merge_nested(M& into, const wire::Reader& in) {
  return merge(into, in.bytes(), in.depth() - 1);
}

/// Integers are cut to their size, as the generated parsers do.
template <class Number>
Number number_from(std::uint64_t varint) {
  if constexpr (std::is_same_v<Number, bool>) {
    return varint != 0;
  } else {
    return static_cast<Number>(varint);
  }
}

template <class L>
bool add_element(L& list, const wire::Reader& in) {
  if constexpr (!std::is_same_v<typename L::value_type, std::string_view>) {
    typename L::value_type checked;
    if (!merge_nested(checked, in)) return false;
  }
  return list.add(in.message(), in.key());
}

template <class F, class Member>
bool read_into(Member& member, const wire::Reader& in) {
  if constexpr (is_utf8_only<F>)
    if (!is_utf8(in.bytes())) return false;
  if constexpr (is_number<F>) {
    member = number_from<Member>(in.number());
    return true;
  } else if constexpr (is_message<F>) {
    if (!member) member.emplace();
    return merge_nested(*member, in);
  } else if constexpr (is_list<F>) {
    return add_element(member, in);
  } else {
    member = in.bytes();
    return true;
  }
}

/// Whether the present field is `field`; then it has been taken, or refused.
template <class M, class F>
bool take(M& into, const F& field, wire::Reader& in) {
  if (in.key() != key_of<F>) return false;
  if (!read_into<F>(into.*field.member, in)) in.refuse();
  return true;
}

template <class M>
bool merge(M& into, std::string_view bytes, int depth) {
  wire::Reader in(bytes, depth);
  while (in.next())
    std::apply([&](const auto&... fields) { static_cast<void>((take(into, fields, in) || ...)); },
               M::fields());
  return in.ok();
}

// Sizes and writing.

template <class M>
std::size_t size_of(const M& message);
template <class M>
void append(wire::Writer& out, const M& message);

inline std::size_t size_of(std::string_view bytes) { return bytes.size(); }
inline void append(wire::Writer& out, std::string_view bytes) { out.raw(bytes); }

/// Negative ones have ten bytes, whatever their size.
template <class Number>
std::uint64_t varint_from(Number number) {
  if constexpr (std::is_same_v<Number, bool> || std::is_unsigned_v<Number>) {
    return number;
  } else {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(number));
  }
}

template <class Value>
std::size_t nested_size(std::uint32_t number, const Value& value) {
  return wire::bytes_size(number, size_of(value));
}

template <class Value>
void append_nested(wire::Writer& out, std::uint32_t number, const Value& value) {
  out.varint(wire::key_of(number, wire::Type::bytes));
  out.varint(size_of(value));
  append(out, value);
}

template <class F, class Member>
std::size_t field_size(const Member& member) {
  if constexpr (is_number<F>) {
    const std::uint64_t varint = varint_from(member);
    return varint == 0 ? 0 : wire::varint_size(key_of<F>) + wire::varint_size(varint);
  } else if constexpr (is_message<F>) {
    return member ? nested_size(F::number, *member) : 0;
  } else if constexpr (is_list<F>) {
    std::size_t sum = 0;
    for (const auto& element : member) sum += nested_size(F::number, element);
    return sum;
  } else {
    if (!is_always_written<F> && member.empty()) return 0;
    return nested_size(F::number, member);
  }
}

template <class F, class Member>
void append_field(wire::Writer& out, const Member& member) {
  if constexpr (is_number<F>) {
    const std::uint64_t varint = varint_from(member);
    if (varint == 0) return;
    out.varint(key_of<F>);
    out.varint(varint);
  } else if constexpr (is_message<F>) {
    if (member) append_nested(out, F::number, *member);
  } else if constexpr (is_list<F>) {
    for (const auto& element : member) append_nested(out, F::number, element);
  } else {
    if (is_always_written<F> || !member.empty()) append_nested(out, F::number, member);
  }
}

template <class M>
std::size_t size_of(const M& message) {
  return std::apply(
      [&]<class... F>(const F&... fields) {
        return (std::size_t{0} + ... + field_size<F>(message.*fields.member));
      },
      M::fields());
}

template <class M>
void append(wire::Writer& out, const M& message) {
  std::apply(
      [&]<class... F>(const F&... fields) { (append_field<F>(out, message.*fields.member), ...); },
      M::fields());
}

/// `head`, whose payload is empty, with `payload` in its place. One allocation.
template <class Payload>
Bytes envelope(const MessageView& head, const Payload& payload) {
  constexpr std::uint32_t payload_number = 3;
  const std::size_t inner = size_of(payload);
  const std::size_t around = size_of(head);
  wire::Writer out(around + (inner == 0 ? 0 : wire::bytes_size(payload_number, inner)));
  std::apply(
      [&]<class... F>(const F&... fields) {
        const auto write = [&]<class G>(const G& field) {
          if constexpr (G::number != payload_number) {
            append_field<G>(out, head.*field.member);
          } else if (inner != 0) {
            out.varint(key_of<G>);
            out.varint(inner);
            append(out, payload);
          }
        };
        (write(fields), ...);
      },
      MessageView::fields());
  return out.finish();
}

}  // namespace tradelane::shim::codec::engine
