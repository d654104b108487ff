// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "chaincode/shim/codec/requests.hpp"

/// What the client signed: one message in the bytes of another, so that each layer is read only
/// when it is asked for. Views, as in messages.hpp.
namespace tradelane::shim::codec {

struct Proposal {
  std::string_view header = {};   // a Header
  std::string_view payload = {};  // a ChaincodeProposalPayload
  std::string_view extension = {};

  static constexpr auto fields() {
    return listing(field<Kind::bytes, 1>(&Proposal::header),
                   field<Kind::bytes, 2>(&Proposal::payload),
                   field<Kind::bytes, 3>(&Proposal::extension));
  }
};

struct Header {
  std::string_view channel_header = {};    // a ChannelHeader
  std::string_view signature_header = {};  // a SignatureHeader

  static constexpr auto fields() {
    return listing(field<Kind::bytes, 1>(&Header::channel_header),
                   field<Kind::bytes, 2>(&Header::signature_header));
  }
};

/// `type` of those that call a chaincode.
constexpr std::int32_t config_header = 1;
constexpr std::int32_t endorser_header = 3;

struct ChannelHeader {
  std::int32_t type = 0;
  std::int32_t version = 0;
  std::optional<WireTime> timestamp = {};
  std::string_view channel = {};
  std::string_view txid = {};
  std::uint64_t epoch = 0;
  std::string_view extension = {};  // a ChaincodeHeaderExtension
  std::string_view tls_cert_hash = {};

  static constexpr auto fields() {
    return listing(field<Kind::number, 1>(&ChannelHeader::type),
                   field<Kind::number, 2>(&ChannelHeader::version),
                   field<Kind::message, 3>(&ChannelHeader::timestamp),
                   field<Kind::text, 4>(&ChannelHeader::channel),
                   field<Kind::text, 5>(&ChannelHeader::txid),
                   field<Kind::number, 6>(&ChannelHeader::epoch),
                   field<Kind::bytes, 7>(&ChannelHeader::extension),
                   field<Kind::bytes, 8>(&ChannelHeader::tls_cert_hash));
  }
};

struct ChaincodeHeaderExtension {
  std::optional<ChaincodeID> chaincode = {};

  static constexpr auto fields() {
    return listing(field<Kind::message, 2>(&ChaincodeHeaderExtension::chaincode));
  }
};

struct SignatureHeader {
  std::string_view creator = {};  // a SerializedIdentity
  std::string_view nonce = {};

  static constexpr auto fields() {
    return listing(field<Kind::bytes, 1>(&SignatureHeader::creator),
                   field<Kind::bytes, 2>(&SignatureHeader::nonce));
  }
};

struct SerializedIdentity {
  std::string_view msp = {};
  std::string_view certificate = {};  // PEM

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&SerializedIdentity::msp),
                   field<Kind::bytes, 2>(&SerializedIdentity::certificate));
  }
};

struct ChaincodeProposalPayload {
  std::string_view input = {};  // a ChaincodeInvocationSpec
  List<MapEntry> transient = {};

  static constexpr auto fields() {
    return listing(field<Kind::bytes, 1>(&ChaincodeProposalPayload::input),
                   field<Kind::list, 2>(&ChaincodeProposalPayload::transient));
  }
};

struct ChaincodeInvocationSpec {
  std::optional<InvokeChaincode> spec = {};

  static constexpr auto fields() {
    return listing(field<Kind::message, 1>(&ChaincodeInvocationSpec::spec));
  }
};

}  // namespace tradelane::shim::codec
