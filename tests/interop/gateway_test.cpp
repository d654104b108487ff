// SPDX-License-Identifier: Apache-2.0
// The official Fabric Gateway client for Node on the embedded peer and our chaincode server: every
// kind of call and stream that it has, and what it and our client take over from each other.
#include <doctest/doctest.h>

#include "adapters/gateway/checkpoint.hpp"
#include "adapters/gateway/invoke.hpp"
#include "chaincode/codec/json.hpp"
#include "tests/adapters/gateway/areas/field.hpp"
#include "tests/support/ends.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using test::field;
using test::first_of;
using test::last_of;
using test::one;
using test::two;

namespace {

std::string text(const Json& object, const char* name) {
  const Json* found = object.find(name);
  REQUIRE_MESSAGE(found != nullptr, name << " is not in " << canonical(object));
  REQUIRE(found->as_string() != nullptr);
  return *found->as_string();
}
std::int64_t number(const Json& object, const char* name) {
  const Json* found = object.find(name);
  REQUIRE_MESSAGE(found != nullptr, name << " is not in " << canonical(object));
  REQUIRE(found->as_integer().has_value());
  return *found->as_integer();
}
const Json::Array& list(const Json& object, const char* name) {
  const Json* found = object.find(name);
  REQUIRE_MESSAGE(found != nullptr, name << " is not in " << canonical(object));
  REQUIRE(found->as_array() != nullptr);
  return *found->as_array();
}
Bytes bytes(const Json& object, const char* name) { return *from_base64(text(object, name)); }

/// One process of Node as User1 of the first organisation, for all cases.
Json ask(const std::string& operation, Json::Object request) {
  static test::Process node({"/usr/bin/env", "node", TRADELANE_CLIENT_FOLDER "/gateway.mjs",
                             field().files, one, "User1", field().channel, field().chaincode},
                            "", "", test::Process::Input::lines);
  request.emplace("op", operation);
  node.write_line(canonical(request));
  const std::string line = node.read_line();
  auto answer = parse_json(line);
  REQUIRE_MESSAGE(answer, "the client for Node says: " << line);
  return std::move(*answer);
}

Json::Array words(const std::vector<std::string>& all) {
  Json::Array out;
  for (const std::string& word : all) out.emplace_back(word);
  return out;
}

Json submitted(const std::vector<std::string>& args, const std::vector<std::string>& orgs = {}) {
  return ask("submit", {{"args", words(args)}, {"endorsers", words(orgs)}});
}

Bytes wallet(std::string_view message) {
  static const auto signer = field().options(one).signer;
  return signer->sign(message);
}

OfflineClient our_client() { return {field().connection(one), field().options(one).identity}; }

/// Hands over what we have signed; the answer.
Json proceed(const std::string& kind, const Bytes& whole, const Bytes& message) {
  return ask(
      "proceed",
      {{"kind", kind}, {"bytes", to_base64(whole)}, {"signature", to_base64(wallet(message))}});
}

}  // namespace

TEST_CASE("node gateway: submit, then evaluate at every peer") {
  const Json done = submitted({"put", "n1", "v"});
  CHECK(bytes(done, "result") == "put\n");
  CHECK(number(done, "code") == 0);
  CHECK(number(done, "block") > 0);
  const Json answer = ask("evaluate", {{"args", words({"get", "n1"})}});
  CHECK(bytes(answer, "result") == "get \"v\"\n");
  const Json there = ask("evaluate", {{"args", words({"get", "n1"})}, {"endorsers", words({two})}});
  CHECK(bytes(there, "result") == "get \"v\"\n");
}

TEST_CASE("node gateway: transient data") {
  const Json answer = ask("evaluate", {{"args", words({"transient"})},
                                       {"endorsers", words({one})},
                                       {"transient", Json::Object{{"k", to_base64("v")}}}});
  CHECK(bytes(answer, "result") == "transient \"k\"=\"v\"\n");
}

