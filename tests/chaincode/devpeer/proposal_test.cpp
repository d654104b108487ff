// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/proposal.hpp"

#include <doctest/doctest.h>

#include "proto/common/common.pb.h"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/proposal.pb.h"
#include "tests/chaincode/devpeer/network.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using test::Network;

namespace {

/// `proposal` with one part changed, and signed again.
template <class Change>
protos::SignedProposal changed(const test::Signer& client, const protos::SignedProposal& proposal,
                               const Change& change) {
  protos::Proposal inner;
  common::Header header;
  common::ChannelHeader channel;
  common::SignatureHeader signature;
  inner.ParseFromString(proposal.proposal_bytes());
  header.ParseFromString(inner.header());
  channel.ParseFromString(header.channel_header());
  signature.ParseFromString(header.signature_header());
  change(channel, signature);
  header.set_channel_header(channel.SerializeAsString());
  header.set_signature_header(signature.SerializeAsString());
  inner.set_header(header.SerializeAsString());
  protos::SignedProposal out;
  out.set_proposal_bytes(inner.SerializeAsString());
  out.set_signature(client.sign(out.proposal_bytes()));
  return out;
}

}  // namespace

TEST_CASE("proposal: a good one") {
  const Network network({"A"});
  const auto signed_proposal = Network::propose(
      network.client("A"), {.args = {"toy:Put", "x"}, .transient = {{"secret", "canary"}}});
  const auto unpacked = unpack(signed_proposal);
  REQUIRE(std::holds_alternative<Proposal>(unpacked));
  const Proposal& proposal = std::get<Proposal>(unpacked);
  CHECK(proposal.channel == "trade");
  CHECK(proposal.chaincode == "toy");
  CHECK(proposal.txid.size() == 64);
  CHECK(proposal.seconds == 1'800'000'000);
  CHECK(proposal.has_transient);
  CHECK(proposal.payload.find("canary") == Bytes::npos);
  protos::ChaincodeInput input;
  REQUIRE(input.ParseFromString(proposal.input));
  CHECK(input.args(1) == "x");
  CHECK_FALSE(check(proposal, network.membership()));
}

TEST_CASE("proposal: each check of a peer, in its words") {
  const Network network({"A", "B"});
  const test::Signer& client = network.client("A");
  const auto good = Network::propose(client, {});
  using C = common::ChannelHeader;
  using S = common::SignatureHeader;
  const auto refusal = [&](const protos::SignedProposal& proposal) {
    const auto unpacked = unpack(proposal);
    if (const auto* text = std::get_if<std::string>(&unpacked)) return *text;
    return check(std::get<Proposal>(unpacked), network.membership()).value_or("accepted");
  };
  const auto with = [&](const auto& change) { return refusal(changed(client, good, change)); };

  CHECK(refusal(good) == "accepted");
  CHECK(with([](C& c, S&) { c.set_type(0); }) == "invalid header type MESSAGE");
  CHECK(with([](C& c, S&) { c.set_epoch(1); }) == "epoch is non-zero");
  CHECK(with([](C&, S& s) { s.clear_nonce(); }) == "nonce is empty");
  CHECK(with([](C&, S& s) { s.clear_creator(); }) == "creator is empty");
  CHECK(with([](C& c, S&) { c.set_tx_id("f"); }).starts_with("incorrectly computed txid 'f'"));
  CHECK(with([](C& c, S&) { c.clear_extension(); }) ==
        "ChaincodeHeaderExtension.ChaincodeId is nil");
  CHECK(with([](C& c, S&) { c.set_extension(std::string("\x12\x00", 2)); }) ==
        "ChaincodeHeaderExtension.ChaincodeId.Name is empty");

  auto unsigned_one = good;
  unsigned_one.clear_signature();
  CHECK(refusal(unsigned_one) == "empty signature bytes");
  auto forged = good;
  forged.set_signature(network.client("B").sign(good.proposal_bytes()));
  CHECK(refusal(forged) == "access denied: channel [trade] creator org [A]");
  CHECK(refusal(Network::propose(network.impostor("B", "A"), {})) ==
        "access denied: channel [trade] creator org [A]");
  CHECK(refusal(Network::propose(network.impostor("B", "C"), {})) ==
        "access denied: channel [trade] creator org unknown, creator is malformed");
  protos::SignedProposal garbage;
  garbage.set_proposal_bytes("\xff");
  CHECK(refusal(garbage) == "error unmarshalling Proposal");
}
