// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "adapters/gateway/connection_impl.hpp"
#include "adapters/gateway/gateway.hpp"
#include "adapters/gateway/grpc_failure.hpp"
#include "chaincode/crypto/random.hpp"
#include "proto/gateway/gateway.grpc.pb.h"

namespace tradelane::gateway {

namespace {

constexpr std::size_t nonce_bytes = 24;
using Stub = ::gateway::Gateway::Stub;

Timestamp now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count()};
}

void limit(grpc::ClientContext& context, Duration within) {
  context.set_deadline(std::chrono::system_clock::now() + within);
}

Commit read_commit(const StatusRequest& request, const ::gateway::CommitStatusResponse& response) {
  return Commit{.transaction_id = request.transaction_id,
                .code = response.result(),
                .name = protos::TxValidationCode_Name(response.result()),
                .block = response.block_number()};
}

class GrpcEventStream : public EventStream {
 public:
  GrpcEventStream(Connection connection, const EventsRequest& request,
                  const ::gateway::SignedChaincodeEventsRequest& signed_request)
      : connection_(std::move(connection)), stub_(connection_.impl().channel) {
    if (request.within) limit(context_, *request.within);
    reader_ = stub_.ChaincodeEvents(&context_, signed_request);
  }
  ~GrpcEventStream() override { context_.TryCancel(); }
  GrpcEventStream(const GrpcEventStream&) = delete;
  GrpcEventStream& operator=(const GrpcEventStream&) = delete;

  Outcome<Event, EventsFailure> next() override {
    while (!ended_ && at_ >= block_.events_size()) {
      at_ = 0;
      if (!reader_->Read(&block_)) end();
    }
    if (ended_) return *ended_;
    const protos::ChaincodeEvent& event = block_.events(at_++);
    return Event{.block = block_.block_number(),
                 .transaction_id = event.tx_id(),
                 .chaincode = event.chaincode_id(),
                 .name = event.event_name(),
                 .payload = event.payload(),
                 .last_in_block = at_ == block_.events_size()};
  }

  void cancel() override { context_.TryCancel(); }

 private:
  void end() {
    block_.Clear();
    grpc::Status status = reader_->Finish();
    connection_.impl().heed(status);
    if (status.ok())  // a stream without end has ended
      status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "the peer closed the stream");
    ended_ = EventsFailure(read_failure(status, ""));
  }

  Connection connection_;
  Stub stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<::gateway::ChaincodeEventsResponse>> reader_;
  ::gateway::ChaincodeEventsResponse block_;
  int at_ = 0;
  std::optional<EventsFailure> ended_;
};

class Client : public Gateway {
 public:
  Client(const Connection& connection, ClientOptions options)
      : connection_(connection), options_(std::move(options)), stub_(connection.impl().channel) {}

  const Identity& identity() const override { return options_.identity; }

  Result<Proposal> propose(const Call& call) override {
    if (!call.transient.empty() && call.organisations.empty())
      return refuse(Code::gw_endorsers, "", call.function);
    auto proposal = make_proposal(call, options_.identity,
                                  {.nonce = crypto::random_bytes(nonce_bytes), .now = now()});
    if (proposal) proposal->signature = options_.signer->sign(proposal->bytes);
    return proposal;
  }

  Outcome<Bytes, EvaluateFailure> evaluate(const Proposal& proposal) override {
    ::gateway::EvaluateRequest request;
    fill(request, proposal);
    for (const std::string& msp : proposal.organisations) request.add_target_organizations(msp);
    if (proposal.organisations.empty()) request.add_target_organizations(options_.identity.msp);
    grpc::ClientContext context;
    limit(context, proposal.within.value_or(options_.deadlines.evaluate));
    ::gateway::EvaluateResponse response;
    const grpc::Status status = heeded(stub_.Evaluate(&context, request, &response));
    if (!status.ok()) return EvaluateFailure(read_failure(status, proposal.transaction_id));
    return response.result().payload();
  }

