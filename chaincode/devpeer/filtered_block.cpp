// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/filtered_block.hpp"

#include "proto/common/common.pb.h"
#include "proto/peer/events.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"

namespace tradelane::devpeer {
namespace {

/// False when the action cannot be read.
bool add_event(const protos::TransactionAction& in, protos::FilteredTransactionActions& out) {
  protos::ChaincodeActionPayload payload;
  protos::ProposalResponsePayload response;
  protos::ChaincodeAction action;
  protos::ChaincodeEvent event;
  if (!payload.ParseFromString(in.payload())) return false;
  if (!payload.has_action()) return true;
  if (!response.ParseFromString(payload.action().proposal_response_payload()) ||
      !action.ParseFromString(response.extension()) || !event.ParseFromString(action.events()))
    return false;
  if (event.chaincode_id().empty()) return true;
  event.clear_payload();
  *out.add_chaincode_actions()->mutable_chaincode_event() = std::move(event);
  return true;
}

bool add_actions(const std::string& data, protos::FilteredTransaction& out) {
  protos::Transaction transaction;
  if (!transaction.ParseFromString(data)) return false;
  for (const auto& action : transaction.actions())
    if (!add_event(action, *out.mutable_transaction_actions())) return false;
  out.mutable_transaction_actions();  // there also without events
  return true;
}

}  // namespace

std::optional<protos::FilteredBlock> filter_block(const common::Block& block) {
  protos::FilteredBlock out;
  out.set_number(block.header().number());
  const std::string& codes = block.metadata().metadata(common::TRANSACTIONS_FILTER);
  for (int i = 0; i < block.data().data_size(); ++i) {
    common::Envelope envelope;
    common::Payload payload;
    common::ChannelHeader header;
    if (!envelope.ParseFromString(block.data().data(i))) continue;
    if (!payload.ParseFromString(envelope.payload())) return std::nullopt;
    if (!payload.has_header()) continue;
    if (!header.ParseFromString(payload.header().channel_header())) return std::nullopt;
    out.set_channel_id(header.channel_id());
    protos::FilteredTransaction& transaction = *out.add_filtered_transactions();
    transaction.set_txid(header.tx_id());
    transaction.set_type(static_cast<common::HeaderType>(header.type()));
    const auto code = static_cast<unsigned char>(codes[static_cast<std::size_t>(i)]);
    transaction.set_tx_validation_code(static_cast<protos::TxValidationCode>(code));
    if (header.type() == common::ENDORSER_TRANSACTION && !add_actions(payload.data(), transaction))
      return std::nullopt;
  }
  return out;
}

}  // namespace tradelane::devpeer
