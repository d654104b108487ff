// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

/// What an HTTP handler sees and gives back. Plain values.
namespace tradelane::http {

struct Request {
  /// `GET`
  std::string method = {};
  /// Decoded, without the query: `/v1/consents/1`.
  std::string path = {};
  /// Decoded; no name comes twice.
  std::map<std::string, std::string> query = {};
  /// Names in lower case; lines of one name are joined with ", ".
  std::map<std::string, std::string> headers = {};
  std::string body = {};

  /// The value of a header, in whatever case `name` is; "" when it is absent.
  std::string header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string body = {};
  std::string content_type = "application/json";
  /// More headers, such as Retry-After.
  std::map<std::string, std::string> headers = {};
};

/// Answers a request. May block; called from several threads at once.
using Handler = std::function<Response(const Request&)>;

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

}  // namespace tradelane::http
