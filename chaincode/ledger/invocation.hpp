// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <span>
#include <string_view>

#include "chaincode/base/time.hpp"

namespace tradelane::ledger {

/// One call as the client proposed it: the same on every endorser. All are views of what whoever
/// makes the call keeps until it is answered; none is to be kept longer.
struct Invocation {
  std::string_view channel = {};
  /// The name under which the chaincode is defined on the channel, from the proposal's header.
  std::string_view chaincode = {};
  /// 64 hexadecimal digits, unique on the channel.
  std::string_view txid = {};
  /// The client's claim, taken from the channel header; see the server's window for its limits.
  Timestamp time = {};
  /// The creator: MSP id and the certificate in PEM.
  std::string_view msp = {};
  std::string_view certificate = {};
  /// args[0] is the function, `contract:Transaction`.
  std::span<const std::string_view> args = {};
  /// Not recorded on the ledger.
  std::map<std::string_view, std::string_view> transient = {};
};

}  // namespace tradelane::ledger
