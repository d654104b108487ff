// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/process_options.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::server;

namespace {

const Values enough{{"package-id", "t:1"}, {"tls", "off"}};

Config config_of(const Values& more) { return make_config({enough, more}).value(); }

std::string complaint(const Values& more) {
  const auto config = make_config({enough, more});
  return config ? "" : config.error().detail;
}

}  // namespace

TEST_CASE("process options: the peer that is dialled") {
  const auto config = config_of({{"peer", "127.0.0.1:7052"}, {"peer-name", "peer0.example"}});
  REQUIRE(config.peer);
  CHECK(*config.peer == Endpoint{.host = "127.0.0.1", .port = 7052});
  CHECK(config.peer_name == "peer0.example");
  CHECK_FALSE(config_of({}).peer);
  CHECK(complaint({{"peer", "127.0.0.1:0"}}) ==
        "peer: port 0 cannot be dialled; give the port of its chaincode address");
  CHECK(complaint({{"peer", "peer0.example:7052"}}) ==
        "tls: plain text is for loopback addresses only and peer0.example:7052 is none; give "
        "tls-certificate, tls-key and tls-client-roots and do not turn TLS off");
  CHECK(complaint({{"peer", "127.0.0.1:7052"}, {"listen", "127.0.0.1:1"}}) ==
        "peer: a peer is dialled, or waited for at listen; give one of both");
  CHECK(make_config({{{"peer", "127.0.0.1:7052"}, {"tls", "off"}}})
            .error()
            .detail.starts_with("package-id: it is missing"));
}

TEST_CASE("process options: who we are, and who may call") {
  const auto config =
      config_of({{"msp-id", "OneMSP"}, {"chaincode", "basic"}, {"callers", "b,a,,b"}});
  CHECK(config.run.msp == "OneMSP");
  CHECK(config.run.chaincode == "basic");
  CHECK(config.run.callers == std::set<std::string>{"a", "b"});
  CHECK(print(config).find("callers = a,b\n") != std::string::npos);
  CHECK(config_of({{"callers", ""}}).run.callers.empty());
}
