// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/gateway.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "proto/peer/transaction.pb.h"
#include "tests/chaincode/devpeer/peer_world.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using test::PeerWorld;

namespace {

const std::string of_b = "_implicit_org_B";
const Channel::Stop never = [] { return false; };

GatewayError error_of(const auto& result) {
  const auto* error = std::get_if<GatewayError>(&result);
  REQUIRE(error);
  return *error;
}

GatewayError endorse_error(PeerWorld& world, const protos::SignedProposal& proposal,
                           const std::vector<std::string>& orgs, const std::string& msp = "A") {
  return error_of(world.gateway(msp).endorse(world.endorse_request(proposal, orgs)));
}

gateway::EvaluateRequest evaluate_request(const protos::SignedProposal& proposal,
                                          const std::vector<std::string>& orgs = {}) {
  gateway::EvaluateRequest request;
  *request.mutable_proposed_transaction() = proposal;
  for (const std::string& msp : orgs) request.add_target_organizations(msp);
  return request;
}

std::string evaluated(PeerWorld& world, const std::vector<std::string>& args,
                      const std::string& msp = "A", const std::vector<std::string>& orgs = {}) {
  const auto result =
      world.gateway(msp).evaluate(evaluate_request(world.signed_proposal(args), orgs), never);
  if (const auto* error = std::get_if<GatewayError>(&result))
    return std::to_string(error->code) + " " + error->message;
  return std::get<gateway::EvaluateResponse>(result).result().payload();
}

gateway::SignedCommitStatusRequest status_request(const PeerWorld& world, const std::string& txid) {
  gateway::CommitStatusRequest inner;
  inner.set_channel_id("trade");
  inner.set_transaction_id(txid);
  inner.set_identity(world.network().client("B").identity);
  gateway::SignedCommitStatusRequest out;
  out.set_request(inner.SerializeAsString());
  out.set_signature(world.network().client("B").sign(out.request()));
  return out;
}

gateway::SignedChaincodeEventsRequest events_request(const PeerWorld& world,
                                                     const gateway::ChaincodeEventsRequest& asked) {
  gateway::ChaincodeEventsRequest inner = asked;
  if (inner.channel_id().empty()) inner.set_channel_id("trade");
  if (inner.chaincode_id().empty()) inner.set_chaincode_id("toy");
  inner.set_identity(world.network().client("B").identity);
  gateway::SignedChaincodeEventsRequest out;
  out.set_request(inner.SerializeAsString());
  out.set_signature(world.network().client("B").sign(out.request()));
  return out;
}

}  // namespace

TEST_CASE("gateway: a transaction from proposal to commit, and read back at every organisation") {
  PeerWorld world;
  CHECK(world.submit({"put", "k", "v"}, {"O", "A"}) == protos::VALID);
  for (const char* msp : {"A", "B", "O"}) CHECK(evaluated(world, {"get", "k"}, msp) == "v");
  CHECK(evaluated(world, {"list", "a", "z"}) == "k ");
}

TEST_CASE("gateway: two proposals endorsed at one height and submitted together: one is valid") {
  PeerWorld world;
  REQUIRE(world.submit({"put", "k", "1"}, {"O", "A"}) == protos::VALID);
  const auto first = world.signed_proposal({"copy", "k", "k"});
  const auto second = world.signed_proposal({"copy", "k", "k"});
  const auto first_envelope = world.endorsed(first, {"O", "A"});
  const auto second_envelope = world.endorsed(second, {"O", "A"});
  CHECK(world.commit(first_envelope, first) == protos::VALID);
  CHECK(world.commit(second_envelope, second) == protos::MVCC_READ_CONFLICT);
  // The same envelope again changes nothing: the first copy decides.
  CHECK(world.commit(first_envelope, first) == protos::VALID);
}

TEST_CASE("gateway: the chaincode policy is enforced at commit, whoever was named") {
  PeerWorld world;
  CHECK(world.submit({"put", "k", "v"}, {"A"}) == protos::ENDORSEMENT_POLICY_FAILURE);
  CHECK(world.submit({"put", "k", "v"}, {"A", "B"}) == protos::ENDORSEMENT_POLICY_FAILURE);
  CHECK(world.submit({"put", "k", "v"}, {"B", "O", "O"}) == protos::VALID);
  CHECK(world.submit({"put", "k", "v"}, {}) == protos::VALID);  // the gateway chooses A and O
}

