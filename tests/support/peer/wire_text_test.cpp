// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/wire_text.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

using namespace tradelane::test;

TEST_CASE("wire text: every byte there and back") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  CHECK(unquoted(quoted(all)) == all);
  CHECK(quoted(std::string("a \"\\\x7f\0", 6)) == "\"a \\x22\\x5c\\x7f\\x00\"");
  for (const char* text : {"", "\"", "a", "\"a", "\"\\\"", "\"\\x0\"", "\"\\xzz\"", "\"\\y00\""}) {
    CAPTURE(text);
    CHECK_THROWS_AS(unquoted(text), std::invalid_argument);
  }
}

TEST_CASE("wire text: a dialogue is what its text says, and the other way round") {
  const std::string text =
      "# First.\n"
      "# Second.\n"
      "set message_bytes 600\n"
      "tx A trade 0123\n"
      "tx B other 0123\n"
      "\n"
      "chaincode REGISTER \"\\x0a\\x01p\"\n"
      "peer REGISTERED\n"
      "peer TRANSACTION A \"in put\" proposal \"\\x0a\\x01b\"\n"
      "chaincode COMPLETED A \"out\" event \"\\x1a\\x01e\"\n"
      "peer 99 B\n"
      "chaincode ends 3 \"why\"\n";
  const WireDialogue dialogue = parse_dialogue(text);
  CHECK(dialogue.comment == "First.\nSecond.\n");
  CHECK(dialogue.settings.at("message_bytes") == 600);
  REQUIRE(dialogue.lines.size() == 6);
  CHECK(dialogue.lines[2].kind == WireLine::Kind::from_peer);
  CHECK(dialogue.lines[2].message.txid() == "0123");
  CHECK(dialogue.lines[2].message.payload() == "in put");
  CHECK(dialogue.lines[2].message.proposal().proposal_bytes() == "b");
  CHECK(dialogue.lines[3].message.chaincode_event().event_name() == "e");
  CHECK(dialogue.lines[4].message.type() == 99);
  CHECK(dialogue.lines[4].message.channel_id() == "other");
  CHECK(dialogue.lines[5].kind == WireLine::Kind::end);
  CHECK(dialogue.lines[5].status == 3);
  CHECK(text_of(dialogue) == text);
  CHECK(text_of(dialogue.lines[4]) == "peer 99 other/0123");
}

TEST_CASE("wire text: what is none is named by its line") {
  for (const char* text : {"nobody READY", "peer", "peer READY B", "peer READY \"open",
                           "peer NOTHING", "set a", "peer READY proposal \"\\xff\""}) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(parse_dialogue("# c\n" + std::string(text)), doctest::Contains("line 2: "),
                         std::invalid_argument);
  }
}
