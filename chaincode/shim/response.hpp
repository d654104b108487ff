// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>

#include "chaincode/base/bytes.hpp"

namespace tradelane::shim {

/// What a chaincode answers, and what one that it calls has answered.
///
/// From 200 to 399 the transaction is endorsed: what was written counts, the event is kept, and
/// status, message, payload and event are what the endorser signs, so they must be the same on
/// every peer. From 400 to 599 nothing was written and no event is sent; clients are told status
/// and message. Any other status is a fault.
struct Response {
  int status = 200;
  std::string message = {};  // UTF-8
  Bytes payload = {};

  static Response success(Bytes payload = {}) { return {.payload = std::move(payload)}; }
  /// A refusal of the chaincode itself. Clients of a gateway get to see the message only, so it
  /// should begin with a token that programs can tell apart.
  static Response refusal(int status, std::string message, Bytes payload = {}) {
    return {.status = status, .message = std::move(message), .payload = std::move(payload)};
  }
  bool is_success() const { return status >= 200 && status < 400; }
  bool operator==(const Response&) const = default;
};

}  // namespace tradelane::shim