TEST_CASE("gateway: private values, endorsers and readers") {
  PeerWorld world;
  const std::vector<std::string> put{"put_private", of_b, "p", "secret"};
  CHECK(world.submit(put, {"O", "A"}) == protos::ENDORSEMENT_POLICY_FAILURE);
  CHECK(world.submit(put, {"O", "B"}) == protos::VALID);
  const std::vector<std::string> get{"get_private", of_b, "p"};
  CHECK(evaluated(world, get, "B") == "secret");
  CHECK(evaluated(world, get, "B", {"B"}) == "secret");
  // O's peer does not hold it, and does not ask another when its client names it.
  const auto result =
      world.gateway("O").evaluate(evaluate_request(world.signed_proposal(get), {"O"}), never);
  const GatewayError error = error_of(result);
  CHECK(error.code == 10);
  CHECK(error.message == "failed to evaluate transaction, see attached details for more info");
  REQUIRE(error.details.size() == 1);
  CHECK(error.details[0].msp_id() == "O");
  CHECK(error.details[0].address() == "localhost:O");
  CHECK(error.details[0].message().find("private data matching public hash version is not "
                                        "available. Public hash version = {BlockNum: 2, TxNum: "
                                        "0}, Private data version = <nil>") != std::string::npos);
  // Without names a gateway goes on to the next peer, as Fabric's does after a peer's error.
  CHECK(evaluated(world, get, "O") == "secret");
}

TEST_CASE("gateway: the first answer counts, also where its endorsement is not asked for") {
  PeerWorld world;
  REQUIRE(world.submit({"put_private", of_b, "p", "secret"}, {"O", "B"}) == protos::VALID);
  // A's peer holds no value of B's, and only B's endorsement is asked for.
  const auto proposal = world.signed_proposal({"answer_and_put", of_b, "p"});
  const GatewayError error = endorse_error(world, proposal, {});
  CHECK(error.code == 10);
  REQUIRE(error.details.size() == 1);
  CHECK(error.details[0].msp_id() == "B");
  CHECK(error.details[0].message().starts_with("ProposalResponsePayloads do not match"));
  CHECK(std::holds_alternative<gateway::EndorseResponse>(
      world.gateway("B").endorse(world.endorse_request(proposal, {}))));
}

TEST_CASE("gateway: transient data without named organisations") {
  PeerWorld world;
  const std::map<std::string, std::string> transient{{"opening", "canary"}};
  const auto write = world.signed_proposal({"put_both", "k", of_b, "p", "x"}, transient);
  const GatewayError error = endorse_error(world, write, {});
  CHECK(error.code == 9);
  CHECK(error.message ==
        "requires endorsement from organisation(s) that are not in the distribution policy of the "
        "private data collection(s): [_implicit_org_B]; retry specifying trusted endorsing "
        "organizations to protect transient data");
  // Without a private write the gateway chooses whom it pleases.
  CHECK(world.submit(world.signed_proposal({"put", "k", "v"}, transient), {}) == protos::VALID);
  // A private value of its own gateway's organisation, read by it alone.
  const auto query = world.signed_proposal({"get", "k"}, transient);
  CHECK(std::holds_alternative<gateway::EvaluateResponse>(
      world.gateway("A").evaluate(evaluate_request(query), never)));
}

TEST_CASE("gateway: what Endorse answers when it does not endorse") {
  PeerWorld world;
  CHECK(endorse_error(world, {}, {}).code == 3);
  protos::SignedProposal garbage;
  garbage.set_proposal_bytes("\xff");
  CHECK(endorse_error(world, garbage, {}).message == "error unmarshalling Proposal");

  GatewayError error =
      endorse_error(world, world.signed_proposal({"put", "k", "v"}), {"A", "X", "Y"});
  CHECK(error.code == 14);
  CHECK(error.message == "failed to find any endorsing peers for org(s): X, Y");

  error = endorse_error(world, world.signed_proposal({"refuse"}), {"O", "A"});
  CHECK(error.code == 10);
  CHECK(error.message ==
        "failed to collect enough transaction endorsements, see attached details for more info");
  REQUIRE(error.details.size() == 2);
  CHECK(error.details[0].msp_id() == "O");
  CHECK(error.details[1].message() == "chaincode response 409, TOY_REFUSED: no");

  error = endorse_error(world, world.signed_proposal({"refuse"}), {});
  CHECK(error.code == 10);
  CHECK(error.message == "failed to endorse transaction, see attached details for more info");
  CHECK(error.details.size() == 1);

  error = endorse_error(world, world.signed_proposal({"differ"}), {"O", "A"});
  CHECK(error.code == 10);
  REQUIRE(error.details.size() == 1);
  CHECK(error.details[0].message().starts_with("ProposalResponsePayloads do not match"));

  auto forged = world.signed_proposal({"put", "k", "v"});
  forged.set_signature("forged");
  error = endorse_error(world, forged, {"A"});
  CHECK(error.details.at(0).message() ==
        "error validating proposal: access denied: channel [trade] creator org [A]");

  const auto unknown =
      test::Network::propose(world.network().client("A"), {.chaincode = "unknown"});
  CHECK(endorse_error(world, unknown, {"A"}).code == 14);
  CHECK(endorse_error(world, unknown, {}).code == 9);
}

