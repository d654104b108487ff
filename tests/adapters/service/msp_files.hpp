// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>

#include "adapters/service/config.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

namespace tradelane::test {

/// What an operator hands to an adapter: connection profile and MSP folder, of a gateway on
/// loopback at which nobody listens.
class MspFiles {
 public:
  MspFiles() {
    const auto authority = make_authority("ca");
    const Pair pair = issue_pair(authority, "adapter");
    std::filesystem::create_directories(folder.path() / "msp/signcerts");
    std::filesystem::create_directories(folder.path() / "msp/keystore");
    folder.write("msp/signcerts/cert.pem", pair.certificate);
    folder.write("msp/keystore/key.pem", pair.key);
    folder.write("profile.json",
                 R"({"client":{"organization":"A"},
                     "organizations":{"A":{"mspid":"AMSP","peers":["p"]}},
                     "peers":{"p":{"url":"grpc://127.0.0.1:1"}}})");
  }
  service::Config config() const {
    return {.profile = folder.file("profile.json"),
            .msp = folder.file("msp"),
            .endorsers = {"OperatorMSP", "AMSP"},
            .store = folder.file("store.db"),
            .log_level = LogLevel::error};
  }

  TempFolder folder;
};

}  // namespace tradelane::test
