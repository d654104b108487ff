// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <string>
#include <vector>

#include "chaincode/base/result.hpp"
#include "chaincode/ledger/chaincode.hpp"
#include "proto/peer/shim.pb.h"

/// Between the wire and our own types. The only place that knows how the messages of a transaction
/// are built, so that hand-written encoding can replace the generated one here. Pure functions.
namespace tradelane::shim {

using Message = protos::ChaincodeMessage;

/// A transaction is known by both: a call from another channel carries the same txid.
struct TransactionId {
  std::string channel = {};
  std::string txid = {};
  auto operator<=>(const TransactionId&) const = default;
};

inline TransactionId id_of(const Message& message) {
  return {message.channel_id(), message.txid()};
}

/// What the client proposed. ARG_MALFORMED when the proposal cannot be read, when its txid is not
/// the SHA-256 of nonce and creator, or when it is for another channel (a call from a chaincode of
/// another channel, which we do not accept).
Result<ledger::Invocation> read_invocation(const Message& message);

Message register_message(const std::string& package_id);
/// A message about `id` whose payload is the serialised `payload`.
Message request(Message::Type type, const TransactionId& id,
                const google::protobuf::Message& payload);
Message completed(const TransactionId& id, const ledger::Outcome& outcome);
Message failed(const TransactionId& id, const std::string& text);

/// `text` with everything that is no UTF-8 replaced by '?': a string field that is not makes a
/// whole message unreadable.
std::string utf8_or_marked(std::string_view text);

}  // namespace tradelane::shim
