// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "adapters/http/client.hpp"
#include "adapters/service/config.hpp"

namespace tradelane::shanghai {

/// The configuration of tradelane-shanghai.
struct Config {
  service::Config common = {};
  std::string node = {};
  std::string node_roots = {};
  std::string node_certificate = {};
  std::string node_key = {};
  std::string node_token = {};
  std::vector<std::string> feeds = {};
  std::int64_t poll_ms = 5'000;
  std::int64_t page = 100;
};

/// Every key; `config` outlives them.
service::Keys keys_of(Config& config);

/// ARG_MALFORMED names the first key that is missing or wrong.
Result<> check(const Config& config);

http::ClientOptions node_options(const Config& config);

}  // namespace tradelane::shanghai
