// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/request_head.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::http;
using Lines = std::vector<std::pair<std::string_view, std::string_view>>;

namespace {

int status_of(const std::variant<Request, Response>& read) {
  const auto* refused = std::get_if<Response>(&read);
  return refused == nullptr ? 200 : refused->status;
}

int status_of(const Lines& more) {
  Head head{.method = "POST", .target = "/", .lines = {{"Host", "here"}}};
  head.lines.insert(head.lines.end(), more.begin(), more.end());
  return status_of(read_head(head));
}

int status_of(std::string_view target) {
  return status_of(read_head({.method = "GET", .target = target, .lines = {{"Host", "here"}}}));
}

int problem_in(const std::string& seen, std::size_t most = 100) {
  const auto found = head_problem(seen, {.header_bytes = most});
  return found ? found->status : 0;
}

}  // namespace

TEST_CASE("request head: path and query are decoded") {
  const auto read = read_head({.method = "GET",
                               .target = "/v1/a%20b/%E4%B8%8A?x=1%2B1&empty&y=a+b",
                               .lines = {{"Host", "here"}, {"X-A", "1"}, {"x-a", "2"}}});
  const auto* request = std::get_if<Request>(&read);
  REQUIRE(request != nullptr);
  CHECK(request->method == "GET");
  CHECK(request->path == "/v1/a b/\xE4\xB8\x8A");
  CHECK(request->query ==
        std::map<std::string, std::string>{{"x", "1+1"}, {"empty", ""}, {"y", "a b"}});
  CHECK(request->header("x-A") == "1, 2");
  CHECK(status_of("/") == 200);
}

TEST_CASE("request head: a target that is no plain path is refused") {
  for (const char* target :
       {"", "*", "nothing", "http://here/a", "/a#b", "/a%", "/a%zz", "/a b", "/../a", "/a/%2e%2e/b",
        "/a/./b", "/a%2Fb", "/a%5Cb", "/a%00", "/a%0a", "/a?x=%0d%0a", "/a?x=1&x=2"}) {
    CAPTURE(target);
    CHECK(status_of(std::string_view(target)) == 400);
  }
}

TEST_CASE("request head: lines that two readers could understand in two ways") {
  CHECK(status_of(Lines{}) == 200);
  CHECK(status_of(Lines{{"Content-Length", "1"}}) == 200);
  CHECK(status_of(Lines{{"Transfer-Encoding", "chunked"}}) == 200);
  CHECK(status_of(Lines{{"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}}) == 400);
  CHECK(status_of(Lines{{"Content-Length", "1"}, {"content-length", "1"}}) == 400);
  CHECK(status_of(Lines{{"Transfer-Encoding", "gzip, chunked"}}) == 400);
  CHECK(status_of(Lines{{"Transfer-Encoding", "Chunked"}}) == 400);
  CHECK(status_of(Lines{{"Host", "there"}}) == 400);
  CHECK(status_of(Lines{{"Authorization", "a"}, {"Authorization", "b"}}) == 400);
  CHECK(status_of(Lines{{"Content-Encoding", "identity"}}) == 200);
  CHECK(status_of(Lines{{"Content-Encoding", "gzip"}}) == 415);
  CHECK(status_of(Lines{{"Expect", "100-continue"}}) == 200);
  CHECK(status_of(Lines{{"Expect", "a miracle"}}) == 417);
  CHECK(status_of(read_head({.method = "GET", .target = "/"})) == 400);
  CHECK(status_of(read_head({.version = 10, .method = "GET", .target = "/"})) == 505);
}

TEST_CASE("request head: what no lenient parser may mend") {
  CHECK(problem_in("GET / HTTP/1.1\r\nHost: x\r\n\r\n") == 0);
  CHECK(problem_in("GET / HTTP/1.1\r\nHo") == 0);
  CHECK(problem_in("GET / HTTP/1.1\nHost: x\r\n") == 400);
  CHECK(problem_in("GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n") == 400);
  CHECK(problem_in("GET / HTTP/1.1\r\nHost: x\r\n\tfolded") == 400);
  CHECK(problem_in("\r\nGET / HTTP/1.1\r\n") == 400);
  CHECK(problem_in("\n") == 400);
  // What follows the header is not judged.
  CHECK(problem_in("GET / HTTP/1.1\r\nHost: x\r\n\r\n\n\n") == 0);
}

TEST_CASE("request head: the longest header, and one byte more") {
  const std::string head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  CHECK(problem_in(head, head.size()) == 0);
  CHECK(problem_in(head, head.size() - 1) == 431);
  CHECK(problem_in(head + "body", head.size()) == 0);
  CHECK(problem_in(std::string(99, 'x'), 100) == 0);
  CHECK(problem_in(std::string(100, 'x'), 100) == 431);
  CHECK(head_end(head) == head.size());
  CHECK(head_end(head + "body") == head.size());
  CHECK_FALSE(head_end("GET / HTTP/1.1\r\n").has_value());
}
