// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/grpc_frame.hpp"

#include <vector>

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::shim::http2;
using Verdict = MessageReader::Verdict;

namespace {

struct Read {
  std::vector<Bytes> messages;
  Verdict verdict = Verdict::ok;
};

/// Feeds `bytes` in pieces of `piece` bytes.
Read read(std::string_view bytes, std::size_t piece, std::size_t largest = 100) {
  MessageReader reader(largest);
  Read out;
  for (std::size_t at = 0; at < bytes.size() && out.verdict == Verdict::ok; at += piece)
    out.verdict = reader.feed(bytes.substr(at, piece), out.messages);
  return out;
}

}  // namespace

TEST_CASE("frame: the prefix is one zero and four bytes of length") {
  CHECK(frame_message("ab") == std::string("\0\0\0\0\2ab", 7));
  CHECK(frame_message("") == std::string(5, '\0'));
  CHECK(frame_message(std::string(0x010203, 'x')).substr(0, 5) == std::string("\0\0\1\2\3", 5));
}

TEST_CASE("reader: the same messages however the bytes are cut") {
  const std::vector<Bytes> messages{"one", "", "a somewhat longer one", "z"};
  Bytes bytes;
  for (const Bytes& message : messages) bytes += frame_message(message);
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    CAPTURE(piece);
    CHECK(read(bytes, piece).messages == messages);
  }
}

TEST_CASE("reader: the limit, at it and one above; compression is refused") {
  CHECK(read(frame_message(std::string(100, 'x')), 7).messages.size() == 1);
  const auto above = read(frame_message(std::string(101, 'x')), 7);
  CHECK(above.verdict == Verdict::too_large);
  CHECK(above.messages.empty());
  CHECK(read(std::string("\1\0\0\0\1x", 6), 6).verdict == Verdict::compressed);
  CHECK(read(std::string("\0\xff\xff\xff\xff", 5), 5).verdict == Verdict::too_large);
}

TEST_CASE("reader: knows when it is in the middle of a message") {
  MessageReader reader(100);
  std::vector<Bytes> messages;
  CHECK_FALSE(reader.in_the_middle());
  CHECK(reader.feed(std::string("\0\0", 2), messages) == Verdict::ok);
  CHECK(reader.in_the_middle());
  CHECK(reader.held_bytes() == 0);
  CHECK(reader.feed(std::string("\0\0\2x", 4), messages) == Verdict::ok);
  CHECK(reader.held_bytes() == 1);
  CHECK(reader.feed("y", messages) == Verdict::ok);
  CHECK_FALSE(reader.in_the_middle());
  CHECK(reader.held_bytes() == 0);
  CHECK(messages == std::vector<Bytes>{"xy"});
}

TEST_CASE("writer: the same bytes whatever the room, and it knows what waits") {
  const std::vector<Bytes> messages{"one", "", std::string(300, 'x'), "z"};
  Bytes expected;
  for (const Bytes& message : messages) expected += frame_message(message);
  for (std::size_t room = 1; room <= expected.size(); ++room) {
    CAPTURE(room);
    MessageWriter writer;
    for (const Bytes& message : messages) writer.add(message);
    CHECK(writer.messages() == 4);
    CHECK(writer.bytes() == 304);
    Bytes taken;
    std::vector<std::uint8_t> piece(room);
    while (!writer.empty()) {
      const std::size_t count = writer.take(piece.data(), room);
      REQUIRE(count > 0);
      taken.append(reinterpret_cast<const char*>(piece.data()), count);
    }
    CHECK(taken == expected);
    CHECK(writer.bytes() == 0);
    CHECK(writer.take(piece.data(), room) == 0);
  }
}

TEST_CASE("writer: forgets what waits") {
  MessageWriter writer;
  writer.add("abc");
  writer.clear();
  CHECK(writer.empty());
  CHECK(writer.bytes() == 0);
}
