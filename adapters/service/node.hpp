// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/http/client.hpp"
#include "adapters/service/keys.hpp"

namespace tradelane::service {

/// Where the data node is, how it is trusted, and what it is shown. Paths are of PEM files.
struct Node {
  std::string url = {};
  std::string roots = {};
  std::string certificate = {};
  std::string key = {};
  std::string token = {};
};

/// `node`, `node-roots`, `node-certificate`, `node-key`, `node-token`; `node` outlives them.
void add_keys(Keys& keys, Node& node);

/// ARG_MALFORMED when it is not named.
Result<> check(const Node& node);

http::ClientOptions client_options(const Node& node);

}  // namespace tradelane::service
