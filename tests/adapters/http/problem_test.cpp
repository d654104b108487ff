// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/http/message.cpp
#include "adapters/http/problem.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::http;

TEST_CASE("problem: what it knows, and nothing empty") {
  const Response all = problem(Problem{
      .status = 409, .title = "No.", .detail = "seen before", .code = "FP_DUPLICATE", .at = "/a"});
  CHECK(all.status == 409);
  CHECK(all.content_type == "application/problem+json");
  CHECK(all.body ==
        R"({"at":"/a","code":"FP_DUPLICATE","detail":"seen before","status":409,"title":"No."})");
  CHECK(problem(Problem{.status = 503}).body == R"({"status":503,"title":"Service Unavailable"})");
}

TEST_CASE("problem: the class of a code says the status") {
  struct Row {
    Code code;
    int status;
  };
  const Row rows[] = {{Code::arg_malformed, 400},
                      {Code::auth_denied, 403},
                      {Code::cns_unknown, 404},
                      {Code::cns_state, 409}};
  for (const Row& row : rows) {
    const Response response = problem(refuse(row.code));
    CAPTURE(response.body);
    CHECK(response.status == row.status);
    CHECK(response.body.find(info(row.code).token) != std::string::npos);
    CHECK(response.body.find(info(row.code).sentence) != std::string::npos);
  }
  const Response placed = problem(refuse(Code::arg_malformed, "X1", "no date").with_at("/from"));
  CHECK(placed.body.find(R"("at":"/from")") != std::string::npos);
  CHECK(placed.body.find(R"("detail":"no date")") != std::string::npos);
}

TEST_CASE("problem: every status that a server of ours gives has its phrase") {
  for (const int status :
       {400, 401, 403, 404, 405, 408, 409, 413, 415, 417, 422, 429, 431, 500, 502, 503, 504, 505}) {
    CAPTURE(status);
    CHECK_FALSE(phrase_of(status).empty());
  }
  CHECK(phrase_of(299).empty());
}

TEST_CASE("message: a header is found in any case") {
  const Request request{.headers = {{"content-type", "text/plain"}}};
  CHECK(request.header("Content-Type") == "text/plain");
  CHECK(request.header("CONTENT-TYPE") == "text/plain");
  CHECK(request.header("content") == "");
  CHECK(lower_case("AbÄ-Z") == "abÄ-z");
}
