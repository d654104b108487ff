// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "tests/scenario/gateway_backend.hpp"

namespace tradelane::scenario {

/// A process that a stage runs.
struct Server {
  std::string name = {};
  /// Its first line on standard output says that it is ready.
  std::vector<std::string> command = {};
};

/// What a stage stands on: a network with our chaincode on it. Whatever it runs itself ends with
/// it. Used on the thread that made it.
class Ground {
 public:
  virtual ~Ground() = default;
  /// Identities, TLS and connection profiles of all organisations, as tradelane-devpeer --out
  /// writes them. They are there from the beginning.
  virtual std::string files() const = 0;
  /// What the stage is to run for it, in this order, and to start again when it ends.
  virtual std::vector<Server> servers() const = 0;
  /// To be called once they run. The chaincode can be invoked when it returns.
  virtual void open() = 0;
  /// A `Fault` when something that it runs itself, and does not start again, has ended.
  virtual void check() = 0;
  virtual Heights heights() const = 0;
  /// The folder of the logs of what it runs itself; "" when that is nothing.
  virtual std::string logs() const = 0;
};

}  // namespace tradelane::scenario
