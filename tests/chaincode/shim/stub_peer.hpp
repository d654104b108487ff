// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/stubs/strutil.h>

#include "chaincode/ledger/endorsement_policy.hpp"
#include "chaincode/shim/stub.hpp"
#include "proto/ledger/query_result.pb.h"
#include "proto/peer/shim.pb.h"
#include "tests/support/proposal.hpp"

/// A stub without a stream: requests come as text into a list, answers are taken from another one.
namespace tradelane::test {

inline constexpr shim::PeerAbilities v2_5{};
inline constexpr shim::PeerAbilities v3_1{.write_batch = 1000, .get_multiple = 1000};

/// A policy of one key: a peer of OneMSP must endorse.
inline const Bytes key_policy =
    ledger::EndorsementPolicy::of_all({{*MspId::parse("OneMSP")}})->bytes();

/// With "(policy)" for the bytes of `key_policy`.
inline std::string with_named_policy(std::string text) {
  const std::string printed = google::protobuf::CEscape(key_policy);
  for (auto at = text.find(printed); at != std::string::npos; at = text.find(printed))
    text.replace(at, printed.size(), "(policy)");
  return text;
}

/// `TYPE {fields of its payload}`, as Protocol Buffers print them.
inline std::string text_of_request(const Bytes& bytes) {
  protos::ChaincodeMessage message;
  if (!message.ParseFromString(bytes)) return "(unreadable)";
  const auto show = [&]<class Payload>(Payload payload) {
    const bool readable = payload.ParseFromString(message.payload());
    const std::string fields =
        readable ? with_named_policy(payload.ShortDebugString()) : "(unreadable)";
    return protos::ChaincodeMessage::Type_Name(message.type()) + " {" + fields + "}";
  };
  using Message = protos::ChaincodeMessage;
  switch (message.type()) {
    case Message::GET_STATE:
    case Message::GET_PRIVATE_DATA_HASH:
      return show(protos::GetState());
    case Message::GET_STATE_MULTIPLE:
      return show(protos::GetStateMultiple());
    case Message::GET_STATE_METADATA:
      return show(protos::GetStateMetadata());
    case Message::PUT_STATE:
      return show(protos::PutState());
    case Message::PUT_STATE_METADATA:
      return show(protos::PutStateMetadata());
    case Message::DEL_STATE:
    case Message::PURGE_PRIVATE_DATA:
      return show(protos::DelState());
    case Message::WRITE_BATCH_STATE:
      return show(protos::WriteBatchState());
    case Message::GET_STATE_BY_RANGE:
      return show(protos::GetStateByRange());
    case Message::GET_QUERY_RESULT:
      return show(protos::GetQueryResult());
    case Message::GET_HISTORY_FOR_KEY:
      return show(protos::GetHistoryForKey());
    case Message::QUERY_STATE_NEXT:
    case Message::QUERY_STATE_CLOSE:
      return show(protos::QueryStateNext());
    case Message::INVOKE_CHAINCODE:
      return show(protos::ChaincodeSpec());
    default:
      return show(protos::Response());
  }
}

/// Plays the peer of one transaction.
class StubPeer : public shim::PeerPort {
 public:
  explicit StubPeer(shim::PeerAbilities abilities = v3_1, const ProposalParts& proposal = {},
                    shim::Settings settings = {})
      : abilities_(abilities),
        settings_(std::move(settings)),
        message_(*shim::PeerMessage::decode(transaction_message(proposal).SerializeAsString())) {}

  /// A transaction that begins now. One at a time.
  shim::Stub& stub() {
    stub_ = std::make_unique<shim::Stub>(shim::StubParts{.message = message_,
                                                         .input = *shim::read_input(message_),
                                                         .abilities = abilities_,
                                                         .settings = settings_,
                                                         .identities = identities_,
                                                         .callers = callers},
                                         *this);
    return *stub_;
  }

  shim::PeerMessage ask(Bytes message, const std::string& callee) override {
    asked.push_back(text_of_request(message));
    sizes.push_back(message.size());
    callees.push_back(callee);
    protos::ChaincodeMessage answer;
    answer.set_type(protos::ChaincodeMessage::RESPONSE);
    if (answer_all) {
      protos::ChaincodeMessage request;
      protos::GetStateMultiple keys;
      if (request.ParseFromString(message) && keys.ParseFromString(request.payload()))
        answer.set_payload(answer_all(keys));
    } else if (!answers.empty()) {
      if (answers.front().starts_with("! ")) answer.set_type(protos::ChaincodeMessage::ERROR);
      const bool refused = answer.type() == protos::ChaincodeMessage::ERROR;
      answer.set_payload(refused ? answers.front().substr(2) : answers.front());
      answers.pop_front();
    }
    return *shim::PeerMessage::decode(answer.SerializeAsString());
  }

  /// What has been asked since the last time, one line each.
  std::string take() {
    std::string out;
    for (const std::string& line : std::exchange(asked, {})) out += line + "\n";
    return out;
  }

  /// Payloads; "! " makes an ERROR of the rest. None left: empty.
  std::deque<Bytes> answers = {};
  /// In their place, for a test that asks for several keys and nothing else.
  std::function<Bytes(const protos::GetStateMultiple&)> answer_all = {};
  std::vector<std::string> asked = {};
  std::vector<std::size_t> sizes = {};
  std::vector<std::string> callees = {};
  std::vector<shim::ChaincodePlace> callers = {};

 private:
  shim::PeerAbilities abilities_;
  shim::Settings settings_;
  crypto::IdentityCache identities_;
  shim::PeerMessage message_;
  std::unique_ptr<shim::Stub> stub_;
};

/// One page of a query; the value of a key is "v" and the key.
inline Bytes page_of(const std::vector<std::string>& keys, bool more,
                     const std::string& bookmark = "") {
  protos::QueryResponse response;
  for (const std::string& key : keys) {
    queryresult::KV kv;
    kv.set_key(key);
    kv.set_value("v" + key);
    response.add_results()->set_resultbytes(kv.SerializeAsString());
  }
  response.set_has_more(more);
  response.set_id("it");
  if (!bookmark.empty()) {
    protos::QueryResponseMetadata metadata;
    metadata.set_fetched_records_count(static_cast<int>(keys.size()));
    metadata.set_bookmark(bookmark);
    response.set_metadata(metadata.SerializeAsString());
  }
  return response.SerializeAsString();
}

inline Bytes values_of(const std::vector<std::string>& values) {
  protos::GetStateMultipleResult result;
  for (const std::string& value : values) result.add_values(value);
  return result.SerializeAsString();
}

inline std::string keys_of(shim::Rows rows) {
  std::string out;
  while (rows.next()) {
    if (rows->value != "v" + rows->key) return "(wrong value of " + rows->key + ")";
    out += rows->key + " ";
  }
  return out;
}

}  // namespace tradelane::test
