// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/codec/encode.hpp"
#include "chaincode/shim/codec/proposal.hpp"
#include "chaincode/shim/codec/requests.hpp"

/// The other direction: what a peer says and reads, for load drivers and tests. A library of its
/// own, of which no chaincode server links anything.
///
/// With it `decode` (decode.hpp) also reads the messages of requests.hpp.
namespace tradelane::shim::codec {

/// Any message, its payload being bytes: RESPONSE with a value, ERROR, REGISTERED, TRANSACTION.
Bytes encode_message(const MessageView& message);
/// A message whose payload is a message of this codec. `head.payload` is not looked at.
template <class Payload>
Bytes encode_message(MessageView head, const Payload& payload);

}  // namespace tradelane::shim::codec
