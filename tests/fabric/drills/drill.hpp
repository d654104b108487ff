// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/gateway/invoke.hpp"
#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/network.hpp"

namespace tradelane::fabric {

inline const std::vector<std::string> one_organisation{"OneMSP"};
inline const std::vector<std::string> two_organisations{"OneMSP", "TwoMSP"};

/// What a server or a peer shows to the other side: paths of PEM files.
struct TlsFiles {
  std::string certificate = {};
  std::string key = {};
  /// That the other side's certificate is checked against.
  std::string roots = {};
};

/// A network with a program of ours as its chaincode, of which every organisation endorses every
/// transaction. To be used on the thread that made it, but for `client`.
class Drill {
 public:
  struct Settings {
    std::vector<std::string> msps = two_organisations;
    /// Long enough that a batch is open whenever the orderer dies.
    std::uint32_t batch_ms = 150;
    std::uint32_t execute_timeout_ms = 30'000;
    std::string program = "drill-chaincode";
  };
  explicit Drill(Settings settings);

  const Plan& plan() const { return network_.plan(); }
  Network& network() { return network_; }
  Definition& definition() { return definition_; }
  const std::string& package_id(const std::string& msp) const { return packages_.at(msp); }

  /// The steps of a deployment, for drills that go astray in one of them. `install` writes the
  /// packages, with the peer's own certificate or another one for its client, and returns.
  void make_package(const std::string& msp, const TlsFiles& client);
  TlsFiles client_files(const std::string& msp) const;
  TlsFiles server_files(const std::string& msp) const;
  /// One package and one server for all peers.
  void share_package();
  void serve(const std::string& msp, const TlsFiles& files, const std::string& package_id,
             const std::vector<std::string>& flags = {});
  void serve(const std::string& msp, const std::vector<std::string>& flags = {});
  void define_chaincode();
  /// All of them, as it should be.
  void deploy();

  /// Ends it as a machine that loses its power would. `name`: "orderer" or an MSP.
  void kill_node(const std::string& name);
  void kill_server(const std::string& msp);

  Child& server(const std::string& msp) { return servers_.at(msp); }
  /// All that the server has written.
  std::string server_log(const std::string& msp) const;
  std::string peer_log(const std::string& msp) const;
  /// A number of the server's metrics, without `tradelane_` in front.
  int counted(const std::string& msp, const std::string& name, const std::string& label = "") const;

  /// A client at the organisation's own peer. Safe from any thread.
  std::unique_ptr<gateway::Gateway> client(const std::string& msp) const;
  /// A call that every organisation endorses.
  gateway::Call call(const std::string& function, const std::vector<std::string>& args = {}) const;
  /// What one peer says of every effect: how often each key was added.
  std::map<std::string, int> effects(const std::string& msp) const;

 private:
  std::string server_log_path(const std::string& msp) const;

  Settings settings_;
  Network network_;
  Definition definition_;
  PackageIds packages_;
  std::map<std::string, Child> servers_;
};

/// One attempt, which must succeed.
gateway::Committed must_add(gateway::Gateway& client, const Drill& drill, const std::string& key);

/// The number of a peer's first metric of that name with `label` in its braces; "" when there is
/// none.
std::string metric(const Plan& plan, const std::string& msp, const std::string& name,
                   const std::string& label = "");

std::size_t count_of(const std::string& text, const std::string& words);

}  // namespace tradelane::fabric
