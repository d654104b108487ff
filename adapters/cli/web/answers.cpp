// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/answers.hpp"

#include <charconv>

#include "adapters/gateway/advice.hpp"
#include "adapters/http/problem.hpp"

namespace tradelane::cli::web {

http::Response answer(const Json& body) { return {.body = canonical(body) + "\n"}; }

http::Response refused(int status, const std::string& detail, const std::string& code) {
  return http::problem(http::Problem{.status = status, .detail = detail, .code = code});
}

http::Response refused(const gateway::Failure& failure) {
  if (const auto refusal = gateway::refusal(failure)) {
    const bool has_status = refusal->status >= 400 && refusal->status < 500;
    return refused(has_status ? refusal->status : 502, refusal->message, refusal->token);
  }
  switch (failure.code) {
    case gateway::GrpcCode::deadline_exceeded:
      return refused(504, failure.text());
    case gateway::GrpcCode::not_found:
    case gateway::GrpcCode::out_of_range:
      return refused(404, failure.text());
    default:
      return refused(502, failure.text());
  }
}

std::variant<std::optional<std::uint64_t>, http::Response> number(const http::Request& request,
                                                                  const std::string& name,
                                                                  std::uint64_t most) {
  const auto given = request.query.find(name);
  if (given == request.query.end()) return std::nullopt;
  const std::string& digits = given->second;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value > most)
    return refused(400, name + " is no whole number from 0 to " + std::to_string(most));
  return value;
}

std::variant<std::string, http::Response> text(const http::Request& request,
                                               const std::string& name) {
  const auto given = request.query.find(name);
  if (given == request.query.end() || given->second.empty())
    return refused(400, name + " is missing");
  return given->second;
}

}  // namespace tradelane::cli::web
