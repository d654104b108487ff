// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/deliver.hpp"

#include <atomic>
#include <future>

#include <doctest/doctest.h>

#include "chaincode/devpeer/block.hpp"
#include "chaincode/devpeer/rwset.hpp"
#include "tests/chaincode/devpeer/peer_world.hpp"
#include "tests/chaincode/devpeer/seek.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using namespace tradelane::test;
using Outcome = Deliver::Outcome;

namespace {

/// One stream of A's peer, with what came out of it.
struct Fixture {
  PeerWorld world;
  Bytes certificate_hash;
  /// Called whenever the stream has nothing to send, and waits.
  std::function<void()> waits = [] {};
  std::vector<protos::DeliverResponse> sent;

  Outcome ask(const common::Envelope& request, BlockForm form = BlockForm::whole,
              std::size_t until = 1'000) {
    return ask(world.deliver("A"), request, form, until);
  }
  Outcome ask(Deliver& deliver, const common::Envelope& request, BlockForm form = BlockForm::whole,
              std::size_t until = 1'000) {
    sent.clear();
    return deliver.answer(request, {.form = form,
                                    .tls_certificate_hash = certificate_hash,
                                    .send =
                                        [&](const protos::DeliverResponse& response) {
                                          sent.push_back(response);
                                          return true;
                                        },
                                    .stop =
                                        [&] {
                                          waits();
                                          return sent.size() >= until;
                                        }});
  }
  /// Calls `ask`; there is one more block as soon as the stream waits for one, and not before.
  void with_a_block_later(const std::function<void()>& ask) {
    std::atomic<bool> is_waiting = false;
    auto later = std::async(std::launch::async, [&] {
      is_waiting.wait(false);
      return world.submit({"event", "e", "canary"}, {"O", "A"});
    });
    waits = [&] {
      is_waiting = true;
      is_waiting.notify_one();
    };
    ask();
    waits();  // where the stream did not wait nobody else may do so for ever
    waits = [] {};
    CHECK(later.get() == 0);
  }
  common::Envelope request(const orderer::SeekInfo& seek) {
    return seek_request(world.network().client("A"), seek);
  }
  /// The status that came instead of any block.
  common::Status refused(const common::Envelope& request) {
    CHECK(ask(request) == Outcome::ended);
    REQUIRE(sent.size() == 1);
    return sent[0].status();
  }
  /// Numbers of the blocks; then SUCCESS came.
  std::vector<std::uint64_t> numbers(const orderer::SeekInfo& seek) {
    CHECK(ask(request(seek)) == Outcome::next);
    std::vector<std::uint64_t> out;
    for (const auto& response : sent)
      if (response.has_block()) out.push_back(response.block().header().number());
    REQUIRE(sent.size() == out.size() + 1);
    CHECK(sent.back().status() == common::SUCCESS);
    return out;
  }
  void commit(int blocks) {
    for (int i = 0; i < blocks; ++i)
      REQUIRE(world.submit({"event", "e", "canary"}, {"O", "A"}) == 0);
  }
};

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "deliver: where streams start and stop") {
  commit(2);
  CHECK(numbers(seek(oldest(), newest())) == Numbers{0, 1, 2});
  CHECK(numbers(seek(newest(), newest())) == Numbers{2});
  CHECK(numbers(seek(newest(), oldest())) == Numbers{2});  // oldest: where it started
  CHECK(numbers(seek(oldest(), oldest())) == Numbers{0});
  CHECK(numbers(seek(block(1), block(2))) == Numbers{1, 2});
  CHECK(numbers(seek(block(1), block(1))) == Numbers{1});
  CHECK(numbers(seek(oldest(), next_commit())) == Numbers{0});  // as on a peer: it stops at 0
  CHECK(refused(request(seek(block(2), block(1)))) == common::BAD_REQUEST);
  CHECK(refused(request(seek(block(4), never()))) == common::NOT_FOUND);
  CHECK(refused(request(seek({}, never()))) == common::NOT_FOUND);
}

