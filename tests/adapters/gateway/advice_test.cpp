// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/advice.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::gateway;

TEST_CASE("peers that do not agree are told from other failures to endorse") {
  const std::string words = "ProposalResponsePayloads do not match (base64): 'CiD' vs 'CiC'";
  CHECK(has_mismatch({.code = GrpcCode::aborted, .message = words}));
  CHECK(has_mismatch({.code = GrpcCode::aborted, .details = {{"peer0:7051", "AMSP", words}}}));
  CHECK_FALSE(has_mismatch({.code = GrpcCode::aborted, .message = "chaincode stream terminated"}));
}

TEST_CASE("a contract's refusal is read out of the gateway's text") {
  struct Row {
    const char* text;
    int status;
    const char* token;
    const char* message;
  };
  const Row rows[] = {
      {"chaincode response 409, FP_DUPLICATE: The cargo is financed already. (EXACT)", 409,
       "FP_DUPLICATE", "FP_DUPLICATE: The cargo is financed already. (EXACT)"},
      {"evaluate call to endorser returned error: chaincode response 404, TX_UNKNOWN", 404,
       "TX_UNKNOWN", "TX_UNKNOWN"},
      {"chaincode response 500, Something else: x", 500, "", "Something else: x"},
      {"chaincode response 400, no token here", 400, "", "no token here"},
      {"chaincode response 500, ", 500, "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    for (const bool in_details : {false, true}) {
      Failure failure{.stage = Stage::endorse, .message = in_details ? "see details" : row.text};
      if (in_details) failure.details.push_back({"peer", "BankHMSP", row.text});
      const auto found = refusal(failure);
      REQUIRE(found);
      CHECK(found->status == row.status);
      CHECK(found->token == row.token);
      CHECK(found->message == row.message);
    }
  }
}

TEST_CASE("a refusal's token gives our code, when it is one of ours") {
  CHECK(Refusal{.token = "EBL_NOT_HOLDER"}.code() == Code::ebl_not_holder);
  CHECK_FALSE(Refusal{.token = "INVARIANT_HOLDER"}.code());
}

TEST_CASE("other failures are no refusal") {
  for (const char* text : {"", "ProposalResponsePayloads do not match", "chaincode response",
                           "chaincode response x, Y", "chaincode response 9"})
    CHECK_FALSE(refusal(Failure{.message = text, .details = {{"peer", "BankHMSP", text}}}));
}

TEST_CASE("what to do next, by stage and code") {
  struct Row {
    const char* what;
    Failure failure;
    NextStep expected;
  };
  const auto give_up = NextStep::give_up;
  const auto again = NextStep::propose_again;
  const auto resolve = NextStep::resolve;
  const auto person = NextStep::ask_a_person;
  const auto refused = [](const char* text) {
    return Failure{.stage = Stage::endorse,
                   .code = GrpcCode::aborted,
                   .details = {{"peer", "BankHMSP", text}}};
  };
  const auto endorse = [](GrpcCode code, const char* text = "") {
    return Failure{.stage = Stage::endorse, .code = code, .message = text};
  };
  const auto commit = [](int code) { return Failure{.stage = Stage::commit, .validation = code}; };
  const Row rows[] = {
      {"not proposed", Failure{.stage = Stage::proposal}, person},
      {"contract says no", refused("chaincode response 403, EBL_NOT_HOLDER: x"), give_up},
      {"busy", refused("chaincode response 500, BUSY: x"), again},
      {"invariant", refused("chaincode response 500, INVARIANT_HOLDER: x"), person},
      {"endorsements differ", refused("ProposalResponsePayloads do not match"), again},
      {"stream ended", refused("chaincode stream terminated"), again},
      {"unavailable", endorse(GrpcCode::unavailable), again},
      {"deadline", endorse(GrpcCode::deadline_exceeded), again},
      {"cancelled", endorse(GrpcCode::cancelled), again},
      {"exhausted", endorse(GrpcCode::resource_exhausted), again},
      {"limiter", endorse(GrpcCode::unknown, "too many requests for /gateway.Gateway"), again},
      {"unknown", endorse(GrpcCode::unknown, "what"), person},
      {"precondition", endorse(GrpcCode::failed_precondition), person},
      {"argument", endorse(GrpcCode::invalid_argument), person},
      {"permission", endorse(GrpcCode::permission_denied), person},
      {"no channel", endorse(GrpcCode::not_found), person},
      {"no gateway", endorse(GrpcCode::unimplemented), person},
      {"another transaction", endorse(GrpcCode::data_loss), person},
      {"query refused",
       Failure{.stage = Stage::evaluate, .message = "chaincode response 404, EBL_UNKNOWN: x"},
       give_up},
      {"events lost", Failure{.stage = Stage::events, .code = GrpcCode::unavailable}, again},
      {"submit", Failure{.stage = Stage::submit, .code = GrpcCode::invalid_argument}, resolve},
      {"status", Failure{.stage = Stage::commit_status, .code = GrpcCode::unavailable}, resolve},
      {"duplicate", commit(9), resolve},
      {"policy", commit(10), person},
      {"conflict", commit(11), again},
      {"phantom", commit(12), again},
      {"expired chaincode", commit(17), again},
      {"chaincode version", commit(18), again},
      {"bad signature", commit(4), person},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(text_of(next_step(row.failure)) == text_of(row.expected));
  }
}

