// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/inbound.hpp"

namespace tradelane::service {
namespace {

constexpr std::int64_t most_bytes = 100 * 1024 * 1024;
constexpr std::int64_t most_ms = 600'000;
constexpr std::int64_t most = 100'000;

std::size_t size(std::int64_t number) { return static_cast<std::size_t>(number); }

}  // namespace

void add_keys(Keys& keys, Inbound& inbound) {
  keys.add_number("http-workers", "count", "requests that are answered at once", inbound.workers, 1,
                  1024);
  keys.add_number("http-header-bytes", "bytes", "of a request's line and header; beyond: 431",
                  inbound.header_bytes, 256, most_bytes);
  keys.add_number("http-body-bytes", "bytes", "of a request's body; beyond: 413",
                  inbound.body_bytes, 1, most_bytes);
  keys.add_number("http-buffer-bytes", "bytes", "held of a request besides its body; beyond: 400",
                  inbound.buffer_bytes, 1024, most_bytes);
  keys.add_number("http-header-ms", "milliseconds", "for a header to arrive; beyond: 408",
                  inbound.header_ms, 10, most_ms);
  keys.add_number("http-request-ms", "milliseconds", "for a whole request to arrive; beyond: 408",
                  inbound.request_ms, 10, most_ms);
  keys.add_number("http-keep-alive-requests", "count", "on one connection, then it is closed",
                  inbound.keep_alive_requests, 1, most);
  keys.add_number("http-connections", "count", "at once; beyond: 503", inbound.connections, 1,
                  most);
  keys.add_number("http-connections-per-address", "count", "at once; beyond: 429",
                  inbound.connections_per_address, 1, most);
  keys.add_number("http-waiting-requests", "count", "for a worker; beyond: 503",
                  inbound.waiting_requests, 0, most);
}

http::Limits limits_of(const Inbound& inbound) {
  return {.header_bytes = size(inbound.header_bytes),
          .body_bytes = size(inbound.body_bytes),
          .buffer_bytes = size(inbound.buffer_bytes),
          .header_read = std::chrono::milliseconds(inbound.header_ms),
          .request = std::chrono::milliseconds(inbound.request_ms),
          .keep_alive_requests = size(inbound.keep_alive_requests),
          .connections = size(inbound.connections),
          .connections_per_address = size(inbound.connections_per_address),
          .waiting_requests = size(inbound.waiting_requests)};
}

}  // namespace tradelane::service
