// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <charconv>
#include <map>
#include <string>

#include "tests/support/raw_http.hpp"

namespace tradelane::test {

struct HttpRequest {
  std::string method = "GET";
  std::string target = {};
  std::map<std::string, std::string> headers = {};
  std::string body = {};
};

struct HttpAnswer {
  /// 0 when there was none.
  int status = 0;
  std::string body = {};
};

/// One request to a port of this machine over plain HTTP.
inline HttpAnswer http_exchange(std::uint16_t port, const HttpRequest& request) {
  std::string bytes = request.method + " " + request.target +
                      " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                      "\r\nConnection: close\r\n";
  for (const auto& [name, value] : request.headers) bytes += name + ": " + value + "\r\n";
  if (!request.body.empty() || request.method != "GET")
    bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  const std::string answer = raw_exchange(port, bytes + "\r\n" + request.body);
  const auto body = answer.find("\r\n\r\n");
  HttpAnswer out;
  if (answer.size() < 12 || body == std::string::npos) return out;
  std::from_chars(answer.data() + 9, answer.data() + 12, out.status);
  out.body = answer.substr(body + 4);
  return out;
}

}  // namespace tradelane::test
