// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/feed/pipeline.hpp"
#include "tests/fabric/drills/drill.hpp"
#include "tests/support/temp_folder.hpp"

namespace tradelane::fabric {

/// A few hundred additions under unique keys, by clients that do what gateway::next_step advises
/// and by feeds through a durable inbox, while somebody breaks what they need. A reader follows the
/// events by checkpoint. Keys end up with 1 when nothing was lost or doubled.
class Load {
 public:
  struct Settings {
    std::size_t clients = 12;
    std::size_t calls_of_a_client = 15;
    std::size_t feeds = 4;
    std::size_t items_of_a_feed = 15;
    /// All use this organisation's peer.
    std::string msp = two_organisations.front();
  };

  /// Starts at once.
  explicit Load(const Drill& drill) : Load(drill, Settings{}) {}
  Load(const Drill& drill, Settings settings);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  std::size_t total() const;
  /// How many are on the ledger, as far as those who brought them there know.
  std::size_t done() const { return done_; }
  void wait_until_done(std::size_t count) const;

  /// Waits for all. A line for everything that no client should have met: "" when all went well.
  std::string finish();
  /// How often a client proposed anew or resolved, for the record.
  std::string story() const;

  /// What the ledger must hold in the end.
  std::map<std::string, int> expected() const;
  /// How often the reader has seen the event of each key.
  const std::map<std::string, int>& events() const { return seen_; }

 private:
  void be_client(std::size_t number);
  bool bring(gateway::Gateway& client, const std::string& key,
             std::optional<gateway::SignedTransaction>& kept);
  void be_feed(std::size_t number);
  void be_reader();
  void note(const std::string& problem);

  const Drill& drill_;
  const Settings settings_;
  test::TempFolder folder_;
  Log log_;
  std::unique_ptr<gateway::Gateway> feed_client_;
  std::unique_ptr<feed::Store> store_;
  std::atomic<std::size_t> done_ = 0;
  std::atomic<std::size_t> proposed_again_ = 0;
  std::atomic<std::size_t> resolved_ = 0;
  std::map<std::string, int> seen_;
  std::mutex mutex_;
  std::string problems_;
  std::vector<std::thread> threads_;
};

/// Every peer has all that `load` has brought, once, and the reader has seen it once: "" or what
/// differs.
std::string difference(const Drill& drill, const Load& load);

}  // namespace tradelane::fabric
