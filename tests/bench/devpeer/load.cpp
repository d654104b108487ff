// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/devpeer/load.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "adapters/gateway/gateway.hpp"
#include "adapters/gateway/profile.hpp"
#include "chaincode/base/result.hpp"

namespace tradelane::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// What the clients share: numbers to take, and the first failure.
class Desk {
 public:
  explicit Desk(std::size_t end) : end_(end) {}

  std::optional<std::size_t> take() {
    const std::size_t number = next_++;
    if (failed_ || number >= end_) return std::nullopt;
    return number;
  }
  void fail(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (!failed_.exchange(true)) why_ = why;
  }
  void add(std::uint64_t nanos) {
    const std::lock_guard lock(mutex_);
    latency_.add(nanos);
  }
  /// Once all clients have ended.
  const Histogram& done() const {
    if (failed_) throw Fault(why_);
    return latency_;
  }

 private:
  const std::size_t end_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::string why_;
  Histogram latency_;
};

template <class T>
T must(Result<T> result) {
  if (!result) throw Fault(result.error().message());
  return std::move(*result);
}

void submit(gateway::Gateway& client, const std::string& key) {
  const auto proposal = must(client.propose({.channel = "trade",
                                             .chaincode = "bench",
                                             .function = "put",
                                             .args = {"1", key, "100 bytes or so"},
                                             .organisations = {"A", "B"}}));
  const auto transaction = client.endorse(proposal);
  if (!transaction) throw Fault(transaction.failure().text());
  const auto taken = client.submit(*transaction);
  if (!taken) throw Fault(taken.failure().text());
  const auto commit =
      client.commit_status({.transaction_id = transaction->transaction_id, .channel = "trade"});
  if (!commit) throw Fault(commit.failure().text());
  if (!commit->valid()) throw Fault("a transaction ended as " + commit->name);
}

void work(gateway::Gateway& client, const std::string& prefix, Desk& desk) {
  try {
    while (const auto number = desk.take()) {
      const auto begun = Clock::now();
      submit(client, prefix + std::to_string(*number) + "-");
      desk.add(static_cast<std::uint64_t>(
          std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begun).count()));
    }
  } catch (const std::exception& error) {
    desk.fail(error.what());
  }
}

std::unique_ptr<gateway::Gateway> open(const std::string& folder) {
  const auto profile = must(gateway::read_profile(folder + "/connection-A.json"));
  const auto msp = must(gateway::read_msp_folder(folder + "/A/users/User1/msp"));
  const auto connection = must(gateway::Connection::open(profile.connection));
  return gateway::make_client(connection,
                              {.identity = {.msp = profile.msp, .certificate = msp.certificate},
                               .signer = must(gateway::signer_from_pem(msp.key))});
}

Histogram run(const SubmitOptions& options, const std::string& prefix, std::size_t transactions) {
  const auto client = open(options.folder);
  Desk desk(transactions);
  std::vector<std::thread> all;
  for (std::size_t i = 0; i < options.clients; ++i)
    all.emplace_back([&] { work(*client, prefix, desk); });
  for (std::thread& one : all) one.join();
  return desk.done();
}

}  // namespace

SubmitResult submit_all(const SubmitOptions& options, const std::function<void()>& edge) {
  run(options, "warm", options.warm_up);
  edge();
  const auto begun = Clock::now();
  SubmitResult out;
  out.latency = run(options, "k", options.transactions);
  out.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  edge();
  return out;
}

}  // namespace tradelane::bench
