// SPDX-License-Identifier: Apache-2.0
// What each write says, and in which order, is seen in stub_test.cpp.
#include "chaincode/shim/write_buffer.hpp"

#include <doctest/doctest.h>

#include "chaincode/shim/codec/peer.hpp"

using namespace tradelane;
using namespace tradelane::shim;

namespace {

constexpr codec::TransactionRef transaction{.channel = "channel", .txid = "txid"};

/// Keeps the sizes of what it is asked.
struct Port : PeerPort {
  std::vector<std::size_t> sizes = {};
  PeerMessage ask(Bytes message, const std::string&) override {
    sizes.push_back(message.size());
    return *PeerMessage::decode(codec::encode_message({.type = MessageType::response}));
  }
};

/// Of the one message that `count` times `write` makes.
std::size_t size_of(std::size_t count, const PendingWrite& write) {
  const Settings settings;
  Port port;
  Dialogue dialogue(transaction, {.write_batch = 1000}, settings, port);
  WriteBuffer buffer(dialogue);
  for (std::size_t i = 0; i < count; ++i) buffer.add(write);
  buffer.flush();
  CHECK(port.sizes.size() == 1);
  return port.sizes.front();
}

}  // namespace

TEST_CASE("write buffer: the size of a write is never more than was thought") {
  for (const std::size_t size : {0U, 1U, 127U, 128U, 20'000U, 3'000'000U}) {
    const PendingWrite put{.collection = std::string(size % 200, 'c'),
                           .key = std::string(size % 1000, 'k'),
                           .value = Bytes(size, 'v')};
    PendingWrite policy = put;
    policy.type = MessageType::put_state_metadata;
    policy.metakey = "VALIDATION_PARAMETER";
    for (const PendingWrite& write : {put, policy}) {
      CAPTURE(size);
      CHECK(size_of(3, write) - size_of(2, write) <= write.bytes());
      CHECK(size_of(1, write) <= write.bytes() + 64);
    }
  }
}
