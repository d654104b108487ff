// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <variant>

#include "chaincode/base/result.hpp"

/// The outbound side of HTTP: pulls from one server that the configuration names.
namespace tradelane::http {

struct Answer {
  int status = 0;
  std::string content_type = {};
  std::string body = {};
};

/// Nothing usable came: no connection, no trust, no time, too much.
struct NoAnswer {
  /// One line for people, without anything of what was sent.
  std::string reason = {};
};

/// Port to a server. Used by one thread at a time.
class Client {
 public:
  virtual ~Client() = default;
  /// GET `target`, which begins with a slash and is encoded. Any status is an answer.
  virtual std::variant<Answer, NoAnswer> get(const std::string& target) = 0;
};

struct ClientOptions {
  /// `https://host[:port]`, or `http://` with a loopback host. Only from the configuration, never
  /// out of a document.
  std::string url = {};
  /// Paths of PEM files. With https the authorities that the server is checked against must be
  /// named; a certificate and its key go together.
  std::string roots_file = {};
  std::string certificate_file = {};
  std::string key_file = {};
  /// Its first line is sent as Bearer token; read for each request, so it can be changed.
  std::string token_file = {};
  std::size_t largest_answer = 64 * 1024 * 1024;
  std::chrono::milliseconds connect = std::chrono::seconds(5);
  /// Without a byte; and for the whole answer.
  std::chrono::milliseconds silence = std::chrono::seconds(10);
  std::chrono::milliseconds whole = std::chrono::seconds(60);
};

/// Follows no redirect, decompresses nothing, uses no proxy. ARG_MALFORMED says in one sentence
/// which option cannot be used.
Result<std::unique_ptr<Client>> make_client(const ClientOptions& options);

}  // namespace tradelane::http
