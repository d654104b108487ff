// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/streams.hpp"

#include <optional>
#include <utility>

#include "adapters/gateway/block_messages.hpp"
#include "adapters/gateway/connection_impl.hpp"
#include "adapters/gateway/grpc_failure.hpp"
#include "proto/gateway/gateway.grpc.pb.h"
#include "proto/peer/events.grpc.pb.h"

namespace tradelane::gateway {

namespace {

/// What both kinds of stream have in common: a call that ends once, and stays ended.
template <class T>
class CallStream : public Stream<T> {
 public:
  CallStream(Connection connection, std::optional<Duration> within)
      : connection_(std::move(connection)) {
    if (within) limit(context_, *within);
  }
  ~CallStream() override { context_.TryCancel(); }
  CallStream(const CallStream&) = delete;
  CallStream& operator=(const CallStream&) = delete;

  void cancel() override { context_.TryCancel(); }

 protected:
  /// A stream without end has ended.
  void end(grpc::Status status) {
    connection_.impl().heed(status);
    if (status.ok())
      status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "the peer closed the stream");
    ended_ = EventsFailure(read_failure(status, ""));
  }

  Connection connection_;
  grpc::ClientContext context_;
  std::optional<EventsFailure> ended_;
};

class GrpcEventStream : public CallStream<Event> {
 public:
  GrpcEventStream(const Connection& connection,
                  const ::gateway::SignedChaincodeEventsRequest& request,
                  std::optional<Duration> within)
      : CallStream(connection, within), stub_(connection_.impl().channel) {
    reader_ = stub_.ChaincodeEvents(&context_, request);
  }

  Outcome<Event, EventsFailure> next() override {
    while (!ended_ && at_ >= block_.events_size()) {
      at_ = 0;
      if (reader_->Read(&block_)) continue;
      block_.Clear();
      end(reader_->Finish());
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

 private:
  ::gateway::Gateway::Stub stub_;
  std::unique_ptr<grpc::ClientReader<::gateway::ChaincodeEventsResponse>> reader_;
  ::gateway::ChaincodeEventsResponse block_;
  int at_ = 0;
};

using Wire = grpc::ClientReaderWriter<common::Envelope, protos::DeliverResponse>;
using Answer = protos::DeliverResponse;
using Stub = protos::Deliver::Stub;

/// The part of an answer that holds what a stream is of; nothing for any other part.
std::optional<Block> part(const Answer& answer, const Block*) {
  if (!answer.has_block()) return std::nullopt;
  return block_from(answer.block());
}
std::optional<FilteredBlock> part(const Answer& answer, const FilteredBlock*) {
  if (!answer.has_filtered_block()) return std::nullopt;
  return block_from(answer.filtered_block());
}
std::optional<BlockAndPrivateData> part(const Answer& answer, const BlockAndPrivateData*) {
  if (!answer.has_block_and_private_data()) return std::nullopt;
  return block_from(answer.block_and_private_data());
}

std::unique_ptr<Wire> begin(Stub& stub, grpc::ClientContext& context, const Block*) {
  return stub.Deliver(&context);
}
std::unique_ptr<Wire> begin(Stub& stub, grpc::ClientContext& context, const FilteredBlock*) {
  return stub.DeliverFiltered(&context);
}
std::unique_ptr<Wire> begin(Stub& stub, grpc::ClientContext& context, const BlockAndPrivateData*) {
  return stub.DeliverWithPrivateData(&context);
}

/// What the last message of a stream says, as gRPC would.
grpc::Status read_status(common::Status status) {
  using Code = grpc::StatusCode;
  const std::string text =
      "the peer ended the stream of blocks: " +
      (common::Status_IsValid(status) ? common::Status_Name(status) : std::to_string(status));
  switch (status) {
    case common::SUCCESS:
      return {Code::OUT_OF_RANGE, "the last block that was asked for has been given"};
    case common::BAD_REQUEST:
      return {Code::INVALID_ARGUMENT, text};
    case common::FORBIDDEN:
      return {Code::PERMISSION_DENIED, text};
    case common::NOT_FOUND:
      return {Code::NOT_FOUND, text};
    case common::SERVICE_UNAVAILABLE:
      return {Code::UNAVAILABLE, text};
    default:
      return {Code::UNKNOWN, text};
  }
}

template <class T>
class DeliverStream : public CallStream<T> {
 public:
  DeliverStream(const Connection& connection, const common::Envelope& request,
                std::optional<Duration> within)
      : CallStream<T>(connection, within), stub_(this->connection_.impl().channel) {
    wire_ = begin(stub_, this->context_, static_cast<const T*>(nullptr));
    // Whatever goes wrong here, the first read tells of it.
    if (wire_->Write(request)) wire_->WritesDone();
  }

  Outcome<T, EventsFailure> next() override {
    if (this->ended_) return *this->ended_;
    Answer answer;
    if (!wire_->Read(&answer)) {
      this->end(wire_->Finish());
      return *this->ended_;
    }
    if (auto block = part(answer, static_cast<const T*>(nullptr))) return std::move(*block);
    this->end(
        answer.Type_case() == Answer::kStatus
            ? read_status(answer.status())
            : grpc::Status(grpc::StatusCode::DATA_LOSS, "the peer sent what is no such block"));
    this->context_.TryCancel();
    return *this->ended_;
  }

 private:
  Stub stub_;
  std::unique_ptr<Wire> wire_;
};

template <class T, RequestKind Kind>
std::unique_ptr<Stream<T>> deliver(const Connection& connection, const Signable<Kind>& request,
                                   std::optional<Duration> within) {
  common::Envelope envelope;
  envelope.set_payload(request.message);
  envelope.set_signature(request.signature);
  return std::make_unique<DeliverStream<T>>(connection, envelope, within);
}

}  // namespace

std::unique_ptr<Stream<Event>> open_stream(const Connection& connection,
                                           const SignableEvents& request,
                                           std::optional<Duration> within) {
  ::gateway::SignedChaincodeEventsRequest message;
  message.set_request(request.message);
  message.set_signature(request.signature);
  return std::make_unique<GrpcEventStream>(connection, message, within);
}

std::unique_ptr<Stream<Block>> open_stream(const Connection& connection,
                                           const SignableBlocks& request,
                                           std::optional<Duration> within) {
  return deliver<Block>(connection, request, within);
}

std::unique_ptr<Stream<FilteredBlock>> open_stream(const Connection& connection,
                                                   const SignableFilteredBlocks& request,
                                                   std::optional<Duration> within) {
  return deliver<FilteredBlock>(connection, request, within);
}

std::unique_ptr<Stream<BlockAndPrivateData>> open_stream(
    const Connection& connection, const SignableBlocksAndPrivateData& request,
    std::optional<Duration> within) {
  return deliver<BlockAndPrivateData>(connection, request, within);
}

}  // namespace tradelane::gateway
