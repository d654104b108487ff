// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/inbound.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::service;

TEST_CASE("service inbound: unless it is told otherwise, the limits are those of the server") {
  const http::Limits told = limits_of(Inbound{});
  const http::Limits own;
  CHECK(told.header_bytes == own.header_bytes);
  CHECK(told.body_bytes == own.body_bytes);
  CHECK(told.buffer_bytes == own.buffer_bytes);
  CHECK(told.header_read == own.header_read);
  CHECK(told.request == own.request);
  CHECK(told.keep_alive_requests == own.keep_alive_requests);
  CHECK(told.connections == own.connections);
  CHECK(told.connections_per_address == own.connections_per_address);
  CHECK(told.waiting_requests == own.waiting_requests);
  CHECK(static_cast<std::size_t>(Inbound{}.workers) == http::ServerOptions{}.workers);
}

TEST_CASE("service inbound: what is set arrives where it is used") {
  Inbound inbound;
  Keys keys;
  add_keys(keys, inbound);
  REQUIRE(keys.set({{"http-workers", "3"},
                    {"http-header-bytes", "1001"},
                    {"http-body-bytes", "1002"},
                    {"http-buffer-bytes", "1024"},
                    {"http-header-ms", "1004"},
                    {"http-request-ms", "1005"},
                    {"http-keep-alive-requests", "1006"},
                    {"http-connections", "1007"},
                    {"http-connections-per-address", "1008"},
                    {"http-waiting-requests", "0"}})
              .ok());
  CHECK(inbound.workers == 3);
  const http::Limits limits = limits_of(inbound);
  CHECK(limits.header_bytes == 1001);
  CHECK(limits.body_bytes == 1002);
  CHECK(limits.buffer_bytes == 1024);
  CHECK(limits.header_read == std::chrono::milliseconds(1004));
  CHECK(limits.request == std::chrono::milliseconds(1005));
  CHECK(limits.keep_alive_requests == 1006);
  CHECK(limits.connections == 1007);
  CHECK(limits.connections_per_address == 1008);
  CHECK(limits.waiting_requests == 0);
}

TEST_CASE("service inbound: no limit can be so small that nothing gets through") {
  Inbound inbound;
  Keys keys;
  add_keys(keys, inbound);
  for (const Key& key : keys.all()) {
    CAPTURE(key.name);
    CHECK(keys.set({{key.name, "-1"}}).error().code == Code::arg_malformed);
    CHECK(keys.set({{key.name, "0"}}).ok() == (key.name == "http-waiting-requests"));
  }
}
