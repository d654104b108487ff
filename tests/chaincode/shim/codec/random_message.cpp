// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/shim/codec/random_message.hpp"

#include <array>
#include <cstdint>

namespace tradelane::test {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string random_bytes(Random& random) {
  std::string out(below(random, 40), '\0');
  for (char& c : out) c = static_cast<char>(random());
  // Now and then a length that takes two bytes.
  if (below(random, 20) == 0) out.append(below(random, 300), 'x');
  return out;
}

std::string random_text(Random& random) {
  constexpr std::array<const char*, 8> pieces{
      "a",        "Z9",           "\x7f",         "\xc2\x80",
      "\xdf\xbf", "\xe6\x8a\xa5", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"};
  std::string out;
  for (std::size_t left = below(random, 12); left > 0; --left)
    out += pieces[below(random, pieces.size())];
  if (below(random, 8) == 0) out.push_back('\0');
  return out;
}

std::int64_t random_number(Random& random) {
  constexpr std::array<std::int64_t, 9> edges{0,         1,         -1,        127,      128,
                                              INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
  return below(random, 2) == 0 ? edges[below(random, edges.size())]
                               : static_cast<std::int64_t>(random() >> below(random, 64));
}

void set(Message& message, const FieldDescriptor& field, Random& random) {
  const Reflection& to = *message.GetReflection();
  const std::int64_t number = random_number(random);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return to.SetBool(&message, &field, number != 0);
    case FieldDescriptor::CPPTYPE_INT32:
      return to.SetInt32(&message, &field, static_cast<std::int32_t>(number));
    case FieldDescriptor::CPPTYPE_UINT32:
      return to.SetUInt32(&message, &field, static_cast<std::uint32_t>(number));
    case FieldDescriptor::CPPTYPE_INT64:
      return to.SetInt64(&message, &field, number);
    case FieldDescriptor::CPPTYPE_UINT64:
      return to.SetUInt64(&message, &field, static_cast<std::uint64_t>(number));
    case FieldDescriptor::CPPTYPE_ENUM:
      return to.SetEnumValue(&message, &field, static_cast<std::int32_t>(number % 30));
    case FieldDescriptor::CPPTYPE_STRING:
      return to.SetString(&message, &field,
                          field.type() == FieldDescriptor::TYPE_STRING ? random_text(random)
                                                                       : random_bytes(random));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return fill(*to.MutableMessage(&message, &field), random);
    default:
      throw std::logic_error("no field of ours has this type: " + field.full_name());
  }
}

void add(Message& message, const FieldDescriptor& field, Random& random) {
  const Reflection& to = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
    return fill(*to.AddMessage(&message, &field), random);
  to.AddString(
      &message, &field,
      field.type() == FieldDescriptor::TYPE_STRING ? random_text(random) : random_bytes(random));
}

}  // namespace

void fill(Message& message, Random& random) {
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated()) {
      for (std::size_t left = below(random, 4); left > 0; --left) add(message, field, random);
    } else if (below(random, 4) != 0) {
      set(message, field, random);
    }
  }
}

}  // namespace tradelane::test
