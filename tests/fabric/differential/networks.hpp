// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "chaincode/devpeer/process.hpp"
#include "chaincode/server/contracts.hpp"
#include "chaincode/server/process.hpp"
#include "tests/fabric/differential/probe.hpp"
#include "tests/fabric/differential/twin.hpp"
#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/network.hpp"
#include "tests/support/temp_folder.hpp"

namespace tradelane::differential {

/// What runs on both networks.
struct Cast {
  fabric::Line line = fabric::Line::v3_1;
  std::string channel = "trade";
  std::vector<std::string> msps = {};
  std::vector<devpeer::User> users = {};
  std::string chaincode = {};
  /// The probe, or our own contracts.
  bool is_probe = true;
  /// Beside the probe: another one that it calls.
  std::string callee = "callee";
  std::uint32_t batch_ms = 50;
};

/// A network of Fabric's own processes and the embedded peer, with the same organisations, users
/// and chaincode. Both end with the object.
class Networks {
 public:
  explicit Networks(const Cast& cast);
  ~Networks();
  Networks(const Networks&) = delete;
  Networks& operator=(const Networks&) = delete;

  Twin& twin() { return *twin_; }
  const Cast& cast() const { return cast_; }
  /// Of the network of Fabric's.
  const fabric::Plan& plan() const { return network_->plan(); }
  /// Has both stream their blocks and compares them. Once, after the last call.
  void compare_ledgers();
  /// Of the network of Fabric's.
  const Ledger& ledger() const { return real_ledger_; }

 private:
  void start_real();
  void start_embedded();
  void wait_for_endorsers();
  std::string start_embedded_chaincode();
  std::string start_embedded_probe(const std::string& package);

  Cast cast_;
  test::TempFolder data_;
  std::unique_ptr<test::TempFolder> files_ = std::make_unique<test::TempFolder>();
  std::unique_ptr<fabric::Network> network_;
  std::vector<fabric::Child> servers_ = {};
  std::vector<std::unique_ptr<ProbeServer>> probes_ = {};
  const contract::Router router_ = server::every_contract();
  std::unique_ptr<server::Process> contracts_;
  std::unique_ptr<devpeer::Process> embedded_;
  std::unique_ptr<Users> users_;
  std::unique_ptr<Side> sides_[2];
  std::unique_ptr<Twin> twin_;
  Ledger real_ledger_;
};

}  // namespace tradelane::differential
