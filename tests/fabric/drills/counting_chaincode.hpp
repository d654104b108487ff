// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/ledger/chaincode.hpp"

/// A chaincode whose effects can be counted, and that can be as slow as no contract of ours is.
namespace tradelane::fabric {

/// args[0] is one of
///   add KEY         one more under KEY, and an event with KEY; answers the new number
///   list            "KEY NUMBER" lines of all
///   ask_for_ever    questions to the peer until it refuses to answer
///   hold MS         as add under "held", but keeps its thread busy for so long before
class CountingChaincode : public ledger::Chaincode {
 public:
  ledger::Outcome invoke(const ledger::Invocation& call, ledger::ReadView& view) const override;
};

}  // namespace tradelane::fabric
