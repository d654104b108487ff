// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/ports.hpp"

#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"
#include "tests/support/free_ports.hpp"

namespace tradelane::fabric {
namespace {

/// Linux hands out ports from 32768 on.
constexpr std::uint16_t lowest = 20'000;
constexpr std::uint16_t highest = 32'000;

bool are_free(std::uint16_t first) {
  for (std::uint16_t i = 0; i < PortBlock::size; ++i)
    if (!test::is_free(static_cast<std::uint16_t>(first + i), INADDR_ANY)) return false;
  return true;
}

/// A descriptor that holds the lock; -1 when another process does.
int take(std::uint16_t first) {
  // Ports are the machine's: everybody must look here, whatever TMPDIR says.
  const std::string path = "/tmp/tradelane-ports-" + std::to_string(first) + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  ::close(file);
  return -1;
}

}  // namespace

PortBlock::PortBlock() {
  for (std::uint16_t first = lowest; first < highest;
       first = static_cast<std::uint16_t>(first + size)) {
    lock_ = take(first);
    if (lock_ < 0) continue;
    first_ = first;
    if (are_free(first)) return;
    ::close(lock_);
  }
  throw Fault("no hundred free ports between 20000 and 32000");
}

PortBlock::~PortBlock() { ::close(lock_); }

}  // namespace tradelane::fabric
