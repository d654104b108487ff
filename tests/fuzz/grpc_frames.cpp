// SPDX-License-Identifier: Apache-2.0
// gRPC's framing: however the bytes are cut, the same messages and the same
// verdict come out; and what the writer gives, in whatever pieces, the reader
// takes apart again.
#include <vector>

#include "chaincode/shim/http2/grpc_frame.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

using shim::http2::MessageReader;
using shim::http2::MessageWriter;

constexpr std::size_t largest = 300;

struct Read {
  std::vector<Bytes> messages = {};
  MessageReader::Verdict verdict = MessageReader::Verdict::ok;
  bool in_the_middle = false;
};

Read read(std::string_view bytes, std::size_t piece) {
  MessageReader reader(largest);
  Read out;
  for (std::size_t at = 0; at < bytes.size() && out.verdict == MessageReader::Verdict::ok;
       at += piece)
    out.verdict = reader.feed(bytes.substr(at, piece), out.messages);
  out.in_the_middle = reader.in_the_middle();
  require(reader.held_bytes() <= largest, "no more is held than a message may have");
  return out;
}

void write(const std::vector<Bytes>& messages, std::size_t piece) {
  MessageWriter writer;
  for (const Bytes& message : messages) writer.add(message);
  Bytes bytes;
  std::vector<std::uint8_t> buffer(piece);
  while (!writer.empty()) {
    const std::size_t taken = writer.take(buffer.data(), buffer.size());
    require(taken > 0, "a writer that is not empty gives something");
    bytes.append(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  require(writer.bytes() == 0, "what was taken does not wait");
  const Read again = read(bytes, bytes.size() + 1);
  require(again.messages == messages && !again.in_the_middle, "what was written is read");
}

}  // namespace

void grpc_frames(std::string_view bytes) {
  Source source(bytes);
  const std::size_t piece = 1 + source.octet();
  const std::string_view rest = source.rest();
  const Read whole = read(rest, rest.size() + 1);
  const Read pieces = read(rest, piece);
  require(whole.messages == pieces.messages, "the same messages however the bytes are cut");
  require(whole.verdict == pieces.verdict, "the same verdict");
  for (const Bytes& message : whole.messages)
    require(message.size() <= largest, "no message is larger than it may be");
  write(whole.messages, piece);
}

}  // namespace tradelane::fuzz
