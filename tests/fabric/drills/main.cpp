// SPDX-License-Identifier: Apache-2.0
// drill-chaincode: CountingChaincode as a service, told what to do as tradelane-chaincode is.
#include <fstream>
#include <iostream>
#include <sstream>

#include <signal.h>

#include "chaincode/codec/json.hpp"
#include "chaincode/operations/port.hpp"
#include "chaincode/server/command_line.hpp"
#include "chaincode/shim/http2/tls_source.hpp"
#include "chaincode/shim/server.hpp"
#include "tests/fabric/drills/counting_chaincode.hpp"

namespace tradelane::fabric {
namespace {

std::string read(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

shim::http2::Listener listener_of(const server::Config& config) {
  return {
      .host = config.listen.front().at.host,
      .port = config.listen.front().at.port,
      .tls = shim::http2::TlsSource::from_pem(shim::http2::TlsRole::server,
                                              {.certificate_chain = read(config.tls_certificate),
                                               .private_key = read(config.tls_key),
                                               .roots = read(config.tls_client_roots)})
                 .value()};
}

Timestamp wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::seconds>(now).count()};
}

/// What the shim has counted, for whoever looks for leaks.
operations::Answer counted(const shim::Counters& counters) {
  const auto number = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  return {.body = canonical(Json::Object{{"abandoned", number(counters.abandoned)},
                                         {"completed", number(counters.completed)},
                                         {"failed", number(counters.failed)},
                                         {"inFlight", number(counters.in_flight)},
                                         {"streams", number(counters.ready_streams)}})};
}

void serve(const server::Config& config) {
  sigset_t endings;
  sigemptyset(&endings);
  sigaddset(&endings, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &endings, nullptr);
  Log log(2, config.log_level);
  const CountingChaincode chaincode;
  shim::Server server(chaincode,
                      // Time is to run out first.
                      {.package_id = config.package_id,
                       .deadline = config.run.deadline,
                       .now = wall_clock,
                       .limits = {.reads = 10'000'000}},
                      listener_of(config), {}, log);
  server.start().value();
  const operations::Routes routes{{"/readyz", [] { return operations::Answer{.body = "ready\n"}; }},
                                  {"/counters", [&server] { return counted(server.counters()); }}};
  operations::Port port(config.operations.host, config.operations.port, routes, log);
  port.start().value();
  int signal = 0;
  ::sigwait(&endings, &signal);
  server.stop();
}

}  // namespace
}  // namespace tradelane::fabric

int main(int count, char** arguments) {
  using namespace tradelane;
  const auto line = server::parse_command_line({.name = "drill-chaincode", .version = "0"},
                                               {arguments + 1, arguments + count});
  const auto config = server::make_config({line.value().flags});
  if (!config) {
    std::cerr << "drill-chaincode: " << config.error().detail << "\n";
    return 2;
  }
  fabric::serve(*config);
  return 0;
}
