// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "adapters/gateway/outcome.hpp"
#include "adapters/http/message.hpp"
#include "chaincode/codec/json.hpp"

/// What the explorer answers, and what it takes from a query. Pure functions.
namespace tradelane::cli::web {

http::Response answer(const Json& body);

/// application/problem+json (adapters/http/problem.hpp).
http::Response refused(int status, const std::string& detail, const std::string& code = "");

/// A contract's refusal with its status, token and sentence; 404 for what a peer does not know; 502
/// with what the peer said for the rest, 504 when it said nothing in time.
http::Response refused(const gateway::Failure& failure);

/// A member of the query that is a whole number up to `most`; absent when it is not there; 400 for
/// any other text.
std::variant<std::optional<std::uint64_t>, http::Response> number(
    const http::Request& request, const std::string& name,
    std::uint64_t most = 9'007'199'254'740'991);

/// A member of the query; 400 when it is absent or empty.
std::variant<std::string, http::Response> text(const http::Request& request,
                                               const std::string& name);

}  // namespace tradelane::cli::web
