// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/message.hpp"

#include <algorithm>

#include "chaincode/base/result.hpp"
#include "chaincode/shim/text.hpp"
#include "proto/ledger/query_result.pb.h"
#include "proto/peer/shim.pb.h"

namespace tradelane::shim {
namespace {

using Wire = protos::ChaincodeMessage;

/// Fabric's own shims never go below this, whatever the peer announces.
constexpr std::uint32_t smallest_batch = 100;

template <class T>
T parse(std::string_view bytes) {
  T out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw Fault("the peer's answer cannot be read");
  return out;
}

template <class T>
void parse_into(std::string_view bytes, T& out) {
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw Fault("a row of the peer's answer cannot be read");
}

Wire message_of(MessageType type, const TransactionId& id) {
  Wire message;
  message.set_type(static_cast<Wire::Type>(type));
  message.set_channel_id(id.channel);
  message.set_txid(id.txid);
  return message;
}

Bytes request(MessageType type, const TransactionId& id, const google::protobuf::Message& payload) {
  Wire message = message_of(type, id);
  message.set_payload(payload.SerializeAsString());
  return message.SerializeAsString();
}

std::string page_bytes(const std::optional<PageRequest>& page) {
  if (!page) return {};
  protos::QueryMetadata metadata;
  metadata.set_pagesize(page->size);
  metadata.set_bookmark(std::string(page->bookmark));
  return metadata.SerializeAsString();
}

void set_record(protos::WriteRecord& record, const PendingWrite& write) {
  record.set_key(write.key);
  record.set_collection(write.collection);
  record.set_type(static_cast<protos::WriteRecord::Type>(write.type));
  if (write.type == MessageType::put_state) record.set_value(write.value);
  if (write.type != MessageType::put_state_metadata) return;
  record.mutable_metadata()->set_metakey(write.metakey);
  record.mutable_metadata()->set_value(write.value);
}

}  // namespace

std::string name_of(MessageType type) {
  const auto number = static_cast<int>(type);
  const std::string& name = Wire::Type_Name(number);
  return name.empty() ? std::to_string(number) : name;
}

PeerMessage::PeerMessage() : message_(std::make_unique<Wire>()) {}
PeerMessage::PeerMessage(PeerMessage&&) noexcept = default;
PeerMessage& PeerMessage::operator=(PeerMessage&&) noexcept = default;
PeerMessage::~PeerMessage() = default;

std::optional<PeerMessage> PeerMessage::decode(Bytes bytes) {
  PeerMessage out;
  if (!out.message_->ParseFromString(bytes)) return std::nullopt;
  out.bytes_ = std::move(bytes);
  return out;
}

MessageType PeerMessage::type() const { return static_cast<MessageType>(message_->type()); }
std::string_view PeerMessage::channel() const { return message_->channel_id(); }
std::string_view PeerMessage::txid() const { return message_->txid(); }
std::string_view PeerMessage::payload() const { return message_->payload(); }
std::string_view PeerMessage::proposal() const { return message_->proposal().proposal_bytes(); }
std::string_view PeerMessage::proposal_signature() const {
  return message_->proposal().signature();
}

PeerAbilities read_abilities(const PeerMessage& ready) {
  protos::ChaincodeAdditionalParams announced;
  if (!announced.ParseFromString(std::string(ready.payload()))) return {};
  PeerAbilities out;
  if (announced.use_write_batch())
    out.write_batch = std::max(smallest_batch, announced.max_size_write_batch());
  if (announced.use_get_multiple_keys())
    out.get_multiple = std::max(smallest_batch, announced.max_size_get_multiple_keys());
  return out;
}

std::optional<Input> read_input(const PeerMessage& transaction) {
  const auto wire = std::make_shared<protos::ChaincodeInput>();
  const std::string_view payload = transaction.payload();
  if (!wire->ParseFromArray(payload.data(), static_cast<int>(payload.size()))) return std::nullopt;
  Input out{.is_init = wire->is_init(), .owner = wire};
  for (const Bytes& arg : wire->args()) out.args.emplace_back(arg);
  for (const auto& [name, value] : wire->decorations()) out.decorations.emplace(name, value);
  return out;
}

std::vector<Bytes> read_multiple(const PeerMessage& answer) {
  auto result = parse<protos::GetStateMultipleResult>(answer.payload());
  std::vector<Bytes> out;
  out.reserve(static_cast<std::size_t>(result.values_size()));
  for (auto& value : *result.mutable_values()) out.push_back(std::move(value));
  return out;
}

std::vector<std::pair<std::string, Bytes>> read_metadata(const PeerMessage& answer) {
  const auto result = parse<protos::StateMetadataResult>(answer.payload());
  std::vector<std::pair<std::string, Bytes>> out;
  for (const auto& entry : result.entries()) out.emplace_back(entry.metakey(), entry.value());
  return out;
}

Response read_callee_response(const PeerMessage& answer) {
  const auto inner = parse<Wire>(answer.payload());
  if (inner.type() != Wire::COMPLETED)
    return Response::refusal(500, utf8_or_marked(inner.payload()));
  const auto response = parse<protos::Response>(inner.payload());
  return {
      .status = response.status(), .message = response.message(), .payload = response.payload()};
}

QueryPage::QueryPage() : page_(std::make_unique<protos::QueryResponse>()) {}
QueryPage::QueryPage(const PeerMessage& answer) : QueryPage() {
  *page_ = parse<protos::QueryResponse>(answer.payload());
  bytes_ = answer.bytes().size();
  if (page_->metadata().empty()) return;
  const auto metadata = parse<protos::QueryResponseMetadata>(page_->metadata());
  fetched_ = metadata.fetched_records_count();
  bookmark_ = metadata.bookmark();
}
QueryPage::QueryPage(QueryPage&&) noexcept = default;
QueryPage& QueryPage::operator=(QueryPage&&) noexcept = default;
QueryPage::~QueryPage() = default;

std::size_t QueryPage::size() const { return static_cast<std::size_t>(page_->results_size()); }
std::string_view QueryPage::row(std::size_t index) const {
  return page_->results(static_cast<int>(index)).resultbytes();
}
bool QueryPage::has_more() const { return page_->has_more(); }
const std::string& QueryPage::id() const { return page_->id(); }

void read_row(std::string_view row, KeyValue& into) {
  queryresult::KV kv;
  parse_into(row, kv);
  into.key = std::move(*kv.mutable_key());
  into.value = std::move(*kv.mutable_value());
}

void read_row(std::string_view row, KeyModification& into) {
  queryresult::KeyModification wire;
  parse_into(row, wire);
  into.txid = std::move(*wire.mutable_tx_id());
  into.value = std::move(*wire.mutable_value());
  into.seconds = wire.timestamp().seconds();
  into.nanos = wire.timestamp().nanos();
  into.is_delete = wire.is_delete();
}

Bytes register_message(const std::string& package_id) {
  protos::ChaincodeID id;
  id.set_name(package_id);
  Wire message;
  message.set_type(Wire::REGISTER);
  message.set_payload(id.SerializeAsString());
  return message.SerializeAsString();
}

Bytes get_message(MessageType type, const TransactionId& id, const StatePlace& place) {
  protos::GetState get;  // GetStateMetadata looks the same on the wire
  get.set_key(std::string(place.key));
  get.set_collection(std::string(place.collection));
  return request(type, id, get);
}

Bytes get_multiple_message(const TransactionId& id, std::string_view collection,
                           std::span<const std::string> keys) {
  protos::GetStateMultiple get;
  for (const std::string& key : keys) get.add_keys(key);
  get.set_collection(std::string(collection));
  return request(MessageType::get_state_multiple, id, get);
}

Bytes write_message(const TransactionId& id, const PendingWrite& write) {
  if (write.type == MessageType::put_state) {
    protos::PutState put;
    put.set_key(write.key);
    put.set_value(write.value);
    put.set_collection(write.collection);
    return request(write.type, id, put);
  }
  if (write.type == MessageType::put_state_metadata) {
    protos::PutStateMetadata put;
    put.set_key(write.key);
    put.set_collection(write.collection);
    put.mutable_metadata()->set_metakey(write.metakey);
    put.mutable_metadata()->set_value(write.value);
    return request(write.type, id, put);
  }
  protos::DelState del;  // PurgePrivateState looks the same on the wire
  del.set_key(write.key);
  del.set_collection(write.collection);
  return request(write.type, id, del);
}

Bytes write_batch_message(const TransactionId& id, std::span<const PendingWrite> writes) {
  protos::WriteBatchState batch;
  for (const PendingWrite& write : writes) set_record(*batch.add_rec(), write);
  return request(MessageType::write_batch_state, id, batch);
}

Bytes range_message(const TransactionId& id, const RangeRequest& wanted) {
  protos::GetStateByRange get;
  get.set_startkey(std::string(wanted.start));
  get.set_endkey(std::string(wanted.end));
  get.set_collection(std::string(wanted.collection));
  get.set_metadata(page_bytes(wanted.page));
  return request(MessageType::get_state_by_range, id, get);
}

Bytes rich_query_message(const TransactionId& id, const RichRequest& wanted) {
  protos::GetQueryResult get;
  get.set_query(std::string(wanted.query));
  get.set_collection(std::string(wanted.collection));
  get.set_metadata(page_bytes(wanted.page));
  return request(MessageType::get_query_result, id, get);
}

Bytes history_message(const TransactionId& id, std::string_view key) {
  protos::GetHistoryForKey get;
  get.set_key(std::string(key));
  return request(MessageType::get_history_for_key, id, get);
}

Bytes cursor_message(MessageType type, const TransactionId& id, const std::string& query) {
  protos::QueryStateNext next;  // QueryStateClose looks the same on the wire
  next.set_id(query);
  return request(type, id, next);
}

Bytes invoke_message(const TransactionId& id, const std::string& target,
                     std::span<const Bytes> args) {
  protos::ChaincodeSpec spec;
  spec.mutable_chaincode_id()->set_name(target);
  auto* input = spec.mutable_input();
  for (const Bytes& arg : args) input->add_args(arg);
  return request(MessageType::invoke_chaincode, id, spec);
}

Bytes completed_message(const TransactionId& id, const Response& response,
                        const std::optional<Event>& event) {
  protos::Response wire;
  wire.set_status(response.status);
  wire.set_message(response.message);
  wire.set_payload(response.payload);
  Wire message = message_of(MessageType::completed, id);
  message.set_payload(wire.SerializeAsString());
  if (event) {
    message.mutable_chaincode_event()->set_event_name(event->name);
    message.mutable_chaincode_event()->set_payload(event->payload);
  }
  return message.SerializeAsString();
}

Bytes error_message(const TransactionId& id, std::string_view text) {
  Wire message = message_of(MessageType::error, id);
  message.set_payload(utf8_or_marked(text));
  return message.SerializeAsString();
}

}  // namespace tradelane::shim
