// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/request_head.hpp"

#include <algorithm>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "adapters/http/problem.hpp"

namespace tradelane::http {
namespace {

constexpr std::string_view empty_line = "\r\n\r\n";

Response malformed(const std::string& detail) {
  return problem(Problem{.status = 400, .detail = detail});
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_decent(std::string_view text) { return std::none_of(text.begin(), text.end(), is_control); }

/// A segment that means another place than it says is an attempt at something.
bool is_plain_segment(std::string_view segment) {
  return segment != "." && segment != ".." && is_decent(segment) &&
         segment.find_first_of("/\\") == std::string_view::npos;
}

std::optional<Response> read_target(std::string_view target, Request& out) {
  const auto url = boost::urls::parse_origin_form({target.data(), target.size()});
  if (!url) return malformed("the target is no path");
  for (const auto& segment : url->segments()) {
    const std::string text(segment);
    if (!is_plain_segment(text)) return malformed("the path is not plain");
    out.path += "/" + text;
  }
  if (out.path.empty()) out.path = "/";
  for (const auto& parameter : url->params()) {
    if (!is_decent(parameter.key) || !is_decent(parameter.value))
      return malformed("the query holds control characters");
    if (!out.query.emplace(parameter.key, parameter.value).second)
      return malformed("a name comes twice in the query");
  }
  return std::nullopt;
}

/// Lines of which there may be one at most, and those that decide where a message ends.
std::optional<Response> check_lines(const Request& request, const Head& head) {
  for (const char* name : {"host", "content-length", "transfer-encoding", "content-type",
                           "content-encoding", "authorization", "expect"})
    if (std::count_if(head.lines.begin(), head.lines.end(),
                      [&](const auto& line) { return lower_case(line.first) == name; }) > 1)
      return malformed(std::string(name) + " comes twice");
  if (request.header("host").empty()) return malformed("host is missing");
  const std::string transfer = request.header("transfer-encoding");
  if (!transfer.empty() && transfer != "chunked")
    return malformed("transfer-encoding is not exactly chunked");
  if (!transfer.empty() && !request.header("content-length").empty())
    return malformed("content-length and transfer-encoding exclude each other");
  const std::string coding = request.header("content-encoding");
  if (!coding.empty() && lower_case(coding) != "identity")
    return problem(Problem{.status = 415, .detail = "a body must not be compressed"});
  const std::string expected = request.header("expect");
  if (!expected.empty() && lower_case(expected) != "100-continue")
    return problem(Problem{.status = 417, .detail = "only 100-continue can be expected"});
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> head_end(std::string_view seen) {
  const std::size_t at = seen.find(empty_line);
  if (at == std::string_view::npos) return std::nullopt;
  return at + empty_line.size();
}

std::optional<Response> head_problem(std::string_view seen, const Limits& limits) {
  const auto end = head_end(seen);
  if (end.value_or(seen.size() + 1) > limits.header_bytes &&
      (end || seen.size() >= limits.header_bytes))
    return problem(Problem{
        .status = 431,
        .detail = "the header is longer than " + std::to_string(limits.header_bytes) + " bytes"});
  seen = seen.substr(0, end.value_or(seen.size()));
  if (seen.starts_with("\r") || seen.starts_with("\n"))
    return malformed("the request line is empty");
  for (std::size_t at = seen.find('\n'); at != std::string_view::npos;
       at = seen.find('\n', at + 1)) {
    if (seen[at - 1] != '\r') return malformed("a line of the header ends without CR");
    if (at + 1 < seen.size() && (seen[at + 1] == ' ' || seen[at + 1] == '\t'))
      return malformed("a line of the header is folded");
  }
  return std::nullopt;
}

std::variant<Request, Response> read_head(const Head& head) {
  if (head.version != 11)
    return problem(Problem{.status = 505, .detail = "only HTTP/1.1 is spoken here"});
  Request out{.method = std::string(head.method)};
  for (const auto& [name, value] : head.lines) {
    std::string& all = out.headers[lower_case(name)];
    if (!all.empty()) all += ", ";
    all += value;
  }
  if (auto refused = check_lines(out, head)) return *refused;
  if (auto refused = read_target(head.target, out)) return *refused;
  return out;
}

}  // namespace tradelane::http
