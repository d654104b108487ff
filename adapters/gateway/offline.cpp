// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/offline.hpp"

#include <utility>

#include "adapters/gateway/connection_impl.hpp"
#include "adapters/gateway/grpc_failure.hpp"
#include "adapters/gateway/streams.hpp"
#include "chaincode/crypto/random.hpp"
#include "proto/gateway/gateway.grpc.pb.h"

namespace tradelane::gateway {

namespace {

constexpr std::size_t nonce_bytes = 24;

Timestamp now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count()};
}

Failure unsigned_failure(const std::string& transaction_id) {
  return Failure{.code = GrpcCode::invalid_argument,
                 .message = "it is not signed",
                 .transaction_id = transaction_id};
}

template <class Request>
void fill(Request& request, const Proposal& proposal) {
  request.set_transaction_id(proposal.transaction_id);
  request.set_channel_id(proposal.channel);
  request.mutable_proposed_transaction()->set_proposal_bytes(proposal.bytes);
  request.mutable_proposed_transaction()->set_signature(proposal.signature);
}

template <class T, RequestKind Kind>
std::unique_ptr<Stream<T>> open_signed(const Connection& connection, const Signable<Kind>& request,
                                       std::optional<Duration> deadline) {
  if (request.signature.empty()) return std::make_unique<FailedStream<T>>(unsigned_failure(""));
  return open_stream(connection, request, request.within ? request.within : deadline);
}

}  // namespace

struct OfflineClient::Impl {
  Impl(const Connection& to, Identity as, Deadlines limits)
      : connection(to), identity(std::move(as)), deadlines(limits), stub(to.impl().channel) {}

  /// Makes one call of `method`; a lost connection is noticed.
  template <class Request, class Response>
  grpc::Status call(grpc::Status (::gateway::Gateway::Stub::*method)(grpc::ClientContext*,
                                                                     const Request&, Response*),
                    const Request& request, Response& response, Duration within) const {
    grpc::ClientContext context;
    limit(context, within);
    const grpc::Status status = (stub.*method)(&context, request, &response);
    connection.impl().heed(status);
    return status;
  }

  Connection connection;
  Identity identity;
  Deadlines deadlines;
  /// Safe from any thread, as gRPC says.
  mutable ::gateway::Gateway::Stub stub;
};

OfflineClient::OfflineClient(const Connection& connection, Identity identity, Deadlines deadlines)
    : impl_(std::make_shared<const Impl>(connection, std::move(identity), deadlines)) {}
OfflineClient::~OfflineClient() = default;
OfflineClient::OfflineClient(const OfflineClient&) = default;

const Identity& OfflineClient::identity() const { return impl_->identity; }

Result<Proposal> OfflineClient::propose(const Call& call) const {
  if (!call.transient.empty() && call.organisations.empty())
    return refuse(Code::gw_endorsers, "", call.function);
  return make_proposal(call, impl_->identity,
                       {.nonce = crypto::random_bytes(nonce_bytes), .now = now()});
}

SignableStatus OfflineClient::request(const StatusRequest& request) const {
  return make_request(request, impl_->identity);
}

SignableEvents OfflineClient::request(const EventsRequest& request) const {
  return make_request(request, impl_->identity);
}

template <RequestKind Kind>
Signable<Kind> OfflineClient::request(const BlocksRequest& request) const {
  return make_request<Kind>(
      request, impl_->identity,
      {.now = now(), .tls_certificate_hash = impl_->connection.impl().tls_certificate_hash});
}
template SignableBlocks OfflineClient::request(const BlocksRequest&) const;
template SignableFilteredBlocks OfflineClient::request(const BlocksRequest&) const;
template SignableBlocksAndPrivateData OfflineClient::request(const BlocksRequest&) const;

