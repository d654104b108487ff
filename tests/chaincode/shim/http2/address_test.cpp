// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/address.hpp"

#include <doctest/doctest.h>

using namespace tradelane::shim::http2;

TEST_CASE("address: text, loopback, and what to dial") {
  struct Row {
    const char* host;
    const char* text;
    bool is_loopback;
    const char* to_dial;
  };
  const Row rows[] = {
      {"127.0.0.1", "127.0.0.1:7052", true, "127.0.0.1:7052"},
      {"127.9.9.9", "127.9.9.9:7052", true, "127.9.9.9:7052"},
      {"128.0.0.1", "128.0.0.1:7052", false, "128.0.0.1:7052"},
      {"0.0.0.0", "0.0.0.0:7052", false, "127.0.0.1:7052"},
      {"::1", "[::1]:7052", true, "[::1]:7052"},
      {"::", "[::]:7052", false, "[::1]:7052"},
      {"2001:db8::5", "[2001:db8::5]:7052", false, "[2001:db8::5]:7052"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.host);
    const auto address = Address::parse(row.host, 7052);
    REQUIRE(address);
    CHECK(address->host() == row.host);
    CHECK(address->port() == 7052);
    CHECK(address->text() == row.text);
    CHECK(address->is_loopback() == row.is_loopback);
    CHECK(address->to_dial().text() == row.to_dial);
  }
}

TEST_CASE("address: a name is none, and can be looked up") {
  for (const char* text : {"localhost", "", "1.2.3", "1.2.3.4.5", "::g"})
    CHECK_FALSE(Address::parse(text, 1));
  const auto found = Address::resolve("localhost", 7052);
  REQUIRE_FALSE(found.empty());
  for (const Address& address : found) {
    CHECK(address.is_loopback());
    CHECK(address.port() == 7052);
  }
  const auto as_it_is = Address::resolve("192.0.2.7", 1);
  REQUIRE(as_it_is.size() == 1);
  CHECK(as_it_is.front().host() == "192.0.2.7");
  CHECK(Address::resolve("no such name", 1).empty());
}
