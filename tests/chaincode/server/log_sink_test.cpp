// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/log_sink.hpp"

#include <filesystem>

#include <doctest/doctest.h>
#include <unistd.h>

#include "chaincode/base/log.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using server::LogSink;

TEST_CASE("log sink: without a file it is standard error, which is not opened again") {
  const auto sink = LogSink::open("");
  REQUIRE(sink.ok());
  CHECK(sink->fd() == STDERR_FILENO);
  CHECK(sink->reopen().ok());
}

TEST_CASE("log sink: lines are appended, and go to a new file once the old one was moved") {
  const test::TempFolder folder;
  folder.write("log", "before\n");
  const auto sink = LogSink::open(folder.file("log"));
  REQUIRE(sink.ok());
  Log log(sink->fd());
  log.info("one");
  CHECK(folder.read("log").starts_with("before\n{"));
  std::filesystem::rename(folder.file("log"), folder.file("log.1"));
  log.info("two");
  CHECK(folder.read("log.1").find("\"two\"") != std::string::npos);
  const int number = sink->fd();
  CHECK(sink->reopen().ok());
  CHECK(sink->fd() == number);
  log.info("three");
  CHECK(folder.read("log.1").find("\"three\"") == std::string::npos);
  CHECK(folder.read("log").find("\"three\"") != std::string::npos);
}

TEST_CASE("log sink: a file that cannot be written, and one that no longer can") {
  CHECK(LogSink::open("/none/log").error().detail ==
        "log-file: /none/log cannot be written (No such file or directory); give a file in a "
        "folder that this user may write to");
  const test::TempFolder folder;
  std::filesystem::create_directory(folder.file("logs"));
  const auto sink = LogSink::open(folder.file("logs/log"));
  REQUIRE(sink.ok());
  std::filesystem::rename(folder.file("logs"), folder.file("moved"));
  CHECK_FALSE(sink->reopen().ok());
  Log(sink->fd()).info("still here");
  CHECK(folder.read("moved/log").find("still here") != std::string::npos);
}
