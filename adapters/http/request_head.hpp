// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/http/server.hpp"

/// What a request must look like before anybody reads more of it. Pure functions; nobody outside
/// this folder includes this.
namespace tradelane::http {

/// Why `seen`, the bytes of a header so far, will not become one: 431 or 400. Finds what a lenient
/// parser lets pass: lines that end without CR, lines that are folded.
std::optional<Response> head_problem(std::string_view seen, const Limits& limits);

/// Where the header ends, behind its empty line.
std::optional<std::size_t> head_end(std::string_view seen);

/// The header lines of a request, as a parser has split them.
struct Head {
  unsigned version = 11;
  std::string_view method = {};
  std::string_view target = {};
  std::vector<std::pair<std::string_view, std::string_view>> lines = {};
};

/// A request without its body, or why it is refused: 400, 415, 417 or 505.
std::variant<Request, Response> read_head(const Head& head);

}  // namespace tradelane::http
