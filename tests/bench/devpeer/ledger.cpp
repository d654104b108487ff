// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/devpeer/ledger.hpp"

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"
#include "chaincode/devpeer/block.hpp"
#include "chaincode/devpeer/store.hpp"

namespace tradelane::bench {
namespace {

constexpr std::size_t keys_of_a_block = 10'000;

void fill(const std::string& path, std::size_t keys) {
  devpeer::Store store(path);
  devpeer::Block last = devpeer::genesis("trade");
  store.commit({.number = 0, .block = last.encode()});
  for (std::size_t written = 0; written < keys;) {
    last = {.number = last.number + 1, .previous_hash = last.hash()};
    devpeer::Commit commit{.number = last.number, .block = last.encode()};
    for (std::size_t i = 0; i < keys_of_a_block && written < keys; ++i, ++written)
      commit.values[{"", "bench", "", "key" + std::to_string(written)}] =
          devpeer::Stored{.value = "100 bytes or so", .version = {last.number, i}};
    store.commit(commit);
  }
  std::raise(SIGKILL);
}

}  // namespace

void fill_and_die(const std::string& path, std::size_t keys) {
  const pid_t child = ::fork();
  if (child < 0) throw Fault("no process for the ledger");
  if (child == 0) {
    fill(path, keys);
    ::_exit(1);
  }
  int status = 0;
  if (::waitpid(child, &status, 0) != child || !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
    throw Fault("the ledger could not be filled");
}

}  // namespace tradelane::bench
