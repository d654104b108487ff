// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/connection.hpp"

#include <chrono>
#include <string_view>

#include "adapters/gateway/connection_impl.hpp"
#include "chaincode/crypto/certificate_check.hpp"
#include "proto/openssl_until_exit.hpp"

namespace tradelane::gateway {

namespace {

constexpr int receive_limit = 100 * 1024 * 1024;
constexpr int keepalive_ms = 60'000;
// A peer that was restarted is found again soon; gRPC would wait up to two minutes.
constexpr int first_reconnect_ms = 200;
constexpr int longest_reconnect_ms = 5'000;

// Only what cannot have had an effect is tried again unasked; never Submit.
constexpr std::string_view service_config = R"({"methodConfig": [{
  "name": [{"service": "gateway.Gateway", "method": "Evaluate"},
           {"service": "gateway.Gateway", "method": "Endorse"}],
  "retryPolicy": {"maxAttempts": 3, "initialBackoff": "0.2s", "maxBackoff": "2s",
                  "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]})";

Error config(std::string detail) { return refuse(Code::gw_config, "", std::move(detail)); }

/// The host of `host:port`; empty when there is no port.
std::string_view host_of(std::string_view address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == address.size()) return {};
  return address.substr(0, colon);
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

Result<> check(const ConnectionOptions& options) {
  const std::string_view host = host_of(options.address);
  if (host.empty()) return config("the peer's address must be host:port");
  if (options.plaintext) {
    if (!is_loopback(host)) return config("plaintext is for loopback only; use TLS");
    if (!options.tls_roots.empty()) return config("plaintext and TLS roots exclude each other");
    return Done{};
  }
  if (options.tls_roots.empty()) return config("TLS roots are missing");
  if (options.client_certificate.empty() != options.client_key.empty())
    return config("a TLS client certificate and its key go together");
  if (!options.client_certificate.empty() && !crypto::certificate_hash(options.client_certificate))
    return config("the TLS client certificate is not PEM");
  return Done{};
}

// As long as it may take to notice that nobody wants the connection any more.
constexpr auto look_up_every = std::chrono::milliseconds(100);

void wait_until_connected(grpc::Channel& channel, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto state = channel.GetState(true);
    if (state == GRPC_CHANNEL_READY || state == GRPC_CHANNEL_SHUTDOWN) return;
    channel.WaitForStateChange(state, std::chrono::system_clock::now() + look_up_every);
  }
}

}  // namespace

void Connection::Impl::heed(const grpc::Status& status) {
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE) return;
  const std::lock_guard lock(mutex_);
  if (seeking_.exchange(true)) return;
  seeker_ = std::jthread([this](const std::stop_token& stop) {
    wait_until_connected(*channel, stop);
    seeking_ = false;
  });
}

Result<Connection> Connection::open(const ConnectionOptions& options) {
  if (const auto fine = check(options); !fine) return fine.error();
  keep_openssl_until_exit();
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(receive_limit);
  arguments.SetMaxSendMessageSize(receive_limit);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, keepalive_ms);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, longest_reconnect_ms);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, first_reconnect_ms);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, longest_reconnect_ms);
  arguments.SetServiceConfigJSON(std::string(service_config));
  if (is_loopback(host_of(options.address))) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  std::shared_ptr<grpc::ChannelCredentials> credentials;
  if (options.plaintext) {
    credentials = grpc::InsecureChannelCredentials();
  } else {
    credentials = grpc::SslCredentials({.pem_root_certs = options.tls_roots,
                                        .pem_private_key = options.client_key,
                                        .pem_cert_chain = options.client_certificate});
    if (!options.server_name.empty()) arguments.SetSslTargetNameOverride(options.server_name);
  }
  auto impl = std::make_shared<Impl>();
  if (!options.client_certificate.empty())
    impl->tls_certificate_hash = *crypto::certificate_hash(options.client_certificate);
  impl->channel = grpc::CreateCustomChannel(options.address, credentials, arguments);
  return Connection(std::move(impl));
}

}  // namespace tradelane::gateway
