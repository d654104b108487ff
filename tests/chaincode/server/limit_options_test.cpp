// SPDX-License-Identifier: Apache-2.0
// Every limit of a transaction, set by its key, at the limit and one above. Ranges and defaults of
// all keys: options_test.cpp.
#include "chaincode/server/limit_options.hpp"

#include <chrono>

#include <doctest/doctest.h>

#include "chaincode/server/process.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using server::Process;

namespace {

/// Uses as much as it is told.
class Consumer : public shim::Chaincode {
 public:
  shim::Response invoke(shim::Stub& stub) const override {
    const auto given = stub.parameters();
    if (stub.function() == "put") stub.put(given[0], Bytes(given[1]));
    if (stub.function() == "event") stub.set_event("e", Bytes(given[0]));
    const int count = stub.function() == "writes" || stub.function() == "reads"
                          ? std::stoi(std::string(given[0]))
                          : 0;
    for (int i = 0; i < count; ++i) {
      const std::string key = "k" + std::to_string(i);
      if (stub.function() == "writes") stub.put(key, "v");
      if (stub.function() == "reads") (void)stub.get(key);
    }
    return shim::Response::success();
  }
};

struct Row {
  const char* key;
  const char* limit;
  std::vector<std::string> at_limit;
  std::vector<std::string> above;
  const char* says;
};

const Row rows[] = {
    {"args", "3", {"-", "a", "b"}, {"-", "a", "b", "c"}, "the number of arguments"},
    {"arg-bytes", "4", {"-", "aaaa"}, {"-", "aaaaa"}, "an argument"},
    {"key-bytes", "4", {"put", "kkkk", "v"}, {"put", "kkkkk", "v"}, "a key"},
    {"value-bytes", "4", {"put", "k", "vvvv"}, {"put", "k", "vvvvv"}, "a value"},
    {"event-bytes", "5", {"event", "eeee"}, {"event", "eeeee"}, "event"},
    {"writes", "2", {"writes", "2"}, {"writes", "3"}, "writes"},
    {"reads", "2", {"reads", "2"}, {"reads", "3"}, "reads"},
};

std::unique_ptr<Process> start(const Consumer& consumer, const Row& row) {
  const auto config = server::make_config(
      {{{"package-id", "t:1"}, {"tls", "off"}, {"log-level", "error"}, {row.key, row.limit}}});
  REQUIRE(config.ok());
  auto process = Process::start({.name = "consumer", .version = "1"}, consumer, *config);
  REQUIRE(process.ok());
  return std::move(*process);
}

}  // namespace

TEST_CASE("limit options: each is held at the limit and one above, and fails that one alone") {
  const Consumer consumer;
  const auto certificate = test::make_authority("user").certificate_pem();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count();
  for (const Row& row : rows) {
    CAPTURE(row.key);
    const auto process = start(consumer, row);
    test::ScriptedPeer peer("127.0.0.1:" + std::to_string(process->port()));
    CHECK(peer.handshake(true) == "t:1");
    const auto call = [&](const std::vector<std::string>& args) {
      return peer.invoke(test::ProposalParts{
          .msp = "OneMSP", .certificate = certificate, .time = {seconds}, .args = args});
    };
    CHECK(test::response_of(call(row.at_limit)).status() == 200);
    const auto refused = call(row.above);
    CHECK(refused.type() == protos::ChaincodeMessage::ERROR);
    CHECK_MESSAGE(refused.payload().find(row.says) != std::string::npos, refused.payload());
    CHECK_MESSAGE(refused.payload().find(row.limit) != std::string::npos, refused.payload());
    CHECK(test::response_of(call(row.at_limit)).status() == 200);
    CHECK(test::http_get(process->operations_port(), "/metrics")
              .find("tradelane_transactions_over_limit_total{package_id=\"t:1\"} 1\n") !=
          std::string::npos);
  }
}
