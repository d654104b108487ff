// SPDX-License-Identifier: Apache-2.0
// The nine areas in which Fabric's official clients are tested, for ours: transactions, errors,
// off-line signing, chaincode events, block events, private data, state-based endorsement,
// discovery, endorsement. The same cases on the embedded peer and on Fabric's own processes.
#include <algorithm>
#include <thread>

#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/checkpoint.hpp"
#include "adapters/gateway/invoke.hpp"
#include "adapters/gateway/resume.hpp"
#include "chaincode/ledger/endorsement_policy.hpp"
#include "tests/adapters/gateway/areas/field.hpp"
#include "tests/support/ends.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using test::field;
using test::last_of;
using test::one;
using test::two;

namespace {

constexpr auto patience = std::chrono::seconds(60);

/// The transaction, which must become valid.
Committed must(Gateway& client, const Call& call) {
  auto done = invoke_with_retries(client, call);
  REQUIRE_MESSAGE(done, (done ? "" : done.failure().text()));
  return *done;
}

Failure fails(Gateway& client, const Call& call) {
  const auto done = invoke(client, call);
  REQUIRE_FALSE(done);
  return done.failure();
}

std::string asked(Gateway& client, const Call& call) {
  const auto answer = query_with_retries(client, call);
  return answer ? *answer : answer.failure().text();
}

/// A key-level policy: a peer of each.
Bytes both_peers() {
  std::vector<ledger::Principal> all;
  for (const std::string& msp : {one, two})
    all.push_back({.msp = MspId::parse(msp).value(), .role = ledger::MspRole::peer});
  return ledger::EndorsementPolicy::of_all(all).value().bytes();
}

std::string own_collection(const std::string& msp) { return "_implicit_org_" + msp; }

}  // namespace

TEST_CASE("transactions: what is submitted is read back, whatever its bytes") {
  const auto client = field().client();
  const std::string value("\0\xff\n\xe6\xb5\xb7", 6);
  const auto done = must(*client, field().call({"put", "t1", value}));
  CHECK(done.result == "put\n");
  CHECK(done.commit.name == "VALID");
  CHECK(done.commit.block > 0);
  CHECK(asked(*client, field().call({"get", "t1"})) == "get \"\\x00\\xff\\x0a\\xe6\\xb5\\xb7\"\n");
  CHECK(asked(*client, field().call({"get", "t0"})) == "get -\n");
  // Long after it happened, and by the other organisation.
  const auto status = field().client(two)->commit_status(
      {.transaction_id = done.commit.transaction_id, .channel = field().channel});
  REQUIRE(status);
  CHECK(status->block == done.commit.block);
  CHECK(status->valid());
}

TEST_CASE("transactions: an evaluation changes nothing") {
  const auto client = field().client();
  CHECK(asked(*client, field().call({"put", "t2", "v"})) == "put\n");
  CHECK(asked(*client, field().call({"get", "t2"})) == "get -\n");
}

TEST_CASE("transactions: transient data arrives, and is not in the block") {
  const auto client = field().client();
  Call call = field().call({"transient"}, {one});
  call.transient = {{"price", "s3cret-4711"}};
  CHECK(asked(*client, call) == "transient \"price\"=\"s3cret-4711\"\n");
  // The answer would show it on the ledger: another operation.
  call.function = "put";
  call.args = {"t3", "v"};
  const auto done = must(*client, call);
  const auto block =
      field().blocks()->blocks({.channel = field().channel, .from = done.commit.block})->next();
  REQUIRE(block);
  CHECK(block->bytes.find("s3cret-4711") == std::string::npos);
  CHECK(block->bytes.find("t3") != std::string::npos);
}

TEST_CASE("errors: a refusal comes with status, text and who said it") {
  const auto client = field().client();
  const Call call = field().call({"respond", "409", "TOY_REFUSED: no"}, {one, two});
  const auto failure = fails(*client, call);
  CHECK(failure.stage == Stage::endorse);
  CHECK(failure.code == GrpcCode::aborted);
  CHECK(failure.transaction_id.size() == 64);
  REQUIRE_FALSE(failure.details.empty());
  // Whichever of the two was first.
  CHECK((failure.details[0].msp == one || failure.details[0].msp == two));
  CHECK(failure.details[0].address.find(':') != std::string::npos);
  CHECK(failure.details[0].message == "chaincode response 409, TOY_REFUSED: no");
  const auto why = refusal(failure);
  REQUIRE(why);
  CHECK(why->status == 409);
  CHECK(why->token == "TOY_REFUSED");
  CHECK(next_step(failure) == NextStep::give_up);
  const auto question = query(*client, call);
  REQUIRE_FALSE(question);
  CHECK(question.failure().code == GrpcCode::unknown);
  CHECK(refusal(question.failure())->message == "TOY_REFUSED: no");
}

