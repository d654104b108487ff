// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/bench/shim/link.hpp"

namespace tradelane::bench {

/// A server that takes part. It is told where to listen and with what by the environment names of
/// Fabric's samples: CHAINCODE_SERVER_ADDRESS, CHAINCODE_ID, CORE_CHAINCODE_ID_NAME,
/// CHAINCODE_TLS_DISABLED, CHAINCODE_TLS_KEY, CHAINCODE_TLS_CERT, CHAINCODE_CLIENT_CA_CERT.
struct Contestant {
  enum class Speaks : std::uint8_t { chaincode, echo_over_grpc, echo_over_socket };
  std::string name = {};
  /// Run by `sh -c "exec ..."`, so that the process that is measured is the server.
  std::string command = {};
  Speaks speaks = Speaks::chaincode;
};

/// `ours`, `workers`, `router`, `node`, `grpc-floor`, `socket-floor`; absent for another name.
std::optional<Contestant> known_contestant(const std::string& name);
/// Why `contestant` cannot run here, in one sentence; empty when it can.
std::string missing_part(const Contestant& contestant);

/// Those of `known` by name, but for those that cannot run here, which `out` is told; then those of
/// `others`, each NAME=COMMAND. Throws `std::invalid_argument` for what is neither.
std::vector<Contestant> contestants_of(const std::vector<std::string>& known,
                                       const std::vector<std::string>& others, std::ostream& out);

/// Certificates of both sides, as files in a folder that goes with it and as texts.
class BenchTls {
 public:
  BenchTls();
  ~BenchTls();
  BenchTls(const BenchTls&) = delete;
  BenchTls& operator=(const BenchTls&) = delete;

  const LinkTls& client() const { return client_; }
  std::string file(const std::string& name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
  LinkTls client_;
};

/// A fresh process of a contestant; ended with the object.
class RunningServer {
 public:
  /// `tls` null: plain text. `cpu`: the processor it is pinned to, absent: wherever.
  RunningServer(const Contestant& contestant, const BenchTls* tls, std::optional<unsigned> cpu);
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }

 private:
  std::uint16_t port_;
  pid_t pid_ = -1;
};

}  // namespace tradelane::bench
