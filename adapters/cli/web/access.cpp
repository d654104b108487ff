// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/access.hpp"

#include <algorithm>

#include "adapters/http/problem.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/random.hpp"

namespace tradelane::cli::web {

namespace {

constexpr std::string_view bearer = "Bearer ";

/// Scripts and styles from here only, no markup made of text, no frame, no form to elsewhere.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

http::Response refused(int status, const std::string& detail) {
  return http::problem(http::Problem{.status = status, .detail = detail});
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string new_key() { return to_base64url(crypto::random_bytes(32)); }

std::optional<std::string> cookie(const std::string& header, const std::string& name) {
  std::optional<std::string> out;
  for (std::string_view rest = header; !rest.empty();) {
    // Lines of one name are joined with a comma, which no cookie of ours holds.
    const std::size_t end = std::min(rest.find_first_of(";,"), rest.size());
    const std::string_view pair = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (out) return std::nullopt;
    out = pair.substr(equals + 1);
  }
  return out;
}

Access::Access(std::string key, std::uint16_t port) : key_(std::move(key)), port_(port) {}

std::string Access::address() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/?key=" + key_;
}

bool Access::comes_with_key(const http::Request& request) const {
  const auto given = request.query.find("key");
  return request.path == "/" && given != request.query.end() &&
         equal_constant_time(given->second, key_);
}

bool Access::has_key(const http::Request& request) const {
  if (comes_with_key(request)) return true;
  const std::string authorization = request.header("authorization");
  if (authorization.starts_with(bearer))
    return equal_constant_time(std::string_view(authorization).substr(bearer.size()), key_);
  const auto kept = cookie(request.header("cookie"), cookie_name());
  return kept && equal_constant_time(*kept, key_);
}

std::optional<http::Response> Access::refusal(const http::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    http::Response out = refused(405, "nothing can be changed here");
    out.headers["Allow"] = "GET, HEAD";
    return out;
  }
  const std::string port = std::to_string(port_);
  const std::string host = request.header("host");
  if (host != "127.0.0.1:" + port && host != "localhost:" + port)
    return refused(421, "this server is 127.0.0.1:" + port + " and nothing else");
  if (!has_key(request))
    return refused(403, "open the address that `tradelane web` has printed, with its key");
  return std::nullopt;
}

http::Response Access::guarded(http::Response response, const http::Request& request) const {
  auto& headers = response.headers;
  headers["Cache-Control"] = "no-store";
  headers["Content-Security-Policy"] = policy;
  headers["Cross-Origin-Opener-Policy"] = "same-origin";
  headers["Cross-Origin-Resource-Policy"] = "same-origin";
  headers["Referrer-Policy"] = "no-referrer";
  headers["X-Content-Type-Options"] = "nosniff";
  if (comes_with_key(request))
    headers["Set-Cookie"] = cookie_name() + "=" + key_ + "; Path=/; HttpOnly; SameSite=Strict";
  return response;
}

}  // namespace tradelane::cli::web
