// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/feed/pipeline.hpp"
#include "adapters/gateway/gateway.hpp"
#include "adapters/service/keys.hpp"

namespace tradelane::service {

/// What every adapter is told: who it is on the network, where it keeps what it has received, and
/// how it is watched.
struct Config {
  std::string profile = {};
  std::string msp = {};
  std::string channel = "trade";
  std::string chaincode = "tradelane";
  std::vector<std::string> endorsers = {};
  std::string store = {};
  std::int64_t inbox_items = 10'000;
  std::int64_t inbox_bytes = 256 * 1024 * 1024;
  std::int64_t retry_attempts = 12;
  std::int64_t retry_hours = 24;
  std::int64_t retry_longest_ms = 60'000;
  Address operations = {};
  LogLevel log_level = LogLevel::info;
  std::int64_t drain_s = 30;
};

void add_keys(Keys& keys, Config& config);

/// ARG_MALFORMED for the first key that must be given and is not.
Result<> check(const Config& config);

feed::StoreLimits store_limits(const Config& config);
/// With jitter, so that many adapters do not come back at the same moment.
feed::RetryPolicy retry_policy(const Config& config);

/// Where calls go and as whom. GW_CONFIG says what cannot be used. Nothing is sent yet.
Result<std::unique_ptr<gateway::Gateway>> connect(const Config& config);

/// A call of this chaincode that the configured organisations endorse.
gateway::Call call_of(const Config& config, const std::string& function, const Bytes& argument);

}  // namespace tradelane::service
