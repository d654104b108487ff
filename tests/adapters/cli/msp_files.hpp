// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>

#include "adapters/cli/commands.hpp"
#include "tests/adapters/gateway/gateway_double.hpp"
#include "tests/support/temp_folder.hpp"

namespace tradelane::test {

/// What a user of the command has on disk: a connection profile and an MSP folder.
struct MspFiles {
  MspFiles(const Person& someone, const std::string& address) : person(someone) {
    std::filesystem::create_directories(folder.file("msp/signcerts"));
    std::filesystem::create_directories(folder.file("msp/keystore"));
    folder.write("msp/signcerts/cert.pem", person.identity.certificate);
    folder.write("msp/keystore/priv_sk", person.key.pem());
    folder.write("profile.json",
                 R"({"client":{"organization":"BankH"},"organizations":{"BankH":{"mspid":")" +
                     person.identity.msp + R"(","peers":["p"]}},"peers":{"p":{"url":"grpc://)" +
                     address + R"("}}})");
  }
  cli::ConnectionFlags flags() const {
    return {.profile = folder.file("profile.json"),
            .msp_folder = folder.file("msp"),
            .channel = "trade",
            .chaincode = "tradelane"};
  }
  /// The same as words of a command line.
  std::vector<std::string> words() const {
    return {"--profile", folder.file("profile.json"), "--msp", folder.file("msp")};
  }

  Person person;
  TempFolder folder = {};
};

}  // namespace tradelane::test
