// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/answers.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using gateway::Failure;
using gateway::GrpcCode;

namespace {

http::Request with_query(const std::map<std::string, std::string>& query) {
  return {.method = "GET", .path = "/", .query = query};
}

Json body_of(const http::Response& response) {
  auto json = parse_json(response.body);
  REQUIRE(json);
  return *json;
}

}  // namespace

TEST_CASE("web answers: what a peer or a contract says, by its kind") {
  const auto said_by_chaincode = [](const std::string& text) {
    return Failure{
        .stage = gateway::Stage::evaluate,
        .code = GrpcCode::unknown,
        .message = "evaluate call to endorser returned error: chaincode response " + text};
  };
  struct Row {
    Failure failure;
    int status;
    const char* code;
  };
  const Row rows[] = {
      {said_by_chaincode("403, AUTH_DENIED: The caller may not do this."), 403, "AUTH_DENIED"},
      {said_by_chaincode("404, FIN_UNKNOWN: There is no such loan."), 404, "FIN_UNKNOWN"},
      {said_by_chaincode("500, INVARIANT_BROKEN: no"), 502, "INVARIANT_BROKEN"},
      {{.code = GrpcCode::not_found, .message = "no"}, 404, ""},
      {{.code = GrpcCode::out_of_range, .message = "no"}, 404, ""},
      {{.code = GrpcCode::deadline_exceeded, .message = "late"}, 504, ""},
      {{.code = GrpcCode::unavailable, .message = "away"}, 502, ""},
      {{.code = GrpcCode::permission_denied, .message = "not you"}, 502, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.failure.message);
    const auto response = cli::web::refused(row.failure);
    CHECK(response.status == row.status);
    CHECK(response.content_type == "application/problem+json");
    const Json body = body_of(response);
    const Json* code = body.find("code");
    CHECK((code == nullptr ? "" : *code->as_string()) == row.code);
  }
  CHECK(body_of(cli::web::refused(rows[1].failure))
            .find("detail")
            ->as_string()
            ->find("There is no such loan.") != std::string::npos);
}

TEST_CASE("web answers: numbers of a query, at the limit and one above") {
  struct Row {
    const char* given;
    bool is_good;
  };
  for (const Row& row :
       {Row{"0", true}, Row{"25", true}, Row{"26", false}, Row{"", false}, Row{"-1", false},
        Row{"1x", false}, Row{" 1", false}, Row{"99999999999999999999", false}}) {
    CAPTURE(row.given);
    const auto value = cli::web::number(with_query({{"wait", row.given}}), "wait", 25);
    CHECK(std::holds_alternative<http::Response>(value) != row.is_good);
  }
  const auto none = cli::web::number(with_query({}), "wait");
  CHECK_FALSE(std::get<0>(none).has_value());
  const auto largest = cli::web::number(with_query({{"n", "9007199254740991"}}), "n");
  CHECK(std::get<0>(largest) == 9007199254740991);
  const auto above = cli::web::number(with_query({{"n", "9007199254740992"}}), "n");
  CHECK(std::get<http::Response>(above).status == 400);
}

TEST_CASE("web answers: texts of a query") {
  CHECK(std::get<std::string>(cli::web::text(with_query({{"q", "B1"}}), "q")) == "B1");
  for (const auto& query : {std::map<std::string, std::string>{}, {{"q", ""}}}) {
    const auto value = cli::web::text(with_query(query), "q");
    CHECK(std::get<http::Response>(value).status == 400);
  }
}

TEST_CASE("web answers: JSON, one line") {
  const auto response = cli::web::answer(Json::Object{{"a", 1}});
  CHECK(response.status == 200);
  CHECK(response.content_type == "application/json");
  CHECK(response.body == "{\"a\":1}\n");
}