TEST_CASE_FIXTURE(Fixture, "deliver: a block that is not there yet is waited for, or not") {
  commit(1);
  auto wanted = seek(block(2), block(2));
  wanted.set_behavior(orderer::SeekInfo::FAIL_IF_NOT_READY);
  CHECK(refused(request(wanted)) == common::NOT_FOUND);
  wanted = seek(oldest(), block(2));
  wanted.set_behavior(orderer::SeekInfo::FAIL_IF_NOT_READY);
  CHECK(ask(request(wanted)) == Outcome::ended);
  REQUIRE(sent.size() == 3);  // what there is comes first
  CHECK(sent[2].status() == common::NOT_FOUND);
  CHECK(ask(request(seek(oldest(), never())), BlockForm::whole, 2) == Outcome::abandoned);
  CHECK(sent.size() == 2);
  with_a_block_later([&] { CHECK(numbers(seek(block(2), block(2))) == Numbers{2}); });
}

TEST_CASE_FIXTURE(Fixture, "deliver: the next commit is none that is there") {
  commit(1);
  with_a_block_later([&] {
    CHECK(ask(request(seek(next_commit(), never())), BlockForm::whole, 1) == Outcome::abandoned);
  });
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].block().header().number() == 2);
}

TEST_CASE_FIXTURE(Fixture, "deliver: what is wrong with a request, in Fabric's order") {
  const Signer& client = world.network().client("A");
  const auto wanted = seek(oldest(), newest());
  const auto refusal = [&](const std::function<void(common::ChannelHeader&)>& edit) {
    return refused(seek_request(client, wanted, edit));
  };
  common::Envelope broken;
  broken.set_payload("\xff");
  CHECK(refused(broken) == common::BAD_REQUEST);
  CHECK(refused(common::Envelope{}) == common::BAD_REQUEST);
  CHECK(refusal([](auto& header) { header.clear_timestamp(); }) == common::BAD_REQUEST);
  CHECK(refusal([](auto& header) { header.set_channel_id("other"); }) == common::NOT_FOUND);
  common::Envelope unsigned_one = request(wanted);
  unsigned_one.set_signature("nonsense");
  CHECK(refused(unsigned_one) == common::FORBIDDEN);
  CHECK(refused(seek_request(world.network().impostor("B", "A"), wanted)) == common::FORBIDDEN);
  // Who may not read is told so before a missing end is.
  orderer::SeekInfo without_stop;
  *without_stop.mutable_start() = oldest();
  CHECK(refused(seek_request(world.network().impostor("B", "A"), without_stop)) ==
        common::FORBIDDEN);
  CHECK(refused(request(without_stop)) == common::BAD_REQUEST);
}

TEST_CASE_FIXTURE(Fixture, "deliver: fifteen minutes this way or that, and no more") {
  using namespace std::chrono_literals;
  const Signer& client = world.network().client("A");
  const std::int64_t asked_at = seconds_now();
  const auto wanted = seek_request(client, seek(oldest(), oldest()), [&](auto& header) {
    header.mutable_timestamp()->set_seconds(asked_at);
  });
  std::chrono::nanoseconds clock{};
  Deliver deliver("A", world.channel(), {.now = [&] { return clock; }});
  for (const int way : {-1, 1}) {
    CAPTURE(way);
    clock = std::chrono::seconds(asked_at) + way * 900s;
    CHECK(ask(deliver, wanted) == Outcome::next);
    for (const std::chrono::nanoseconds more : {1ns, std::chrono::nanoseconds(1s)}) {
      clock = std::chrono::seconds(asked_at) + way * (900s + more);
      CHECK(ask(deliver, wanted) == Outcome::ended);
      REQUIRE(sent.size() == 1);
      CHECK(sent[0].status() == common::BAD_REQUEST);
    }
    // No distance overflows.
    const auto extreme = way > 0 ? std::numeric_limits<std::int64_t>::max()
                                 : std::numeric_limits<std::int64_t>::min();
    CHECK(refused(seek_request(client, seek(oldest(), oldest()), [&](auto& header) {
            header.mutable_timestamp()->set_seconds(extreme);
          })) == common::BAD_REQUEST);
  }
}