Outcome<Bytes, EvaluateFailure> OfflineClient::evaluate(const Proposal& proposal) const {
  if (proposal.signature.empty()) return EvaluateFailure(unsigned_failure(proposal.transaction_id));
  ::gateway::EvaluateRequest request;
  fill(request, proposal);
  for (const std::string& msp : proposal.organisations) request.add_target_organizations(msp);
  if (proposal.organisations.empty()) request.add_target_organizations(impl_->identity.msp);
  ::gateway::EvaluateResponse response;
  const auto status = impl_->call(&::gateway::Gateway::Stub::Evaluate, request, response,
                                  proposal.within.value_or(impl_->deadlines.evaluate));
  if (!status.ok()) return EvaluateFailure(read_failure(status, proposal.transaction_id));
  return response.result().payload();
}

Outcome<EndorsedTransaction, EndorseFailure> OfflineClient::endorse(
    const Proposal& proposal) const {
  if (proposal.signature.empty()) return EndorseFailure(unsigned_failure(proposal.transaction_id));
  ::gateway::EndorseRequest request;
  fill(request, proposal);
  for (const std::string& msp : proposal.organisations) request.add_endorsing_organizations(msp);
  ::gateway::EndorseResponse response;
  const auto status = impl_->call(&::gateway::Gateway::Stub::Endorse, request, response,
                                  proposal.within.value_or(impl_->deadlines.endorse));
  if (!status.ok()) return EndorseFailure(read_failure(status, proposal.transaction_id));
  return read_endorsed(proposal, response.prepared_transaction().SerializeAsString());
}

Outcome<Done, SubmitFailure> OfflineClient::submit(const SignedTransaction& transaction) const {
  ::gateway::SubmitRequest request;
  request.set_transaction_id(transaction.transaction_id);
  request.set_channel_id(transaction.channel);
  if (!request.mutable_prepared_transaction()->ParseFromString(transaction.envelope))
    throw Fault("a kept envelope is damaged: " + transaction.transaction_id);
  if (request.prepared_transaction().signature().empty())
    return SubmitFailure(unsigned_failure(transaction.transaction_id));
  ::gateway::SubmitResponse response;
  const auto status = impl_->call(&::gateway::Gateway::Stub::Submit, request, response,
                                  transaction.within.value_or(impl_->deadlines.submit));
  if (!status.ok()) return SubmitFailure(read_failure(status, transaction.transaction_id));
  return Done{};
}

Outcome<Commit, CommitStatusFailure> OfflineClient::commit_status(
    const SignableStatus& asked) const {
  ::gateway::CommitStatusRequest inner;
  if (!inner.ParseFromString(asked.message)) throw Fault("a question for the status is damaged");
  if (asked.signature.empty()) return CommitStatusFailure(unsigned_failure(inner.transaction_id()));
  ::gateway::SignedCommitStatusRequest request;
  request.set_request(asked.message);
  request.set_signature(asked.signature);
  ::gateway::CommitStatusResponse response;
  const auto status = impl_->call(&::gateway::Gateway::Stub::CommitStatus, request, response,
                                  asked.within.value_or(impl_->deadlines.commit_status));
  if (!status.ok()) return CommitStatusFailure(read_failure(status, inner.transaction_id()));
  return Commit{.transaction_id = inner.transaction_id(),
                .code = response.result(),
                .name = protos::TxValidationCode_Name(response.result()),
                .block = response.block_number()};
}

std::unique_ptr<Stream<Event>> OfflineClient::events(const SignableEvents& request) const {
  return open_signed<Event>(impl_->connection, request, impl_->deadlines.chaincode_events);
}

std::unique_ptr<Stream<Block>> OfflineClient::blocks(const SignableBlocks& request) const {
  return open_signed<Block>(impl_->connection, request, impl_->deadlines.blocks);
}

std::unique_ptr<Stream<FilteredBlock>> OfflineClient::blocks(
    const SignableFilteredBlocks& request) const {
  return open_signed<FilteredBlock>(impl_->connection, request, impl_->deadlines.filtered_blocks);
}

std::unique_ptr<Stream<BlockAndPrivateData>> OfflineClient::blocks(
    const SignableBlocksAndPrivateData& request) const {
  return open_signed<BlockAndPrivateData>(impl_->connection, request,
                                          impl_->deadlines.blocks_and_private_data);
}

}  // namespace tradelane::gateway