TEST_CASE("a gateway that does not know yet who runs a chaincode is asked again, others are not") {
  // As Fabric 3.1 and 2.5 say it: fabric-network.md 4.3.
  const std::string policy =
      "no combination of peers can be derived which satisfy the endorsement policy: ";
  const std::pair<std::string, bool> rows[] = {
      {policy + "No metadata was found for chaincode drill in channel trade", true},
      {policy + "no peer combination can satisfy the endorsement policy", true},
      {policy + "required chaincodes are not installed on sufficient peers", true},
      {"failed to select a set of endorsers that satisfy the endorsement policy", true},
      {"no peers available to evaluate chaincode drill in channel trade", true},
      {policy + "state based endorsement policy cannot be satisfied", false},
      {policy + "endorsement policy cannot be satisfied", false},
      {"requires endorsement from organisation(s) that are not in the distribution policy of the "
       "private data collection(s): [c]; retry specifying trusted endorsing organizations to "
       "protect transient data",
       false},
      {"no endorsers found in the gateway's organization; retry specifying endorsing "
       "organization(s) to protect transient data",
       false},
      {"evaluate call to endorser returned error: access denied", false},
  };
  for (const auto& [text, passes] : rows) {
    CAPTURE(text);
    for (const Stage stage : {Stage::evaluate, Stage::endorse}) {
      Failure failure{.stage = stage, .code = GrpcCode::failed_precondition, .message = text};
      CHECK(waits_for_discovery(failure) == passes);
      CHECK(text_of(next_step(failure)) ==
            text_of(passes ? NextStep::propose_again : NextStep::ask_a_person));
      // The words alone, with a code that means something else, are no reason to ask again.
      failure.code = GrpcCode::invalid_argument;
      CHECK_FALSE(waits_for_discovery(failure));
      CHECK(next_step(failure) == NextStep::ask_a_person);
    }
  }
}

TEST_CASE("a client that no peer takes anything of does not try for ever") {
  // As Fabric 3.1 and 2.5 say it, and our own server for a peer of 2.5, which looks at no clock.
  const std::pair<std::string, bool> rows[] = {
      {"request unauthorized due to incorrect timestamp 2026-11-25T20:34:57Z, peer time "
       "2026-11-25T20:54:57Z, peer.authentication.timewindow 15m0s",
       true},
      {"proposal client identity expired", true},
      {"error validating proposal: access denied: channel [trade] creator org unknown, creator is "
       "malformed",
       true},
      {"chaincode response 400, TX_TIME: The proposal's time is too far from the server's clock.",
       true},
      // A contract may say whatever it likes.
      {"chaincode response 403, X: access denied: channel [trade]", false},
      {"chaincode stream terminated", false},
  };
  for (const auto& [text, refused] : rows) {
    CAPTURE(text);
    for (const GrpcCode code : {GrpcCode::aborted, GrpcCode::unavailable}) {
      const Failure failure{
          .stage = Stage::endorse, .code = code, .details = {{"peer", "BankHMSP", text}}};
      CHECK(refuses_client(failure) == refused);
      CHECK((next_step(failure) == NextStep::ask_a_person) == refused);
    }
  }
}

TEST_CASE("a peer that gets no connection to its chaincode server is told from one that is busy") {
  const auto failure = [](const char* text) {
    return Failure{.stage = Stage::endorse,
                   .code = GrpcCode::aborted,
                   .details = {{"peer", "BankHMSP", text}}};
  };
  CHECK(lacks_chaincode_link(
      failure("error creating grpc connection to 127.0.0.1:9: context deadline exceeded")));
  CHECK_FALSE(lacks_chaincode_link(
      failure("error creating grpc connection to 127.0.0.1:9: connection refused")));
  CHECK_FALSE(lacks_chaincode_link(failure("context deadline exceeded")));

  CHECK(lacks_registration(
      failure("could not launch chaincode t_1:0: chaincode registration failed: connection to "
              "t_1:0 terminated")));
  // A second caller waits for the first one's attempt, and is told of it so.
  const auto waited = failure(
      "chaincode registration failed: connection to t_1:0 failed: error creating grpc connection "
      "to 127.0.0.1:9: context deadline exceeded");
  CHECK(lacks_chaincode_link(waited));
  CHECK_FALSE(lacks_registration(waited));
}
