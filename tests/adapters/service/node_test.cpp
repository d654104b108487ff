// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/node.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::service;

TEST_CASE("service node: what is set arrives where it is used") {
  Node node;
  Keys keys;
  add_keys(keys, node);
  REQUIRE(keys.set({{"node", "https://node.example"},
                    {"node-roots", "r"},
                    {"node-certificate", "c"},
                    {"node-key", "k"},
                    {"node-token", "t"}})
              .ok());
  CHECK(check(node).ok());
  const http::ClientOptions options = client_options(node);
  CHECK(options.url == "https://node.example");
  CHECK(options.roots_file == "r");
  CHECK(options.certificate_file == "c");
  CHECK(options.key_file == "k");
  CHECK(options.token_file == "t");
}

TEST_CASE("service node: it must be named") {
  CHECK(check(Node{}).error().detail == "node: it is missing; see --help");
}