TEST_CASE("errors: a chaincode that nobody has, a channel that there is not") {
  const auto client = field().client();
  Call call = field().call({"get", "k"});
  call.chaincode = "nothing";
  const auto unknown = fails(*client, call);
  CHECK(unknown.stage == Stage::endorse);
  CHECK(unknown.code == GrpcCode::failed_precondition);
  CHECK(waits_for_discovery(unknown));
  call = field().call({"get", "k"});
  call.channel = "nowhere";
  const auto question = query(*client, call);
  REQUIRE_FALSE(question);
  CHECK(question.failure().code == GrpcCode::unavailable);
  const auto nowhere = fails(*client, call);
  CHECK(nowhere.stage == Stage::endorse);
  CHECK(nowhere.code == GrpcCode::failed_precondition);
  const auto blocks = field().blocks()->blocks({.channel = "nowhere", .from = 0})->next();
  REQUIRE_FALSE(blocks);
  CHECK(blocks.failure().code == GrpcCode::not_found);
  const auto events =
      client->events({.channel = "nowhere", .chaincode = field().chaincode, .from = Checkpoint{}});
  const auto event = events->next();
  REQUIRE_FALSE(event);
  CHECK(event.failure().code == GrpcCode::permission_denied);
}

TEST_CASE("errors: a signature with another key is nobody's") {
  auto options = field().options(one);
  options.signer = field().options(two).signer;
  const auto stranger = make_client(field().connection(one), options);
  const auto failure = fails(*stranger, field().call({"put", "e1", "v"}));
  CHECK(failure.stage == Stage::endorse);
  CHECK(refuses_client(failure));
  CHECK(next_step(failure) == NextStep::ask_a_person);
  const auto status =
      stranger->commit_status({.transaction_id = std::string(64, '0'), .channel = field().channel});
  REQUIRE_FALSE(status);
  CHECK(status.failure().code == GrpcCode::permission_denied);
  const auto blocks = make_block_client(field().connection(one), options)
                          ->blocks({.channel = field().channel, .from = 0})
                          ->next();
  REQUIRE_FALSE(blocks);
  CHECK(blocks.failure().code == GrpcCode::permission_denied);
}

TEST_CASE("errors: of two that read the same, the later one is a conflict") {
  const auto client = field().client();
  must(*client, field().call({"put", "e2", "0"}));
  const auto late =
      client->endorse(*client->propose(field().call({"get", "e2", "put", "e2", "1"})));
  REQUIRE(late);
  must(*client, field().call({"get", "e2", "put", "e2", "2"}));
  const auto lost = submit_until_known(*client, *late);
  REQUIRE_FALSE(lost);
  CHECK(lost.failure().stage == Stage::commit);
  CHECK(lost.failure().validation == 11);
  CHECK(lost.failure().validation_name == "MVCC_READ_CONFLICT");
  CHECK(next_step(lost.failure()) == NextStep::propose_again);
}

TEST_CASE("errors: the same envelope twice takes effect once, and its verdict stays") {
  const auto client = field().client();
  const auto kept =
      client->endorse(*client->propose(field().call({"get", "e3", "put", "e3", "1"})));
  REQUIRE(kept);
  const auto first = resolve(*client, *kept);
  REQUIRE(first);
  REQUIRE(client->submit(*kept));
  const auto behind = must(*client, field().call({"put", "e4", "0"}));
  const auto again = resolve(*client, *kept);
  REQUIRE(again);
  CHECK(again->block == first->block);
  // What was sent before `behind` is in a block no later than its.
  REQUIRE(first->block < behind.commit.block);
  const auto blocks = field().blocks()->blocks({.channel = field().channel,
                                                .from = first->block + 1,
                                                .until = behind.commit.block,
                                                .within = patience});
  std::vector<std::string> copies;
  for (std::uint64_t number = first->block + 1; number <= behind.commit.block; ++number) {
    const auto block = blocks->next();
    REQUIRE(block);
    for (const BlockTransaction& transaction : block->transactions)
      if (transaction.id == kept->transaction_id) copies.push_back(transaction.code_name);
  }
  CHECK(copies == std::vector<std::string>{"DUPLICATE_TXID"});
}

