// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/checks.hpp"

#include <algorithm>
#include <string_view>

namespace tradelane::test {
namespace {

using Message = protos::ChaincodeMessage;
using Faults = std::vector<std::string>;

/// Absent when `bytes` are not a `Payload` with known fields only.
template <class Payload>
std::optional<Payload> strict(const std::string& bytes, Faults& out) {
  Payload payload;
  if (!payload.ParseFromString(bytes)) {
    out.push_back("the payload is no " + payload.GetTypeName());
    return std::nullopt;
  }
  if (!payload.GetReflection()->GetUnknownFields(payload).empty())
    out.push_back("the payload has fields that no " + payload.GetTypeName() + " has");
  return payload;
}

void check_completed(const Message& message, Faults& out) {
  const auto response = strict<protos::Response>(message.payload(), out);
  if (response && response->status() < 200) out.push_back("a status below 200");
  if (!message.has_chaincode_event()) return;
  if (message.chaincode_event().event_name().empty()) out.push_back("an event without a name");
}

void check_write(const protos::WriteRecord& record, Faults& out) {
  if (record.key().empty()) out.push_back("a write without a key");
  switch (record.type()) {
    case protos::WriteRecord::PUT_STATE:
      if (record.value().empty()) out.push_back("an empty value, which deletes the key");
      return;
    case protos::WriteRecord::DEL_STATE:
      return;
    case protos::WriteRecord::PURGE_PRIVATE_DATA:
      if (record.collection().empty()) out.push_back("a purge of public data");
      return;
    case protos::WriteRecord::PUT_STATE_METADATA:
      if (record.metadata().metakey().empty()) out.push_back("metadata without a name");
      return;
    default:
      out.push_back("an unknown kind of write");
  }
}

/// Every shim raises what is announced below 100, and no peer minds.
std::uint32_t most(std::uint32_t announced) { return std::max(100U, announced); }

void check_batch(const Message& message, const PeerRules& rules, Faults& out) {
  const auto batch = strict<protos::WriteBatchState>(message.payload(), out);
  if (!batch) return;
  if (!rules.announced->use_write_batch()) out.push_back("a batch, which the peer has not offered");
  if (static_cast<std::uint32_t>(batch->rec_size()) > most(rules.announced->max_size_write_batch()))
    out.push_back("more writes in a batch than the peer has offered");
  if (batch->rec().empty()) out.push_back("an empty batch");
  for (const auto& record : batch->rec()) check_write(record, out);
}

void check_multiple(const Message& message, const PeerRules& rules, Faults& out) {
  const auto get = strict<protos::GetStateMultiple>(message.payload(), out);
  if (!get) return;
  if (!rules.announced->use_get_multiple_keys())
    out.push_back("a request for several keys, which the peer has not offered");
  if (static_cast<std::uint32_t>(get->keys_size()) >
      most(rules.announced->max_size_get_multiple_keys()))
    out.push_back("more keys in a request than the peer has offered");
  if (get->keys().empty()) out.push_back("a request for no keys");
}

/// One of the writes that have a message of their own, seen as a record of a batch.
void check_single_write(const Message& message, Faults& out) {
  protos::WriteRecord record;
  record.set_type(static_cast<protos::WriteRecord::Type>(message.type()));
  if (message.type() == Message::PUT_STATE) {
    if (const auto put = strict<protos::PutState>(message.payload(), out)) {
      record.set_key(put->key());
      record.set_value(put->value());
      check_write(record, out);
    }
  } else if (message.type() == Message::PUT_STATE_METADATA) {
    if (const auto put = strict<protos::PutStateMetadata>(message.payload(), out)) {
      record.set_key(put->key());
      *record.mutable_metadata() = put->metadata();
      check_write(record, out);
    }
  } else if (const auto del = strict<protos::DelState>(message.payload(), out)) {
    record.set_key(del->key());
    record.set_collection(del->collection());
    check_write(record, out);
  }
}

void check_metadata(const std::string& bytes, Faults& out) {
  const auto metadata = strict<protos::QueryMetadata>(bytes, out);
  if (metadata && metadata->pagesize() < 0) out.push_back("a page of less than no rows");
}

void check_query(const Message& message, Faults& out) {
  if (message.type() == Message::GET_STATE_BY_RANGE) {
    if (const auto range = strict<protos::GetStateByRange>(message.payload(), out))
      check_metadata(range->metadata(), out);
  } else if (const auto query = strict<protos::GetQueryResult>(message.payload(), out)) {
    check_metadata(query->metadata(), out);
    if (query->query().empty()) out.push_back("a query without a text");
  }
}

void check_call(const Message& message, Faults& out) {
  const auto spec = strict<protos::ChaincodeSpec>(message.payload(), out);
  if (spec && spec->chaincode_id().name().empty()) out.push_back("a call of nobody");
}

void check_payload(const Message& message, const PeerRules& rules, Faults& out) {
  switch (message.type()) {
    case Message::COMPLETED:
      return check_completed(message, out);
    case Message::ERROR:
      if (message.payload().empty()) out.push_back("an error without a text");
      return;
    case Message::GET_STATE:
    case Message::GET_STATE_METADATA:
      strict<protos::GetState>(message.payload(), out);
      return;
    case Message::GET_PRIVATE_DATA_HASH:
      if (const auto get = strict<protos::GetState>(message.payload(), out);
          get && get->collection().empty())
        out.push_back("a hash of public data");
      return;
    case Message::PUT_STATE:
    case Message::DEL_STATE:
    case Message::PUT_STATE_METADATA:
    case Message::PURGE_PRIVATE_DATA:
      return check_single_write(message, out);
    case Message::WRITE_BATCH_STATE:
      return check_batch(message, rules, out);
    case Message::GET_STATE_MULTIPLE:
      return check_multiple(message, rules, out);
    case Message::GET_STATE_BY_RANGE:
    case Message::GET_QUERY_RESULT:
      return check_query(message, out);
    case Message::GET_HISTORY_FOR_KEY:
    case Message::QUERY_STATE_NEXT:
    case Message::QUERY_STATE_CLOSE:
      if (const auto id = strict<protos::QueryStateNext>(message.payload(), out);
          id && id->id().empty())
        out.push_back("nothing is asked for");
      return;
    case Message::INVOKE_CHAINCODE:
      return check_call(message, out);
    default:
      out.push_back("a type that no chaincode sends");
  }
}

}  // namespace

std::vector<std::string> faults_of(const Message& message, const PeerRules& rules) {
  Faults out;
  if (message.txid().empty()) out.push_back("no txid");
  if (message.channel_id().empty()) out.push_back("no channel");
  if (message.has_proposal()) out.push_back("a proposal, which only a peer sends");
  if (message.has_chaincode_event() && message.type() != Message::COMPLETED)
    out.push_back("an event that does not come with COMPLETED");
  if (!message.GetReflection()->GetUnknownFields(message).empty())
    out.push_back("fields that no ChaincodeMessage has");
  check_payload(message, rules, out);
  return out;
}

}  // namespace tradelane::test
