// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/checkpoint.hpp"

#include <memory>

#include <doctest/doctest.h>
#include <signal.h>

#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::gateway;

TEST_CASE("a checkpoint survives, the last one wins") {
  const test::TempFolder folder;
  CheckpointFile file(folder.file("checkpoint.json"));
  REQUIRE(file.load());
  CHECK_FALSE(file.load()->has_value());
  file.store({.block = 4, .transaction_id = "a"});
  file.store({.block = 18446744073709551615U});
  REQUIRE(file.load());
  CHECK(**file.load() == Checkpoint{.block = 18446744073709551615U});
  CHECK_FALSE(std::filesystem::exists(folder.file("checkpoint.json.new")));
}

TEST_CASE("checkpoints of the official clients are read") {
  const test::TempFolder folder;
  CheckpointFile file(folder.file("c"));
  for (const char* text : {R"({"blockNumber":12,"transactionId":"x"})",
                           R"({"blockNumber":"12","transactionId":"x"})"}) {
    folder.write("c", text);
    REQUIRE(file.load());
    CHECK(**file.load() == Checkpoint{.block = 12, .transaction_id = "x"});
  }
  folder.write("c", R"({"blockNumber":12})");
  CHECK(**file.load() == Checkpoint{.block = 12});
}

TEST_CASE("a file in which the official clients have kept nothing yet holds no checkpoint") {
  const test::TempFolder folder;
  const CheckpointFile file(folder.file("c"));
  for (const char* text : {"{}", R"({"blockNumber":0,"transactionId":""})",
                           R"({"blockNumber":"0","transactionId":""})", R"({"blockNumber":0})"}) {
    CAPTURE(text);
    folder.write("c", text);
    REQUIRE(file.load());
    CHECK_FALSE(file.load()->has_value());
  }
  folder.write("c", R"({"blockNumber":0,"transactionId":"x"})");
  CHECK(**file.load() == Checkpoint{.transaction_id = "x"});
}

TEST_CASE("a checkpoint in memory lasts as long as its keeper") {
  CheckpointMemory memory;
  Checkpointer& keeper = memory;
  CHECK_FALSE(keeper.load()->has_value());
  keeper.store({.block = 4, .transaction_id = "a"});
  CHECK(**keeper.load() == Checkpoint{.block = 4, .transaction_id = "a"});
}

TEST_CASE("a checkpoint is whole at every moment: what was half written stays beside") {
  const test::TempFolder folder;
  CheckpointFile file(folder.file("c"));
  file.store({.block = 4});
  // As a crash before the rename leaves it.
  folder.write("c.new", "{\"blockN");
  CHECK(**file.load() == Checkpoint{.block = 4});
  file.store({.block = 5});
  CHECK(**file.load() == Checkpoint{.block = 5});
}

TEST_CASE("a damaged checkpoint is refused and not taken for none") {
  const test::TempFolder folder;
  CheckpointFile file(folder.file("c"));
  for (const char* text : {"", "{", "[]", R"({"transactionId":"x"})", R"({"blockNumber":-1})",
                           R"({"blockNumber":"1x"})", R"({"blockNumber":""})",
                           R"({"blockNumber":1,"transactionId":2})"}) {
    CAPTURE(text);
    folder.write("c", text);
    const auto loaded = file.load();
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Code::gw_config);
  }
}

TEST_CASE("a checkpoint belongs to one reader at a time, from its first look on") {
  const test::TempFolder folder;
  auto first = std::make_unique<CheckpointFile>(folder.file("c"));
  CheckpointFile second(folder.file("c"));
  REQUIRE(first->load());
  const auto refused = second.load();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Code::gw_config);
  CHECK(refused.error().detail ==
        "another process reads on from the checkpoint: " + folder.file("c"));
  CHECK_THROWS_AS(second.store({.block = 5}), Fault);
  // The lock outlives the renaming.
  first->store({.block = 4});
  CHECK_FALSE(second.load());
  REQUIRE(CheckpointFile(folder.file("other")).load());
  first.reset();
  REQUIRE(second.load());
  CHECK(**second.load() == Checkpoint{.block = 4});
}

TEST_CASE("a checkpoint that belongs to a process that was killed is free") {
  const test::TempFolder folder;
  folder.write("c.lock", "");
  // It holds the lock until somebody ends it: nothing is ever written to it.
  test::Process holder({"/usr/bin/flock", "--no-fork", folder.file("c.lock"), "/bin/sh", "-c",
                        "echo held; exec cat"},
                       "", "", test::Process::Input::lines);
  REQUIRE(holder.read_line() == "held");
  CheckpointFile file(folder.file("c"));
  CHECK_FALSE(file.load());
  holder.signal(SIGKILL);
  holder.wait();
  CHECK(test::eventually([&] { return file.load().ok(); }));
}

TEST_CASE("a checkpoint that cannot be written is a fault") {
  const test::TempFolder folder;
  CHECK_THROWS_AS(CheckpointFile(folder.file("no/such/folder")).store({}), Fault);
}
