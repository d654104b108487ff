// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "chaincode/devpeer/config.hpp"

namespace tradelane::devpeer {

/// The whole embedded network of one process, put together and serving. Its functions are called
/// from one thread.
class Process {
 public:
  /// Makes the files that are missing, opens the ledger, listens, writes the connection profiles
  /// and OUT/ready.json. ARG_MALFORMED says in one sentence what is wrong and how to mend it.
  static Result<std::unique_ptr<Process>> start(const Config& config);
  /// Only the files of `config.out`. One process at a time makes them, here as there.
  static Result<> create(const Config& config);

  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// One line of JSON: channel, gateway addresses by MSP id, operations address, package ids, out.
  std::string ready_line() const;
  Log& log();

 private:
  struct Impl;
  static Result<std::unique_ptr<Process>> put_together(const Config& config);
  explicit Process(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradelane::devpeer
