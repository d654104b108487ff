// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/codec/encode.hpp"
#include "chaincode/shim/codec/proposal.hpp"
#include "chaincode/shim/codec/requests.hpp"

/// The other direction: what a peer says and reads, for load drivers and tests. A library of its
/// own, of which no chaincode server links anything.
///
/// With it `decode` (decode.hpp) also reads the messages of requests.hpp and `WriteBatchState`.
namespace tradelane::shim::codec {

/// Payload of WRITE_BATCH_STATE. A chaincode builds it with WriteBatch.
struct WriteBatchState {
  static constexpr MessageType type = MessageType::write_batch_state;
  List<WriteRecord> records = {};

  static constexpr auto fields() {
    return listing(field<Kind::list, 1>(&WriteBatchState::records));
  }
};

/// Any message, its payload being bytes: RESPONSE with a value, ERROR, REGISTERED, TRANSACTION.
Bytes encode_message(const MessageView& message, Front front = Front::none);
/// A message whose payload is a message of this codec. `head.payload` is not looked at.
template <class Payload>
Bytes encode_message(MessageView head, const Payload& payload, Front front = Front::none);

}  // namespace tradelane::shim::codec
