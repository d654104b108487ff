// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/text.cpp
#include "chaincode/shim/errors.hpp"

#include <doctest/doctest.h>

#include "chaincode/shim/text.hpp"

using namespace tradelane;
using namespace tradelane::shim;

TEST_CASE("errors: the peer's text byte for byte, and its cause") {
  struct Row {
    std::string text;
    std::string cause;
  };
  const Row rows[] = {
      {"GET_STATE failed: transaction ID: abc: broken: really", "broken: really"},
      {"GET_STATE failed: transaction ID: abc", "GET_STATE failed: transaction ID: abc"},
      {"something else: quite", "something else: quite"},
      {std::string("\0\xff", 2), std::string("\0\xff", 2)},
      {"", ""}};
  for (const Row& row : rows) {
    const PeerError error(row.text);
    CHECK(error.text() == row.text);
    CHECK(error.cause() == row.cause);
  }
  CHECK(std::string(PeerError("a\xff").what()) == "a?");
}

TEST_CASE("errors: a callee that failed says how") {
  const CalleeFailed error("other", {.status = 404, .message = "gone", .payload = "p"});
  CHECK(std::string(error.what()) == "other answered 404: gone");
  CHECK(error.response().payload == "p");
}

TEST_CASE("text: what is no UTF-8 is marked, what is stays") {
  CHECK(utf8_or_marked("提单 \x01") == "提单 \x01");
  CHECK(utf8_or_marked("a\xff\x80z") == "a??z");
  CHECK(utf8_or_marked("提\xff单\xe6\x8f") == "提?单??");
  CHECK(utf8_or_marked("\xf0\x9f\x9a\xa2\xff") == "\xf0\x9f\x9a\xa2?");
  CHECK(utf8_or_marked("") == "");
}
