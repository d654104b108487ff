// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/devpeer_kill.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "chaincode/devpeer/block.hpp"
#include "chaincode/devpeer/transaction.hpp"
#include "tests/support/process.hpp"

namespace tradelane::simulation {

std::vector<std::string> peer_command(const std::string& folder, const std::string& address) {
  const std::string program = folder + "/tradelane-devpeer";
  std::filesystem::copy_file(test::program("tradelane-devpeer"), program);
  return {program,
          "--org",
          "A",
          "--org",
          "B",
          "--policy",
          "OR(A,B)",
          "--chaincode",
          "toy@toy_1:abc=" + address,
          "--chaincode-tls",
          "off",
          "--batch-ms",
          "2",
          "--out",
          folder + "/net",
          "--data",
          folder + "/data",
          "--log-level",
          "error"};
}

std::map<std::string, int> valid_in(const devpeer::Store& store) {
  std::map<std::string, int> out;
  Bytes previous;
  for (std::uint64_t number = 0; number < store.height(); ++number) {
    const auto block = devpeer::Block::decode(*store.block(number));
    CHECK(block.previous_hash == previous);
    previous = block.hash();
    for (std::size_t i = 0; number > 0 && i < block.envelopes.size(); ++i) {
      const auto reading =
          devpeer::read_envelope(block.envelopes[i], "trade", devpeer::Membership({}));
      if (block.codes[i] == 0) ++out[reading.txid];
    }
  }
  return out;
}

}  // namespace tradelane::simulation
