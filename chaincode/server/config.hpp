// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/shim/http2/limits.hpp"
#include "chaincode/shim/settings.hpp"

/// The configuration of a chaincode server: one struct, filled once, file < environment < flags.
namespace tradelane::server {

struct Endpoint {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0 takes a free one

  /// `127.0.0.1:9999`, `[::1]:9999`
  std::string text() const;
  bool is_loopback() const;
  bool operator==(const Endpoint&) const = default;
};

/// Where peers connect, and the package id that is spoken there: a peer does not say which one it
/// expects, so each needs a port of its own.
struct Listen {
  Endpoint at = {};
  std::string package_id = {};
  bool operator==(const Listen&) const = default;
};

struct Config {
  /// Of every listener that names none.
  std::string package_id = {};
  /// After `make_config` each has its package id.
  std::vector<Listen> listen = {{}};
  /// The peer that is dialled; nothing is listened on then.
  std::optional<Endpoint> peer = {};
  std::string peer_name = {};  // in its certificate; "": its host
  bool tls = true;
  std::string tls_certificate = {};  // paths of files: PEM, or base64 of it
  std::string tls_key = {};
  std::string tls_client_roots = {};  // of peers, also of the one that is dialled
  std::string tls_clients = {};       // "": everybody of those roots
  Endpoint operations = {};
  LogLevel log_level = LogLevel::info;
  std::string log_file = {};  // "": standard error
  std::chrono::seconds drain{35};
  std::chrono::seconds probe{10};  // between two dials of the listeners from inside
  /// Package id and clock are not taken from here.
  shim::Settings run = {};
  shim::http2::Limits transport = {};
};

/// Values by key. Of a key that may be given several times, all of them with commas between.
using Values = std::map<std::string, std::string>;

/// Later layers win. ARG_MALFORMED names the key, what is wrong with it and how to mend it, on one
/// line and without the content of any file.
Result<Config> make_config(const std::vector<Values>& layers);

/// `key = value` lines of what counts. Secrets are in files only, of which the path is shown.
std::string print(const Config& config);

}  // namespace tradelane::server
