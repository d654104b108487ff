// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tests/fabric/network/identities.hpp"
#include "tests/fabric/network/ports.hpp"

namespace tradelane::fabric {

/// One raft orderer and one peer for each organisation, TLS everywhere, joined to one channel.
/// Everything ends with the object and with the process, and the folder is gone then. To be made
/// and used on one thread that outlives it.
class Network {
 public:
  /// Fills in the ports; `folder` must be empty, or not be there. Returns when every peer has
  /// joined.
  Network(Plan plan, const std::vector<devpeer::User>& users);

  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  const Plan& plan() const { return plan_; }

  /// The processes, for drills. "orderer" or an MSP.
  Child& node(const std::string& name);
  /// A `Fault` with the end of its log when it has ended.
  void must_run(const std::string& name);
  /// Starts it again on its old data, and waits until it answers.
  void restart(const std::string& name);

 private:
  void start(const std::string& name);
  void wait_for(const std::string& name);
  void make_channel();

  PortBlock ports_;
  Plan plan_;
  // Before the processes: it goes after them.
  std::unique_ptr<Janitor> janitor_;
  std::map<std::string, Child> nodes_;
};

/// An empty folder for a network of a test, which removes it.
std::string fresh_folder();

}  // namespace tradelane::fabric
