// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/requests.hpp"

#include "chaincode/base/result.hpp"
#include "proto/common/policies.pb.h"
#include "proto/msp/msp_principal.pb.h"
#include "proto/peer/chaincode.pb.h"

namespace tradelane::differential {
namespace {

// Written by hand: the library complains about keys that are no UTF-8.
Bytes field(int number, const Bytes& content) {
  Bytes out{static_cast<char>(number << 3 | 2)};
  std::size_t length = content.size();
  for (; length >= 0x80; length >>= 7) out += static_cast<char>(0x80 | (length & 0x7f));
  out += static_cast<char>(length);
  return content.empty() ? Bytes{} : out + content;
}

Message message(Message::Type type, const Bytes& payload) {
  Message out;
  out.set_type(type);
  out.set_payload(payload);
  return out;
}

Bytes get_bytes(const At& at) { return field(1, at.key) + field(2, at.collection); }

protos::WriteRecord record_of(const Message& write) {
  protos::WriteRecord out;
  if (write.type() == Message::PUT_STATE) {
    protos::PutState put;
    put.ParseFromString(write.payload());
    out.set_type(protos::WriteRecord::PUT_STATE);
    out.set_key(put.key());
    out.set_value(put.value());
    out.set_collection(put.collection());
    return out;
  }
  if (write.type() != Message::DEL_STATE) throw Fault("no such write in a batch");
  protos::DelState del;
  del.ParseFromString(write.payload());
  out.set_type(protos::WriteRecord::DEL_STATE);
  out.set_key(del.key());
  out.set_collection(del.collection());
  return out;
}

}  // namespace

Message get(const At& at) { return message(Message::GET_STATE, get_bytes(at)); }
Message get_hash(const At& at) { return message(Message::GET_PRIVATE_DATA_HASH, get_bytes(at)); }
Message erase(const At& at) { return message(Message::DEL_STATE, get_bytes(at)); }
Message purge(const At& at) { return message(Message::PURGE_PRIVATE_DATA, get_bytes(at)); }
Message get_metadata(const At& at) { return message(Message::GET_STATE_METADATA, get_bytes(at)); }

Message get_many(const std::string& collection, const std::vector<std::string>& keys) {
  protos::GetStateMultiple out;
  out.set_collection(collection);
  for (const std::string& key : keys) out.add_keys(key);
  return message(Message::GET_STATE_MULTIPLE, out.SerializeAsString());
}

Message put(const At& at, const Bytes& value) {
  return message(Message::PUT_STATE, field(1, at.key) + field(2, value) + field(3, at.collection));
}

Message put_metadata(const At& at, const std::string& name, const Bytes& value) {
  protos::PutStateMetadata out;
  out.set_key(at.key);
  out.set_collection(at.collection);
  out.mutable_metadata()->set_metakey(name);
  out.mutable_metadata()->set_value(value);
  return message(Message::PUT_STATE_METADATA, out.SerializeAsString());
}

Message history(const std::string& key) {
  return message(Message::GET_HISTORY_FOR_KEY, field(1, key));
}

Message rich_query(const std::string& query) {
  return message(Message::GET_QUERY_RESULT, field(1, query));
}

Message rows(const Rows& range) {
  protos::QueryMetadata paging;
  paging.set_pagesize(range.page_size);
  paging.set_bookmark(range.bookmark);
  protos::GetStateByRange out;
  out.set_startkey(range.start);
  out.set_endkey(range.end);
  out.set_collection(range.collection);
  if (range.page_size != 0) out.set_metadata(paging.SerializeAsString());
  return message(Message::GET_STATE_BY_RANGE, out.SerializeAsString());
}

Message next_rows() { return message(Message::QUERY_STATE_NEXT, {}); }
Message close_rows() { return message(Message::QUERY_STATE_CLOSE, {}); }

Message invoke(const std::string& target, const std::vector<Message>& requests,
               const Message& end) {
  protos::ChaincodeSpec out;
  out.mutable_chaincode_id()->set_name(target);
  out.mutable_input()->add_args("probe");
  for (const Bytes& arg : probe_arguments(requests, end)) out.mutable_input()->add_args(arg);
  return message(Message::INVOKE_CHAINCODE, out.SerializeAsString());
}

Message batch(const std::vector<Message>& writes) {
  protos::WriteBatchState out;
  for (const Message& write : writes) *out.add_rec() = record_of(write);
  return message(Message::WRITE_BATCH_STATE, out.SerializeAsString());
}

Message completed(int status, const std::string& text) {
  protos::Response response;
  response.set_status(status);
  response.set_message(text);
  return message(Message::COMPLETED, response.SerializeAsString());
}

Message completed_with_event(int status, const std::string& name, const Bytes& payload) {
  Message out = completed(status);
  out.mutable_chaincode_event()->set_event_name(name);
  out.mutable_chaincode_event()->set_payload(payload);
  return out;
}

Message failed(const std::string& text) { return message(Message::ERROR, text); }

Bytes key_policy(std::int32_t n, const std::vector<std::string>& msps) {
  common::SignaturePolicyEnvelope out;
  auto* rule = out.mutable_rule()->mutable_n_out_of();
  rule->set_n(n);
  for (std::size_t i = 0; i < msps.size(); ++i) {
    rule->add_rules()->set_signed_by(static_cast<std::int32_t>(i));
    common::MSPRole role;
    role.set_msp_identifier(msps[i]);
    role.set_role(common::MSPRole::PEER);
    auto* principal = out.add_identities();
    principal->set_principal_classification(common::MSPPrincipal::ROLE);
    principal->set_principal(role.SerializeAsString());
  }
  return out.SerializeAsString();
}

}  // namespace tradelane::differential
