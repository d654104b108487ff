// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/evidence/records.cpp
#include <doctest/doctest.h>

#include "chaincode/contracts/evidence/verbs.hpp"
#include "tests/chaincode/contracts/evidence/evidence_world.hpp"

using namespace tradelane;
using namespace tradelane::evidence;
using ledger::Changes;

namespace {

struct Published : EvidenceWorld {
  FeedId feed_id = *FeedId::parse("decl");
  EvidenceId id = *EvidenceId::parse(test::evidence_id("D1"));

  Published() {
    EvidenceWorld::register_feed();
    CHECK(publish(first()).ok());
  }
  template <class R>
  R stored(const ledger::Key<R>& place) {
    return *ledger::Reader(world.state).find(place);
  }
  std::string broken(const Changes& changes) {
    const ledger::Reader reader(world.state);
    const contract::ChangeSet set(changes, reader);
    for (const auto& invariant : invariants())
      if (!invariant.holds(set)) return invariant.id;
    return "";
  }
};

}  // namespace

TEST_CASE_FIXTURE(Published, "invariants: seeded bugs in the head and the feed") {
  FeedHead head = stored(key::head(feed_id));
  const auto moved = [&](std::int64_t seq, bool digest) {
    FeedHead next = head;
    next.seq = seq;
    if (!digest) next.digest.reset();
    return broken(Changes{}.put(key::head(feed_id), next));
  };
  CHECK(moved(2, true) == "");
  CHECK(moved(1, true) == "EI1");
  CHECK(moved(3, true) == "EI1");
  CHECK(moved(2, false) == "EI1");
  CHECK(broken(Changes{}.erase(key::head(feed_id))) == "EI1");

  Feed feed = stored(key::feed(feed_id));
  feed.state = FeedState::frozen;
  CHECK(broken(Changes{}.put(key::feed(feed_id), feed)) == "");
  feed.keys.clear();
  CHECK(broken(Changes{}.put(key::feed(feed_id), feed)) == "EI2");
  feed = stored(key::feed(feed_id));
  feed.source_node = test::party_id("CDP");
  CHECK(broken(Changes{}.put(key::feed(feed_id), feed)) == "EI2");
  feed = stored(key::feed(feed_id));
  feed.state = FeedState::frozen;
  world.state.apply(Changes{}.put(key::feed(feed_id), feed));
  feed.state = FeedState::active;
  CHECK(broken(Changes{}.put(key::feed(feed_id), feed)) == "EI2");
}

TEST_CASE_FIXTURE(Published, "invariants: seeded bugs in an object and its versions") {
  const Evidence old = stored(key::evidence(id));
  const EvidenceVersion first_version = stored(key::version(id, 1));
  const auto changed = [&](const std::function<void(Evidence&)>& edit) {
    Evidence next = old;
    next.latest_version = 2;
    edit(next);
    return broken(Changes{}.put(key::evidence(id), next).put(key::version(id, 2), first_version));
  };
  CHECK(changed([](Evidence&) {}) == "");
  CHECK(changed([](Evidence& e) { e.latest_version = 1; }) == "EI3");
  CHECK(changed([](Evidence& e) { e.latest_version = 3; }) == "EI3");
  CHECK(changed([](Evidence& e) { e.owner = test::party_id("IMP"); }) == "EI3");
  CHECK(changed([](Evidence& e) { e.published_at = e.published_at.plus_seconds(-1); }) == "EI3");
  CHECK(broken(Changes{}.put(key::version(id, 1), first_version)) == "EI4");
  CHECK(broken(Changes{}.erase(key::version(id, 1))) == "EI4");
  Evidence alone = old;
  alone.latest_version = 2;
  CHECK(broken(Changes{}.put(key::evidence(id), alone)) == "EI5");
}

TEST_CASE_FIXTURE(Published, "invariants: seeded bugs in a match") {
  const MatchId match_id = *MatchId::parse(test::party_id("M1").text());
  const Match sound{.id = match_id,
                    .bill = *ebl::BillId::parse("TSTC/TSTCSHA2603001/1"),
                    .bill_facts = *Digest::parse(std::string(64, '1')),
                    .evidence = {{.id = id, .facts = *Digest::parse(std::string(64, '2'))}},
                    .verdicts = {{.rule = "M01", .level = Level::soft}, {.rule = "M02"}},
                    .overall = Level::soft,
                    .at = world.now};
  const auto written = [&](const std::function<void(Match&)>& edit) {
    Match next = sound;
    edit(next);
    return broken(Changes{}.put(key::match(match_id), next));
  };
  CHECK(written([](Match&) {}) == "");
  CHECK(written([](Match& m) { m.overall = Level::ok; }) == "EI7");
  CHECK(written([](Match& m) { m.overall = Level::hard; }) == "EI7");
  CHECK(written([](Match& m) { m.evidence.clear(); }) == "EI7");
  CHECK(written([](Match& m) {
          m.verdicts.clear();
          m.overall = Level::ok;
        }) == "EI7");
  world.state.apply(Changes{}.put(key::match(match_id), sound));
  CHECK(written([](Match&) {}) == "EI6");
  CHECK(broken(Changes{}.erase(key::match(match_id))) == "EI6");
}
