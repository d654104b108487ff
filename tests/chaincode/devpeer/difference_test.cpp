// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/difference.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::devpeer;

namespace {

const std::string begin =
    "ProposalResponsePayloads do not match: two runs of the same proposal differ, in ";

/// Two runs with a set each; the payloads differ.
std::string told(const ReadWriteSet& a, const ReadWriteSet& b) {
  const auto out =
      describe_difference({.payload = "a", .sets = {a}}, {.payload = "b", .sets = {b}});
  REQUIRE(out);
  REQUIRE(out->starts_with(begin));
  return out->substr(begin.size());
}

}  // namespace

TEST_CASE("difference: the first byte, and what stands around it in either run") {
  PeerResponse a{.response = "same", .payload = "payload 1"};
  PeerResponse b{.response = "same", .payload = "payload 2"};
  CHECK_FALSE(describe_difference(a, a));
  CHECK(*describe_difference(a, b) ==
        begin + "the payload from byte 8: \"payload 1\" against \"payload 2\"");
  const std::string before(40, 'x'), behind(40, 'y');
  a.response = before + "\n" + behind;
  b.response = before + "\"" + behind;
  const std::string shown(24, 'x'), rest(23, 'y');
  CHECK(*describe_difference(a, b) == begin + "the response from byte 40: …\"" + shown + "\\x0a" +
                                          rest + "\"… against …\"" + shown + "\\x22" + rest +
                                          "\"…");
  b.response = before;  // one ends where the other goes on
  CHECK(describe_difference(a, b)->ends_with(" against …\"" + shown + "\""));
}

TEST_CASE("difference: keys and chaincodes are named, private values are not") {
  ReadWriteSet a{.chaincode = "toy"}, b{.chaincode = "toy"};
  a.writes["k"] = Write{.value = "one"};
  CHECK(told(a, b) == "key 6b of toy is written once only");
  CHECK(told(b, a) == "key 6b of toy is written once only");
  b.writes["k"] = Write{.value = "ode"};
  CHECK(told(a, b) == "the value of key 6b of toy from byte 1: \"one\" against \"ode\"");
  b = a;
  a.reads["r"] = std::nullopt;
  CHECK(told(a, b) == "key 72 of toy is read once only");
  CHECK(told(b, a) == "key 72 of toy is read once only");
  b = a;
  a.hashed["c"].writes["h"] = HashedWrite{.value_hash = "canary"};
  CHECK(told(a, b) == "what is written into collection c of toy");
  const PeerResponse one{
      .clear = {{"toy", {{"c", {.writes = {{"k", Write{.value = "canary"}}}}}}}}};
  CHECK(*describe_difference(one, {}) == begin + "private values");
  const PeerResponse calls{.payload = "a", .sets = {a}};
  CHECK(*describe_difference(calls, {.payload = "b"}) == begin + "which chaincodes were called");
}
