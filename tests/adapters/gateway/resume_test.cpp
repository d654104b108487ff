// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/resume.hpp"

#include <deque>
#include <set>
#include <thread>

#include <doctest/doctest.h>

#include "tests/adapters/service/fake_gateway.hpp"

using namespace tradelane;
using namespace tradelane::gateway;

namespace {

/// Gives what it was given, then fails.
template <class T>
class Short : public Stream<T> {
 public:
  Short(std::deque<T> items, Failure end) : items_(std::move(items)), end_(std::move(end)) {}
  Outcome<T, EventsFailure> next() override {
    if (items_.empty()) return EventsFailure(end_);
    T item = items_.front();
    items_.pop_front();
    return item;
  }
  void cancel() override {}

 private:
  std::deque<T> items_;
  Failure end_;
};

const Failure gone{.code = GrpcCode::unavailable, .message = "gone"};
const Failure denied{.code = GrpcCode::permission_denied, .message = "no"};

/// Opens one stream after the other, each as told.
class Scripted : public test::FakeGateway {
 public:
  std::unique_ptr<EventStream> events(const EventsRequest& request) override {
    opened.push_back(request);
    if (streams.empty()) return std::make_unique<Short<Event>>(std::deque<Event>{}, gone);
    auto stream = std::move(streams.front());
    streams.pop_front();
    return stream;
  }
  void add(std::deque<Event> events, const Failure& end = gone) {
    streams.push_back(std::make_unique<Short<Event>>(std::move(events), end));
  }

  std::deque<std::unique_ptr<EventStream>> streams;
  std::vector<EventsRequest> opened;
};

Event event(std::uint64_t block, const std::string& id, bool last) {
  return {.block = block, .transaction_id = id, .last_in_block = last};
}

const EventsRequest from_three{
    .channel = "trade", .chaincode = "tradelane", .from = Checkpoint{.block = 3}};

/// Gives one block whenever it is asked, and fails.
class Ledger : public Blocks {
 public:
  std::unique_ptr<BlockStream> blocks(const BlocksRequest& request) override {
    return one(request, Block{.number = *request.from});
  }
  std::unique_ptr<FilteredBlockStream> filtered_blocks(const BlocksRequest& request) override {
    return one(request, FilteredBlock{.number = *request.from});
  }
  std::unique_ptr<BlockAndPrivateDataStream> blocks_and_private_data(
      const BlocksRequest& request) override {
    return one(request, BlockAndPrivateData{.block = {.number = *request.from}});
  }
  std::vector<std::uint64_t> opened;

 private:
  template <class T>
  std::unique_ptr<Stream<T>> one(const BlocksRequest& request, const T& item) {
    opened.push_back(*request.from);
    return std::make_unique<Short<T>>(std::deque<T>{item}, gone);
  }
};

/// Notes the waits and does not wait.
struct Waits {
  std::vector<Duration> seen;
  ResumePolicy policy(int attempts = 10) {
    return {.attempts = attempts,
            .first = Duration(100),
            .longest = Duration(300),
            .jitter = [] { return 999; },
            .wait = [this](Duration pause) { seen.push_back(pause); }};
  }
};

}  // namespace

TEST_CASE(
    "resume: a lost stream goes on at the very place, with nothing missing and nothing twice") {
  Scripted gateway;
  gateway.add({event(4, "a", false)});
  gateway.add({event(4, "b", true)});
  gateway.add({});
  gateway.add({event(9, "c", true)});
  Waits waits;
  auto policy = waits.policy();
  std::vector<std::string> losses;
  policy.on_loss = [&](const Failure& failure) { losses.push_back(failure.message); };
  const auto stream = resuming(gateway, from_three, policy);
  REQUIRE(stream);
  for (const char* id : {"a", "b", "c"}) CHECK((*stream)->next()->transaction_id == id);
  REQUIRE(gateway.opened.size() == 4);
  CHECK(gateway.opened[0].from == Checkpoint{.block = 3});
  CHECK(gateway.opened[1].from == Checkpoint{.block = 4, .transaction_id = "a"});
  CHECK(gateway.opened[2].from == Checkpoint{.block = 5});
  CHECK(gateway.opened[3].from == Checkpoint{.block = 5});
  CHECK(losses == std::vector<std::string>(3, "gone"));
  // What was received between two losses begins the waits anew.
  CHECK(waits.seen == std::vector<Duration>{Duration(100), Duration(100), Duration(200)});
}

TEST_CASE("resume: so many losses in a row and no more, with longer and longer waits") {
  for (const int attempts : {1, 5}) {
    Scripted gateway;
    Waits waits;
    const auto stream = resuming(gateway, from_three, waits.policy(attempts));
    for (int i = 0; i < 2; ++i) {  // the end stays the end
      const auto end = (*stream)->next();
      REQUIRE_FALSE(end);
      CHECK(end.failure().code == GrpcCode::unavailable);
    }
    CHECK(gateway.opened.size() == static_cast<std::size_t>(attempts));
    CHECK(waits.seen.size() == static_cast<std::size_t>(attempts - 1));
    if (attempts == 5)
      CHECK(waits.seen ==
            std::vector<Duration>{Duration(100), Duration(200), Duration(300), Duration(300)});
  }
}

