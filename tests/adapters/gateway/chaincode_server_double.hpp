// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <stdexcept>
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
                                 const TlsFiles* tls = nullptr,
                                 const std::string& host = "127.0.0.1")
      : first_(first), host_(host) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(host_ + ":0", server_credentials(tls), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    if (!server_ || port_ == 0) throw std::runtime_error("the double cannot listen");
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
  std::string address() const { return host_ + ":" + port(); }

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
  std::string host_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace tradelane::test
