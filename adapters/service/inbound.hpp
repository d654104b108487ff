// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

#include "adapters/http/server.hpp"
#include "adapters/service/keys.hpp"

namespace tradelane::service {

/// How much the HTTP server of an adapter takes in. Defaults: `http::Limits`.
struct Inbound {
  std::int64_t workers = 16;
  std::int64_t header_bytes = 8 * 1024;
  std::int64_t body_bytes = 1024 * 1024;
  std::int64_t buffer_bytes = 64 * 1024;
  std::int64_t header_ms = 5'000;
  std::int64_t request_ms = 15'000;
  std::int64_t keep_alive_requests = 100;
  std::int64_t connections = 256;
  std::int64_t connections_per_address = 16;
  std::int64_t waiting_requests = 64;
};

/// Each as a key that begins with `http-`; `inbound` outlives them.
void add_keys(Keys& keys, Inbound& inbound);

http::Limits limits_of(const Inbound& inbound);

}  // namespace tradelane::service
