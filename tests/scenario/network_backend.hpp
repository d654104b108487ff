// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/devpeer/process.hpp"
#include "chaincode/server/contracts.hpp"
#include "chaincode/server/process.hpp"
#include "tests/scenario/gateway_backend.hpp"
#include "tests/support/temp_folder.hpp"

namespace tradelane::scenario {

/// The story on a network: our chaincode server behind the embedded peer, both over mutual TLS, and
/// each of the cast with a certificate and a gateway client of its own organisation.
class NetworkBackend : public Backend {
 public:
  /// The log of both processes goes to standard error, from `lowest` on.
  explicit NetworkBackend(const Setting& setting, LogLevel lowest = LogLevel::error);

  Receipt submit(const Call& call) override;
  Receipt query(const Call& call) override;
  /// The height of the channel.
  std::string mark() override;
  GatewayBackend& clients() { return *clients_; }
  /// Identities, TLS and connection profiles of all organisations.
  std::string files() const { return files_.path(); }

 private:
  test::TempFolder files_;
  const contract::Router contracts_ = server::every_contract();
  std::unique_ptr<server::Process> chaincode_;
  std::unique_ptr<devpeer::Process> peer_;
  std::unique_ptr<GatewayBackend> clients_;
};

}  // namespace tradelane::scenario