TEST_CASE("node gateway: errors of each stage, with code and details") {
  const Json refused = submitted({"respond", "409", "TOY_REFUSED: no"}, {one, two});
  CHECK(text(refused, "error") == "EndorseError");
  CHECK(number(refused, "grpc") == 10);
  CHECK(text(refused, "txid").size() == 64);
  const Json& detail = first_of(list(refused, "details"));
  CHECK((text(detail, "mspId") == one || text(detail, "mspId") == two));
  CHECK(text(detail, "address").find(':') != std::string::npos);
  CHECK(text(detail, "message") == "chaincode response 409, TOY_REFUSED: no");
  const Json question = ask("evaluate", {{"args", words({"respond", "404", "TOY_UNKNOWN: no"})}});
  CHECK(number(question, "grpc") == 2);
  CHECK(text(question, "message").find("chaincode response 404, TOY_UNKNOWN: no") !=
        std::string::npos);
  const Json nobody = submitted({"put", "n2", "v"}, {"NobodyMSP"});
  CHECK(number(nobody, "grpc") == 14);
  const Json differ = submitted({"differ"}, {one, two});
  CHECK(text(differ, "error") == "EndorseError");
  CHECK(number(differ, "grpc") == 10);
}

TEST_CASE("node gateway: an invalid transaction has its code and its block") {
  submitted({"put", "n3", "0"});
  const auto client = field().client();
  const auto late =
      client->endorse(*client->propose(field().call({"get", "n3", "put", "n3", "1"})));
  REQUIRE(late);
  submitted({"get", "n3", "put", "n3", "2"});
  REQUIRE(client->submit(*late));
  const auto commit =
      client->commit_status({.transaction_id = late->transaction_id, .channel = field().channel});
  REQUIRE(commit);
  CHECK(commit->name == "MVCC_READ_CONFLICT");
  const Json blocks =
      ask("blocks",
          {{"kind", "Block"}, {"from", static_cast<std::int64_t>(commit->block)}, {"count", 1}});
  CHECK(last_of(bytes(first_of(list(blocks, "blocks")), "verdicts")) == '\x0b');
}

TEST_CASE("node gateway: chaincode events, and on from a checkpoint of either client") {
  const std::int64_t from = number(submitted({"event", "node", "1"}), "block");
  submitted({"event", "node", "2"});
  submitted({"event", "node", "3"});
  const test::TempFolder folder;
  const Json::Object resume{{"from", from}, {"count", 1}, {"file", folder.file("c")}};
  const auto payload = [](const Json& answer) {
    return bytes(first_of(list(answer, "events")), "payload");
  };
  CHECK(payload(ask("events", resume)) == "1");
  // We take up where Node stands.
  CheckpointFile file(folder.file("c"));
  const auto kept = file.load();
  REQUIRE(kept);
  REQUIRE(kept->has_value());
  const auto event = field()
                         .client()
                         ->events({.channel = field().channel,
                                   .chaincode = field().chaincode,
                                   .from = **kept,
                                   .within = std::chrono::seconds(60)})
                         ->next();
  REQUIRE(event);
  CHECK(event->payload == "2");
  // And Node where we stand.
  file.store(event->checkpoint());
  CHECK(payload(ask("events", resume)) == "3");
}

TEST_CASE("node gateway: blocks of all three kinds, and on from a checkpoint") {
  const Json done = submitted({"put", "n4", "v", "event", "block", "payload"});
  const std::int64_t from = number(done, "block");
  submitted({"put", "n5", "v"});
  const test::TempFolder folder;
  for (const char* kind : {"Block", "FilteredBlock", "BlockAndPrivateData"}) {
    CAPTURE(kind);
    const Json::Object resume{
        {"kind", kind}, {"from", from}, {"count", 1}, {"file", folder.file(kind)}};
    CHECK(number(first_of(list(ask("blocks", resume), "blocks")), "number") == from);
    CHECK(number(first_of(list(ask("blocks", resume), "blocks")), "number") == from + 1);
    CHECK(**CheckpointFile(folder.file(kind)).load() ==
          Checkpoint{.block = static_cast<std::uint64_t>(from + 2)});
  }
  const Json filtered = ask("blocks", {{"kind", "FilteredBlock"}, {"from", from}, {"count", 1}});
  const Json& block = first_of(list(filtered, "blocks"));
  CHECK(text(block, "channel") == field().channel);
  const Json& transaction = last_of(list(block, "transactions"));
  CHECK(text(transaction, "txid") == text(done, "txid"));
  CHECK(number(transaction, "code") == 0);
  CHECK(*first_of(list(transaction, "events")).as_string() == "block");
}

