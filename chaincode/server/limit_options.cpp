// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/limit_options.hpp"

namespace tradelane::server {
namespace {

constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;
constexpr std::int64_t gib = 1024 * mib;
/// Beyond it no peer reads a message.
constexpr Range message_bytes{1, 100 * mib};
constexpr Range seconds{1, 3600};

/// Of one transaction.
Option limit(const char* name, const char* help, const char* unit, Range range,
             std::size_t shim::TransactionLimits::*member) {
  return count_option(
      {.name = name, .help = help}, unit,
      range, [member](auto& c) -> auto& { return c.run.limits.*member; });
}

/// Of the transport.
template <typename Number>
Option bound(const char* name, const char* help, const char* unit, Range range,
             Number shim::http2::Limits::*member) {
  return count_option(
      {.name = name, .help = help}, unit,
      range, [member](auto& c) -> auto& { return c.transport.*member; });
}
Option time_bound(const char* name, const char* help,
                  std::chrono::milliseconds shim::http2::Limits::*member) {
  return seconds_option(
      {.name = name, .help = help},
      seconds, [member](auto& c) -> auto& { return c.transport.*member; });
}

}  // namespace

std::vector<Option> run_options() {
  return {count_option(
              {.name = "workers",
               .help = "threads that run transactions, of all package ids; 0: the one "
                       "that reads does, which is less work unless they compute for long"},
              "count", {0, 256}, [](auto& c) -> auto& { return c.run.workers; }),
          count_option(
              {.name = "transactions", .help = "at once from one peer; the next is answered busy"},
              "count", {1, 100'000}, [](auto& c) -> auto& { return c.run.transactions; }),
          seconds_option(
              {.name = "deadline",
               .help = "for one transaction; a little under the peer's executetimeout"},
              seconds, [](auto& c) -> auto& { return c.run.deadline; }),
          seconds_option(
              {.name = "request-deadline",
               .help = "for the peer's answer to one request of a transaction"},
              seconds, [](auto& c) -> auto& { return c.run.request_deadline; }),
          seconds_option(
              {.name = "stuck",
               .help = "a thread that is inside one transaction for so long makes the "
                       "process unhealthy"},
              {1, 86'400}, [](auto& c) -> auto& { return c.run.stuck; }),
          seconds_option(
              {.name = "time-window",
               .help = "a proposal's time may be this far from our clock; 0: any time"},
              {0, 315'576'000}, [](auto& c) -> auto& { return c.run.time_window; }),
          seconds_option(
              {.name = "handshake",
               .help = "for a peer to accept the package id; one that does not know it "
                       "never answers"},
              seconds, [](auto& c) -> auto& { return c.run.handshake; })};
}

std::vector<Option> transaction_options() {
  using Limits = shim::TransactionLimits;
  return {count_option(
              {.name = "message-bytes",
               .help = "largest message, either way",
               .aliases = {"MAX_INBOUND_MESSAGE_SIZE"}},
              "bytes", message_bytes, [](auto& c) -> auto& { return c.run.message_bytes; }),
          limit("args", "arguments of a call", "count", {1, 10'000}, &Limits::args),
          limit("arg-bytes", "largest argument", "bytes", message_bytes, &Limits::arg_bytes),
          limit("key-bytes", "largest key", "bytes", {1, mib}, &Limits::key_bytes),
          limit("value-bytes", "largest value that is written", "bytes", message_bytes,
                &Limits::value_bytes),
          limit("writes", "writes", "count", {1, 1'000'000}, &Limits::writes),
          limit("reads", "keys read and rows received", "count", {1, 10'000'000}, &Limits::reads),
          limit("event-bytes", "largest event", "bytes", message_bytes, &Limits::event_bytes),
          limit("memory-bytes", "arguments, answers, open queries and writes together", "bytes",
                {1, 4 * gib}, &Limits::memory_bytes),
          limit("cache-bytes", "of these, values kept so that a key is asked for once", "bytes",
                {0, 4 * gib}, &Limits::cache_bytes),
          limit("query-rows", "rows at which peers end a query, their totalQueryLimit", "count",
                {1, 10'000'000}, &Limits::query_rows)};
}

std::vector<Option> transport_options() {
  using Limits = shim::http2::Limits;
  return {
      bound("connections", "at once, of one listener", "count", {1, 100'000}, &Limits::connections),
      bound("connections-per-address", "of these from one address", "count", {1, 100'000},
            &Limits::connections_per_address),
      bound("streams", "at once on one connection", "count", {1, 1'000}, &Limits::streams),
      bound("header-bytes", "all header fields of one request", "bytes", {256, mib},
            &Limits::header_bytes),
      bound("idle-frames", "frames without payload ahead of any", "count", {1, 1'000'000},
            &Limits::idle_frames),
      bound("window-bytes", "what a stream may send ahead of what was handed over", "bytes",
            {65'535, 2 * gib - 1}, &Limits::window_bytes),
      bound("assembled-bytes", "messages that are being received, of one listener", "bytes",
            {1, 64 * gib}, &Limits::assembled_bytes),
      bound("queued-bytes", "towards a peer that does not read, until it is not listened to",
            "bytes", {1, 4 * gib}, &Limits::queued_bytes),
      bound("queued-messages", "the same in messages", "count", {1, 1'000'000},
            &Limits::queued_messages),
      time_bound("connect", "from TCP to HTTP/2, TLS included", &Limits::handshake),
      time_bound("first-stream", "from TCP to the first stream", &Limits::first_stream),
      time_bound("without-stream", "of a connection between streams", &Limits::without_stream),
      time_bound("stalled", "a peer that takes nothing for so long is cut off", &Limits::stalled),
      time_bound("ping-interval", "of silence until the other end is asked for a sign of life",
                 &Limits::ping_interval),
      time_bound("ping-timeout", "for that sign", &Limits::ping_timeout)};
}

}  // namespace tradelane::server
