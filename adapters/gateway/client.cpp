// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "adapters/gateway/blocks.hpp"
#include "adapters/gateway/gateway.hpp"

namespace tradelane::gateway {

namespace {

/// The offline client with the signatures put in at once.
class Client : public Gateway, public Blocks {
 public:
  Client(const Connection& connection, ClientOptions options)
      : offline_(connection, std::move(options.identity), options.deadlines),
        signer_(std::move(options.signer)) {
    if (!signer_) throw Fault("a gateway client needs a signer");
  }

  const Identity& identity() const override { return offline_.identity(); }

  Result<Proposal> propose(const Call& call) override {
    auto proposal = offline_.propose(call);
    if (proposal) proposal->signature = signer_->sign(proposal->bytes);
    return proposal;
  }

  Outcome<Bytes, EvaluateFailure> evaluate(const Proposal& proposal) override {
    return offline_.evaluate(proposal);
  }

  Outcome<SignedTransaction, EndorseFailure> endorse(const Proposal& proposal) override {
    const auto endorsed = offline_.endorse(proposal);
    if (!endorsed) return endorsed.failure();
    return with_signature(*endorsed, signer_->sign(endorsed->payload));
  }

  Outcome<Done, SubmitFailure> submit(const SignedTransaction& transaction) override {
    return offline_.submit(transaction);
  }

  Outcome<Commit, CommitStatusFailure> commit_status(const StatusRequest& asked) override {
    return offline_.commit_status(signed_by_us(offline_.request(asked)));
  }

  std::unique_ptr<EventStream> events(const EventsRequest& asked) override {
    return offline_.events(signed_by_us(offline_.request(asked)));
  }

  std::unique_ptr<BlockStream> blocks(const BlocksRequest& asked) override {
    return offline_.blocks(signed_by_us(offline_.request<RequestKind::blocks>(asked)));
  }
  std::unique_ptr<FilteredBlockStream> filtered_blocks(const BlocksRequest& asked) override {
    return offline_.blocks(signed_by_us(offline_.request<RequestKind::filtered_blocks>(asked)));
  }
  std::unique_ptr<BlockAndPrivateDataStream> blocks_and_private_data(
      const BlocksRequest& asked) override {
    return offline_.blocks(
        signed_by_us(offline_.request<RequestKind::blocks_and_private_data>(asked)));
  }

 private:
  template <RequestKind Kind>
  Signable<Kind> signed_by_us(Signable<Kind> request) const {
    request.signature = signer_->sign(request.message);
    return request;
  }

  OfflineClient offline_;
  std::shared_ptr<const Signer> signer_;
};

}  // namespace

std::unique_ptr<Gateway> make_client(const Connection& connection, ClientOptions options) {
  return std::make_unique<Client>(connection, std::move(options));
}

std::unique_ptr<Blocks> make_block_client(const Connection& connection, ClientOptions options) {
  return std::make_unique<Client>(connection, std::move(options));
}

Outcome<Checkpoint, EventsFailure> position_now(Blocks& blocks, const std::string& channel) {
  const auto newest =
      blocks
          .filtered_blocks({.channel = channel, .newest = true, .within = std::chrono::seconds(15)})
          ->next();
  if (!newest) return newest.failure();
  return newest->checkpoint();
}

}  // namespace tradelane::gateway
