// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/time.hpp"

namespace tradelane::ledger {

/// One call as the client proposed it: the same on every endorser. Plain data.
struct Invocation {
  std::string channel = {};
  /// The name under which the chaincode is defined on the channel, from the proposal's header.
  std::string chaincode = {};
  /// 64 hexadecimal digits, unique on the channel.
  std::string txid = {};
  /// The client's claim, taken from the channel header; see the server's window for its limits.
  Timestamp time = {};
  /// The creator: MSP id and the certificate in PEM.
  std::string msp = {};
  Bytes certificate = {};
  /// args[0] is the function, `contract:Transaction`.
  std::vector<Bytes> args = {};
  /// Not recorded on the ledger.
  std::map<std::string, Bytes> transient = {};
};

}  // namespace tradelane::ledger
