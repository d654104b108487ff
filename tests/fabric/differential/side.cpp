// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/side.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include <grpcpp/grpcpp.h>
#include <poll.h>

#include "adapters/gateway/grpc_failure.hpp"
#include "adapters/gateway/profile.hpp"
#include "adapters/gateway/signer.hpp"
#include "chaincode/crypto/random.hpp"
#include "proto/gateway/gateway.grpc.pb.h"
#include "proto/orderer/seek_info.pb.h"
#include "proto/peer/events.grpc.pb.h"

namespace tradelane::differential {
namespace {

constexpr int largest_message = 100 * 1024 * 1024;
constexpr int most_attempts = 40;
constexpr int between_attempts_ms = 50;

template <class T>
T must(Result<T> result) {
  if (!result) throw Fault(result.error().message());
  return std::move(*result);
}

Timestamp now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(clock).count()};
}

std::shared_ptr<grpc::Channel> channel_to(const gateway::ConnectionOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(largest_message);
  arguments.SetMaxSendMessageSize(largest_message);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(
      options.address,
      grpc::SslCredentials({.pem_root_certs = options.tls_roots,
                            .pem_private_key = options.client_key,
                            .pem_cert_chain = options.client_certificate}),
      arguments);
}

struct Context : grpc::ClientContext {
  Context() { set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60)); }
};

std::optional<gateway::Failure> failure_of(const grpc::Status& status) {
  if (status.ok()) return std::nullopt;
  return gateway::read_failure(status, "");
}

bool says(const std::string& text, const char* words) {
  return text.find(words) != std::string::npos;
}

/// A gateway drops its connection to a peer that has refused a proposal, and with it the calls of
/// others that are under way there. Until it has a new one it plans without that peer.
bool was_in_the_way(const std::optional<gateway::Failure>& failure,
                    const std::vector<std::string>& msps) {
  if (!failure) return false;
  const auto lacks = [&](const std::string& msp) {
    return failure->message == "failed to find any endorsing peers for org(s): " + msp;
  };
  if (std::any_of(msps.begin(), msps.end(), lacks)) return true;
  // The same for a question, where there are such a chaincode, channel and organisation.
  if (says(failure->message, "no peers available to evaluate chaincode "))
    return !says(failure->message, "nosuch") &&
           std::find(msps.begin(), msps.end(), "NoMSP") == msps.end();
  if (failure->details.empty()) return says(failure->message, "failed to collect enough");
  return std::any_of(failure->details.begin(), failure->details.end(), [](const auto& detail) {
    // Asked again too soon, the peer is still at the first time.
    return says(detail.message, "the client connection is closing") ||
           says(detail.message, "error sending: txid: ");
  });
}

/// Asks until nothing of another call was in the way.
template <class Call>
grpc::Status ask(const std::vector<std::string>& msps, const Call& call) {
  grpc::Status status;
  for (int i = 0; i < most_attempts; ++i) {
    Context context;
    status = call(context);
    if (!was_in_the_way(failure_of(status), msps)) break;
    ::poll(nullptr, 0, between_attempts_ms);
  }
  return status;
}

template <class Request>
Request request_of(const SignedProposal& proposal) {
  Request out;
  out.set_transaction_id(proposal.txid);
  out.set_channel_id(proposal.channel);
  *out.mutable_proposed_transaction() = proposal.proposal;
  return out;
}

/// All blocks that there are, and no waiting for more.
common::Payload seek_all(const std::string& channel, const Bytes& creator) {
  common::ChannelHeader header;
  header.set_type(common::DELIVER_SEEK_INFO);
  header.set_channel_id(channel);
  header.mutable_timestamp()->set_seconds(now().seconds);
  common::SignatureHeader signature;
  signature.set_creator(creator);
  signature.set_nonce(crypto::random_bytes(24));
  orderer::SeekInfo info;
  info.mutable_start()->mutable_oldest();
  info.mutable_stop()->mutable_specified()->set_number(std::numeric_limits<std::uint64_t>::max());
  info.set_behavior(orderer::SeekInfo::FAIL_IF_NOT_READY);
  common::Payload out;
  out.mutable_header()->set_channel_header(header.SerializeAsString());
  out.mutable_header()->set_signature_header(signature.SerializeAsString());
  out.set_data(info.SerializeAsString());
  return out;
}

}  // namespace

struct Users::Known {
  gateway::Identity identity = {};
  std::shared_ptr<const gateway::Signer> signer = {};
};

const Users::Known& Users::known(const std::string& msp, const std::string& user) {
  const std::lock_guard lock(mutex_);
  auto& out = known_[{msp, user}];
  if (!out) {
    const auto folder =
        must(gateway::read_msp_folder(files_ + "/" + msp + "/users/" + user + "/msp"));
    out = std::make_shared<Known>(Known{.identity = {.msp = msp, .certificate = folder.certificate},
                                        .signer = must(gateway::signer_from_pem(folder.key))});
  }
  return *out;
}

SignedProposal Users::propose(const std::string& msp, const std::string& user,
                              const gateway::Call& call) {
  const Known& who = known(msp, user);
  const auto made = must(gateway::make_proposal(call, who.identity,
                                                {.nonce = crypto::random_bytes(24), .now = now()}));
  SignedProposal out{
      .txid = made.transaction_id, .channel = call.channel, .msp = msp, .user = user};
  out.proposal.set_proposal_bytes(made.bytes);
  out.proposal.set_signature(who.signer->sign(made.bytes));
  return out;
}

Bytes Users::sign(const std::string& msp, const std::string& user, const Bytes& bytes) {
  return known(msp, user).signer->sign(bytes);
}

Bytes Users::creator(const std::string& msp, const std::string& user) {
  return known(msp, user).identity.creator();
}

