// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/gateway_service.hpp"

#include <atomic>
#include <chrono>
#include <optional>

#include <grpcpp/grpcpp.h>

#include "chaincode/devpeer/call_count.hpp"
#include "chaincode/devpeer/deliver_service.hpp"
#include "proto/gateway/gateway.grpc.pb.h"
#include "proto/openssl_until_exit.hpp"
#include "proto/rpc/status.pb.h"

namespace tradelane::devpeer {
namespace {

constexpr int largest_message = 100 * 1024 * 1024;
constexpr std::chrono::seconds shutdown_grace{1};

grpc::Status status_of(const GatewayError& error) {
  const auto code = static_cast<grpc::StatusCode>(error.code);
  if (error.details.empty()) return {code, error.message};
  google::rpc::Status details;
  details.set_code(error.code);
  details.set_message(error.message);
  for (const auto& detail : error.details) {
    auto* any = details.add_details();
    any->set_type_url("type.googleapis.com/gateway.ErrorDetail");
    any->set_value(detail.SerializeAsString());
  }
  return {code, error.message, details.SerializeAsString()};
}

template <class T>
grpc::Status give(GatewayResult<T> result, T* out) {
  if (const auto* error = std::get_if<GatewayError>(&result)) return status_of(*error);
  *out = std::move(std::get<T>(result));
  return grpc::Status::OK;
}

class Service final : public ::gateway::Gateway::Service {
 public:
  explicit Service(Gateway& gateway) : gateway_(gateway) {}

  void open() { open_ = true; }
  void stop() { stopping_ = true; }

  grpc::Status Evaluate(grpc::ServerContext* context, const ::gateway::EvaluateRequest* request,
                        ::gateway::EvaluateResponse* response) override {
    return counted([&] { return give(gateway_.evaluate(*request, stop_of(context)), response); });
  }
  grpc::Status Endorse(grpc::ServerContext*, const ::gateway::EndorseRequest* request,
                       ::gateway::EndorseResponse* response) override {
    return counted([&] { return give(gateway_.endorse(*request), response); });
  }
  grpc::Status Submit(grpc::ServerContext*, const ::gateway::SubmitRequest* request,
                      ::gateway::SubmitResponse* response) override {
    return counted([&] { return give(gateway_.submit(*request), response); });
  }
  grpc::Status CommitStatus(grpc::ServerContext* context,
                            const ::gateway::SignedCommitStatusRequest* request,
                            ::gateway::CommitStatusResponse* response) override {
    return counted(
        [&] { return give(gateway_.commit_status(*request, stop_of(context)), response); });
  }
  grpc::Status ChaincodeEvents(
      grpc::ServerContext* context, const ::gateway::SignedChaincodeEventsRequest* request,
      grpc::ServerWriter<::gateway::ChaincodeEventsResponse>* writer) override {
    return counted([&] {
      // The client learns that its subscription stands before the first event.
      writer->SendInitialMetadata();
      return status_of(gateway_.chaincode_events(
          *request, stop_of(context), [&](const auto& events) { return writer->Write(events); }));
    });
  }

 private:
  template <class Call>
  grpc::Status counted(const Call& call) {
    const CallCount count(calls_);
    if (!open_) return {grpc::StatusCode::UNAVAILABLE, "the peer is starting"};
    if (stopping_) return stopped();
    if (count.exceeds(GatewayServer::call_limit))
      return CallCount::refusal("gateway.Gateway", GatewayServer::call_limit);
    try {
      const grpc::Status status = call();
      return stopping_ && !status.ok() ? stopped() : status;
    } catch (const std::exception& error) {
      return {grpc::StatusCode::INTERNAL, error.what()};
    }
  }
  static grpc::Status stopped() { return {grpc::StatusCode::UNAVAILABLE, "the peer is stopping"}; }
  Gateway::Stop stop_of(grpc::ServerContext* context) {
    return [this, context] { return stopping_ || context->IsCancelled(); };
  }

  Gateway& gateway_;
  std::atomic<bool> open_ = false;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> calls_ = 0;
};

grpc_ssl_client_certificate_request_type request_type(ClientAuthentication clients) {
  switch (clients) {
    case ClientAuthentication::none:
      return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
    case ClientAuthentication::optional:
      return GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
    case ClientAuthentication::required:
      break;
  }
  return GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
}

}  // namespace

struct GatewayServer::Impl {
  Impl(Gateway& gateway, Deliver& deliver, GatewayListener where)
      : service(gateway), blocks(deliver), listener(std::move(where)) {}

  std::shared_ptr<grpc::ServerCredentials> credentials() const {
    grpc::SslServerCredentialsOptions options(request_type(listener.clients));
    options.pem_root_certs = listener.client_roots;
    options.pem_key_cert_pairs.push_back({listener.key, listener.certificate});
    return grpc::SslServerCredentials(options);
  }

  Service service;
  DeliverService blocks;
  const GatewayListener listener;
  int port = 0;
  /// There once calls are to end: when those that read from their client are cut off.
  std::optional<std::chrono::system_clock::time_point> stop_by = {};
  std::unique_ptr<grpc::Server> server;
};

GatewayServer::GatewayServer(Gateway& gateway, Deliver& deliver, GatewayListener listener)
    : impl_(std::make_unique<Impl>(gateway, deliver, std::move(listener))) {}

GatewayServer::~GatewayServer() { stop(); }

Result<> GatewayServer::start() {
  keep_openssl_until_exit();
  const std::string address = "127.0.0.1:" + std::to_string(impl_->listener.port);
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(largest_message);
  builder.SetMaxSendMessageSize(largest_message);
  // As a peer: clients may ping once a minute, and its own Node and Java clients do so when idle.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // A second process on the same port must fail, not share it.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Threads that wait for calls stay: one that ends for each call and one that begins for the next
  // cost a quarter of the peer's processor.
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MIN_POLLERS, 2);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS, 64);
  builder.AddListeningPort(address, impl_->credentials(), &impl_->port);
  builder.RegisterService(&impl_->service);
  builder.RegisterService(&impl_->blocks);
  impl_->server = builder.BuildAndStart();
  if (impl_->server && impl_->port != 0) return Done{};
  return refuse(Code::arg_malformed, "", "cannot listen on " + address);
}

void GatewayServer::open() {
  impl_->service.open();
  impl_->blocks.open();
}

std::uint16_t GatewayServer::port() const { return static_cast<std::uint16_t>(impl_->port); }

void GatewayServer::end_calls() {
  if (impl_->stop_by) return;
  impl_->stop_by = std::chrono::system_clock::now() + shutdown_grace;
  impl_->service.stop();
  impl_->blocks.stop();
}

void GatewayServer::stop() {
  if (!impl_->server) return;
  end_calls();
  impl_->server->Shutdown(*impl_->stop_by);
  impl_->server->Wait();
  impl_->server.reset();
}

}  // namespace tradelane::devpeer
