// SPDX-License-Identifier: Apache-2.0
// What is logged and counted of a transaction.
#include <charconv>
#include <sstream>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "tests/chaincode/shim/runner_world.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using test::RunnerWorld;
using Message = protos::ChaincodeMessage;

namespace {

/// A runner whose log can be read.
struct Fixture : RunnerWorld {
  test::TempFolder folder = {};
  int file = ::open(folder.file("log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  Log kept{file, LogLevel::debug};
  Environment logged{
      .chaincode = chaincode, .settings = settings, .counters = counters, .log = kept};

  Fixture() { open_logged(); }
  /// Another stream.
  void open_logged() {
    runner = std::make_unique<Runner>(outlet, logged);
    for (const auto type : {Message::REGISTERED, Message::READY}) {
      Message message;
      message.set_type(type);
      say(message);
    }
  }
  ~Fixture() {
    runner.reset();
    ::close(file);
  }
  Message call(const std::string& function) {
    Message proposal = test::transaction_message({.args = {function}});
    say(proposal);
    return proposal;
  }
  /// That was written last.
  std::string last_line() const {
    std::string lines = folder.read("log");
    if (!lines.empty()) lines.pop_back();
    return lines.substr(lines.rfind('\n') + 1);
  }
  bool says(const std::string& text) const { return last_line().find(text) != std::string::npos; }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "runner log: how a transaction ended, by contract, function and code") {
  struct Row {
    const char* function;
    Response response;
    const char* says;
    std::uint64_t completed, refused;
  };
  const Row rows[] = {{"ebl:Get",
                       {.status = 399},
                       R"("contract":"ebl","function":"Get","status":399,"code":"")",
                       1,
                       0},
                      {"Get", {}, R"("contract":"","function":"Get","status":200,"code":"")", 2, 0},
                      {"a:b:Get",
                       {.status = 400, .message = "ARG_MALFORMED: no"},
                       R"("contract":"a:b","function":"Get","status":400,"code":"ARG_MALFORMED")",
                       2,
                       1}};
  for (const Row& row : rows) {
    CAPTURE(row.function);
    chaincode.act = [&](Stub&) { return row.response; };
    call(row.function);
    CHECK(says(R"("level":"debug","event":"transaction","channel":"trade")"));
    CHECK(says(row.says));
    CHECK(counters.completed == row.completed);
    CHECK(counters.refused == row.refused);
  }
}

TEST_CASE_FIXTURE(Fixture, "runner log: faults, and what nobody was answered, are warned of") {
  chaincode.act = [](Stub&) -> Response { throw Fault("broken"); };
  call("Get");
  CHECK(says(R"("level":"warn","event":"transaction")"));
  CHECK(says(R"("status":0,"code":"broken")"));
  chaincode.act = [](Stub& stub) { return Response{.payload = stub.get("k").value_or("")}; };
  call("Get");
  runner->closed();
  CHECK(says(R"("level":"warn","event":"transaction")"));
  CHECK(says(R"("status":0,"code":"abandoned")"));
  CHECK(counters.failed == 1);
  CHECK(counters.abandoned == 1);
}

TEST_CASE_FIXTURE(Fixture, "runner log: how long it took is counted as it is logged") {
  call("Get");
  const std::string line = last_line();
  const std::string name = R"("micros":)";
  const auto at = line.find(name);
  REQUIRE(at != std::string::npos);
  std::int64_t micros = -1;
  std::from_chars(line.data() + at + name.size(), line.data() + line.size(), micros);
  CHECK(counters.duration_micros == static_cast<std::uint64_t>(micros));
  std::size_t bucket = 0;
  while (bucket < duration_bounds.size() && micros > duration_bounds.at(bucket)) ++bucket;
  CHECK(counters.durations.at(bucket) == 1);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner log: round trips are counted, and those that were saved") {
  chaincode.act = [](Stub& stub) {
    (void)stub.get_all({"a", "b", "c"});
    (void)stub.get("a");
    stub.put("k", "v");
    stub.put("l", "v");
    return Response();
  };
  open(test::v3_1);
  const Message proposal = begin("1");
  answer(proposal, test::values_of({"1", "2", "3"}));
  answer(proposal);
  CHECK(take() == "GET_STATE_MULTIPLE WRITE_BATCH_STATE COMPLETED ");
  CHECK(counters.round_trips == 2);
  CHECK(counters.saved_by_multi_get == 2);
  CHECK(counters.saved_by_cache == 1);
  CHECK(counters.saved_by_batches == 1);
}

TEST_CASE_FIXTURE(Fixture, "runner log: what is ignored without end is logged ever more seldom") {
  const auto counts = [this](const std::string& why) {
    std::string out;
    std::istringstream lines(folder.read("log"));
    for (std::string line; std::getline(lines, line);)
      if (line.find(R"("event":"message_ignored")") != std::string::npos &&
          line.find("\"why\":\"" + why + "\",") != std::string::npos)
        out += std::to_string(std::stoull(line.substr(line.find("\"count\":") + 8))) + " ";
    return out;
  };
  Message ready;
  ready.set_type(Message::READY);
  for (int i = 0; i < 999; ++i) say(ready);
  CHECK(counts("already_ready") == "1 10 100 ");
  say(ready);
  CHECK(counts("already_ready") == "1 10 100 1000 ");
  CHECK(counters.ignored[static_cast<std::size_t>(Ignored::already_ready)] == 1000);
  // Each reason, and each stream, is counted by itself.
  answer(test::transaction_message({.nonce = "unknown"}));
  CHECK(counts("not_waited_for") == "1 ");
  open_logged();
  for (int i = 0; i < 2; ++i) say(ready);
  CHECK(counts("already_ready") == "1 10 100 1000 1 ");
  CHECK(counters.ignored[static_cast<std::size_t>(Ignored::already_ready)] == 1002);
}