struct Side::Peer {
  std::string address = {};
  std::shared_ptr<grpc::Channel> channel = {};
  std::unique_ptr<::gateway::Gateway::Stub> gateway = {};
  std::unique_ptr<protos::Deliver::Stub> deliver = {};
};

Side::Side(std::string name, const std::string& files, const std::vector<std::string>& msps,
           Users& users)
    : name_(std::move(name)), msps_(msps), users_(users) {
  for (const std::string& msp : msps) {
    const auto options =
        must(gateway::read_profile(files + "/connection-" + msp + ".json")).connection;
    auto made =
        std::make_unique<Peer>(Peer{.address = options.address, .channel = channel_to(options)});
    made->gateway = ::gateway::Gateway::NewStub(made->channel);
    made->deliver = protos::Deliver::NewStub(made->channel);
    peers_.emplace(msp, std::move(made));
  }
}

Side::~Side() = default;

const Side::Peer& Side::peer(const std::string& msp) const { return *peers_.at(msp); }

Evaluated Side::evaluate(const SignedProposal& proposal, const Endorsers& asked) const {
  auto request = request_of<::gateway::EvaluateRequest>(proposal);
  for (const std::string& msp : asked) request.add_target_organizations(msp);
  ::gateway::EvaluateResponse response;
  const auto status = ask(msps_, [&](grpc::ClientContext& context) {
    return peer(proposal.msp).gateway->Evaluate(&context, request, &response);
  });
  return {.failure = failure_of(status), .response = response.result()};
}

Endorsed Side::endorse(const SignedProposal& proposal, const Endorsers& endorsers) const {
  auto request = request_of<::gateway::EndorseRequest>(proposal);
  for (const std::string& msp : endorsers) request.add_endorsing_organizations(msp);
  ::gateway::EndorseResponse response;
  const auto status = ask(msps_, [&](grpc::ClientContext& context) {
    return peer(proposal.msp).gateway->Endorse(&context, request, &response);
  });
  Endorsed out{.failure = failure_of(status), .envelope = response.prepared_transaction()};
  if (status.ok())
    out.envelope.set_signature(users_.sign(proposal.msp, proposal.user, out.envelope.payload()));
  return out;
}

std::optional<gateway::Failure> Side::submit(const SignedProposal& proposal,
                                             const common::Envelope& envelope) const {
  ::gateway::SubmitRequest request;
  request.set_transaction_id(proposal.txid);
  request.set_channel_id(proposal.channel);
  *request.mutable_prepared_transaction() = envelope;
  Context context;
  ::gateway::SubmitResponse response;
  return failure_of(peer(proposal.msp).gateway->Submit(&context, request, &response));
}

Ordered Side::commit_status(const SignedProposal& proposal) const {
  ::gateway::CommitStatusRequest inner;
  inner.set_transaction_id(proposal.txid);
  inner.set_channel_id(proposal.channel);
  inner.set_identity(users_.creator(proposal.msp, proposal.user));
  ::gateway::SignedCommitStatusRequest request;
  request.set_request(inner.SerializeAsString());
  request.set_signature(users_.sign(proposal.msp, proposal.user, request.request()));
  Ordered out;
  for (const auto& [msp, at] : peers_) {
    Context context;
    ::gateway::CommitStatusResponse response;
    const auto status = at->gateway->CommitStatus(&context, request, &response);
    if (!status.ok()) return {.failure = failure_of(status)};
    const std::string code = protos::TxValidationCode_Name(response.result());
    if (!out.code.empty() && out.code != code) throw Fault("two peers differ: " + proposal.txid);
    out.code = code;
    out.block = response.block_number();
  }
  return out;
}

template <class Open>
std::vector<protos::DeliverResponse> Side::stream(const std::string& channel,
                                                  const Open& open) const {
  const auto& [msp, at] = *peers_.begin();
  common::Envelope asked;
  asked.set_payload(seek_all(channel, users_.creator(msp, "User1")).SerializeAsString());
  asked.set_signature(users_.sign(msp, "User1", asked.payload()));
  Context context;
  const auto wire = open(*at->deliver, context);
  std::vector<protos::DeliverResponse> out;
  wire->Write(asked);
  for (protos::DeliverResponse response; wire->Read(&response);) out.push_back(response);
  if (!wire->Finish().ok() || out.empty() || out.back().status() != common::NOT_FOUND)
    throw Fault(name_ + " does not end its blocks as a peer does");
  out.pop_back();
  return out;
}

std::vector<common::Block> Side::blocks(const std::string& channel) const {
  std::vector<common::Block> out;
  for (auto& response :
       stream(channel, [](auto&stub, auto&context) { return stub.Deliver(&context); }))
    out.push_back(std::move(*response.mutable_block()));
  return out;
}

std::vector<protos::FilteredBlock> Side::filtered_blocks(const std::string& channel) const {
  std::vector<protos::FilteredBlock> out;
  for (auto& response :
       stream(channel, [](auto&stub, auto&context) { return stub.DeliverFiltered(&context); }))
    out.push_back(std::move(*response.mutable_filtered_block()));
  return out;
}

std::string Side::without_address(const std::string& address) const {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) return address;
  for (const auto& [msp, at] : peers_)
    if (at->address.ends_with(address.substr(colon))) return "<" + msp + ">";
  return "<other address>";
}

std::string Side::without_addresses(std::string text) const {
  for (const auto& [msp, at] : peers_) {
    const std::string port = at->address.substr(at->address.rfind(':'));
    for (const char* host : {"localhost", "127.0.0.1"})
      for (auto found = text.find(host + port); found != std::string::npos;
           found = text.find(host + port))
        text.replace(found, (host + port).size(), "<" + msp + ">");
  }
  return text;
}

}  // namespace tradelane::differential
