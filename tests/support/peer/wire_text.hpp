// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "proto/peer/shim.pb.h"

/// Dialogues of a peer and a chaincode as text, one message on each line; for fixtures/wire.
///
///     # A sentence, or several.
///     set message_bytes 600
///     tx A trade 9f86d0...
///     chaincode REGISTER "\x0a\x09program:1"
///     peer TRANSACTION A "..." proposal "..."
///     chaincode COMPLETED A "\x08\xc8\x01" event "..."
///     chaincode ends 3 "why"
///
/// `set` gives a setting of the chaincode server. `tx` names a transaction: its channel and txid.
/// Behind the type come the transaction, if there is one, and the payload, if there is one. A type
/// without a name is its number.
namespace tradelane::test {

/// In quotation marks, with \xNN for all bytes that are not printable ASCII, and for `"` and `\`.
std::string quoted(std::string_view bytes);
/// The opposite; throws std::invalid_argument.
std::string unquoted(std::string_view text);

struct WireLine {
  enum class Kind : std::uint8_t { from_chaincode, from_peer, end };
  Kind kind = Kind::from_peer;
  protos::ChaincodeMessage message = {};
  int status = 0;  // of an end
  std::string why = {};
};

struct WireDialogue {
  std::string comment = {};
  std::map<std::string, int> settings = {};
  std::vector<WireLine> lines = {};
};

/// Transactions are named A, B, C ... in the order in which they appear.
std::string text_of(const WireDialogue& dialogue);
/// Throws std::invalid_argument with the number of the line.
WireDialogue parse_dialogue(std::string_view text);

/// One message as a line, without what names transactions: what a test shows.
std::string text_of(const WireLine& line);

}  // namespace tradelane::test
