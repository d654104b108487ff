// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "tests/support/process.hpp"

/// gRPC Java in a process of its own, led by one line after the other: see transport/Puppet.java.
namespace tradelane::test {

class Puppet {
 public:
  /// One for all tests of a program, which a virtual machine takes a second to start for. Each test
  /// begins with nothing of the one before.
  static Puppet& afresh() {
    static Puppet puppet;
    puppet.ask("forget");
    return puppet;
  }

  /// What Java says to a request. Waits for whatever the request waits for.
  std::string ask(const std::string& request) {
    process_.write_line(request);
    std::string answer = process_.read_line();
    if (answer.empty()) throw std::runtime_error("Java says nothing to: " + request);
    return answer;
  }

 private:
  static std::string java() {
    const char* path = std::getenv("JAVA");
    if (path == nullptr) throw std::runtime_error("to be started by tests/interop/java/run");
    return path;
  }

  Process process_{{java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g", "Puppet"},
                   "",
                   "",
                   Process::Input::lines};
};

}  // namespace tradelane::test