TEST_CASE_FIXTURE(Fixture, "deliver: with required client certificates the request names its own") {
  Deliver bound("A", world.channel(), {.binds_tls = true});
  certificate_hash = Bytes(32, 'h');
  const auto with = [&](const Bytes& hash) {
    return seek_request(world.network().client("A"), seek(oldest(), oldest()),
                        [&](common::ChannelHeader& header) { header.set_tls_cert_hash(hash); });
  };
  CHECK(ask(bound, with(certificate_hash)) == Outcome::next);
  CHECK(ask(bound, with(Bytes(32, 'x'))) == Outcome::ended);
  CHECK(sent.at(0).status() == common::BAD_REQUEST);
  CHECK(ask(bound, with("")) == Outcome::ended);
  CHECK(sent.at(0).status() == common::BAD_REQUEST);
  certificate_hash.clear();
  CHECK(ask(bound, with("")) == Outcome::ended);
  // Nobody looks where certificates are not required.
  CHECK(ask(with(Bytes(32, 'x'))) == Outcome::next);
}

TEST_CASE_FIXTURE(Fixture, "deliver: a block is what was committed, filtered without payloads") {
  commit(1);
  CHECK(ask(request(seek(block(1), block(1)))) == Outcome::next);
  CHECK(sent[0].block().SerializeAsString() == *world.channel().store().block(1));
  CHECK(ask(request(seek(oldest(), newest())), BlockForm::filtered) == Outcome::next);
  REQUIRE(sent.size() == 3);
  CHECK(sent[0].filtered_block().filtered_transactions(0).type() == common::CONFIG);
  const auto& transaction = sent[1].filtered_block().filtered_transactions(0);
  const auto& event = transaction.transaction_actions().chaincode_actions(0).chaincode_event();
  CHECK(event.event_name() == "e");
  CHECK(event.payload().empty());
}

TEST_CASE_FIXTURE(Fixture, "deliver: heads alone, but for the configuration") {
  commit(1);
  auto wanted = seek(oldest(), newest());
  wanted.set_content_type(orderer::SeekInfo::HEADER_WITH_SIG);
  CHECK(ask(request(wanted)) == Outcome::next);
  CHECK(sent[0].block().has_data());
  CHECK_FALSE(sent[1].block().has_data());
  CHECK(sent[1].block().metadata().metadata_size() == common::COMMIT_HASH + 1);
  CHECK(ask(request(wanted), BlockForm::filtered) == Outcome::ended);
  CHECK(sent.size() == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "deliver: private values come from the peer of their organisation only") {
  const std::string of_a = "_implicit_org_A";
  REQUIRE(world.submit({"put_both", "k", of_a, "OPEN", "canary"}, {"O", "A"}) == 0);
  REQUIRE(world.submit({"put", "k2", "v"}, {"O", "A"}) == 0);
  const auto wanted = request(seek(block(1), block(2)));
  CHECK(ask(wanted, BlockForm::with_private) == Outcome::next);
  const auto& first = sent.at(0).block_and_private_data();
  CHECK(first.block().SerializeAsString() == *world.channel().store().block(1));
  REQUIRE(first.private_data_map().count(0) == 1);
  const auto& space = first.private_data_map().at(0).ns_pvt_rwset(0);
  CHECK(space.namespace_() == "toy");
  CHECK(space.collection_pvt_rwset(0).collection_name() == of_a);
  CHECK(space.collection_pvt_rwset(0).rwset() ==
        encode_private_writes({.writes = {{"OPEN", Write{.value = "canary"}}}}));
  CHECK(sent.at(1).block_and_private_data().private_data_map().empty());
  CHECK(ask(world.deliver("O"), wanted, BlockForm::with_private) == Outcome::next);
  CHECK(sent.at(0).block_and_private_data().private_data_map().empty());
}

TEST_CASE_FIXTURE(Fixture, "deliver: a client that is gone ends it") {
  commit(1);
  const auto send = [&](const protos::DeliverResponse& response) {
    sent.push_back(response);
    return false;
  };
  CHECK(world.deliver("A").answer(request(seek(oldest(), newest())),
                                  {.send = send, .stop = [] { return false; }}) == Outcome::ended);
  // A block, and then neither another one nor a status.
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].block().header().number() == 0);
}
