// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/chaincode_server.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/gateway/chaincode_server_double.hpp"

using namespace tradelane;
namespace gw = tradelane::gateway;
using gw::GrpcCode;
using test::ChaincodeServerDouble;

namespace {

constexpr auto within = std::chrono::seconds(20);

gw::Outcome<std::string> asked(const gw::ConnectionOptions& options) {
  const auto connection = gw::Connection::open(options);
  REQUIRE(connection);
  return gw::registered_package_id(*connection, within);
}
gw::Outcome<std::string> asked(const ChaincodeServerDouble& server) {
  return asked({.address = server.address(), .plaintext = true});
}

}  // namespace

TEST_CASE("a chaincode server tells the id that it registers with, to every peer that asks") {
  const ChaincodeServerDouble server(ChaincodeServerDouble::registers("l_1:abc"));
  for (int i = 0; i < 2; ++i) {
    const auto id = asked(server);
    REQUIRE(id);
    CHECK(*id == "l_1:abc");
  }
}

TEST_CASE("over mutual TLS") {
  const auto tls = test::make_tls("cc.example");
  const ChaincodeServerDouble server(ChaincodeServerDouble::registers("l_1:abc"), &tls);
  gw::ConnectionOptions options{.address = server.address(),
                                .tls_roots = tls.roots,
                                .client_certificate = tls.client_certificate,
                                .client_key = tls.client_key,
                                .server_name = "cc.example"};
  CHECK(asked(options).value() == "l_1:abc");
}

TEST_CASE("what is no chaincode server says so") {
  protos::ChaincodeMessage other;
  other.set_type(protos::ChaincodeMessage::READY);
  const auto no_register = asked(ChaincodeServerDouble(other));
  REQUIRE_FALSE(no_register);
  CHECK(no_register.failure().code == GrpcCode::data_loss);
  auto damaged = ChaincodeServerDouble::registers("x");
  damaged.set_payload("\xff\xff");
  const auto unreadable = asked(ChaincodeServerDouble(damaged));
  REQUIRE_FALSE(unreadable);
  CHECK(unreadable.failure().code == GrpcCode::data_loss);
  const auto closed = asked(ChaincodeServerDouble(protos::ChaincodeMessage{}));
  REQUIRE_FALSE(closed);
  CHECK(closed.failure().code == GrpcCode::unavailable);
  const test::GatewayDouble peer(test::person("M"));
  const auto gateway_only = asked({.address = peer.address(), .plaintext = true});
  REQUIRE_FALSE(gateway_only);
  CHECK(gateway_only.failure().code == GrpcCode::unimplemented);
}
