// SPDX-License-Identifier: Apache-2.0
// The embedded peer is killed again and again as by kill -9, at named places and wherever it is
// just then, while clients submit. What was acknowledged is there for ever, what was endorsed and
// sent again is there once, and the blocks are one chain.
#include "tests/simulation/devpeer_kill.hpp"

#include <atomic>
#include <filesystem>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include <doctest/doctest.h>
#include <signal.h>

#include "adapters/gateway/gateway.hpp"
#include "adapters/gateway/profile.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/devpeer/store.hpp"
#include "tests/chaincode/devpeer/scripted_chaincode.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
namespace gw = tradelane::gateway;

namespace {

constexpr std::size_t writers = 3;
constexpr int longest_life = 12;  // acknowledgements
const std::string of_a = "_implicit_org_A";
/// Where the peer kills itself.
const std::vector<std::string> places{"kill-endorsed", "kill-ordered", "kill-validated",
                                      "kill-committed"};

/// A transaction that has left its client, and what the client knows of it.
struct Sent {
  std::string key;
  gw::SignedTransaction transaction;
  std::optional<gw::Commit> acknowledged = {};
};

/// The clients, who live on while the peer dies.
class Clients {
 public:
  explicit Clients(std::string folder) : folder_(std::move(folder)) {}

  /// Submits from every writer until the peer is gone or `enough` says so.
  void run(const std::function<bool()>& enough) {
    std::vector<std::thread> all;
    for (std::size_t i = 0; i < writers; ++i)
      all.emplace_back([&] {
        const auto client = open();
        while (!enough() && step(*client)) {
        }
      });
    for (std::thread& writer : all) writer.join();
  }
  /// Finds out about everything that is in doubt. The peer does not die meanwhile.
  void settle() {
    const auto client = open();
    while (const auto doubtful = take_doubtful())
      if (!confirm(*client, *doubtful)) throw Fault("a living peer does not answer");
  }

  std::size_t acknowledgements() const { return acknowledged_; }
  const std::vector<std::string>& broken_promises() const { return broken_; }
  /// Failures that say something else than that nobody is there.
  const std::vector<std::string>& refusals() const { return refusals_; }
  const std::map<std::string, Sent>& sent() const { return sent_; }

 private:
  std::unique_ptr<gw::Gateway> open() const {
    const auto profile = gw::read_profile(folder_ + "/connection-A.json");
    const auto msp = gw::read_msp_folder(folder_ + "/A/users/User1/msp");
    const auto connection = gw::Connection::open(profile->connection);
    return gw::make_client(*connection,
                           {.identity = {.msp = profile->msp, .certificate = msp->certificate},
                            .signer = *gw::signer_from_pem(msp->key)});
  }

  /// One transaction, an old one in doubt before a new one; false when the peer is gone.
  bool step(gw::Gateway& client) {
    if (const auto doubtful = take_doubtful()) return confirm(client, *doubtful);
    const std::string key = "k" + std::to_string(++next_);
    const auto proposal = client.propose({.channel = "trade",
                                          .chaincode = "toy",
                                          .function = "put_both",
                                          .args = {key, of_a, key, "value of " + key},
                                          .organisations = {"A"}});
    const auto transaction = client.endorse(*proposal);
    if (!transaction) {
      const std::lock_guard lock(mutex_);
      note(transaction.failure());
      return false;
    }
    keep({.key = key, .transaction = *transaction});
    return confirm(client, key);
  }

  /// Sends the same bytes and asks what became of them.
  bool confirm(gw::Gateway& client, const std::string& key) {
    const Sent sent = find(key);
    (void)client.submit(sent.transaction);  // whatever it says, the status decides
    const auto commit = client.commit_status(
        {.transaction_id = sent.transaction.transaction_id, .channel = "trade"});
    const std::lock_guard lock(mutex_);
    if (!commit) {
      note(commit.failure());
      doubtful_.push_back(key);
      return false;
    }
    if (!commit->valid()) broken_.push_back(key + " ended as " + commit->name);
    auto& before = sent_.at(key).acknowledged;
    if (before && before->block != commit->block) broken_.push_back(key + " has moved");
    // Some are sent again, and asked about once more.
    if (!before && commit->block % 7 == 0) again_.push_back(key);
    before = *commit;
    ++acknowledged_;
    return true;
  }

  /// Under the lock.
  void note(const gw::Failure& failure) {
    if (failure.code != gw::GrpcCode::unavailable) refusals_.push_back(failure.text());
  }
  std::optional<std::string> take_doubtful() {
    const std::lock_guard lock(mutex_);
    for (auto* from : {&doubtful_, &again_}) {
      if (from->empty()) continue;
      std::string key = std::move(from->back());
      from->pop_back();
      return key;
    }
    return std::nullopt;
  }
  void keep(Sent sent) {
    const std::lock_guard lock(mutex_);
    sent_.emplace(sent.key, std::move(sent));
  }
  Sent find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    return sent_.at(key);
  }

