// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "chaincode/shim/server.hpp"

/// How the servers of the benchmark are told where to listen: the names of Fabric's samples.
namespace tradelane::bench {

inline std::string environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
  return value;
}

inline std::uint16_t environment_port() {
  const std::string address = environment("CHAINCODE_SERVER_ADDRESS");
  return static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1)));
}

inline std::string environment_file(const char* name) {
  std::ifstream file(environment(name), std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) throw std::runtime_error(std::string(name) + " cannot be read");
  return content.str();
}

inline shim::http2::Listener environment_listener() {
  shim::http2::Listener out{.port = environment_port()};
  if (environment("CHAINCODE_TLS_DISABLED") == "true") return out;
  auto tls = shim::http2::TlsSource::from_pem(
      shim::http2::TlsRole::server, {.certificate_chain = environment_file("CHAINCODE_TLS_CERT"),
                                     .private_key = environment_file("CHAINCODE_TLS_KEY"),
                                     .roots = environment_file("CHAINCODE_CLIENT_CA_CERT")});
  if (!tls) throw std::runtime_error(tls.error().message());
  out.tls = std::move(*tls);
  return out;
}

/// Serves until a signal ends the process; says what is wrong otherwise.
template <class Serve>
int serve_forever(const Serve& serve) {
  try {
    serve();
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
  }
  return 1;
}

}  // namespace tradelane::bench
