// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/gateway/invoke.hpp"
#include "adapters/gateway/profile.hpp"
#include "chaincode/devpeer/process.hpp"
#include "chaincode/shim/http2/tls_source.hpp"
#include "chaincode/shim/server.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/toy_chaincode.hpp"

/// A peer with a real chaincode server over mutual TLS on one side and our gateway client on the
/// other: every wire between them is the one that a Fabric network has.
namespace tradelane::test {

namespace gw = tradelane::gateway;

/// Ends the test with the reason when `result` is a refusal.
inline void require(const auto& result) {
  if (!result.ok()) throw std::runtime_error(result.error().message());
}

inline constexpr const char* party = "000000000000000000000PARTY";

/// The toy chaincode on our own server, with the material that the peer made for it.
class ToyServer {
 public:
  explicit ToyServer(const TempFolder& net) {
    shim::http2::Listener listener;
    listener.tls = *shim::http2::TlsSource::from_pem(
        shim::http2::TlsRole::server, {.certificate_chain = net.read("chaincode/server.crt"),
                                       .private_key = net.read("chaincode/server.key"),
                                       .roots = net.read("chaincode/client-ca.crt")});
    shim::Settings settings;
    settings.package_id = "toy:devpeer";
    server_ = std::make_unique<shim::Server>(toy_, settings, listener, shim::http2::Limits{}, log_);
    require(server_->start());
  }
  ~ToyServer() { server_->stop(); }
  ToyServer(const ToyServer&) = delete;
  ToyServer& operator=(const ToyServer&) = delete;
  std::string address() const { return "localhost:" + std::to_string(server_->port()); }

 private:
  Log log_{2, LogLevel::error};
  ToyChaincode toy_;
  std::unique_ptr<shim::Server> server_;
};

struct ProcessWorld {
  TempFolder net;
  TempFolder data;
  devpeer::Config config{.organisations = {"A", "B", "O"},
                         .users = {{"A", "BKH", party}},
                         .policy = "AND(O,OR(others))",
                         .out = net.path(),
                         .data = data.path(),
                         .clients = devpeer::ClientAuthentication::required,
                         .log_level = LogLevel::error};
  std::unique_ptr<ToyServer> chaincode;

  ProcessWorld() {
    require(devpeer::Process::create(config));
    chaincode = std::make_unique<ToyServer>(net);
    config.chaincodes = {{"toy", "toy:devpeer", chaincode->address()}};
  }
  std::unique_ptr<devpeer::Process> start() const {
    auto process = devpeer::Process::start(config);
    require(process);
    return std::move(*process);
  }
  /// The command line of the program, with `more`.
  std::vector<std::string> command(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> out{program("tradelane-devpeer"),
                                 "--org",
                                 "A",
                                 "--org",
                                 "B",
                                 "--org",
                                 "O",
                                 "--party",
                                 std::string("A:BKH=") + party,
                                 "--policy",
                                 config.policy,
                                 "--chaincode",
                                 "toy=" + chaincode->address(),
                                 "--out",
                                 config.out,
                                 "--data",
                                 config.data,
                                 "--log-level",
                                 "error"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  /// A client of organisation A, by the files alone.
  /// A busy machine may need a while, a virtual machine's first call most of all.
  static constexpr std::chrono::seconds patience{120};

  std::unique_ptr<gw::Gateway> client() const {
    const auto profile = gw::read_profile(net.file("connection-A.json"));
    const auto msp = gw::read_msp_folder(net.file("A/users/BKH/msp"));
    const auto connection = gw::Connection::open(profile->connection);
    return gw::make_client(*connection,
                           {.identity = {.msp = profile->msp, .certificate = msp->certificate},
                            .signer = *gw::signer_from_pem(msp->key),
                            .deadlines = {.evaluate = patience,
                                          .endorse = patience,
                                          .submit = patience,
                                          .commit_status = patience}});
  }
  static gw::Call call(const std::string& function, const std::vector<std::string>& args,
                       const std::vector<std::string>& orgs = {"O", "A"}) {
    return {.channel = "trade",
            .chaincode = "toy",
            .function = function,
            .args = args,
            .organisations = orgs};
  }
};

}  // namespace tradelane::test
