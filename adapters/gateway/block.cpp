// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/block_messages.hpp"
#include "proto/ledger/kv_rwset.pb.h"
#include "proto/ledger/rwset.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"

namespace tradelane::gateway {

namespace {

/// What cannot be read is as good as empty: a ledger also keeps what some client sent as a
/// transaction and no peer could make sense of, with a verdict that says so.
template <class Message>
Message parse(std::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) message.Clear();
  return message;
}

Error unreadable(const char* what) { return refuse(Code::arg_malformed, "", what); }

std::string name_of_code(int code) {
  const auto name = protos::TxValidationCode_IsValid(code)
                        ? protos::TxValidationCode_Name(static_cast<protos::TxValidationCode>(code))
                        : std::string();
  return name.empty() ? std::to_string(code) : name;
}

std::string name_of_type(int type) {
  return common::HeaderType_IsValid(type)
             ? common::HeaderType_Name(static_cast<common::HeaderType>(type))
             : std::to_string(type);
}

Event read_event(const protos::ChaincodeEvent& event, std::uint64_t block) {
  return Event{.block = block,
               .transaction_id = event.tx_id(),
               .chaincode = event.chaincode_id(),
               .name = event.event_name(),
               .payload = event.payload()};
}

template <class Write>
std::vector<std::pair<std::string, Bytes>> read_entries(const Write& write) {
  std::vector<std::pair<std::string, Bytes>> out;
  for (const auto& entry : write.entries()) out.emplace_back(entry.name(), entry.value());
  return out;
}

std::vector<KeyWrite> read_writes(const kvrwset::KVRWSet& set) {
  std::vector<KeyWrite> out;
  for (const auto& write : set.writes())
    out.push_back({.key = write.key(), .is_delete = write.is_delete(), .value = write.value()});
  return out;
}

std::vector<MetadataWrite> read_metadata(const kvrwset::KVRWSet& set) {
  std::vector<MetadataWrite> out;
  for (const auto& write : set.metadata_writes())
    out.push_back({.key = write.key(), .entries = read_entries(write)});
  return out;
}

std::vector<MetadataWrite> read_metadata(const kvrwset::HashedRWSet& set) {
  std::vector<MetadataWrite> out;
  for (const auto& write : set.metadata_writes())
    out.push_back({.key = write.key_hash(), .entries = read_entries(write)});
  return out;
}

CollectionWrites read_collection(const rwset::CollectionHashedReadWriteSet& set) {
  CollectionWrites out{.collection = set.collection_name()};
  const auto hashed = parse<kvrwset::HashedRWSet>(set.hashed_rwset());
  for (const auto& write : hashed.hashed_writes())
    out.writes.push_back({.key_hash = write.key_hash(),
                          .is_delete = write.is_delete(),
                          .value_hash = write.value_hash(),
                          .is_purge = write.is_purge()});
  out.metadata = read_metadata(hashed);
  return out;
}

NamespaceAccess read_access(const rwset::NsReadWriteSet& set) {
  NamespaceAccess out{.name = set.namespace_()};
  const auto keys = parse<kvrwset::KVRWSet>(set.rwset());
  for (const auto& read : keys.reads()) {
    KeyRead one{.key = read.key()};
    if (read.has_version()) one.version = {read.version().block_num(), read.version().tx_num()};
    out.reads.push_back(std::move(one));
  }
  out.writes = read_writes(keys);
  out.metadata = read_metadata(keys);
  for (const auto& collection : set.collection_hashed_rwset())
    out.collections.push_back(read_collection(collection));
  return out;
}

/// What an endorsed transaction holds besides its headers.
void read_action(const protos::TransactionAction& action, std::uint64_t block,
                 BlockTransaction& out) {
  const auto payload = parse<protos::ChaincodeActionPayload>(action.payload());
  const auto input = parse<protos::ChaincodeProposalPayload>(payload.chaincode_proposal_payload());
  const auto spec = parse<protos::ChaincodeInvocationSpec>(input.input()).chaincode_spec();
  out.chaincode = spec.chaincode_id().name();
  out.args.assign(spec.input().args().begin(), spec.input().args().end());
  for (const auto& endorsement : payload.action().endorsements())
    out.endorsers.push_back(parse<msp::SerializedIdentity>(endorsement.endorser()).mspid());

  const auto response =
      parse<protos::ProposalResponsePayload>(payload.action().proposal_response_payload());
  const auto result = parse<protos::ChaincodeAction>(response.extension());
  out.response_status = result.response().status();
  out.response_payload = result.response().payload();
  const auto results = parse<rwset::TxReadWriteSet>(result.results());
  for (const auto& set : results.ns_rwset()) out.accesses.push_back(read_access(set));
  const auto event = parse<protos::ChaincodeEvent>(result.events());
  if (!event.event_name().empty()) out.event = read_event(event, block);
}

BlockTransaction transaction_from(std::string_view bytes, int code, std::uint64_t block) {
  const auto payload = parse<common::Payload>(parse<common::Envelope>(bytes).payload());
  const auto header = parse<common::ChannelHeader>(payload.header().channel_header());
  const auto author = parse<common::SignatureHeader>(payload.header().signature_header());
  const auto creator = parse<msp::SerializedIdentity>(author.creator());
  BlockTransaction out{.id = header.tx_id(),
                       .channel = header.channel_id(),
                       .type = header.type(),
                       .type_name = name_of_type(header.type()),
                       .code = code,
                       .code_name = name_of_code(code),
                       .time = {header.timestamp().seconds()},
                       .creator_msp = creator.mspid(),
                       .creator_certificate = creator.id_bytes()};
  if (header.type() != common::ENDORSER_TRANSACTION) return out;
  const auto transaction = parse<protos::Transaction>(payload.data());
  if (transaction.actions_size() > 0) read_action(transaction.actions(0), block, out);
  return out;
}

std::vector<PrivateWrites> read_private(const rwset::TxPvtReadWriteSet& set) {
  std::vector<PrivateWrites> out;
  for (const auto& space : set.ns_pvt_rwset())
    for (const auto& collection : space.collection_pvt_rwset())
      out.push_back({.chaincode = space.namespace_(),
                     .collection = collection.collection_name(),
                     .writes = read_writes(parse<kvrwset::KVRWSet>(collection.rwset()))});
  return out;
}

FilteredTransaction read_filtered(const protos::FilteredTransaction& transaction,
                                  std::uint64_t block) {
  FilteredTransaction out{.id = transaction.txid(),
                          .type = transaction.type(),
                          .type_name = name_of_type(transaction.type()),
                          .code = transaction.tx_validation_code(),
                          .code_name = name_of_code(transaction.tx_validation_code())};
  for (const auto& action : transaction.transaction_actions().chaincode_actions())
    if (!action.chaincode_event().event_name().empty())
      out.events.push_back(read_event(action.chaincode_event(), block));
  return out;
}

}  // namespace

