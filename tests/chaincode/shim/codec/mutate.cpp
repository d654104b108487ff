// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/shim/codec/mutate.hpp"

#include <array>
#include <string_view>

namespace tradelane::test {
namespace {

using namespace std::string_view_literals;

/// Well and badly formed pieces of wire format, each of which a parser has a branch for.
constexpr std::array pieces{
    "\x7a\x02hi"sv,                                        // field 15, bytes
    "\x78\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02"sv,      // field 15, a varint of ten bytes
    "\x78\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"sv,  // and of eleven
    "\x79\x01\x02\x03\x04\x05\x06\x07\x08"sv,              // field 15, fixed64
    "\x7d\x01\x02\x03\x04"sv,                              // field 15, fixed32
    "\x7b\x08\x01\x7c"sv,                                  // field 15, a group
    "\x7b\x83\x01\x84\x01\x7c"sv,                          // a group in a group
    "\x7b\x7b\x7c"sv,                                      // a group that does not end
    "\x7c"sv,                                              // an end without a group
    "\x7b\x84\x01"sv,                                      // an end of another group
    "\x00"sv,                                              // field 0
    "\x02\x00"sv,                                          // field 0, bytes
    "\x7e"sv,                                              // wire type 6
    "\x7f"sv,                                              // wire type 7
    "\x08\x01"sv,                                          // field 1, varint
    "\x0a\x01\xff"sv,                                      // field 1, no UTF-8
    "\x0d\x01\x02\x03\x04"sv,                              // field 1, fixed32
    "\x8a\x00\x01Z"sv,                                     // field 1, its key in two bytes
    "\x8a\x80\x80\x80\x00\x01Z"sv,                         // in five
    "\x8a\x80\x80\x80\x70\x01Z"sv,                         // in five, with bits that do not count
    "\x8a\x80\x80\x80\x80\x00\x01Z"sv,                     // in six
    "\x1a\x81\x80\x80\x80\x00Z"sv,                         // field 3, its length in five bytes
    "\x1a\x81\x80\x80\x80\x80\x00Z"sv,                     // in six
    "\x1a\xff\xff\xff\xff\x07"sv,                          // field 3, all the bytes there may be
    "\x1a\xff\xff\xff\xff\x0f"sv,                          // and more
    "\x2a\x00"sv,                                          // field 5, an empty message
    "\x32\x02\x0a\x00"sv,                                  // field 6, a message
    "\x12\x04\x0a\x00\x12\x00"sv,                          // field 2, an entry of a map
    "\x12\x06\x0a\x01k\x12\x01v"sv,
    "\x12\x08\x0a\x01k\x12\x01v\x7a\x00"sv,
};

}  // namespace

std::string mutate(std::string bytes, Random& random) {
  const std::size_t at = below(random, bytes.size() + 1);
  const std::size_t length = below(random, bytes.size() - at + 1);
  switch (below(random, 7)) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(random, 8)));
      return bytes;
    case 1:
      if (at < bytes.size()) bytes[at] = static_cast<char>(random());
      return bytes;
    case 2:
      return bytes.erase(at, below(random, 4));
    case 3:
      return bytes.substr(0, at);
    case 4:
      return bytes.insert(at, bytes.substr(at, length));
    case 5:
      return bytes.append(bytes.substr(at, length));
    default:
      return bytes.insert(below(random, 3) == 0 ? at : below(random, 2) * bytes.size(),
                          pieces[below(random, pieces.size())]);
  }
}

}  // namespace tradelane::test
