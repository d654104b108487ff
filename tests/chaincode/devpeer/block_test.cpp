// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/block.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

TEST_CASE("block: what is encoded is decoded, and the hash is of the header's DER") {
  const Block block{.number = 200,
                    .previous_hash = Bytes(32, 'p'),
                    .envelopes = {"one", "two"},
                    .codes = {0, 254}};
  const Block back = Block::decode(block.encode());
  CHECK(back.number == 200);
  CHECK(back.previous_hash == block.previous_hash);
  CHECK(back.envelopes == block.envelopes);
  CHECK(back.codes == block.codes);
  // 0x30 len, 02 02 00C8, 04 20 previous, 04 20 SHA-256("onetwo")
  const Bytes der = Bytes("\x30\x48\x02\x02\x00\xC8\x04\x20", 8) + Bytes(32, 'p') + "\x04\x20" +
                    crypto::sha256("onetwo");
  CHECK(to_hex(block.hash()) == to_hex(crypto::sha256(der)));
}

TEST_CASE("block: the first one names its channel, and foreign bytes are a fault") {
  const Block first = genesis("trade");
  CHECK(first.number == 0);
  CHECK(first.envelopes.at(0).find("trade") != Bytes::npos);
  CHECK(first.hash() != genesis("other").hash());
  CHECK_THROWS_AS((void)Block::decode("\xff"), Fault);
  CHECK_THROWS_AS((void)Block::decode(""), Fault);
}
