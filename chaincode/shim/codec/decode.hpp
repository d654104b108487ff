// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

namespace tradelane::shim::codec {

/// The message of type `M` in `bytes`, which must outlive it; absent when the bytes are none.
/// Takes memory for nothing and does not depend on what lengths claim. Pure.
///
/// What is a message is exactly what protobuf's generated parsers take for one: the last of equal
/// fields counts, messages in pieces are merged, unknown fields, groups and fields of another wire
/// type are skipped, texts are UTF-8, 100 levels may be nested. One exception: a list inside a
/// message that came in two pieces is refused, since it cannot be kept as a view (a ChaincodeSpec
/// with two `input`s, which nobody sends).
///
/// For every message of messages.hpp, proposal.hpp and answers.hpp; those of requests.hpp are read
/// by a peer only (peer.hpp).
template <class M>
std::optional<M> decode(std::string_view bytes);

}  // namespace tradelane::shim::codec