TEST_CASE("errors: a deadline that is over says so") {
  const auto client = field().client();
  const auto status = client->commit_status({.transaction_id = std::string(64, 'f'),
                                             .channel = field().channel,
                                             .within = std::chrono::milliseconds(300)});
  REQUIRE_FALSE(status);
  CHECK(status.failure().stage == Stage::commit_status);
  CHECK(status.failure().code == GrpcCode::deadline_exceeded);
}

TEST_CASE("off-line signing: all seven kinds, by way of the official clients' bytes") {
  const auto options = field().options(one);
  const OfflineClient client(field().connection(one), options.identity);
  const auto wallet = [&](const Bytes& message) { return options.signer->sign(message); };
  const auto travelled = [&](auto request) {
    request.signature = wallet(request.message);
    return request;
  };

  auto proposal = *proposal_from(bytes_of(*client.propose(field().call({"put", "o1", "v"}))));
  proposal.signature = wallet(proposal.bytes);
  CHECK(*client.evaluate(proposal) == "put\n");
  const auto endorsed = client.endorse(proposal);
  REQUIRE_MESSAGE(endorsed, (endorsed ? "" : endorsed.failure().text()));
  const auto unsigned_one = *transaction_from(bytes_of(*endorsed));
  const auto transaction = with_signature(unsigned_one, wallet(unsigned_one.payload));
  REQUIRE(client.submit(transaction));
  const auto question = client.request(
      StatusRequest{.transaction_id = transaction.transaction_id, .channel = field().channel});
  const auto commit = client.commit_status(
      travelled(*request_from<RequestKind::commit_status>(bytes_of(question))));
  REQUIRE(commit);
  CHECK(commit->valid());

  const auto noted = must(*field().client(), field().call({"event", "off-line", "payload"}));
  auto events = travelled(*request_from<RequestKind::chaincode_events>(
      bytes_of(client.request(EventsRequest{.channel = field().channel,
                                            .chaincode = field().chaincode,
                                            .from = Checkpoint{.block = noted.commit.block}}))));
  events.within = patience;
  CHECK(client.events(events)->next()->name == "off-line");

  const BlocksRequest asked{.channel = field().channel, .from = commit->block, .within = patience};
  const auto number = [](const auto& block) { return block->checkpoint().block; };
  CHECK(number(client.blocks(travelled(client.request<RequestKind::blocks>(asked)))->next()) ==
        commit->block + 1);
  CHECK(number(client.blocks(travelled(client.request<RequestKind::filtered_blocks>(asked)))
                   ->next()) == commit->block + 1);
  CHECK(
      number(client.blocks(travelled(client.request<RequestKind::blocks_and_private_data>(asked)))
                 ->next()) == commit->block + 1);
}

TEST_CASE("chaincode events: from a block on, past and coming, and on from a checkpoint") {
  const auto client = field().client();
  const auto emit = [&](const std::string& payload) {
    return must(*client, field().call({"event", "area", payload})).commit;
  };
  const auto first = emit("1");
  EventsRequest request{.channel = field().channel,
                        .chaincode = field().chaincode,
                        .from = Checkpoint{.block = first.block},
                        .within = patience};
  const auto stream = client->events(request);
  auto event = stream->next();
  REQUIRE(event);
  CHECK(event->transaction_id == first.transaction_id);
  CHECK(event->block == first.block);
  CHECK(event->chaincode == field().chaincode);
  CHECK(event->name == "area");
  CHECK(event->payload == "1");
  CheckpointMemory kept;
  kept.store(event->checkpoint());
  const auto second = emit("2");
  CHECK(stream->next()->payload == "2");
  request.from = **kept.load();
  CHECK(client->events(request)->next()->transaction_id == second.transaction_id);
  // In the middle of a block, as after a crash between two events of one.
  request.from = Checkpoint{.block = first.block, .transaction_id = first.transaction_id};
  CHECK(client->events(request)->next()->transaction_id == second.transaction_id);
}

