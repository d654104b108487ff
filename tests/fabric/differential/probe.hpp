// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "proto/peer/shim.pb.h"

/// A chaincode that does what its caller says, message by message, and answers with every reply of
/// its peer: what two peers do differently shows in the payload.
namespace tradelane::differential {

using Message = protos::ChaincodeMessage;

/// One call of the probe, as arguments: the messages to send, each with type and payload only, and
/// the message that ends it. QUERY_STATE_NEXT and _CLOSE without a payload mean the query before.
std::vector<Bytes> probe_arguments(const std::vector<Message>& requests, const Message& end);

/// What it answered: replies with type and payload, the ids of queries left out.
std::vector<Message> read_replies(const Bytes& payload);

struct ProbeSettings {
  std::string package_id = {};
  /// 0: any free one.
  std::uint16_t port = 0;
  /// PEM.
  std::string certificate = {};
  std::string key = {};
  std::string client_roots = {};
};

/// Its server, over mutual TLS. Ends with the object.
class ProbeServer {
 public:
  explicit ProbeServer(ProbeSettings settings);
  ~ProbeServer();
  ProbeServer(const ProbeServer&) = delete;
  ProbeServer& operator=(const ProbeServer&) = delete;

  std::uint16_t port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradelane::differential
