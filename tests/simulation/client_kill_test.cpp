// SPDX-License-Identifier: Apache-2.0
// A client that hands its transactions to a store before it sends them is killed again and again as
// by kill -9. Whatever it had handed over takes effect once, and nothing else does.
// The client: tests/simulation/submitting_client_main.cpp
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include <doctest/doctest.h>
#include <signal.h>

#include "chaincode/base/result.hpp"
#include "chaincode/devpeer/store.hpp"
#include "tests/chaincode/devpeer/scripted_chaincode.hpp"
#include "tests/simulation/devpeer_kill.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
namespace fs = std::filesystem;

namespace {

/// Where the client kills itself.
const std::vector<std::string> places{"client.proposed", "client.endorsed", "client.kept",
                                      "client.submitted", "client.known"};
constexpr std::uint64_t longest_life = 4;  // transactions

/// The client's lives before one peer.
class Lives {
 public:
  explicit Lives(std::uint64_t seed) : random_(seed) {
    fs::copy_file(test::program("submitting-client"), program());
    fs::create_directory(folder_.file("journal"));
    for (const std::string& place : places) deaths_[place] = 0;
    if (peer_.read_line().empty()) throw Fault("the peer does not start");
  }

  /// From start to kill -9: at a place, or while it does whatever it does after so many lines.
  void live_and_die() {
    const std::size_t place = random_() % (places.size() + 2);
    const std::uint64_t moment = 1 + random_() % longest_life;
    const bool is_named = place < places.size();
    test::Process client({program(), files(), journal()}, "",
                         is_named ? places[place] + "@" + std::to_string(moment) : "");
    for (std::uint64_t i = 0; is_named || i + 1 < moment; ++i) {
      const std::string key = client.read_line();
      if (key.empty()) break;
      said_.insert(key);
    }
    if (!is_named) client.signal(SIGKILL);
    // A line that came before the kill counts.
    for (std::string key = client.read_line(); !key.empty(); key = client.read_line())
      said_.insert(key);
    if (const int status = client.wait(); status != 128 + SIGKILL)
      throw Fault("the client ended with " + std::to_string(status) + ", not by SIGKILL");
    if (is_named) ++deaths_[places[place]];
  }

  /// One life that only finds out about the ones before; then the peer ends too.
  void settle() {
    test::Process client({program(), files(), journal(), "--settle"});
    for (std::string key = client.read_line(); !key.empty(); key = client.read_line())
      said_.insert(key);
    if (client.wait() != 0) throw Fault("the client did not find out everything");
    peer_.signal(SIGTERM);
    if (peer_.wait() != 0) throw Fault("the peer did not end in order");
  }

  const std::set<std::string>& said() const { return said_; }
  const std::map<std::string, int>& deaths() const { return deaths_; }
  std::string ledger() const { return folder_.file("data/ledger.sqlite"); }
  std::set<std::string> journalled(const std::string& extension) const {
    std::set<std::string> out;
    for (const auto& file : fs::directory_iterator(journal()))
      if (file.path().extension() == extension) out.insert(file.path().stem());
    return out;
  }

 private:
  std::string program() const { return folder_.file("submitting-client"); }
  std::string files() const { return folder_.file("net"); }
  std::string journal() const { return folder_.file("journal"); }

  std::mt19937_64 random_;
  test::TempFolder folder_;
  test::ScriptedChaincode chaincode_{test::toy_behaviour};
  test::Process peer_{simulation::peer_command(folder_.path(), chaincode_.address())};
  std::set<std::string> said_;
  std::map<std::string, int> deaths_;
};

}  // namespace

TEST_CASE("client kill: what was handed to the store takes effect once, whatever dies when") {
  const auto& run = simulation::this_run();
  CAPTURE(run.seed);
  Lives lives(run.seed);
  for (std::size_t i = 0; i < run.kills; ++i) lives.live_and_die();
  lives.settle();
  for (const auto& [place, deaths] : lives.deaths()) {
    CAPTURE(place);
    std::cout << place << " " << deaths << "\n";
    // Fewer kills may leave a place out by chance.
    if (run.kills >= 100) CHECK(deaths > 0);
  }
  CHECK(lives.journalled(".sent").empty());
  const auto done = lives.journalled(".done");
  CHECK(done.size() > run.kills / 2);
  // The client dies between its journal's word and its own at times, and never the other way round.
  for (const std::string& key : lives.said()) CHECK(done.contains(key));
  const devpeer::Store store(lives.ledger());
  std::size_t lost = 0, doubled = 0;
  for (const std::string& key : done) {
    CAPTURE(key);
    const std::size_t effects = store.history("toy", key).size();
    if (effects == 0) ++lost;
    if (effects > 1) ++doubled;
    const auto value = store.find({"", "toy", "", key});
    REQUIRE(value);
    CHECK(value->value == "value of " + key);
  }
  CHECK(lost == 0);
  CHECK(doubled == 0);
  CHECK(simulation::valid_in(store).size() == done.size());
  std::cout << run.kills << " kills of the client, " << done.size() << " transactions: " << lost
            << " lost, " << doubled << " doubled\n";
}
