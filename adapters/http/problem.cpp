// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/problem.hpp"

#include "chaincode/codec/json.hpp"

namespace tradelane::http {

std::string phrase_of(int status) {
  static const std::map<int, std::string> phrases{{400, "Bad Request"},
                                                  {401, "Unauthorized"},
                                                  {403, "Forbidden"},
                                                  {404, "Not Found"},
                                                  {405, "Method Not Allowed"},
                                                  {408, "Request Timeout"},
                                                  {409, "Conflict"},
                                                  {413, "Content Too Large"},
                                                  {415, "Unsupported Media Type"},
                                                  {417, "Expectation Failed"},
                                                  {422, "Unprocessable Content"},
                                                  {429, "Too Many Requests"},
                                                  {431, "Request Header Fields Too Large"},
                                                  {500, "Internal Server Error"},
                                                  {502, "Bad Gateway"},
                                                  {503, "Service Unavailable"},
                                                  {504, "Gateway Timeout"},
                                                  {505, "HTTP Version Not Supported"}};
  const auto at = phrases.find(status);
  return at == phrases.end() ? "" : at->second;
}

Response problem(const Problem& problem) {
  Json::Object body{{"title", problem.title.empty() ? phrase_of(problem.status) : problem.title},
                    {"status", problem.status}};
  if (!problem.detail.empty()) body.emplace("detail", problem.detail);
  if (!problem.code.empty()) body.emplace("code", problem.code);
  if (!problem.at.empty()) body.emplace("at", problem.at);
  return {.status = problem.status,
          .body = canonical(std::move(body)),
          .content_type = "application/problem+json"};
}

Response problem(const Error& error) {
  const CodeInfo& code = info(error.code);
  return problem(Problem{.status = status_of(code.kind),
                         .title = std::string(code.sentence),
                         .detail = error.detail,
                         .code = std::string(code.token),
                         .at = error.at});
}

}  // namespace tradelane::http