TEST_CASE("node gateway: private data comes with the block") {
  const std::string collection = "_implicit_org_" + one;
  const Json done = submitted({"pput", collection, "p", "secret"}, {one});
  REQUIRE(number(done, "code") == 0);
  const Json blocks = ask(
      "blocks", {{"kind", "BlockAndPrivateData"}, {"from", number(done, "block")}, {"count", 1}});
  CHECK(canonical(*first_of(list(blocks, "blocks")).find("collections")) ==
        "[\"" + collection + "\"]");
}

TEST_CASE("node gateway: what Node makes is signed by us and sent by Node, all seven kinds") {
  const auto sign = [](const std::string& kind, const Json& made, const Bytes& message) {
    // The digest that Node gives is the one that we sign.
    CHECK(digest(Hash::sha256, message) == bytes(made, "digest"));
    return proceed(kind, bytes(made, "bytes"), message);
  };
  Json next = ask("begin", {{"kind", "proposal"}, {"args", words({"put", "n6", "v"})}});
  const Bytes proposal = proposal_from(bytes(next, "bytes"))->bytes;
  CHECK(bytes(sign("evaluation", next, proposal), "result") == "put\n");
  next = sign("proposal", next, proposal);
  next = sign("transaction", next, transaction_from(bytes(next, "bytes"))->payload);
  const Json status =
      sign("commit", next, request_from<RequestKind::commit_status>(bytes(next, "bytes"))->message);
  CHECK(number(status, "code") == 0);

  const std::int64_t from = number(submitted({"event", "offline", "x"}), "block");
  next = ask("begin", {{"kind", "events"}, {"from", from}});
  const Json events = sign(
      "events", next, request_from<RequestKind::chaincode_events>(bytes(next, "bytes"))->message);
  CHECK(text(first_of(list(events, "events")), "name") == "offline");
  for (const char* kind : {"Block", "FilteredBlock", "BlockAndPrivateData"}) {
    next = ask("begin", {{"kind", kind}, {"from", from}});
    const Json blocks =
        sign(kind, next, request_from<RequestKind::blocks>(bytes(next, "bytes"))->message);
    CHECK(number(first_of(list(blocks, "blocks")), "number") == from);
  }
}

TEST_CASE("node gateway: what we make goes on in Node, and what Node makes goes on with us") {
  const OfflineClient ours = our_client();
  const auto proposal = *ours.propose(field().call({"put", "n7", "v"}));
  const Json endorsed = proceed("proposal", bytes_of(proposal), proposal.bytes);
  // Endorsed by Node's client, submitted by ours.
  const auto transaction = *transaction_from(bytes(endorsed, "bytes"));
  CHECK(transaction.result == "put\n");
  REQUIRE(ours.submit(with_signature(transaction, wallet(transaction.payload))));
  // Asked for by ours, answered to Node's.
  const auto question = ours.request(
      StatusRequest{.transaction_id = transaction.transaction_id, .channel = field().channel});
  const Json status = proceed("commit", bytes_of(question), question.message);
  CHECK(number(status, "code") == 0);
  const std::int64_t block = number(status, "block");
  const auto blocks = ours.request<RequestKind::filtered_blocks>(
      BlocksRequest{.channel = field().channel, .from = static_cast<std::uint64_t>(block)});
  CHECK(number(first_of(list(proceed("FilteredBlock", bytes_of(blocks), blocks.message), "blocks")),
               "number") == block);
}
