// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/child.hpp"

#include <csignal>
#include <filesystem>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

Command shell(const std::string& script) { return {.argv = {"/bin/sh", "-c", script}}; }

bool lives(pid_t pid) {
  // A process that has ended and that nobody has gathered yet counts as gone.
  const std::string stat = tail("/proc/" + std::to_string(pid) + "/stat");
  const auto name_ends = stat.rfind(')');
  return name_ends != std::string::npos && stat[name_ends + 2] != 'Z';
}

pid_t pid_in(const std::string& file) {
  wait_until(file + " is written", [&] { return tail(file).find('\n') != std::string::npos; });
  return static_cast<pid_t>(std::stoi(tail(file)));
}

}  // namespace

TEST_CASE("child: gives back the exit status or the signal, and the output lies in the log") {
  const test::TempFolder folder;
  Child good(shell("echo out; echo err >&2; exit 7"), folder.file("log"));
  CHECK(good.wait() == 7);
  CHECK(folder.read("log") == "out\nerr\n");
  Child killed(shell("kill -9 $$"), folder.file("log"));
  CHECK(killed.wait() == 128 + SIGKILL);
}

TEST_CASE("child: of a program that crashed, the cause is found before the long end of its log") {
  const test::TempFolder folder;
  run(shell("echo fine; echo 'panic: the cause'; seq 1 2000"), folder.file("crashed"));
  CHECK(last_words(folder.file("crashed")).starts_with("\npanic: the cause\n1\n"));
  run(shell("seq 1 2000"), folder.file("ended"));
  CHECK(last_words(folder.file("ended")) == tail(folder.file("ended")));
}

TEST_CASE("child: sees what it is given, and nothing of another Fabric network") {
  const test::TempFolder folder;
  ::setenv("CORE_PEER_ADDRESS", "elsewhere", 1);
  Command command = shell("echo \"$GIVEN|$CORE_PEER_ADDRESS|$CORE_OWN\"");
  command.environment = {{"GIVEN", "yes"}, {"CORE_OWN", "kept"}};
  run(command, folder.file("log"));
  ::unsetenv("CORE_PEER_ADDRESS");
  CHECK(folder.read("log") == "yes||kept\n");
}

TEST_CASE("child: goes with the object, its own children too") {
  const test::TempFolder folder;
  pid_t grandchild = 0;
  {
    const Child child(shell("sleep 600 & echo $! >" + folder.file("pid") + "; wait"),
                      folder.file("log"));
    grandchild = pid_in(folder.file("pid"));
    CHECK(lives(grandchild));
  }
  wait_until("the grandchild is gone", [&] { return !lives(grandchild); });
}

TEST_CASE("child: a failed command is told with its last words, unless they are fine") {
  const test::TempFolder folder;
  const std::vector<Command> commands{shell("exit 0"), shell("echo no such thing; exit 3")};
  const std::vector<std::string> logs{folder.file("a"), folder.file("b")};
  CHECK_THROWS_WITH_AS(run_all(commands, logs), "/bin/sh ended with 3: no such thing\n", Fault);
  const auto fine = [](const std::string& output) {
    return output.find("no such thing") != std::string::npos;
  };
  CHECK_NOTHROW(run_all(commands, {folder.file("c"), folder.file("d")}, fine));
}

TEST_CASE("child: who waits in vain is told for what") {
  CHECK_THROWS_WITH_AS(wait_until(
                           "rain", [] { return false; }, Patience(1)),
                       "in vain: rain", Fault);
}

TEST_CASE("child: all goes when the process that started it is killed") {
  const test::TempFolder folder;
  const test::TempFolder kept;
  const std::string own = folder.file("network");
  std::filesystem::create_directory(own);
  const pid_t parent = ::fork();
  if (parent == 0) {
    const Janitor janitor(own);
    const Child child(shell("echo $$ >" + kept.file("pid") + "; exec sleep 600"), own + "/log");
    pid_in(kept.file("pid"));
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(parent, nullptr, 0);
  const pid_t child = pid_in(kept.file("pid"));
  wait_until("the child is gone", [&] { return !lives(child); });
  wait_until("the folder is gone", [&] { return !std::filesystem::exists(own); });
}
