// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/cdi/wire.hpp"
#include "adapters/http/client.hpp"
#include "adapters/http/server.hpp"
#include "adapters/service/config.hpp"
#include "adapters/service/inbound.hpp"
#include "adapters/service/node.hpp"

namespace tradelane::cdi {

/// The configuration of tradelane-cdi.
struct Config {
  service::Config common = {};
  service::Address listen = {};
  std::string tls = "on";
  std::string tls_certificate = {};
  std::string tls_key = {};
  std::string clients = {};
  service::Node node = {};
  std::int64_t ttl_s = 900;
  std::int64_t wait_s = 20;
  /// Each worker may wait for the ledger's decision; no act is larger.
  service::Inbound inbound = {.workers = 32, .body_bytes = largest_body};
};

/// Every key; `config` outlives them.
service::Keys keys_of(Config& config);

/// ARG_MALFORMED names the first key that is missing or wrong.
Result<> check(const Config& config);

/// ARG_MALFORMED for a file that cannot be read.
Result<http::ServerOptions> server_options(const Config& config);
http::ClientOptions node_options(const Config& config);

/// What was delivered is kept beside the inbox.
std::string deliveries_file(const Config& config);

/// The whole file; ARG_MALFORMED names key and path.
Result<std::string> read_text(const std::string& key, const std::string& path);

}  // namespace tradelane::cdi
