// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "chaincode/shim/codec/field.hpp"
#include "chaincode/shim/codec/list.hpp"
#include "chaincode/shim/codec/message_type.hpp"

/// The messages of the chaincode protocol as plain views: what is read from bytes points into them,
/// what is to be written points to the caller's. Nothing here owns, and an absent field is empty.
/// Numbers and names are Fabric's (proto/peer/*.proto); source: fabric-shim.md 1.2.
namespace tradelane::shim::codec {

/// google.protobuf.Timestamp.
struct WireTime {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;

  static constexpr auto fields() {
    return listing(field<Kind::number, 1>(&WireTime::seconds),
                   field<Kind::number, 2>(&WireTime::nanos));
  }
  bool operator==(const WireTime&) const = default;
};

struct SignedProposal {
  std::string_view proposal = {};  // a Proposal
  std::string_view signature = {};

  static constexpr auto fields() {
    return listing(field<Kind::bytes, 1>(&SignedProposal::proposal),
                   field<Kind::bytes, 2>(&SignedProposal::signature));
  }
};

/// Of a chaincode's event a peer takes name and payload, and sets the rest itself.
struct ChaincodeEvent {
  std::string_view chaincode = {};
  std::string_view txid = {};
  std::string_view name = {};
  std::string_view payload = {};

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&ChaincodeEvent::chaincode),
                   field<Kind::text, 2>(&ChaincodeEvent::txid),
                   field<Kind::text, 3>(&ChaincodeEvent::name),
                   field<Kind::bytes, 4>(&ChaincodeEvent::payload));
  }
};

/// ChaincodeMessage: what peer and chaincode say to each other. What the payload is depends on the
/// type.
struct MessageView {
  MessageType type = MessageType::undefined;
  std::optional<WireTime> timestamp = {};  // a peer never reads it
  std::string_view payload = {};
  std::string_view txid = {};
  std::optional<SignedProposal> proposal = {};
  std::optional<ChaincodeEvent> event = {};
  std::string_view channel = {};

  static constexpr auto fields() {
    return listing(
        field<Kind::number, 1>(&MessageView::type),
        field<Kind::message, 2>(&MessageView::timestamp),
        field<Kind::bytes, 3>(&MessageView::payload), field<Kind::text, 4>(&MessageView::txid),
        field<Kind::message, 5>(&MessageView::proposal),
        field<Kind::message, 6>(&MessageView::event), field<Kind::text, 7>(&MessageView::channel));
  }
};

struct ChaincodeID {
  std::string_view path = {};
  std::string_view name = {};
  std::string_view version = {};

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&ChaincodeID::path),
                   field<Kind::text, 2>(&ChaincodeID::name),
                   field<Kind::text, 3>(&ChaincodeID::version));
  }
};

/// One entry of a map from texts to bytes.
struct MapEntry {
  std::string_view key = {};
  std::string_view value = {};

  static constexpr auto fields() {
    return listing(field<Kind::entry_text, 1>(&MapEntry::key),
                   field<Kind::entry_bytes, 2>(&MapEntry::value));
  }
};

/// Payload of INIT and TRANSACTION. In a map that was received the last of equal keys counts; a map
/// to be sent is sorted by key.
struct ChaincodeInput {
  List<std::string_view> args = {};
  List<MapEntry> decorations = {};
  bool is_init = false;

  static constexpr auto fields() {
    return listing(field<Kind::list, 1>(&ChaincodeInput::args),
                   field<Kind::list, 2>(&ChaincodeInput::decorations),
                   field<Kind::number, 3>(&ChaincodeInput::is_init));
  }
};

/// Payload of COMPLETED.
struct Response {
  std::int32_t status = 0;
  std::string_view message = {};
  std::string_view payload = {};

  static constexpr auto fields() {
    return listing(field<Kind::number, 1>(&Response::status),
                   field<Kind::text, 2>(&Response::message),
                   field<Kind::bytes, 3>(&Response::payload));
  }
};

}  // namespace tradelane::shim::codec