TEST_CASE("chaincode events: without a position only what is to come; a cancelled stream ends") {
  const auto client = field().client();
  const auto before = must(*client, field().call({"event", "area", "before"}));
  const auto stream = client->events(
      {.channel = field().channel, .chaincode = field().chaincode, .within = patience});
  // From when on a stream listens its peer does not say: there is something to hear until it does.
  std::jthread speaker([](const std::stop_token& stop) {
    const auto other = field().client();
    while (!stop.stop_requested())
      static_cast<void>(invoke(*other, field().call({"event", "area", "after"})));
  });
  const auto event = stream->next();
  speaker.request_stop();
  REQUIRE(event);
  CHECK(event->payload == "after");
  CHECK(event->block > before.commit.block);
  stream->cancel();
  auto end = stream->next();
  while (end) end = stream->next();
  CHECK(end.failure().code == GrpcCode::cancelled);
}

TEST_CASE("block events: whole, filtered and with private data, each from a block on") {
  const auto client = field().client();
  const auto done = must(*client, field().call({"put", "b1", "v", "event", "block", "payload"}));
  const auto blocks = field().blocks();
  const BlocksRequest request{
      .channel = field().channel, .from = done.commit.block, .within = patience};
  const auto whole = blocks->blocks(request)->next();
  REQUIRE_MESSAGE(whole, (whole ? "" : whole.failure().text()));
  CHECK(whole->number == done.commit.block);
  const BlockTransaction& transaction = last_of(whole->transactions);
  CHECK(transaction.id == done.commit.transaction_id);
  CHECK(transaction.valid());
  CHECK(transaction.creator_msp == one);
  CHECK(transaction.chaincode == field().chaincode);
  CHECK(transaction.args.at(1) == "b1");
  CHECK(transaction.response_payload == "put\nevent\n");
  CHECK(transaction.event->payload == "payload");
  bool written = false;
  for (const NamespaceAccess& access : transaction.accesses)
    for (const KeyWrite& write : access.writes) written |= write.key == "b1" && write.value == "v";
  CHECK(written);

  const auto filtered = blocks->filtered_blocks(request)->next();
  REQUIRE(filtered);
  CHECK(filtered->channel == field().channel);
  const FilteredTransaction& brief = last_of(filtered->transactions);
  CHECK(brief.id == done.commit.transaction_id);
  CHECK(brief.code_name == "VALID");
  REQUIRE(brief.events.size() == 1);
  CHECK(brief.events[0].name == "block");
  CHECK(brief.events[0].payload == "");

  const auto both = blocks->blocks_and_private_data(request)->next();
  REQUIRE(both);
  CHECK(both->block.number == done.commit.block);
}

TEST_CASE("block events: the first block, a range with an end, the present position") {
  const auto blocks = field().blocks();
  must(*field().client(), field().call({"put", "b2", "v"}));
  const auto range =
      blocks->blocks({.channel = field().channel, .from = 0, .until = 1, .within = patience});
  const auto genesis = range->next();
  REQUIRE(genesis);
  CHECK(genesis->number == 0);
  CHECK(genesis->transactions.at(0).type_name == "CONFIG");
  CHECK(range->next()->number == 1);
  CHECK(range->next().failure().code == GrpcCode::out_of_range);
  const auto position = position_now(*blocks, field().channel);
  REQUIRE(position);
  const auto done = must(*field().client(), field().call({"put", "b3", "v"}));
  CHECK(position->block <= done.commit.block);
  const auto stream = resuming_blocks(
      *blocks, {.channel = field().channel, .from = position->block, .within = patience});
  REQUIRE(stream);
  for (std::uint64_t number = position->block; number <= done.commit.block; ++number)
    CHECK((*stream)->next()->number == number);
}

