// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "adapters/service/config.hpp"
#include "adapters/service/node.hpp"

namespace tradelane::shanghai {

/// The configuration of tradelane-shanghai.
struct Config {
  service::Config common = {};
  service::Node node = {};
  std::vector<std::string> feeds = {};
  std::int64_t poll_ms = 5'000;
  std::int64_t page = 100;
};

/// Every key; `config` outlives them.
service::Keys keys_of(Config& config);

/// ARG_MALFORMED names the first key that is missing or wrong.
Result<> check(const Config& config);

}  // namespace tradelane::shanghai
