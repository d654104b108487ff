// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/wire.hpp"

#include <array>

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "proto/peer/shim.pb.h"

using namespace tradelane;
using namespace tradelane::shim::codec;
using namespace std::string_view_literals;

namespace {

bool is_message(std::string_view bytes) {
  wire::Reader in(bytes, wire::deepest);
  while (in.next()) {
  }
  return in.ok();
}

/// What the generated parser of a message with one text of number 1 says.
bool is_message_to_protobuf(std::string_view bytes) {
  protos::QueryStateNext message;
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

struct Row {
  const char* what;
  std::string_view bytes;
  bool accepted;
};

constexpr std::array rows{
    Row{"nothing", ""sv, true},
    Row{"a varint", "\x78\x05"sv, true},
    Row{"a varint without its end", "\x78\x85"sv, false},
    Row{"a key alone", "\x78"sv, false},
    Row{"a varint of ten bytes", "\x78\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"sv, true},
    Row{"a varint of eleven bytes", "\x78\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00"sv, false},
    Row{"a varint longer than it need be", "\x78\x80\x80\x00"sv, true},
    Row{"eight bytes", "\x79\x01\x02\x03\x04\x05\x06\x07\x08"sv, true},
    Row{"eight bytes, one missing", "\x79\x01\x02\x03\x04\x05\x06\x07"sv, false},
    Row{"four bytes", "\x7d\x01\x02\x03\x04"sv, true},
    Row{"four bytes, one missing", "\x7d\x01\x02\x03"sv, false},
    Row{"bytes", "\x7a\x03xyz"sv, true},
    Row{"bytes, one missing", "\x7a\x03xy"sv, false},
    Row{"no bytes", "\x7a\x00"sv, true},
    Row{"a length of five bytes", "\x7a\x83\x80\x80\x80\x00xyz"sv, true},
    Row{"a length of six bytes", "\x7a\x83\x80\x80\x80\x80\x00xyz"sv, false},
    Row{"the largest length", "\x7a\xff\xff\xff\xff\x07"sv, false},
    Row{"a length below zero", "\x7a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv, false},
    Row{"number 0", "\x00"sv, false},
    Row{"number 0 in two bytes", "\x80\x00\x00"sv, false},
    Row{"number 0 of type bytes", "\x02\x00"sv, false},
    Row{"the largest number", "\xf8\xff\xff\xff\x0f\x01"sv, true},
    Row{"a key of five bytes", "\xf8\x80\x80\x80\x00\x01"sv, true},
    Row{"a key of five bytes with bits above the 32nd", "\xf8\x80\x80\x80\x70\x01"sv, true},
    Row{"such a key whose number is 0 without them", "\x80\x80\x80\x80\x70\x01"sv, false},
    Row{"a key of six bytes", "\xf8\x80\x80\x80\x80\x00\x01"sv, false},
    Row{"type 6", "\x7e\x01"sv, false},
    Row{"type 7", "\x7f\x01"sv, false},
    Row{"an empty group", "\x7b\x7c"sv, true},
    Row{"a group with fields of every type",
        "\x7b\x08\x01\x11"
        "12345678\x1a\x01x\x25"
        "1234\x7c"sv,
        true},
    Row{"a group in a group", "\x7b\x83\x01\x84\x01\x7c"sv, true},
    Row{"groups that cross", "\x7b\x83\x01\x7c\x84\x01"sv, false},
    Row{"a group that does not end", "\x7b\x08\x01"sv, false},
    Row{"a group with number 0 in it", "\x7b\x00\x7c"sv, false},
    Row{"a group ended as another", "\x7b\x74"sv, false},
    Row{"an end alone", "\x7c"sv, false},
};

std::string groups(int levels) {
  const auto count = static_cast<std::size_t>(levels);
  return std::string(count, '\x7b') + std::string(count, '\x7c');
}

}  // namespace

TEST_CASE("wire: a table of what is a message, to us and to protobuf") {
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(is_message(row.bytes) == row.accepted);
    CHECK(is_message_to_protobuf(row.bytes) == row.accepted);
  }
}

TEST_CASE("wire: a message that ends early is none, wherever it ends") {
  const auto whole =
      "\x78\x85\x01\x7b\x08\x01\x7c\x7a\x03xyz\x79\x01\x02\x03\x04\x05\x06\x07\x08"sv;
  int ends = 0;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    CAPTURE(size);
    const auto part = whole.substr(0, size);
    CHECK(is_message(part) == is_message_to_protobuf(part));
    ends += is_message(part) ? 1 : 0;
  }
  CHECK(ends == 5);
}

