// SPDX-License-Identifier: Apache-2.0
// The transport in a process of its own: its memory and its descriptors, seen from outside.
#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include "tests/chaincode/shim/http2/attacks.hpp"
#include "tests/support/echo.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"
#include "tests/support/raw_http2.hpp"
#include "tests/support/recorded_stream.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;
using test::RawHttp2;
using test::RecordedStream;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool counts_memory = false;  // what a sanitizer needs is not ours
#else
constexpr bool counts_memory = true;
#endif

/// The most memory that a process has had, in bytes.
std::size_t peak_of(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      std::size_t kib = 0;
      status >> kib;
      return kib * 1024;
    }
  return 0;
}

struct EchoProcess {
  test::TempFolder folder;
  test::Process process;
  std::uint16_t port;

  explicit EchoProcess(const std::vector<std::string>& arguments = {})
      : process(command(arguments), folder.file("log")),
        port(static_cast<std::uint16_t>(std::stoi(process.read_line()))) {}
  static std::vector<std::string> command(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), test::program("echo-server"));
    return arguments;
  }
};

/// One stream of our client.
struct Caller {
  Log log{2, LogLevel::error};
  RecordedStream stream;
  IoThread thread;
  Client client;
  explicit Caller(std::uint16_t port)
      : client(thread, {.port = port, .path = test::echo_path}, {}, {}, stream.accept(),
               stream.ended(), log) {
    thread.start();
    client.start();
  }
  bool is_served() {
    stream.wait([&] { return stream.opened > 0 || !stream.endings.empty(); });
    stream.send("a");
    return stream.wait([&] { return !stream.messages.empty() || !stream.endings.empty(); }) &&
           stream.endings.empty();
  }
};

}  // namespace

TEST_CASE("memory: a message of 100 MiB costs itself, in both directions") {
  EchoProcess echo;
  Caller caller(echo.port);
  REQUIRE(caller.is_served());
  const std::size_t before = peak_of(echo.process.pid());
  constexpr std::size_t size = 100 * 1024 * 1024;
  constexpr std::size_t slack = 8 * 1024 * 1024;
  caller.stream.send(std::string(size, 'x'));
  REQUIRE(caller.stream.wait_for_messages(2));
  CHECK(caller.stream.messages[1].size() == size);
  if (counts_memory) CHECK(peak_of(echo.process.pid()) < before + size + slack);
}

TEST_CASE("memory: three hundred idle connections at a low limit of descriptors") {
  constexpr std::size_t most_files = 64;
  EchoProcess echo({"nofile=" + std::to_string(most_files), "first_stream_ms=1000",
                    "connections_per_address=1000"});
  Caller before(echo.port);
  REQUIRE(before.is_served());
  std::vector<RawHttp2> idle;
  for (int i = 0; i < 300; ++i) idle.emplace_back(echo.port);
  // Each of them is turned away at once or ended when its time is over; nobody waits for ever.
  for (RawHttp2& one : idle) one.read_all();
  before.stream.messages.clear();
  CHECK(before.is_served());
  Caller after(echo.port);
  CHECK(after.is_served());
  CHECK(echo.folder.read("log").find("out_of_descriptors") != std::string::npos);
}

TEST_CASE("memory: attacks cost a server next to nothing, and it serves as before") {
  constexpr std::size_t slack = 8 * 1024 * 1024;
  EchoProcess echo;
  Caller before(echo.port);
  REQUIRE(before.is_served());
  const std::size_t peak = peak_of(echo.process.pid());
  for (const test::Attack& attack : test::attacks()) {
    CAPTURE(attack.name);
    attack.run(echo.port);
    before.stream.messages.clear();
    CHECK(before.is_served());
    Caller after(echo.port);
    CHECK(after.is_served());
    if (counts_memory) CHECK(peak_of(echo.process.pid()) < peak + slack);
  }
}