TEST_CASE("gateway: what Evaluate answers when it has no result") {
  PeerWorld world;
  CHECK(evaluated(world, {"refuse"}) ==
        "2 evaluate call to endorser returned error: chaincode response 409, TOY_REFUSED: no");
  CHECK(evaluated(world, {"fail"}) ==
        "10 failed to evaluate transaction, see attached details for more info");
  CHECK(evaluated(world, {"get", "k"}, "A", {"X"}) ==
        "9 no peers available to evaluate chaincode toy in channel trade");
  const GatewayError all = error_of(
      world.gateway("B").evaluate(evaluate_request(world.signed_proposal({"fail"})), never));
  REQUIRE(all.details.size() == 3);  // its own peer first, then every other
  CHECK(all.details[0].msp_id() == "B");
  const GatewayError stopped = error_of(world.gateway("B").evaluate(
      evaluate_request(world.signed_proposal({"fail"})), [] { return true; }));
  CHECK(stopped.code == 4);
  auto forged = world.signed_proposal({"get", "k"});
  forged.set_signature("forged");
  const GatewayError refused =
      error_of(world.gateway("A").evaluate(evaluate_request(forged), never));
  CHECK(refused.code == 9);
  CHECK(error_of(world.gateway("A").evaluate({}, never)).code == 3);

  const auto elsewhere = test::Network::propose(world.network().client("A"), {.channel = "nosuch"});
  const GatewayError nowhere =
      error_of(world.gateway("A").evaluate(evaluate_request(elsewhere), never));
  CHECK(nowhere.code == 14);
  CHECK(nowhere.message ==
        "failed to get config for channel [nosuch]: could not get last config for channel nosuch");
}

TEST_CASE("gateway: another peer's refusal of a proposal is a failure of the call") {
  PeerWorld world;
  auto forged = world.signed_proposal({"get", "k"});
  forged.set_signature("forged");
  const std::string why = "error validating proposal: access denied: channel [trade] creator org ";
  const GatewayError error =
      error_of(world.gateway("A").evaluate(evaluate_request(forged, {"B", "O"}), never));
  CHECK(error.code == 14);
  CHECK(error.message == "failed to evaluate transaction, see attached details for more info");
  REQUIRE(error.details.size() == 2);  // the next one is asked
  CHECK(error.details[0].message() == "rpc error: code = Unknown desc = " + why + "[A]");
  const GatewayError endorse = endorse_error(world, forged, {"A", "B"});
  REQUIRE(endorse.details.size() == 2);
  CHECK(endorse.details[0].message() == why + "[A]");
  CHECK(endorse.details[1].message() == "rpc error: code = Unknown desc = " + why + "[A]");
}

TEST_CASE("gateway: Submit wants a signed transaction that its orderer takes") {
  PeerWorld world;
  const auto error = [&](const common::Envelope* envelope) {
    gateway::SubmitRequest request;
    if (envelope != nullptr) *request.mutable_prepared_transaction() = *envelope;
    return error_of(world.gateway("A").submit(request));
  };
  CHECK(error(nullptr).message == "a prepared transaction is required");
  common::Envelope envelope = world.endorsed(world.signed_proposal({"put", "k", "v"}), {"O", "A"});
  common::Envelope unsigned_one = envelope;
  unsigned_one.clear_signature();
  CHECK(error(&unsigned_one).message == "prepared transaction must be signed");
  envelope.set_signature(world.network().client("B").sign(envelope.payload()));
  CHECK(error(&envelope).code == 10);
  CHECK(error(&envelope).message.starts_with(
      "received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy"));
}

