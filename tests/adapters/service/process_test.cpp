// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/process.hpp"

#include <csignal>
#include <iostream>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/eventually.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::service;

namespace {

class Toy : public Running {
 public:
  explicit Toy(bool stops) : stops_(stops) {}
  Log& log() override { return log_; }
  Json::Object ready() const override { return {{"operations", "127.0.0.1:1"}}; }
  void stop() override {
    log_.info("toy_stops");
    while (!stops_) ::pause();
  }

 private:
  bool stops_;
  Log log_{2};
};

/// `run` in a process of its own, its output and errors in files.
struct Child {
  test::TempFolder folder;
  pid_t pid = -1;

  void start(const std::vector<std::string>& arguments, bool stops = true) {
    std::cout.flush();
    pid = ::fork();
    if (pid != 0) return;
    ::dup2(::open(folder.file("out").c_str(), O_WRONLY | O_CREAT, 0600), 1);
    ::dup2(::open(folder.file("log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), 2);
    Config config{.drain_s = 3600};
    Keys keys;
    add_keys(keys, config);
    const Start begin = [&]() -> Result<std::unique_ptr<Running>> {
      if (config.channel == "wrong") return refuse(Code::arg_malformed, "", "channel: wrong");
      if (config.channel == "broken") throw Fault("the disk is full");
      return std::unique_ptr<Running>(std::make_unique<Toy>(stops));
    };
    const int status = run({.name = "toy", .about = "a toy"}, keys, config, arguments, begin);
    std::cout.flush();
    ::_exit(status);
  }
  ~Child() {
    if (pid > 0 && ::kill(pid, 0) == 0) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  }
  bool says(const std::string& file, const std::string& text) const {
    return test::eventually([&] { return folder.read(file).find(text) != std::string::npos; });
  }
  int wait() {
    int status = 0;
    ::waitpid(pid, &status, 0);
    pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
};

}  // namespace

TEST_CASE(
    "service process: one line when it is ready, and a clean end at each signal that says so") {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    Child child;
    child.start({"--channel", "c"});
    REQUIRE(child.says("out", "\n"));
    CHECK(child.folder.read("out") == "{\"operations\":\"127.0.0.1:1\",\"program\":\"toy\"}\n");
    ::kill(child.pid, signal);
    CHECK(child.wait() == 0);
    CHECK(child.says("log", "toy_stops"));
    CHECK(child.says("log", "\"stopped\""));
  }
}

TEST_CASE("service process: a second signal, or the end of the drain time, cuts stopping short") {
  for (const bool impatient : {true, false}) {
    Child child;
    child.start(impatient ? std::vector<std::string>{} : std::vector<std::string>{"--drain", "0"},
                false);
    REQUIRE(child.says("out", "\n"));
    ::kill(child.pid, SIGTERM);
    if (impatient) {
      REQUIRE(child.says("log", "toy_stops"));
      ::kill(child.pid, SIGTERM);
    }
    CHECK(child.wait() == 0);
    CHECK(child.says("log", "stopping_cut_short"));
  }
}

TEST_CASE("service process: help, what counts, and mistakes") {
  struct Row {
    std::vector<std::string> arguments;
    int status;
    const char* file;
    const char* text;
  };
  const Row rows[] = {{{"--help"}, 0, "out", "--endorsers"},
                      {{"--version"}, 0, "out", "toy 0.1.0\n"},
                      {{"--print-config", "--channel", "c"}, 0, "out", "\nchannel = c\n"},
                      {{"--chanel", "c"}, 2, "log", "toy: "},
                      {{"--config", "nowhere"}, 2, "log", "toy: config: cannot read nowhere\n"},
                      {{"--drain", "x"}, 2, "log", "toy: drain: a number"},
                      {{"--channel", "wrong"}, 2, "log", "toy: channel: wrong\n"},
                      {{"--channel", "broken"}, 2, "log", "toy: the disk is full\n"}};
  for (const Row& row : rows) {
    Child child;
    child.start(row.arguments);
    CHECK(child.wait() == row.status);
    CHECK(child.folder.read(row.file).find(row.text) != std::string::npos);
  }
}
