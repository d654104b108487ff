// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/codec/messages.hpp"

/// What a chaincode says, as bytes for the wire: the same ones that protobuf's generated code gives
/// deterministically. Sizes first, one allocation, written once. Pure functions.
///
/// Texts must be UTF-8 and all sizes within the limits: that is for the caller to see to, since a
/// peer ends the whole stream for a message it cannot read.
namespace tradelane::shim::codec {

/// The transaction a message belongs to. A view.
struct TransactionRef {
  std::string_view channel = {};
  std::string_view txid = {};
};

/// Any request of requests.hpp.
template <class Request>
Bytes encode_request(const TransactionRef& tx, const Request& request);

/// The first message on a stream.
Bytes encode_register(std::string_view package_id);
/// The end of a transaction, with its event when `event` has a name.
Bytes encode_completed(const TransactionRef& tx, const Response& response,
                       const ChaincodeEvent& event);
/// The end of a transaction that failed: ERROR.
Bytes encode_error(const TransactionRef& tx, std::string_view text);

/// A message that is a field of bytes in another, such as a QueryMetadata.
template <class M>
Bytes encode(const M& message);

}  // namespace tradelane::shim::codec
