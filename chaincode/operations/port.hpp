// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

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

/// What a path answers, on the port's own thread: to GET, and to PUT where something can be
/// changed.
struct Page {
  using Get = std::function<Answer()>;
  using Put = std::function<Answer(const std::string& body)>;

  /// A page that can be looked at only.
  template <std::invocable Function>
  Page(Function on_get) : get(std::move(on_get)) {}
  Page(Get on_get, Put on_put) : get(std::move(on_get)), put(std::move(on_put)) {}

  Get get;
  Put put = {};
};

using Routes = std::map<std::string, Page>;

/// Who comes when so many are there, or is slower with request and answer, is cut off.
struct PortLimits {
  std::size_t connections = 64;
  std::chrono::milliseconds exchange = std::chrono::seconds(5);
};

/// Serves `routes` on one thread. A request has at most 8 KiB of header; a PUT has at most 1 KiB of
/// body, of a length that it says, and anything else has none. A page that throws is an answer of
/// 500 and a line of the log. Its functions may be called from any thread.
class Port {
 public:
  /// `host` is an address; port 0 takes any free one. `log` outlives the port.
  Port(std::string host, std::uint16_t port, Routes routes, Log& log, PortLimits limits = {});
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