TEST_CASE("gateway: CommitStatus, for members only, also after the fact") {
  PeerWorld world;
  const auto proposal = world.signed_proposal({"put", "k", "v"});
  const std::string txid = std::get<Proposal>(unpack(proposal)).txid;
  auto& gateway = world.gateway("B");
  const GatewayError gone =
      error_of(gateway.commit_status(status_request(world, txid), [] { return true; }));
  CHECK(gone.code == 4);
  world.submit(proposal, {"O", "A"});
  const auto status = gateway.commit_status(status_request(world, txid), never);
  CHECK(std::get<gateway::CommitStatusResponse>(status).result() == protos::VALID);
  CHECK(std::get<gateway::CommitStatusResponse>(status).block_number() == 1);

  auto forged = status_request(world, txid);
  forged.set_signature("forged");
  CHECK(error_of(gateway.commit_status(forged, never)).code == 7);
  struct Row {
    const char* text;
    gateway::CommitStatusRequest inner;
  };
  gateway::CommitStatusRequest inner;
  std::vector<Row> rows{{"no identity provided", inner}};
  inner.set_identity("x");
  rows.push_back({"no channel ID provided", inner});
  inner.set_channel_id("x");
  rows.push_back({"transaction ID should not be empty", inner});
  for (const Row& row : rows) {
    gateway::SignedCommitStatusRequest request;
    request.set_request(row.inner.SerializeAsString() + Bytes("\x7a\x00", 2));  // never empty
    CHECK(error_of(gateway.commit_status(request, never)).message == row.text);
  }
  CHECK(error_of(gateway.commit_status({}, never)).message ==
        "a commit status request is required");
}

TEST_CASE("gateway: events of valid transactions, from where the client asks") {
  PeerWorld world;
  for (const char* name : {"e1", "e2", "e3"})
    REQUIRE(world.submit({"event", name, "payload"}, {"O", "A"}) == protos::VALID);
  REQUIRE(world.submit({"event", "invalid", "payload"}, {"A"}) != protos::VALID);
  REQUIRE(world.submit({"put", "quiet", "1"}, {"O", "A"}) == protos::VALID);

  std::string last_txid;
  const auto names = [&](const gateway::ChaincodeEventsRequest& asked) {
    std::string out;
    const GatewayError end = world.gateway("B").chaincode_events(
        events_request(world, asked), [] { return true; },
        [&](const gateway::ChaincodeEventsResponse& response) {
          for (const auto& event : response.events()) {
            out += std::to_string(response.block_number()) + ":" + event.event_name() + " ";
            last_txid = event.tx_id();
          }
          return true;
        });
    return out + std::to_string(end.code);
  };
  gateway::ChaincodeEventsRequest asked;
  CHECK(names(asked) == "1");  // from the next commit on
  asked.mutable_start_position()->mutable_specified()->set_number(0);
  CHECK(names(asked) == "1:e1 2:e2 3:e3 1");
  asked.mutable_start_position()->mutable_specified()->set_number(2);
  CHECK(names(asked) == "2:e2 3:e3 1");
  asked.set_after_transaction_id(last_txid);
  CHECK(names(asked) == "1");
  asked.clear_after_transaction_id();
  asked.set_chaincode_id("other");
  CHECK(names(asked) == "1");
  asked.mutable_start_position()->mutable_oldest();
  CHECK(names(asked) == "3");
  asked.clear_start_position();
  asked.set_channel_id("elsewhere");
  CHECK(names(asked) == "7");
}

TEST_CASE("gateway: resuming after a transaction gives what followed it, and nothing twice") {
  PeerWorld world;
  std::vector<std::string> ids;
  for (const char* name : {"e1", "e2", "e3"}) {
    const auto proposal = world.signed_proposal({"event", name, "p"});
    ids.push_back(std::get<Proposal>(unpack(proposal)).txid);
    REQUIRE(world.submit(proposal, {"O", "A"}) == protos::VALID);
  }
  gateway::ChaincodeEventsRequest asked;
  asked.mutable_start_position()->mutable_specified()->set_number(1);
  asked.set_after_transaction_id(ids[0]);
  std::string seen;
  world.gateway("A").chaincode_events(
      events_request(world, asked), [] { return true; },
      [&](const gateway::ChaincodeEventsResponse& response) {
        seen += response.events(0).event_name() + " ";
        return seen != "e2 e3 ";
      });
  CHECK(seen == "e2 e3 ");
}

TEST_CASE(
    "gateway: an envelope that was endorsed before a restart still finds its private values") {
  const test::TempFolder folder;
  const std::string path = folder.file("ledger.sqlite");
  // The identities differ after this restart, so the store alone is looked at.
  std::string txid;
  {
    PeerWorld world(test::toy_behaviour, path);
    const auto proposal = world.signed_proposal({"put_private", of_b, "p", "secret"});
    txid = std::get<Proposal>(unpack(proposal)).txid;
    world.endorsed(proposal, {"O", "B"});
  }
  const Store store(path);
  REQUIRE(store.kept_private(txid).size() == 1);
  CHECK(decode_private(store.kept_private(txid)[0])->at("toy").at(of_b).writes.at("p").value ==
        "secret");
}
