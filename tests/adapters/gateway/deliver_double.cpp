// SPDX-License-Identifier: Apache-2.0
#include "tests/adapters/gateway/deliver_double.hpp"

#include "chaincode/crypto/certificate_check.hpp"
#include "proto/ledger/kv_rwset.pb.h"
#include "proto/ledger/rwset.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"
#include "tests/support/parse.hpp"

namespace tradelane::test {

namespace {

std::string results() {
  kvrwset::KVRWSet keys;
  auto& read = *keys.add_reads();
  read.set_key("a");
  read.mutable_version()->set_block_num(3);
  read.mutable_version()->set_tx_num(1);
  keys.add_reads()->set_key("absent");
  auto& write = *keys.add_writes();
  write.set_key("b");
  write.set_value("2");
  auto& erase = *keys.add_writes();
  erase.set_key("c");
  erase.set_is_delete(true);
  auto& beside = *keys.add_metadata_writes();
  beside.set_key("b");
  beside.add_entries()->set_name("VALIDATION_PARAMETER");
  beside.mutable_entries(0)->set_value("policy");
  kvrwset::HashedRWSet hashed;
  auto& secret = *hashed.add_hashed_writes();
  secret.set_key_hash("key hash");
  secret.set_value_hash("value hash");
  hashed.add_metadata_writes()->set_key_hash("key hash");
  rwset::TxReadWriteSet set;
  auto& space = *set.add_ns_rwset();
  space.set_namespace_("tradelane");
  space.set_rwset(keys.SerializeAsString());
  auto& collection = *space.add_collection_hashed_rwset();
  collection.set_collection_name("_implicit_org_BankHMSP");
  collection.set_hashed_rwset(hashed.SerializeAsString());
  return set.SerializeAsString();
}

std::string action(const std::string& id) {
  protos::ChaincodeEvent event;
  event.set_chaincode_id("tradelane");
  event.set_tx_id(id);
  event.set_event_name("tradelane.v1");
  event.set_payload("[" + id + "]");
  protos::ChaincodeAction result;
  result.set_results(results());
  result.set_events(event.SerializeAsString());
  result.mutable_response()->set_status(200);
  result.mutable_response()->set_payload("answer");
  protos::ProposalResponsePayload response;
  response.set_extension(result.SerializeAsString());
  protos::ChaincodeInvocationSpec spec;
  spec.mutable_chaincode_spec()->mutable_chaincode_id()->set_name("tradelane");
  for (const char* arg : {"ebl:Transfer", "{}"})
    spec.mutable_chaincode_spec()->mutable_input()->add_args(arg);
  protos::ChaincodeProposalPayload input;
  input.set_input(spec.SerializeAsString());
  protos::ChaincodeActionPayload payload;
  payload.set_chaincode_proposal_payload(input.SerializeAsString());
  payload.mutable_action()->set_proposal_response_payload(response.SerializeAsString());
  payload.mutable_action()->add_endorsements()->set_endorser(
      gateway::Identity{.msp = "OperatorMSP", .certificate = "c"}.creator());
  return payload.SerializeAsString();
}

std::string transaction(const std::string& id) {
  common::ChannelHeader channel;
  channel.set_type(common::ENDORSER_TRANSACTION);
  channel.set_channel_id("trade");
  channel.set_tx_id(id);
  channel.mutable_timestamp()->set_seconds(1'700'000'000);
  common::SignatureHeader author;
  author.set_creator(gateway::Identity{.msp = "BankHMSP", .certificate = "PEM"}.creator());
  protos::Transaction body;
  body.add_actions()->set_payload(action(id));
  common::Payload payload;
  payload.mutable_header()->set_channel_header(channel.SerializeAsString());
  payload.mutable_header()->set_signature_header(author.SerializeAsString());
  payload.set_data(body.SerializeAsString());
  common::Envelope envelope;
  envelope.set_payload(payload.SerializeAsString());
  return envelope.SerializeAsString();
}

}  // namespace

common::Block block_of(std::uint64_t number, const std::vector<std::string>& ids) {
  common::Block block;
  block.mutable_header()->set_number(number);
  block.mutable_header()->set_previous_hash("before");
  block.mutable_header()->set_data_hash("data");
  std::string verdicts;
  for (const std::string& id : ids) {
    block.mutable_data()->add_data(transaction(id));
    verdicts += static_cast<char>(verdicts.empty() ? protos::MVCC_READ_CONFLICT : protos::VALID);
  }
  for (int i = 0; i <= common::TRANSACTIONS_FILTER; ++i) block.mutable_metadata()->add_metadata();
  block.mutable_metadata()->set_metadata(common::TRANSACTIONS_FILTER, verdicts);
  return block;
}

void write_block(DeliverDouble::Wire& wire, const Sought& asked, const common::Block& block) {
  protos::DeliverResponse response;
  if (asked.stream == "Deliver") {
    *response.mutable_block() = block;
  } else if (asked.stream == "DeliverFiltered") {
    response.mutable_filtered_block()->set_number(block.header().number());
  } else {
    *response.mutable_block_and_private_data()->mutable_block() = block;
  }
  wire.Write(response);
}

void write_status(DeliverDouble::Wire& wire, common::Status status) {
  protos::DeliverResponse response;
  response.set_status(status);
  wire.Write(response);
}

DeliverDouble::DeliverDouble(const Person& client, const TlsFiles* tls) : client_(client) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", server_credentials(tls), &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
  if (!server_ || port_ == 0) throw std::runtime_error("the double cannot listen");
}

DeliverDouble::~DeliverDouble() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

gateway::Connection DeliverDouble::connection() const {
  return *gateway::Connection::open({.address = address(), .plaintext = true});
}

grpc::Status DeliverDouble::serve(const char* stream, grpc::ServerContext& context, Wire& wire) {
  common::Envelope envelope;
  if (!wire.Read(&envelope)) return grpc::Status::OK;
  const auto payload = parse<common::Payload>(envelope.payload());
  const auto header = parse<common::ChannelHeader>(payload.header().channel_header());
  const auto author = parse<common::SignatureHeader>(payload.header().signature_header());
  const bool fine = header.type() == common::DELIVER_SEEK_INFO &&
                    header.timestamp().seconds() > 1'700'000'000 &&
                    author.creator() == client_.identity.creator() &&
                    crypto::verify_fabric_signature(client_.key.public_key(), envelope.payload(),
                                                    envelope.signature());
  if (!fine) {
    write_status(wire, common::BAD_REQUEST);
    return grpc::Status::OK;
  }
  const Sought asked{.stream = stream,
                     .channel = header.channel_id(),
                     .tls_certificate_hash = header.tls_cert_hash(),
                     .info = parse<orderer::SeekInfo>(payload.data())};
  sought.push_back(asked);
  const Script told = script.get();
  return told ? told(context, wire, asked) : grpc::Status::OK;
}

grpc::Status DeliverDouble::Deliver(grpc::ServerContext* context, Wire* wire) {
  return serve("Deliver", *context, *wire);
}
grpc::Status DeliverDouble::DeliverFiltered(grpc::ServerContext* context, Wire* wire) {
  return serve("DeliverFiltered", *context, *wire);
}
grpc::Status DeliverDouble::DeliverWithPrivateData(grpc::ServerContext* context, Wire* wire) {
  return serve("DeliverWithPrivateData", *context, *wire);
}

}  // namespace tradelane::test
