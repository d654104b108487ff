// SPDX-License-Identifier: Apache-2.0
// What needs a process of its own, signals and a peer, is in main_test.cpp.
#include "chaincode/server/run.hpp"

#include <iostream>
#include <sstream>

#include <doctest/doctest.h>

#include "tests/support/toy_chaincode.hpp"

using namespace tradelane;

namespace {

/// What a stream is written to while this lives.
class Heard {
 public:
  explicit Heard(std::ostream& stream) : stream_(stream), before_(stream.rdbuf(text_.rdbuf())) {}
  ~Heard() { stream_.rdbuf(before_); }
  Heard(const Heard&) = delete;
  Heard& operator=(const Heard&) = delete;
  std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::ostream& stream_;
  std::streambuf* before_;
};

struct Ended {
  int status;
  std::string out;
  std::string error;
};

Ended run(const std::vector<std::string>& arguments) {
  const test::ToyChaincode chaincode;
  const Heard out(std::cout);
  const Heard error(std::cerr);
  const int status =
      server::run({.name = "toy", .version = "1.2.3", .about = "a toy"}, chaincode, arguments);
  return {.status = status, .out = out.text(), .error = error.text()};
}

}  // namespace

TEST_CASE("run: the program is called by its own name") {
  CHECK(run({"--version"}).out == "toy 1.2.3\n");
  const auto help = run({"--help"});
  CHECK(help.status == 0);
  CHECK(help.out.starts_with("toy: a toy.\n"));
  CHECK(help.out.find("Usage: toy [OPTIONS]") != std::string::npos);
  CHECK(help.out.find("Example: toy --package-id ") != std::string::npos);
  const auto wrong = run({"--lisen", "x"});
  CHECK(wrong.status == 2);
  CHECK(wrong.error.starts_with("toy: "));
  CHECK(wrong.out == "");
}

TEST_CASE("run: what counts is printed and nothing is started") {
  const auto printed = run({"--package-id", "t:1", "--tls", "off", "--print-config"});
  CHECK(printed.status == 0);
  CHECK(printed.out.starts_with("package-id = t:1\n"));
}

TEST_CASE("run: what it needs and cannot have ends it with one line") {
  const auto ended = run({"--package-id", "t:1", "--tls", "off", "--log-file", "/none/log"});
  CHECK(ended.status == 2);
  CHECK(ended.error.starts_with("toy: log-file: /none/log cannot be written"));
  CHECK(ended.out == "");
}
