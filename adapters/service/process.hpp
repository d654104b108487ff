// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/service/command_line.hpp"
#include "adapters/service/config.hpp"
#include "chaincode/base/log.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::service {

/// An adapter at work.
class Running {
 public:
  virtual ~Running() = default;
  virtual Log& log() = 0;
  /// Where it can be reached: printed as one line of JSON, the first on standard output.
  virtual Json::Object ready() const = 0;
  /// Takes nothing new; returns when what was under way has come to a point from which the next
  /// start goes on.
  virtual void stop() = 0;
};

using Start = std::function<Result<std::unique_ptr<Running>>()>;

/// The main function of an adapter: fills the configuration behind `keys`, starts, prints the ready
/// line, and stops at SIGTERM, SIGINT or SIGHUP; a second signal, or `common.drain_s`, cuts the
/// stopping short. The exit status: 0, or 2 for a configuration that cannot be used, told on
/// standard error.
int run(const Program& program, const Keys& keys, const Config& common,
        const std::vector<std::string>& arguments, const Start& start);

}  // namespace tradelane::service
