// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/access.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using cli::web::Access;

namespace {

using Headers = std::map<std::string, std::string>;

const std::string key = "s3cret";
const Access access(key, 4711);

http::Request request(const std::string& path, const Headers& more = {},
                      const Headers& query = {}) {
  http::Request out{.method = "GET", .path = path, .query = query, .headers = more};
  out.headers.emplace("host", "127.0.0.1:4711");
  return out;
}

/// 200 for a request that is let in.
int status_of(const http::Request& asked) {
  const auto refused = access.refusal(asked);
  return refused ? refused->status : 200;
}

}  // namespace

TEST_CASE("web access: each run has a key of its own, long enough") {
  const std::string one = cli::web::new_key();
  CHECK(one.size() == 43);
  CHECK(one != cli::web::new_key());
  CHECK(access.address() == "http://127.0.0.1:4711/?key=s3cret");
}

TEST_CASE("web access: the key opens, and nothing else does") {
  struct Row {
    const char* path;
    Headers headers;
    Headers query;
    int status;
  };
  const Row rows[] = {
      {"/", {}, {{"key", key}}, 200},
      {"/", {}, {{"key", "s3creT"}}, 403},
      {"/", {}, {{"key", ""}}, 403},
      {"/", {}, {}, 403},
      // An address with the key in it is for the page only.
      {"/api/status", {}, {{"key", key}}, 403},
      {"/api/status", {{"cookie", "tradelane_4711=s3cret"}}, {}, 200},
      {"/api/status", {{"cookie", "a=b; tradelane_4711=s3cret;c=d"}}, {}, 200},
      // Of another server on this machine.
      {"/api/status", {{"cookie", "tradelane_4712=s3cret"}}, {}, 403},
      {"/api/status", {{"cookie", "tradelane_4711=other"}}, {}, 403},
      {"/api/status", {{"cookie", "tradelane_4711=s3cret; tradelane_4711=other"}}, {}, 403},
      {"/api/status", {{"cookie", "tradelane_4711"}}, {}, 403},
      {"/api/status", {{"authorization", "Bearer s3cret"}}, {}, 200},
      {"/api/status", {{"authorization", "Bearer other"}}, {}, 403},
      {"/api/status", {{"authorization", "Basic s3cret"}}, {}, 403},
      {"/style.css", {}, {}, 403},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CAPTURE(row.status);
    CHECK(status_of(request(row.path, row.headers, row.query)) == row.status);
  }
}

TEST_CASE("web access: no name but its own") {
  const Headers knows{{"authorization", "Bearer s3cret"}};
  for (const auto& [host, status] :
       {std::pair{"127.0.0.1:4711", 200}, std::pair{"localhost:4711", 200},
        std::pair{"127.0.0.1", 421}, std::pair{"127.0.0.1:4712", 421},
        std::pair{"bank.example:4711", 421}, std::pair{"[::1]:4711", 421}}) {
    CAPTURE(host);
    http::Request asked = request("/", knows);
    asked.headers["host"] = host;
    CHECK(status_of(asked) == status);
  }
}

TEST_CASE("web access: nothing is taken but GET and HEAD, whoever asks") {
  for (const auto& [method, status] :
       {std::pair{"GET", 200}, std::pair{"HEAD", 200}, std::pair{"POST", 405},
        std::pair{"PUT", 405}, std::pair{"DELETE", 405}, std::pair{"OPTIONS", 405}}) {
    CAPTURE(method);
    http::Request asked = request("/", {{"authorization", "Bearer s3cret"}});
    asked.method = method;
    CHECK(status_of(asked) == status);
  }
  http::Request posted = request("/");
  posted.method = "POST";
  CHECK(access.refusal(posted)->headers.at("Allow") == "GET, HEAD");
}

TEST_CASE("web access: the cookie is given for the key only, and to the browser only") {
  const auto cookie_of = [](const http::Request& asked) {
    const auto headers = access.guarded({}, asked).headers;
    const auto found = headers.find("Set-Cookie");
    return found == headers.end() ? "" : found->second;
  };
  CHECK(cookie_of(request("/", {}, {{"key", key}})) ==
        "tradelane_4711=s3cret; Path=/; HttpOnly; SameSite=Strict");
  CHECK(cookie_of(request("/", {}, {{"key", "other"}})) == "");
  CHECK(cookie_of(request("/", {{"authorization", "Bearer s3cret"}})) == "");
}

TEST_CASE("web access: every answer says what its page may do") {
  for (const int status : {200, 403}) {
    const auto headers = access.guarded({.status = status}, request("/")).headers;
    const std::string& policy = headers.at("Content-Security-Policy");
    for (const char* part :
         {"default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self'",
          "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"}) {
      CAPTURE(part);
      CHECK(policy.find(part) != std::string::npos);
    }
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(policy.find("http") == std::string::npos);
    CHECK(headers.at("Cache-Control") == "no-store");
    CHECK(headers.at("X-Content-Type-Options") == "nosniff");
    CHECK(headers.at("Referrer-Policy") == "no-referrer");
    CHECK(headers.at("Cross-Origin-Resource-Policy") == "same-origin");
  }
}
