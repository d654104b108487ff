// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <fstream>
#include <sstream>

#include "adapters/feed/pipeline.hpp"
#include "tests/support/temp_folder.hpp"

namespace tradelane::test {

/// A ledger in a file, so that it outlives the process that is killed. It takes each envelope once;
/// two envelopes of one item would be two effects. Answers can be put in first.
class FakeLedger : public feed::Submitter {
 public:
  explicit FakeLedger(std::string path) : path_(std::move(path)) {}

  std::variant<feed::Envelope, feed::Failure> prepare(const feed::Item& item) override {
    calls.push_back("prepare " + item.key);
    if (const auto failure = take(prepare_failures)) return *failure;
    const std::string id = item.key + "#" + std::to_string(count_lines(path_ + ".prepared") + 1);
    append(path_ + ".prepared", id);
    return feed::Envelope{
        .transaction_id = id, .channel = "trade", .bytes = "signed " + id, .result = "answer"};
  }

  std::optional<std::string> send(const feed::Envelope& envelope) override {
    calls.push_back("send " + envelope.transaction_id);
    if (const auto failure = take(send_failures)) {
      if (failure->next == feed::Failure::Next::unknown) commit(envelope);
      return failure->reason;
    }
    commit(envelope);
    return std::nullopt;
  }

  std::variant<feed::Committed, feed::Failure> status(const feed::Envelope& envelope,
                                                      feed::Milliseconds within) override {
    calls.push_back("status " + envelope.transaction_id);
    waits.push_back(within);
    if (const auto failure = take(status_failures)) return *failure;
    const auto lines = transactions();
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (lines[i] == envelope.transaction_id) return feed::Committed{i + 1};
    return feed::Failure{feed::Failure::Next::unknown, "DEADLINE_EXCEEDED", "no status yet"};
  }

  /// Ids in the order of the ledger.
  std::vector<std::string> transactions() const {
    std::vector<std::string> out;
    std::ifstream file(path_);
    for (std::string line; std::getline(file, line);) out.push_back(line);
    return out;
  }
  /// The keys of the items, in the order of the ledger.
  std::vector<std::string> effects() const {
    std::vector<std::string> out;
    for (const std::string& id : transactions()) out.push_back(id.substr(0, id.find('#')));
    return out;
  }

  std::vector<std::string> calls = {};
  /// How long each question for the status could take.
  std::vector<feed::Milliseconds> waits = {};
  /// Taken one after the other; then everything succeeds. A send that fails with `unknown` got
  /// through all the same.
  std::deque<feed::Failure> prepare_failures = {};
  std::deque<feed::Failure> send_failures = {};
  std::deque<feed::Failure> status_failures = {};

 private:
  static std::optional<feed::Failure> take(std::deque<feed::Failure>& from) {
    if (from.empty()) return std::nullopt;
    const feed::Failure first = from.front();
    from.pop_front();
    return first;
  }
  static void append(const std::string& path, const std::string& line) {
    std::ofstream(path, std::ios::app) << line << "\n";
  }
  static std::size_t count_lines(const std::string& path) {
    std::size_t count = 0;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) ++count;
    return count;
  }
  void commit(const feed::Envelope& envelope) {
    for (const std::string& id : transactions())
      if (id == envelope.transaction_id) return;
    append(path_, envelope.transaction_id);
  }

  std::string path_;
};

/// A store and a pipeline in a folder of their own, with a clock that is set by hand.
struct Desk {
  explicit Desk(feed::RetryPolicy policy = {}, feed::StoreLimits limits = {})
      : store(*feed::Store::open(folder.file("feed.db"), limits, clock())),
        ledger(folder.file("ledger")),
        pipeline({*store, ledger, log, clock()}, policy) {}

  feed::Clock clock() {
    return [this] { return now; };
  }
  std::int64_t receive(const std::string& source, const std::string& key,
                       const Bytes& payload = "payload") {
    if (!store->receive(source, {{key, payload}})) throw Fault("not received");
    return store->find(source, key)->id;
  }

  TempFolder folder;
  std::int64_t now = 1'000'000;
  Log log{-1};
  std::unique_ptr<feed::Store> store;
  FakeLedger ledger;
  feed::Pipeline pipeline;
};

}  // namespace tradelane::test
