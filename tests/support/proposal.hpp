// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "chaincode/base/time.hpp"
#include "proto/peer/shim.pb.h"

/// Proposals as a client makes them, for tests of the shim.
namespace tradelane::test {

struct ProposalParts {
  std::string channel = "trade";
  std::string chaincode = "tradelane";
  std::string msp = "OneMSP";
  std::string certificate = "-----BEGIN CERTIFICATE-----";
  std::string nonce = "nonce";
  Timestamp time = {};
  std::vector<std::string> args = {};
  std::map<std::string, std::string> transient = {};
};

/// The TRANSACTION that a peer sends for it; its txid is the right one.
protos::ChaincodeMessage transaction_message(const ProposalParts& parts);

}  // namespace tradelane::test