TEST_CASE("private data: its organisation reads it, the other has hashes only") {
  const auto client = field().client(one);
  const Call write = field().call({"pput", own_collection(one), "p1", "secret"}, {one});
  const auto done = must(*client, write);
  CHECK(asked(*client, field().call({"pget", own_collection(one), "p1"}, {one})) ==
        "pget \"secret\"\n");
  const BlocksRequest request{
      .channel = field().channel, .from = done.commit.block, .within = patience};
  const auto own = field().blocks(one)->blocks_and_private_data(request)->next();
  REQUIRE(own);
  REQUIRE(own->private_data.size() == 1);
  const PrivateWrites& writes = own->private_data.begin()->second.at(0);
  CHECK(writes.chaincode == field().chaincode);
  CHECK(writes.collection == own_collection(one));
  CHECK(writes.writes.at(0).key == "p1");
  CHECK(writes.writes.at(0).value == "secret");

  REQUIRE(field().client(two)->commit_status(
      {.transaction_id = done.commit.transaction_id, .channel = field().channel}));
  const auto others = field().blocks(two)->blocks_and_private_data(request)->next();
  REQUIRE(others);
  CHECK(others->private_data.empty());
  const auto& access = last_of(others->block.transactions).accesses;
  bool hashed = false;
  for (const NamespaceAccess& space : access)
    for (const CollectionWrites& collection : space.collections)
      hashed |= collection.collection == own_collection(one) && collection.writes.size() == 1;
  CHECK(hashed);
}

TEST_CASE("private data: transient data goes to nobody who is not named") {
  const auto client = field().client();
  Call call = field().call({"put", "p2", "v"});
  call.transient = {{"price", "1"}};
  const auto refused = client->propose(call);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Code::gw_endorsers);
}

TEST_CASE("state-based endorsement: a key that asks for both is not written by one") {
  const auto client = field().client();
  must(*client, field().call({"put", "s1", "0", "set_policy", "s1", both_peers()}));
  const auto alone = fails(*client, field().call({"put", "s1", "1"}, {one}));
  CHECK(alone.stage == Stage::commit);
  CHECK(alone.validation_name == "ENDORSEMENT_POLICY_FAILURE");
  CHECK(next_step(alone) == NextStep::ask_a_person);
  must(*client, field().call({"put", "s1", "2"}, {one, two}));
  // Without names the gateway finds out by itself.
  must(*client, field().call({"put", "s1", "3"}));
  CHECK(asked(*client, field().call({"get", "s1"})) == "get \"3\"\n");
}

TEST_CASE("discovery: without names a gateway finds who endorses, whichever peer is asked") {
  for (const std::string& msp : {one, two}) {
    const auto client = field().client(msp);
    const auto done = must(*client, field().call({"put", "d1", msp}));
    const auto block = field()
                           .blocks(msp)
                           ->blocks({.channel = field().channel, .from = done.commit.block})
                           ->next();
    REQUIRE(block);
    // Either organisation alone is enough, and its own peer is the nearest.
    CHECK(last_of(block->transactions).endorsers == std::vector<std::string>{msp});
  }
}

TEST_CASE("endorsement: those who are named endorse, all of them") {
  const auto client = field().client();
  const auto done = must(*client, field().call({"put", "n1", "v"}, {one, two}));
  const auto block =
      field().blocks()->blocks({.channel = field().channel, .from = done.commit.block})->next();
  REQUIRE(block);
  auto endorsers = last_of(block->transactions).endorsers;
  std::sort(endorsers.begin(), endorsers.end());
  CHECK(endorsers == std::vector<std::string>{one, two});
  // A question goes to whom it is for, to its own organisation without a name.
  const auto asked_at = [&](const std::vector<std::string>& named) {
    const auto answer = query(*client, field().call({"respond", "400", "TOY_NO: no"}, named));
    REQUIRE_FALSE(answer);
    REQUIRE(answer.failure().details.size() == 1);
    return answer.failure().details[0].msp;
  };
  CHECK(asked_at({two}) == two);
  CHECK(asked_at({}) == one);
}

TEST_CASE("endorsement: nobody of that name, and answers that differ") {
  const auto client = field().client();
  const auto nobody = fails(*client, field().call({"put", "n2", "v"}, {"NobodyMSP"}));
  CHECK(nobody.stage == Stage::endorse);
  CHECK(nobody.code == GrpcCode::unavailable);
  const auto differ = fails(*client, field().call({"differ"}, {one, two}));
  CHECK(differ.stage == Stage::endorse);
  CHECK(differ.code == GrpcCode::aborted);
  CHECK(has_mismatch(differ));
}
