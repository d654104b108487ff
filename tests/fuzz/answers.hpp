// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/codec/message_type.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {

/// The payload that a peer might answer a request of `type` with: of the right kind, or any bytes.
Bytes answer_payload(shim::codec::MessageType type, Source& source);

}  // namespace tradelane::fuzz
