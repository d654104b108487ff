// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "chaincode/devpeer/membership.hpp"
#include "chaincode/devpeer/proposal.hpp"
#include "chaincode/devpeer/rwset.hpp"

namespace protos {
class ChaincodeEvent;
}

namespace tradelane::devpeer {

struct Endorsement {
  /// A serialised msp.SerializedIdentity.
  Bytes endorser = {};
  Bytes signature = {};
};

/// An envelope's transaction, as it came out of endorsement.
struct EndorsedTransaction {
  std::string txid = {};
  std::string chaincode = {};
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  ReadWriteSets sets = {};
  /// What the endorsers signed, before their identity.
  Bytes response_payload = {};
  std::vector<Endorsement> endorsements = {};
};

/// What a committer sees in an envelope. `code` is a protos.TxValidationCode; `transaction` is
/// there when it is VALID. `txid` is empty when not even that could be read.
struct Reading {
  int code = 0;
  std::string txid = {};
  std::optional<EndorsedTransaction> transaction = {};
};

/// The committer's checks that need no state: form, channel, transaction id, creator and its
/// signature, proposal hash.
Reading read_envelope(std::string_view envelope, const std::string& channel,
                      const Membership& membership);

/// The chaincode's event in an envelope that is in a block as VALID, so that nothing is checked
/// again; absent when there is none. Throws `Fault` when it cannot be read.
std::optional<protos::ChaincodeEvent> event_of(std::string_view envelope);

/// The MSP ids of the peers whose endorsement verifies, each identity once.
std::vector<std::string> verified_endorsers(const EndorsedTransaction& transaction,
                                            const Membership& membership);

/// What a chaincode's run comes to, and what is signed of it.
struct Simulation {
  Bytes results = {};   // a rwset.TxReadWriteSet
  Bytes event = {};     // a protos.ChaincodeEvent
  Bytes response = {};  // a protos.Response
};
/// A serialised protos.ProposalResponsePayload.
Bytes response_payload(const Proposal& proposal, const Simulation& simulation,
                       const std::string& chaincode_version);

/// The payload of the envelope that the client signs: a serialised common.Payload.
Bytes envelope_payload(const Proposal& proposal, const Bytes& response_payload,
                       const std::vector<Endorsement>& endorsements);

}  // namespace tradelane::devpeer
