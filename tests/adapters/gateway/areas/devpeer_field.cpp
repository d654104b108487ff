// SPDX-License-Identifier: Apache-2.0
// The embedded peer as the field.
#include "chaincode/devpeer/process.hpp"
#include "chaincode/shim/http2/tls_source.hpp"
#include "chaincode/shim/server.hpp"
#include "tests/adapters/gateway/areas/chaincode.hpp"
#include "tests/adapters/gateway/areas/field.hpp"
#include "tests/support/temp_folder.hpp"

namespace tradelane::test {

namespace {

auto value_of(auto result) {
  if (!result.ok()) throw std::runtime_error(result.error().message());
  return std::move(*result);
}

/// The network with our server in one process, everything over mutual TLS.
class Embedded {
 public:
  Embedded() {
    value_of(devpeer::Process::create(config_));
    shim::http2::Listener listener;
    listener.tls = value_of(shim::http2::TlsSource::from_pem(
        shim::http2::TlsRole::server, {.certificate_chain = net_.read("chaincode/server.crt"),
                                       .private_key = net_.read("chaincode/server.key"),
                                       .roots = net_.read("chaincode/client-ca.crt")}));
    shim::Settings settings;
    settings.package_id = "program:devpeer";
    server_ = std::make_unique<shim::Server>(chaincode_, settings,
                                             std::vector{shim::Endpoint{.listener = listener}},
                                             shim::http2::Limits{}, log_);
    value_of(server_->start());
    config_.chaincodes = {
        {"program", settings.package_id, "localhost:" + std::to_string(server_->port())}};
    peer_ = value_of(devpeer::Process::start(config_));
  }
  ~Embedded() {
    peer_.reset();
    server_->stop();
  }
  Embedded(const Embedded&) = delete;
  Embedded& operator=(const Embedded&) = delete;

  Field field() const {
    return {.files = net_.path(), .channel = config_.channel, .chaincode = "program"};
  }

 private:
  TempFolder net_;
  devpeer::Config config_{.organisations = {one, two},
                          .policy = "OR(" + one + "," + two + ")",
                          .out = net_.path(),
                          .clients = devpeer::ClientAuthentication::required,
                          .log_level = LogLevel::error};
  Log log_{2, LogLevel::error};
  const AreasChaincode chaincode_;
  std::unique_ptr<shim::Server> server_;
  std::unique_ptr<devpeer::Process> peer_;
};

}  // namespace

const Field& field() {
  static const Embedded embedded;
  static const Field made = embedded.field();
  return made;
}

}  // namespace tradelane::test