TEST_CASE("wire: a hundred groups may be nested, and not one more") {
  for (const int levels : {1, wire::deepest, wire::deepest + 1, 5000}) {
    CAPTURE(levels);
    CHECK(is_message(groups(levels)) == (levels <= wire::deepest));
    CHECK(is_message_to_protobuf(groups(levels)) == (levels <= wire::deepest));
  }
  const std::string one = groups(1);
  wire::Reader at_the_bottom(one, 0);
  CHECK_FALSE(at_the_bottom.next());
  CHECK_FALSE(at_the_bottom.ok());
}

TEST_CASE("wire: fields as they come") {
  wire::Reader in("\x08\x96\x01\x13\x08\x07\x14\x1a\x02hi\x25\x01\x02\x03\x04"sv, wire::deepest);
  REQUIRE(in.next());
  CHECK(in.key() == wire::key_of(1, wire::Type::varint));
  CHECK(in.number() == 150);
  REQUIRE(in.next());
  CHECK(in.key() == wire::key_of(2, wire::Type::group));
  REQUIRE(in.next());
  CHECK(in.key() == wire::key_of(3, wire::Type::bytes));
  CHECK(in.bytes() == "hi");
  REQUIRE(in.next());
  CHECK(in.key() == wire::key_of(4, wire::Type::fixed32));
  CHECK_FALSE(in.next());
  CHECK(in.ok());
}

TEST_CASE("wire: after a refusal there is nothing more") {
  wire::Reader in("\x08\x01\x08\x02"sv, wire::deepest);
  REQUIRE(in.next());
  in.refuse();
  CHECK_FALSE(in.next());
  CHECK_FALSE(in.ok());
}

TEST_CASE("wire: varints, and the sizes told before they are written") {
  for (unsigned bits = 0; bits < 64; ++bits)
    for (const std::uint64_t value : {std::uint64_t{1} << bits, (std::uint64_t{1} << bits) - 1}) {
      CAPTURE(value);
      wire::Writer writer(1 + wire::varint_size(value));
      writer.varint(wire::key_of(1, wire::Type::varint));
      writer.varint(value);
      const Bytes out = writer.finish();
      wire::Reader in(out, wire::deepest);
      REQUIRE(in.next());
      CHECK(in.number() == value);
    }
  wire::Writer writer(10);
  writer.varint(~std::uint64_t{0});
  CHECK(writer.finish() == "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
  for (const std::size_t size : {0U, 1U, 127U, 128U, 20'000U}) {
    wire::Writer field(wire::bytes_size(16, size));
    field.varint(wire::key_of(16, wire::Type::bytes));
    field.varint(size);
    field.raw(std::string(size, 'x'));
    CHECK_NOTHROW(field.finish());
  }
}

TEST_CASE("wire: a message has the size that was told, neither more nor less") {
  wire::Writer exact(3);
  exact.raw({});  // a view of nothing has no address to copy from
  exact.raw("abc");
  CHECK_THROWS_AS(exact.raw("d"), Fault);
  CHECK_THROWS_AS(exact.varint(0), Fault);
  CHECK(exact.finish() == "abc");
  wire::Writer shorter(3);
  shorter.varint(300);
  CHECK_THROWS_AS(shorter.finish(), Fault);
  CHECK(wire::Writer(0).finish().empty());
}
