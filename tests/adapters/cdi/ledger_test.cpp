// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/ledger.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/cdi/cdi_world.hpp"

using namespace tradelane;
using namespace tradelane::cdi;

namespace {

/// Answers every question with the same.
class Canned : public gateway::Gateway {
 public:
  using Failed = gateway::EvaluateFailure;
  explicit Canned(gateway::Outcome<Bytes, Failed> answer) : answer_(std::move(answer)) {}

  const gateway::Identity& identity() const override { return identity_; }
  Result<gateway::Proposal> propose(const gateway::Call& call) override {
    asked = call;
    return gateway::Proposal{.transaction_id = "tx", .channel = call.channel};
  }
  gateway::Outcome<Bytes, Failed> evaluate(const gateway::Proposal&) override { return answer_; }
  gateway::Outcome<gateway::SignedTransaction, gateway::EndorseFailure> endorse(
      const gateway::Proposal&) override {
    throw Fault("only asked");
  }
  gateway::Outcome<Done, gateway::SubmitFailure> submit(
      const gateway::SignedTransaction&) override {
    throw Fault("only asked");
  }
  gateway::Outcome<gateway::Commit, gateway::CommitStatusFailure> commit_status(
      const gateway::StatusRequest&) override {
    throw Fault("only asked");
  }
  std::unique_ptr<gateway::EventStream> events(const gateway::EventsRequest&) override {
    throw Fault("only asked");
  }

  gateway::Call asked = {};

 private:
  gateway::Identity identity_ = {};
  gateway::Outcome<Bytes, Failed> answer_;
};

Canned failing(const std::string& message) {
  return Canned(gateway::EvaluateFailure({.code = gateway::GrpcCode::aborted, .message = message}));
}

const auto c1 = *consent::ConsentId::parse(test::consent_id("C1"));

}  // namespace

TEST_CASE("cdi ledger: views come as the contract gives them") {
  test::CdiWorld world;
  const auto view = *world.ledger.consent(c1);
  Canned consents(Bytes(canonical(to_json(view))));
  GatewayReads reads(consents, {"trade", "tradelane"});
  CHECK(reads.consent(c1)->consent == view.consent);
  CHECK(consents.asked.function == "consent:Get");
  CHECK(consents.asked.channel == "trade");
  CHECK(consents.asked.chaincode == "tradelane");
  CHECK(consents.asked.args == std::vector<Bytes>{canonical(to_json(consent::Get{c1}))});

  const auto d1 = *evidence::EvidenceId::parse(test::evidence_id("D1"));
  Canned evidences(Bytes(canonical(to_json(*world.ledger.evidence(d1)))));
  CHECK(GatewayReads(evidences, {}).evidence(d1)->evidence.id == d1);
  CHECK(evidences.asked.function == "evidence:Get");

  Canned journals(Bytes(canonical(to_json(*world.ledger.journal(c1)))));
  CHECK(GatewayReads(journals, {}).journal(c1)->consent_id == c1);
  CHECK(journals.asked.function == "consent:Journal");
}

TEST_CASE("cdi ledger: the contract's refusal comes back, everything else is not available") {
  Canned refusing = failing("chaincode response 404, CNS_UNKNOWN: There is no such consent.");
  CHECK(GatewayReads(refusing, {}).consent(c1).error().code == Code::cns_unknown);
  for (const char* message : {"no connection", "chaincode response 500, INVARIANT_CI1: broken"}) {
    Canned broken = failing(message);
    GatewayReads reads(broken, {});
    CHECK_THROWS_AS((void)reads.journal(c1), Unavailable);
  }
  for (const char* text : {"nonsense", "{}"}) {
    Canned wrong((Bytes(text)));
    GatewayReads reads(wrong, {});
    CHECK_THROWS_AS((void)reads.consent(c1), Unavailable);
  }
}
