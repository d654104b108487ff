// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"

/// The operations port of a process: what an orchestrator and a monitoring system ask. Plain HTTP
/// on a port of its own, without secrets, so it can be kept inside the pod or the host.
namespace tradelane::operations {

struct Answer {
  int status = 200;
  std::string body = {};
  std::string content_type = "text/plain; charset=utf-8";
};

/// What a path answers to GET. Called on the port's own thread.
using Routes = std::map<std::string, std::function<Answer()>>;

/// Serves `routes` on one thread. Requests of more than 8 KiB of header or with a body are refused,
/// slow ones are cut off after five seconds. Its functions may be called from any thread.
class Port {
 public:
  /// `host` is an address; port 0 takes any free one. `log` outlives the port.
  Port(std::string host, std::uint16_t port, Routes routes, Log& log);
  ~Port();
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  /// ARG_MALFORMED says in one sentence what cannot be listened on.
  Result<> start();
  std::uint16_t port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradelane::operations