Block block_from(const common::Block& block) {
  Block out{.number = block.header().number(),
            .previous_hash = block.header().previous_hash(),
            .data_hash = block.header().data_hash(),
            .bytes = block.SerializeAsString()};
  const auto& metadata = block.metadata().metadata();
  const std::string verdicts = metadata.size() > common::TRANSACTIONS_FILTER
                                   ? metadata[common::TRANSACTIONS_FILTER]
                                   : std::string();
  for (int i = 0; i < block.data().data_size(); ++i) {
    const auto place = static_cast<std::size_t>(i);
    int code = protos::NOT_VALIDATED;
    if (place < verdicts.size()) code = static_cast<unsigned char>(verdicts[place]);
    out.transactions.push_back(transaction_from(block.data().data(i), code, out.number));
  }
  return out;
}

FilteredBlock block_from(const protos::FilteredBlock& block) {
  FilteredBlock out{.channel = block.channel_id(), .number = block.number()};
  for (const auto& transaction : block.filtered_transactions())
    out.transactions.push_back(read_filtered(transaction, out.number));
  return out;
}

BlockAndPrivateData block_from(const protos::BlockAndPrivateData& both) {
  BlockAndPrivateData out{.block = block_from(both.block())};
  for (const auto& [place, set] : both.private_data_map())
    out.private_data.emplace(place, read_private(set));
  return out;
}

BlockTransaction read_transaction(std::string_view envelope) {
  return transaction_from(envelope, protos::NOT_VALIDATED, 0);
}

Result<Block> read_block(std::string_view bytes) {
  common::Block block;
  if (!block.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !block.has_header())
    return unreadable("a block");
  return block_from(block);
}

Result<FilteredBlock> read_filtered_block(std::string_view bytes) {
  protos::FilteredBlock block;
  if (!block.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return unreadable("a filtered block");
  return block_from(block);
}

Result<BlockAndPrivateData> read_block_and_private_data(std::string_view bytes) {
  protos::BlockAndPrivateData both;
  if (!both.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      !both.block().has_header())
    return unreadable("a block with private data");
  return block_from(both);
}

}  // namespace tradelane::gateway