TEST_CASE("resume: a peer that refuses is not asked again") {
  Scripted gateway;
  gateway.add({event(4, "a", true)}, denied);
  Waits waits;
  const auto stream = resuming(gateway, from_three, waits.policy());
  CHECK((*stream)->next().ok());
  CHECK((*stream)->next().failure().code == GrpcCode::permission_denied);
  CHECK(gateway.opened.size() == 1);
}

TEST_CASE("resume: what may be mended by opening again, and what not") {
  for (const GrpcCode code : {GrpcCode::unavailable, GrpcCode::internal, GrpcCode::unknown,
                              GrpcCode::cancelled, GrpcCode::resource_exhausted, GrpcCode::aborted})
    CHECK(may_resume({.code = code}));
  for (const GrpcCode code :
       {GrpcCode::ok, GrpcCode::invalid_argument, GrpcCode::deadline_exceeded, GrpcCode::not_found,
        GrpcCode::already_exists, GrpcCode::permission_denied, GrpcCode::failed_precondition,
        GrpcCode::out_of_range, GrpcCode::unimplemented, GrpcCode::data_loss,
        GrpcCode::unauthenticated})
    CHECK_FALSE(may_resume({.code = code}));
  CHECK_FALSE(may_resume(
      {.code = GrpcCode::unavailable, .message = "error: client identity expired 3s ago"}));
}

TEST_CASE("resume: without a position there is nothing to go on from") {
  Scripted gateway;
  const auto stream = resuming(gateway, {.channel = "trade"});
  REQUIRE_FALSE(stream);
  CHECK(stream.error().code == Code::gw_config);
}

TEST_CASE("resume: a deadline counts over all openings") {
  Scripted gateway;
  EventsRequest request = from_three;
  request.within = std::chrono::hours(1);
  gateway.add({});
  gateway.add({event(4, "a", true)});
  Waits waits;
  const auto stream = resuming(gateway, request, waits.policy());
  CHECK((*stream)->next().ok());
  REQUIRE(gateway.opened.size() == 2);
  CHECK(*gateway.opened[1].within <= *gateway.opened[0].within);
  CHECK(*gateway.opened[1].within > std::chrono::minutes(30));

  request.within = Duration(0);
  const auto over = resuming(gateway, request, waits.policy());
  CHECK((*over)->next().failure().code == GrpcCode::deadline_exceeded);
  CHECK(gateway.opened.size() == 2);
}

TEST_CASE("resume: cancel ends a wait for the next opening") {
  Scripted gateway;
  bool lost = false;
  std::unique_ptr<EventStream> stream;
  std::thread other;
  const ResumePolicy policy{.first = std::chrono::hours(1),
                            .longest = std::chrono::hours(1),
                            .on_loss = [&](const Failure&) {
                              lost = true;
                              other = std::thread([&] { stream->cancel(); });
                            }};
  stream = *resuming(gateway, from_three, policy);
  CHECK(stream->next().failure().code == GrpcCode::cancelled);
  CHECK(lost);
  other.join();
}

TEST_CASE("resume: blocks of all three kinds go on behind the last one") {
  Ledger ledger;
  Waits waits;
  const BlocksRequest request{.channel = "trade", .from = 3};
  const auto whole = *resuming_blocks(ledger, request, waits.policy());
  const auto filtered = *resuming_filtered_blocks(ledger, request, waits.policy());
  const auto both = *resuming_blocks_and_private_data(ledger, request, waits.policy());
  for (const std::uint64_t number : {3U, 4U, 5U}) {
    CHECK(whole->next()->number == number);
    CHECK(filtered->next()->number == number);
    CHECK(both->next()->block.number == number);
  }
  CHECK(ledger.opened == std::vector<std::uint64_t>{3, 3, 3, 4, 4, 4, 5, 5, 5});
  CHECK_FALSE(resuming_blocks(ledger, {.channel = "trade"}));
}

TEST_CASE("resume: a loss behind the last block that was asked for is its end, not a question") {
  Ledger ledger;
  Waits waits;
  const auto stream =
      *resuming_blocks(ledger, {.channel = "trade", .from = 3, .until = 4}, waits.policy());
  for (const std::uint64_t number : {3U, 4U}) CHECK(stream->next()->number == number);
  const auto end = stream->next();
  REQUIRE_FALSE(end);
  CHECK(end.failure().code == GrpcCode::out_of_range);
  CHECK(ledger.opened == std::vector<std::uint64_t>{3, 4});
}

TEST_CASE("resume: waits differ unless somebody says how") {
  std::set<int> seen;
  for (int i = 0; i < 50; ++i) {
    const int jitter = ResumePolicy{}.jitter();
    CHECK(jitter >= 0);
    CHECK(jitter < 1000);
    seen.insert(jitter);
  }
  CHECK(seen.size() > 1);
}
