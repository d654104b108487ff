// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

#include "proto/peer/chaincode.pb.h"
#include "proto/peer/shim.grpc.pb.h"
#include "tests/adapters/gateway/gateway_double.hpp"

namespace tradelane::test {

/// A chaincode server that says `first` to whoever connects, and nothing else; with `tls` to those
/// alone who show a certificate of its roots.
class ChaincodeServerDouble final : public protos::Chaincode::Service {
 public:
  explicit ChaincodeServerDouble(const protos::ChaincodeMessage& first,
                                 const TlsFiles* tls = nullptr)
      : first_(first) {
    auto credentials = grpc::InsecureServerCredentials();
    if (tls != nullptr) {
      grpc::SslServerCredentialsOptions options(
          GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
      options.pem_root_certs = tls->roots;
      options.pem_key_cert_pairs.push_back({tls->server_key, tls->server_certificate});
      credentials = grpc::SslServerCredentials(options);
    }
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", credentials, &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~ChaincodeServerDouble() override { server_->Shutdown(std::chrono::system_clock::now()); }

  static protos::ChaincodeMessage registers(const std::string& id) {
    protos::ChaincodeID name;
    name.set_name(id);
    protos::ChaincodeMessage out;
    out.set_type(protos::ChaincodeMessage::REGISTER);
    out.set_payload(name.SerializeAsString());
    return out;
  }

  std::string port() const { return std::to_string(port_); }
  std::string address() const { return "127.0.0.1:" + port(); }

 private:
  grpc::Status Connect(grpc::ServerContext*,
                       grpc::ServerReaderWriter<protos::ChaincodeMessage, protos::ChaincodeMessage>*
                           stream) override {
    if (first_.type() == protos::ChaincodeMessage::UNDEFINED) return grpc::Status::OK;
    stream->Write(first_);
    protos::ChaincodeMessage ignored;
    while (stream->Read(&ignored)) {
    }
    return grpc::Status::OK;
  }

  protos::ChaincodeMessage first_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace tradelane::test
