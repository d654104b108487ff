// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/connection.hpp"

#include <algorithm>

namespace tradelane::http {
namespace {

bool breaks_a_line(std::string_view value) {
  return std::any_of(value.begin(), value.end(),
                     [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

Response say(int status, const std::string& detail) {
  return problem(Problem{.status = status, .detail = detail});
}

}  // namespace

std::optional<Response> parse_problem(const beast::error_code& error, const Limits& limits) {
  using Kind = beast::http::error;
  if (error.category() != make_error_code(Kind::bad_target).category()) return std::nullopt;
  switch (static_cast<Kind>(error.value())) {
    case Kind::end_of_stream:
    case Kind::partial_message:
      return std::nullopt;
    case Kind::body_limit:
      return say(413, "the body is longer than " + std::to_string(limits.body_bytes) + " bytes");
    case Kind::header_limit:
      return say(431,
                 "the trailer is longer than " + std::to_string(limits.header_bytes) + " bytes");
    case Kind::buffer_overflow:
      return say(400, "a chunk's own line is longer than " + std::to_string(limits.buffer_bytes) +
                          " bytes");
    case Kind::bad_version:
      return say(505, "only HTTP/1.1 is spoken here");
    default:
      return say(400, error.message());
  }
}

beast::http::response<beast::http::string_body> make_message(const Response& response, bool head,
                                                             bool keep) {
  using beast::http::field;
  beast::http::response<beast::http::string_body> out;
  out.result(static_cast<unsigned>(response.status));
  if (!response.content_type.empty()) out.set(field::content_type, response.content_type);
  out.set(field::cache_control, "no-store");
  out.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) out.set(name, value);
  for (const auto& line : out)
    if (breaks_a_line({line.value().data(), line.value().size()}))
      throw Fault("a header of an answer holds a line end");
  out.keep_alive(keep);
  out.body() = response.body;
  out.prepare_payload();
  if (head) out.body().clear();
  return out;
}

}  // namespace tradelane::http