  const std::string folder_;
  std::mutex mutex_;
  std::atomic<int> next_ = 0;
  std::atomic<std::size_t> acknowledged_ = 0;
  std::map<std::string, Sent> sent_;
  std::vector<std::string> doubtful_, again_, broken_, refusals_;
};

/// The peer's lives on one ledger, with a chaincode that outlives them.
class Lives {
 public:
  explicit Lives(std::uint64_t seed) : random_(seed) {
    for (const std::string& place : places) deaths_[place] = 0;
  }

  Clients& clients() { return clients_; }
  std::string ledger() const { return folder_.file("data/ledger.sqlite"); }
  /// How often the peer has died at each of `places`.
  const std::map<std::string, int>& deaths() const { return deaths_; }

  /// From start to kill -9, at a place of chance.
  void live_and_die() {
    const std::size_t place = below(places.size() + 2);
    const std::size_t moment = 1 + below(longest_life / 2);
    std::vector<std::string> more;
    if (place < places.size()) more = {"--fault", places[place] + "=" + std::to_string(moment)};
    test::Process peer(command(more));
    if (place == places.size()) {
      // While it opens its ledger, or even before.
      const std::string opened = folder_.file("data/ledger.sqlite-wal");
      while (moment % 2 == 0 && !std::filesystem::exists(opened) && !peer.has_ended())
        std::this_thread::yield();
      peer.signal(SIGKILL);
    } else {
      require_started(peer);
      const std::size_t until =
          clients_.acknowledgements() + (place > places.size() ? moment : longest_life);
      clients_.run([&] {
        if (clients_.acknowledgements() >= until) peer.signal(SIGKILL);
        return clients_.acknowledgements() >= until;
      });
      if (clients_.acknowledgements() < until) died_by_itself(peer, place);
      peer.signal(SIGKILL);
    }
    if (const int status = peer.wait(); status != 128 + SIGKILL)
      throw Fault("the peer ended with " + std::to_string(status) + " at place " +
                  std::to_string(place) + ", not by SIGKILL");
  }

  /// One life in peace, in which everything in doubt is found out.
  void live_in_peace() {
    test::Process peer(command({}));
    require_started(peer);
    clients_.settle();
    peer.signal(SIGTERM);
    if (peer.wait() != 0) throw Fault("the peer did not end in order");
  }

 private:
  /// Its destructor ends the one that lives and says nothing.
  static void require_started(test::Process& peer) {
    if (peer.read_line().empty()) throw Fault("the peer does not start");
  }
  std::vector<std::string> command(const std::vector<std::string>& more) const {
    std::vector<std::string> out = command_;
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  /// The clients have left before their time: it must have been for a death at `place`.
  void died_by_itself(test::Process& peer, std::size_t place) {
    if (place >= places.size() || !test::eventually([&] { return peer.has_ended(); }))
      throw Fault("the clients gave up a living peer");
    ++deaths_.at(places[place]);
  }
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }

  std::mt19937_64 random_;
  test::TempFolder folder_;
  test::ScriptedChaincode chaincode_{test::toy_behaviour};
  const std::vector<std::string> command_ =
      simulation::peer_command(folder_.path(), chaincode_.address());
  Clients clients_{folder_.file("net")};
  std::map<std::string, int> deaths_;
};

}  // namespace

TEST_CASE("devpeer kill: nothing acknowledged is lost, nothing is there twice") {
  const auto& run = simulation::this_run();
  CAPTURE(run.seed);
  Lives lives(run.seed);
  for (std::size_t i = 0; i < run.kills; ++i) lives.live_and_die();
  lives.live_in_peace();
  const auto& sent = lives.clients().sent();
  CHECK(sent.size() >= run.kills);
  CHECK(lives.clients().broken_promises() == std::vector<std::string>{});
  CHECK(lives.clients().refusals() == std::vector<std::string>{});
  for (const auto& [place, deaths] : lives.deaths()) {
    CAPTURE(place);
    std::cout << place << " " << deaths << "\n";
    // Fewer kills may leave a place out by chance.
    if (run.kills >= 100) CHECK(deaths > 0);
  }
  const devpeer::Store store(lives.ledger());
  const auto valid = simulation::valid_in(store);
  std::size_t lost = 0, doubled = 0;
  for (const auto& [key, one] : sent) {
    CAPTURE(key);
    const auto count = valid.find(one.transaction.transaction_id);
    const std::size_t effects = store.history("toy", key).size();
    if (count == valid.end() || effects == 0) ++lost;
    if ((count != valid.end() && count->second > 1) || effects > 1) ++doubled;
    const auto value = store.find({"", "toy", "", key});
    REQUIRE(value);
    CHECK(value->value == "value of " + key);
    // Also what only the peer itself had kept between endorsement and commit.
    const auto secret = store.find({"A", "toy", of_a, key});
    REQUIRE(secret);
    CHECK(secret->version == value->version);
  }
  CHECK(lost == 0);
  CHECK(doubled == 0);
  CHECK(valid.size() == sent.size());
  std::cout << run.kills << " kills, " << sent.size() << " transactions, "
            << lives.clients().acknowledgements() << " acknowledgements: " << lost << " lost, "
            << doubled << " doubled\n";
}
