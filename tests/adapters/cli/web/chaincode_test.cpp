// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/chaincode.hpp"

#include "tests/adapters/cli/sample_metadata.hpp"
#include "tests/adapters/cli/web/doubles.hpp"

using namespace tradelane;

namespace {

struct Desk {
  test::AnswersDouble peer = {};
  std::chrono::steady_clock::time_point now = {};
  cli::web::Chaincode chaincode{
      peer, {.channel = "trade", .chaincode = "tradelane"}, [this] { return now; }};

  Desk() {
    peer.answers[cli::get_metadata] = test::sample_metadata;
    peer.answers["Assets:Count"] = "7";
  }
};

}  // namespace

TEST_CASE("web chaincode: only what the chaincode calls a question is asked") {
  struct Row {
    const char* function;
    const char* args;
    int status;
    const char* body;
  };
  const Row rows[] = {
      {"Assets:Count", "", 200, "{\"answer\":7}\n"},
      {"Count", "", 200, "{\"answer\":7}\n"},
      {"Assets:Count", R"({"a":1})", 200, "{\"answer\":7}\n"},
      {"Assets:Count", R"(["x","y"])", 200, "{\"answer\":7}\n"},
      {"Assets:Count", R"(["x",1])", 400, ""},
      {"Assets:Count", "7", 400, ""},
      {"Assets:Count", "{", 400, ""},
      {"ebl:Transfer", "", 403, ""},
      {"Assets:Create", "", 403, ""},
      {"nobody:Knows", "", 404, ""},
  };
  for (const Row& row : rows) {
    Desk desk;
    CAPTURE(row.function);
    CAPTURE(row.args);
    const auto response = desk.chaincode.query(row.function, row.args);
    CHECK(response.status == row.status);
    if (row.status == 200) CHECK(response.body == row.body);
    // Besides the question what there is.
    CHECK(desk.peer.asked.size() == (row.status == 200 ? 2 : 1));
  }
}

TEST_CASE("web chaincode: arguments go as the contract takes them") {
  Desk desk;
  desk.chaincode.query("Assets:Count", R"({"b":1,"a":"x"})");
  desk.chaincode.query("Assets:Count", R"(["x","y"])");
  REQUIRE(desk.peer.asked.size() == 3);
  CHECK(desk.peer.asked[1] == R"(Assets:Count {"a":"x","b":1})");
  CHECK(desk.peer.asked[2] == "Assets:Count x y");
}

TEST_CASE("web chaincode: a refusal is passed on with its status and token") {
  Desk desk;
  desk.peer.failures["Assets:Count"] = {
      .stage = gateway::Stage::evaluate,
      .code = gateway::GrpcCode::unknown,
      .message =
          "evaluate call to endorser returned error: chaincode response 404, FIN_UNKNOWN: "
          "There is no such loan."};
  const auto response = desk.chaincode.query("Assets:Count", "");
  CHECK(response.status == 404);
  CHECK(response.body.find("\"code\":\"FIN_UNKNOWN\"") != std::string::npos);
  CHECK(response.body.find("There is no such loan.") != std::string::npos);
}

TEST_CASE("web chaincode: the metadata are asked for once, and again after a minute") {
  Desk desk;
  REQUIRE(desk.chaincode.metadata() != nullptr);
  desk.now += std::chrono::seconds(59);
  CHECK(desk.chaincode.metadata()->find("ebl:Transfer") != nullptr);
  CHECK(desk.peer.asked.size() == 1);
  desk.now += std::chrono::seconds(1);
  CHECK(desk.chaincode.metadata() != nullptr);
  CHECK(desk.peer.asked.size() == 2);
}

TEST_CASE("web chaincode: while the peer is away nobody is told that there is no such thing") {
  Desk desk;
  desk.peer.failures[cli::get_metadata] = {.code = gateway::GrpcCode::unavailable,
                                           .message = "away"};
  CHECK(desk.chaincode.metadata() == nullptr);
  desk.now += std::chrono::milliseconds(4999);
  const auto response = desk.chaincode.query("Assets:Count", "");
  CHECK(response.status == 502);
  CHECK(response.body.find("away") != std::string::npos);
  CHECK(desk.peer.asked.size() == 1);
  desk.peer.failures.clear();
  desk.now += std::chrono::milliseconds(1);
  CHECK(desk.chaincode.query("Assets:Count", "").status == 200);
  CHECK(desk.peer.asked.size() == 3);
}

TEST_CASE("web chaincode: what was known holds while the peer is away") {
  Desk desk;
  REQUIRE(desk.chaincode.metadata() != nullptr);
  desk.peer.failures[cli::get_metadata] = {.code = gateway::GrpcCode::unavailable,
                                           .message = "away"};
  desk.now += std::chrono::minutes(1);
  CHECK(desk.chaincode.metadata() != nullptr);
}

TEST_CASE("web chaincode: one that does not describe itself is asked nothing") {
  Desk desk;
  desk.peer.answers[cli::get_metadata] = "no metadata";
  const auto response = desk.chaincode.query("Assets:Count", "");
  CHECK(response.status == 404);
  CHECK(response.body.find("has not described") != std::string::npos);
  CHECK(desk.peer.asked.size() == 1);
}