  Outcome<SignedTransaction, EndorseFailure> endorse(const Proposal& proposal) override {
    ::gateway::EndorseRequest request;
    fill(request, proposal);
    for (const std::string& msp : proposal.organisations) request.add_endorsing_organizations(msp);
    grpc::ClientContext context;
    limit(context, proposal.within.value_or(options_.deadlines.endorse));
    ::gateway::EndorseResponse response;
    const grpc::Status status = heeded(stub_.Endorse(&context, request, &response));
    if (!status.ok()) return EndorseFailure(read_failure(status, proposal.transaction_id));
    const auto endorsed =
        read_endorsed(proposal, response.prepared_transaction().SerializeAsString());
    if (!endorsed) return endorsed.failure();
    return SignedTransaction{
        .transaction_id = proposal.transaction_id,
        .channel = proposal.channel,
        .envelope = make_envelope(endorsed->payload, options_.signer->sign(endorsed->payload)),
        .result = endorsed->result};
  }

  Outcome<Done, SubmitFailure> submit(const SignedTransaction& transaction) override {
    ::gateway::SubmitRequest request;
    request.set_transaction_id(transaction.transaction_id);
    request.set_channel_id(transaction.channel);
    if (!request.mutable_prepared_transaction()->ParseFromString(transaction.envelope))
      throw Fault("a kept envelope is damaged: " + transaction.transaction_id);
    grpc::ClientContext context;
    limit(context, options_.deadlines.submit);
    ::gateway::SubmitResponse response;
    const grpc::Status status = heeded(stub_.Submit(&context, request, &response));
    if (!status.ok()) return SubmitFailure(read_failure(status, transaction.transaction_id));
    return Done{};
  }

  Outcome<Commit, CommitStatusFailure> commit_status(const StatusRequest& asked) override {
    ::gateway::CommitStatusRequest inner;
    inner.set_transaction_id(asked.transaction_id);
    inner.set_channel_id(asked.channel);
    inner.set_identity(options_.identity.creator());
    ::gateway::SignedCommitStatusRequest request;
    request.set_request(inner.SerializeAsString());
    request.set_signature(options_.signer->sign(request.request()));
    grpc::ClientContext context;
    limit(context, asked.within.value_or(options_.deadlines.commit_status));
    ::gateway::CommitStatusResponse response;
    const grpc::Status status = heeded(stub_.CommitStatus(&context, request, &response));
    if (!status.ok()) return CommitStatusFailure(read_failure(status, asked.transaction_id));
    return read_commit(asked, response);
  }

  std::unique_ptr<EventStream> events(const EventsRequest& asked) override {
    ::gateway::ChaincodeEventsRequest inner;
    inner.set_channel_id(asked.channel);
    inner.set_chaincode_id(asked.chaincode);
    inner.set_identity(options_.identity.creator());
    if (asked.from) {
      inner.mutable_start_position()->mutable_specified()->set_number(asked.from->block);
      inner.set_after_transaction_id(asked.from->transaction_id);
    } else {
      inner.mutable_start_position()->mutable_next_commit();
    }
    ::gateway::SignedChaincodeEventsRequest request;
    request.set_request(inner.SerializeAsString());
    request.set_signature(options_.signer->sign(request.request()));
    return std::make_unique<GrpcEventStream>(connection_, asked, request);
  }

 private:
  grpc::Status heeded(grpc::Status status) const {
    connection_.impl().heed(status);
    return status;
  }

  template <class Request>
  static void fill(Request& request, const Proposal& proposal) {
    request.set_transaction_id(proposal.transaction_id);
    request.set_channel_id(proposal.channel);
    request.mutable_proposed_transaction()->set_proposal_bytes(proposal.bytes);
    request.mutable_proposed_transaction()->set_signature(proposal.signature);
  }

  Connection connection_;
  ClientOptions options_;
  Stub stub_;
};

}  // namespace

std::unique_ptr<Gateway> make_client(const Connection& connection, ClientOptions options) {
  if (!options.signer) throw Fault("a gateway client needs a signer");
  return std::make_unique<Client>(connection, std::move(options));
}

}  // namespace tradelane::gateway
